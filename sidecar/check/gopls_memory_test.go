package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoplsMemory(t *testing.T) {
	takes := func(mib int64) func(*health.Snapshot) {
		return do(window, process(goplsPID, func(p *health.Process) { p.ResidentBytes = mib << 20 }))
	}
	packages := func(n int) func(*health.Snapshot) {
		return func(s *health.Snapshot) { s.Ladders[0].Rungs[0].Load.Packages = n }
	}
	daemon := added(300, func(p *health.Process) {
		p.Role, p.Window, p.ResidentBytes = health.RoleGoplsDaemon, health.WindowShared, 6<<30
	})
	forwards := process(goplsPID, func(p *health.Process) { p.Forwards = true })
	want := []health.FindingID{"gopls-memory"}
	runCases(t, GoplsMemory, around([]testCase{
		{name: "usual", change: takes(900)},
		{name: "large", change: takes(5000), want: want},
		{name: "large-darwin", system: "darwin", change: takes(5000), want: want},
		{name: "large-windows", system: "windows", change: takes(5000), want: want},
		{name: "large-workspace", change: do(takes(5000), packages(1500))},
		{name: "larger-than-a-large-workspace", change: do(takes(9000), packages(1500)), want: want},
		{name: "packages-unknown", change: do(takes(3000), packages(0))},
		{name: "packages-unknown-and-huge", change: do(takes(5000), packages(0)), want: want},
		{name: "while-loading", change: do(takes(5000), func(s *health.Snapshot) {
			s.Life.Events = append(s.Life.Events, health.LifeEvent{Kind: health.EventLoading, PID: goplsPID})
		})},
		{name: "grew", change: do(takes(5000), func(s *health.Snapshot) {
			s.Life.Events = append(s.Life.Events, health.LifeEvent{Kind: health.EventLoaded, PID: goplsPID, TookMs: 900},
				health.LifeEvent{Kind: health.EventMemory, PID: goplsPID, At: "2026-11-21T10:00:00.000Z", Bytes: 2 << 30},
				health.LifeEvent{Kind: health.EventMemory, PID: 1, At: "2026-11-21T10:00:00.000Z", Bytes: 2 << 30})
		}), want: want},
		{name: "limited-already", change: do(takes(5000), exported("GOMEMLIMIT", "4GiB")), want: want},
		{name: "private-one-is-large", change: do(window, process(privatePID, func(p *health.Process) { p.ResidentBytes = 9 << 30 }))},
		{name: "of-another-window", change: do(window, added(300, func(p *health.Process) { p.Window, p.ResidentBytes = health.WindowOther, 9<<30 }))},
		{name: "daemon-behind-a-forwarder", change: do(window, forwards, daemon), want: want},
		{name: "daemon-of-others", change: do(window, daemon)},
	}))
}
