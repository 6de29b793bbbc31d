package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoplsNotRunning(t *testing.T) {
	want := []health.FindingID{"gopls-not-running"}
	gone := do(window, ended)
	asked := func(kind health.EventKind) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			s.Life.Events = append(s.Life.Events, health.LifeEvent{Kind: kind, By: "manual", From: health.FromLogs})
		}
	}
	runCases(t, GoplsNotRunning, around([]testCase{
		{name: "command-line", state: health.StateNotApplicable},
		{name: "runs", change: window},
		{name: "killed", change: gone, want: want},
		{name: "killed-darwin", system: "darwin", change: gone, want: want},
		{name: "killed-windows", system: "windows", change: gone, want: want},
		{name: "only-a-zombie", change: do(gone, added(150, func(p *health.Process) { p.Zombie = true })), want: want},
		{name: "only-that-of-another-window", change: do(gone, added(150, func(p *health.Process) { p.Window = health.WindowOther })), want: want},
		{name: "only-that-of-another-user", change: do(gone, added(150, func(p *health.Process) { p.OtherUser = true })), want: want},
		{name: "only-our-private-one", change: do(gone, added(150, func(p *health.Process) { p.Parent = sidecarPID })), want: want},
		{name: "only-that-of-another-sidecar", change: do(gone, added(150, func(p *health.Process) { p.Private = true })), want: want},
		{name: "only-telemetry", change: do(gone, added(150, func(p *health.Process) { p.Role = health.RoleTelemetry })), want: want},
		{name: "forwards-to-a-daemon", change: do(window, process(goplsPID, func(p *health.Process) { p.Forwards = true }))},
		{name: "below-a-wrapper", change: do(window, process(goplsPID, func(p *health.Process) { p.Parent = 119 }),
			added(119, func(p *health.Process) { p.Role, p.Parent = health.RoleWrapper, hostPID }))},
		{name: "hidden-in-a-container", change: do(gone, func(s *health.Snapshot) { s.Editor.Commands = append(s.Editor.Commands, "gopls.views") })},
		{name: "answers-although-unseen", change: do(gone, func(s *health.Snapshot) { s.Editor.Running = &health.Running{Asked: true, Packages: 3} })},
		{name: "restart-under-way", change: do(gone, asked(health.EventAsked)), state: health.StateInconclusive},
		{name: "stopped-to-be-restarted", change: do(gone, asked(health.EventStop)), state: health.StateInconclusive},
		{name: "start-failed", change: do(gone, asked(health.EventAsked), asked(health.EventError)), want: want},
		{name: "not-all-processes-seen", change: do(gone, func(s *health.Snapshot) { s.Processes.Cut = 12 }), state: health.StateInconclusive},
		{name: "processes-not-seen", change: do(gone, func(s *health.Snapshot) {
			s.Processes = health.ProcessTree{State: health.ProcessesFailed, Reason: "denied"}
		}), state: health.StateInconclusive},
		{name: "extension-host-unknown", change: do(gone, func(s *health.Snapshot) { s.Processes.Host = 0 }), state: health.StateNotApplicable},
		{name: "switched-off", change: do(gone, editorSetting(health.ScopeUser, "go.useLanguageServer", "false")), state: health.StateNotApplicable},
		{name: "not-trusted", change: do(gone, func(s *health.Snapshot) { s.Editor.Trusted = false }), state: health.StateNotApplicable},
		{name: "no-go-file-open", change: do(gone, func(s *health.Snapshot) { s.OpenFiles = nil }), state: health.StateNotApplicable},
		{name: "extension-still-starting", change: do(gone, func(s *health.Snapshot) { s.Editor.Extensions[0].Active = false }), state: health.StateNotApplicable},
		{name: "extension-failed", change: do(gone, func(s *health.Snapshot) { s.Editor.Extensions[0].Exports = false }), state: health.StateNotApplicable},
	}))
}

// The window without a server is a consequence wherever something says why it has none.
func TestNoServerFolds(t *testing.T) {
	for _, tc := range []struct {
		name    string
		change  func(*health.Snapshot)
		because health.FindingID
	}{
		{"gave-up", do(window, crashed(5, "", "")), "gopls-crash-loop"},
		{"missing", do(window, lostGopls, ended), "gopls-missing"},
		{"dies", do(window, ended, dies(health.StageInitialize, 2, "", "no")), "server-cannot-start"},
		{"nobody-knows", do(window, ended), ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := healthy("linux")
			around([]testCase{{change: tc.change}})[0].change(s)
			found, _ := Examine(s, All, func() float64 { return 0 })
			for _, f := range found {
				if f.Check == GoplsNotRunning.ID {
					if f.Because != tc.because {
						t.Errorf("because %q, want %q", f.Because, tc.because)
					}
					return
				}
			}
			t.Errorf("not found: %+v", found)
		})
	}
}
