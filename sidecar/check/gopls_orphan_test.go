package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoplsOrphan(t *testing.T) {
	left := func(change func(*health.Process)) func(*health.Snapshot) {
		return do(window, added(300, func(p *health.Process) {
			p.Parent, p.Orphan, p.Window = 1, true, ""
			if change != nil {
				change(p)
			}
		}))
	}
	want := []health.FindingID{"gopls-orphan:300"}
	runCases(t, GoplsOrphan, around([]testCase{
		{name: "not-looked-at", state: health.StateNotApplicable},
		{name: "two-windows", change: do(window, added(300, func(p *health.Process) { p.Window = health.WindowOther }))},
		{name: "left-behind", change: left(nil), want: want},
		{name: "left-behind-darwin", system: "darwin", change: left(nil), want: want},
		{name: "left-behind-windows", system: "windows", change: left(nil), want: want},
		{name: "on-the-command-line", change: do(left(nil), func(s *health.Snapshot) { s.Editor, s.Processes.Host = health.Editor{Trusted: true}, 0 }), want: want},
		{name: "two", change: do(left(nil), added(301, func(p *health.Process) { p.Orphan, p.Window = true, "" })), want: []health.FindingID{"gopls-orphan:300", "gopls-orphan:301"}},
		{name: "daemon", change: left(func(p *health.Process) { p.Role = health.RoleGoplsDaemon })},
		{name: "daemon-of-your-own", change: left(func(p *health.Process) {
			p.Arguments = []health.Text{"gopls", "-listen=unix;/run/user/1000/gopls", "serve"}
		})},
		{name: "of-another-user", change: left(func(p *health.Process) { p.OtherUser = true })},
		{name: "not-waited-for", change: left(func(p *health.Process) { p.Zombie = true })},
		{name: "telemetry", change: left(func(p *health.Process) { p.Role = health.RoleTelemetry })},
		{name: "our-private-one", change: left(func(p *health.Process) { p.Parent = sidecarPID })},
	}))
}
