package watch

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/logs"
	"github.com/govitals/govitals/sidecar/process"
)

// set sets the clock of the machine: its processes' starts are told by it, its timers run on.
func (s *scene) set(by time.Duration) {
	s.machine.mu.Lock()
	s.setBy += by
	s.machine.mu.Unlock()
	s.clock.sleep(by)
}

func (s *scene) stamp() string { return s.clock.Now().UTC().Format(logs.Stamp) }

// dies ends a server; the editor writes of it a little later.
func (s *scene) dies(pid, code int) (at string) {
	at = s.stamp()
	s.kill(pid, process.Exit{Known: !s.silent, Code: code})
	s.pass(20 * time.Millisecond)
	s.log("gopls (server).log", "error", fmt.Sprintf("Server process exited with code %d.", code))
	return at
}

func (s *scene) loads() {
	s.log("gopls (server).log", "info", "Created View (#1)")
	s.log("gopls (server).log", "info", `go/packages.Load #1	duration="1s"`)
}

// times are those of the events of a kind.
func times(l health.Life, kind health.EventKind) (out []string) {
	for _, e := range l.Events {
		if e.Kind == kind {
			out = append(out, string(e.At))
		}
	}
	return out
}

const (
	anHour = time.Hour
	aDay   = 24 * time.Hour
)

// toBeginning sets the clock of a bubble, which begins in 2000, to 1970.
const toBeginning = -10957 * aDay

// Five deaths, each told by the logs as well: they are counted as they came, whatever the clock was set by after each, and the times that
// are told are those that it showed.
func TestClockIsSetBetweenDeaths(t *testing.T) {
	tests := map[string][]time.Duration{
		"never":                {0, 0, 0, 0, 0},
		"an hour":              {0, -anHour, 0, 0, 0},
		"a day":                {-aDay, 0, 0, 0, 0},
		"to 1970":              {0, 0, toBeginning, 0, 0},
		"before the fifth":     {0, 0, 0, -anHour, 0},
		"behind the fifth":     {0, 0, 0, 0, -anHour},
		"an hour, each time":   {-anHour, -anHour, -anHour, -anHour, -anHour},
		"a day, each time":     {-aDay, -aDay, -aDay, -aDay, -aDay},
		"to 1970, and forward": {0, toBeginning, -toBeginning, 0, 0},
		"there and back":       {-anHour, anHour, -anHour, anHour, -anHour},
		"forward":              {anHour, 0, aDay, 0, 0},
		"by some seconds":      {-3 * time.Second, 0, -7 * time.Second, -2 * time.Second, 0},
		"by less than a look":  {-300 * time.Millisecond, 0, -900 * time.Millisecond, 0, 0},
	}
	for name, by := range tests {
		for _, silent := range []bool{false, true} {
			for _, between := range []time.Duration{2 * time.Second, time.Minute, 47 * time.Minute} {
				t.Run(fmt.Sprint(name, ", every ", between, ", silent ", silent), func(t *testing.T) {
					stage(t, func(m *machine) { m.silent = silent }, func(s *scene) { fiveDeaths(s, by, between) })
				})
			}
		}
	}
}

func fiveDeaths(s *scene, by []time.Duration, between time.Duration) {
	s.log("Go.log", "info", "Try to start language server - activation (enabled: true)")
	s.gopls(200)
	s.pass(idle + time.Second)
	s.log("Go.log", "info", "Running language server gopls(v0.23.0/go1.26.8)")
	s.pass(3 * anHour)
	var died []string
	want := "asked by activation, started 200 v0.23.0, view, loaded"
	for i := range 5 {
		s.loads()
		s.pass(between)
		died = append(died, s.dies(200+i, 2))
		want += fmt.Sprintf(", crashed %d code 2 #%d", 200+i, i+1)
		s.pass(idle) // a silent one's end is seen by the next list
		s.set(by[i])
		if i < 4 {
			s.gopls(201 + i)
			want += fmt.Sprintf(", started %d, view, loaded", 201+i)
			s.pass(idle)
		}
	}
	s.pass(10 * time.Second)
	life := s.watcher.Life()
	if life.Crashes != 5 || !life.GivenUp {
		s.t.Errorf("%d crashes, given up %v", life.Crashes, life.GivenUp)
	}
	words := slices.DeleteFunc(strings.Split(s.story(), ", "), func(w string) bool { return w == "suspended" || w == "watching" })
	if got := strings.Join(words, ", "); got != want+", gave-up" {
		s.t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := times(life, health.EventCrashed); !s.silent && !slices.Equal(got, died) {
		s.t.Errorf("died at %v, want %v", got, died)
	}
	wantTimes(s, life, health.EventLoaded)
}

// wantTimes compares the times of the events of a kind with those that the log has.
func wantTimes(s *scene, life health.Life, kind health.EventKind) {
	s.t.Helper()
	text, err := os.ReadFile(filepath.Join(s.dir, "golang.go", "gopls (server).log"))
	if err != nil {
		s.t.Fatal(err)
	}
	r, _ := logs.Read(strings.NewReader(string(text)), logs.Source{Form: health.LogServer})
	if got, want := times(life, kind), times(health.Life{Events: r.Events}, kind); !slices.Equal(got, want) {
		s.t.Errorf("%s at %v, want %v", kind, got, want)
	}
}
