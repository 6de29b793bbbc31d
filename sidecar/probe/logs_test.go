package probe

import (
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

const logTree = `
-- /logs/exthost1/golang.go/Go.log --
2026-11-21 15:00:00.000 [info] Try to start language server - activation (enabled: true)
2026-11-21 15:00:01.000 [info] Running language server gopls(v0.23.0/go1.26.8)
-- /logs/exthost1/golang.go/Go Debug.log --
2026-11-21 15:00:01.000 [error] Server process exited with code 2.
-- /logs/exthost1/golang.go/gopls (server).log --
2026-11-21 15:00:05.000 [error] panic: GET https://ada:canary1@proxy.corp/x?token=canary2
2026-11-21 15:00:05.001 [error] Server process exited with code 2.
2026-11-21 15:00:06.001 [error] Server process exited with signal SIGKILL canary3.
-- /logs/exthost1/golang.go/gopls (server).1.log --
2026-11-21 14:00:05.001 [error] Server process exited with code 7.
-- /logs/exthost1/output_logging_20261121T140000/2-gopls (server).log --
[Error - 2:00:00 PM] Server process exited with code 9.
-- /logs/exthost1/output_logging_20261121T145900/1-Go Tests.log --
Server process exited with code 9.
`

func logsRequest(dir string) Request {
	return Request{Tier: health.TierStandard, Editor: &EditorFacts{LogDir: dir}}
}

func TestLifeOfLogs(t *testing.T) {
	f := newFake(t, "linux", logTree)
	s := examine(t, f, logsRequest("/logs/exthost1"), logsProbe, lifeProbe)
	life := s.Life
	if life.State != health.LifeLogs || life.Crashes != 2 || life.GivenUp || len(life.Logs) != 2 {
		t.Errorf("%s, %d crashes, given up %v, logs %+v", life.State, life.Crashes, life.GivenUp, life.Logs)
	}
	var kinds []string
	for _, e := range life.Events {
		kinds = append(kinds, string(e.Kind))
	}
	if got := strings.Join(kinds, " "); got != "crashed asked started panic crashed crashed" {
		t.Errorf("events %s", got)
	}
	if code := life.Events[0].Code; code == nil || *code != 7 {
		t.Errorf("the log that was rotated away is not read first: %+v", life.Events[0])
	}
}

func TestPlainLogs(t *testing.T) {
	f := newFake(t, "linux", `
-- /logs/x/golang.go/Go.log --
-- /logs/x/output_logging_20261121T140000/2-gopls (server).log --
[Error - 2:00:00 PM] Server process exited with code 8.
-- /logs/x/output_logging_20261121T150000/2-gopls (server).log --
[Error - 3:00:05 PM] Server process exited with code 9.
-- /logs/x/output_logging_20261121T150000/3-gopls.log --
[Error - 3:00:05 PM] Server process exited with code 10.
`)
	life := examine(t, f, logsRequest("/logs/x"), logsProbe).Life
	if life.Crashes != 1 || *life.Events[0].Code != 9 || life.Logs[1].Form != health.LogServerPlain {
		t.Errorf("%d crashes, logs %+v", life.Crashes, life.Logs)
	}
}

func TestLongLogIsReadFromItsEnd(t *testing.T) {
	f := newFake(t, "linux", "")
	line := "2026-11-21 15:00:00.000 [error] Server process exited with code 1.\n"
	text := strings.Repeat(line, (maxLogTail+1<<20)/len(line)) + "2026-11-21 16:00:00.000 [error] Server process exited with code 3.\n"
	f.write("/l/golang.go/gopls (server).log", text)
	f.write("/l/golang.go/gopls (server).1.log", line)
	life := examine(t, f, logsRequest("/l"), logsProbe).Life
	if log := life.Logs[0]; log.Bytes != int64(len(text)) || log.From != log.Bytes-maxLogTail {
		t.Errorf("log %+v", log)
	}
	ends := 0
	for _, e := range life.Events {
		if e.Kind == health.EventCrashed {
			ends++
		}
	}
	if ends == 0 || life.Cut == 0 || *life.Events[len(life.Events)-1].Code != 3 {
		t.Errorf("%d ends, %d cut, the last %+v", ends, life.Cut, life.Events[len(life.Events)-1])
	}
}

func TestLogsThatAreNotThere(t *testing.T) {
	f := newFake(t, "linux", logTree)
	f.deny("/logs/exthost1/golang.go/Go.log")
	f.deny("/logs/exthost1/golang.go/gopls (server).log")
	tests := []struct {
		name    string
		request Request
		want    health.LifeState
	}{
		{"command line", Request{Tier: health.TierStandard}, health.LifeNotAsked},
		{"no directory told", logsRequest(""), health.LifeNotAsked},
		{"nothing there", logsRequest("/logs/other"), health.LifeFailed},
		{"unreadable", logsRequest("/logs/exthost1"), health.LifeFailed},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := examine(t, f, test.request, logsProbe, lifeProbe)
			if s.Life.State != test.want || s.Life.Reason == "" {
				t.Errorf("%s: %q", s.Life.State, s.Life.Reason)
			}
			if p := s.Probe(health.ProbeLogs); p.State != health.ProbeOK {
				t.Errorf("the probe is %s: %s", p.State, p.Error)
			}
		})
	}
}

func TestLifeOfTheWatcherCounts(t *testing.T) {
	f := newFake(t, "linux", logTree)
	for tier, probes := range map[health.Tier][]*Probe{health.TierFast: {lifeProbe}, health.TierStandard: {lifeProbe, logsProbe}} {
		r := logsRequest("/logs/exthost1")
		r.Tier, r.Watched = tier, func() health.Life { return health.Life{State: health.LifeWatched, Alive: 7} }
		if s := examine(t, f, r, probes...); s.Life.Alive != 7 || s.Life.State != health.LifeWatched {
			t.Errorf("%s: %+v", tier, s.Life)
		}
	}
}

func TestNoSecretOfLogs(t *testing.T) {
	f := newFake(t, "linux", logTree)
	assertNoCanary(t, examine(t, f, logsRequest("/logs/exthost1"), logsProbe))
}
