package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoplsCrashLoop(t *testing.T) {
	want := []health.FindingID{"gopls-crash-loop"}
	const panics = "panic: runtime error: index out of range [3]\n\ngoroutine 51 [running]:"
	runCases(t, GoplsCrashLoop, around([]testCase{
		{name: "nobody-watched", state: health.StateNotApplicable},
		{name: "runs", change: window},
		{name: "one-crash-happens", change: do(window, crashed(1, "", panics))},
		{name: "twice", change: do(window, crashed(2, "", panics)), want: want},
		{name: "one-left", change: do(window, crashed(4, "", "")), want: want},
		{name: "five", change: do(window, crashed(5, "", panics)), want: want},
		{name: "five-killed-darwin", system: "darwin", change: do(window, crashed(5, "SIGKILL", "")), want: want},
		{name: "five-windows", system: "windows", change: do(window, crashed(5, "", "")), want: want},
		{name: "known-from-logs-alone", change: do(window, crashed(3, "", panics), func(s *health.Snapshot) {
			s.Life.State = health.LifeLogs
			for i := range s.Life.Events {
				s.Life.Events[i].From, s.Life.Events[i].At = health.FromLogs, ""
			}
		}), want: want},
		{name: "restarted-since", change: do(window, crashed(5, "", ""), func(s *health.Snapshot) {
			s.Life.Events = append(s.Life.Events, health.LifeEvent{Kind: health.EventAsked, By: "manual"}, health.LifeEvent{Kind: health.EventStarted, PID: goplsPID})
			s.Life.Crashes, s.Life.GivenUp, s.Life.Alive = 0, false, goplsPID
		})},
		{name: "five-in-the-log-and-one-lives", change: do(window, crashed(5, "", ""), func(s *health.Snapshot) { s.Life.Alive = goplsPID }), want: want},
		{name: "ended-by-request", change: do(window, func(s *health.Snapshot) {
			for range 6 {
				s.Life.Events = append(s.Life.Events, health.LifeEvent{Kind: health.EventStop, By: "config change"}, health.LifeEvent{Kind: health.EventExited})
			}
		})},
	}))
}

// A dead server is an error, one that comes back a warning: what is left of the window decides.
func TestCrashLoopSeverity(t *testing.T) {
	for n, want := range map[int]health.Severity{2: health.Warning, 4: health.Warning, 5: health.Error} {
		s := healthy("linux")
		around([]testCase{{change: do(window, crashed(n, "", ""))}})[0].change(s)
		found, _ := Examine(s, []*Check{GoplsCrashLoop}, func() float64 { return 0 })
		if len(found) != 1 || found[0].Severity != want {
			t.Errorf("%d crashes: %+v, want %s", n, found, want)
		}
	}
}
