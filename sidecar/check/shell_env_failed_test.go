package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestShellEnvFailed(t *testing.T) {
	shell := func(path health.Path, state health.ShellState, reason health.Text) func(*health.Snapshot) {
		return do(loginShell(), func(s *health.Snapshot) {
			s.LoginShell = health.LoginShell{State: state, Shell: path, Reason: reason, TookMs: 3001}
		})
	}
	late := shell("/bin/zsh", health.ShellLate, "")
	noGopls := func(s *health.Snapshot) {
		for i := range s.Lookups {
			if s.Lookups[i].Tool == "gopls" {
				s.Lookups[i].Path = ""
			}
		}
	}
	level := func(s *health.Snapshot) {
		v, _ := health.MakeVariable("linux", "SHLVL", "1", fromShell)
		s.Process.AtActivation = append(s.Process.AtActivation, v)
	}
	path := func(value string) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			v, _ := health.MakeVariable(string(s.System.OS), "PATH", value, fromShell)
			s.Process.AtActivation = put(s.Process.AtActivation, v)
		}
	}
	warns := []health.FindingID{"shell-env-failed"}
	runCases(t, ShellEnvFailed, []testCase{
		{name: "late-and-go-is-not-found", change: do(late, allFind("", "")), want: warns},
		{name: "late-on-darwin", system: "darwin", change: do(late, allFind("", "")), want: warns},
		{name: "failed-and-gopls-is-not-found", change: do(shell("/usr/bin/fish", health.ShellFailed, "config.fish: unknown command"), noGopls), want: warns},
		{name: "missing", change: do(shell("/usr/local/bin/zsh", health.ShellMissing, "no such file or directory"), allFind("", "")), want: warns},
		{name: "all-is-found-all-the-same", change: late, want: warns}, // a note
		{name: "bare-path", system: "darwin", change: do(shell("/bin/dash", health.ShellFailed, "exit status 1"), path("/usr/bin:/bin:/usr/sbin:/sbin"), allFind("", "")), want: warns},

		{name: "well", change: loginShell()},
		{name: "noisy", change: do(loginShell(), func(s *health.Snapshot) { s.LoginShell.Noise = true })},
		{name: "slow-but-in-time", change: do(loginShell(), func(s *health.Snapshot) { s.LoginShell.TookMs = 2900 })},
		{name: "the-editor-has-a-shells-environment", change: do(late, level, allFind("", ""))},
		{name: "a-shell-that-does-not-count", change: do(shell("/bin/dash", health.ShellFailed, ""), allFind("", ""))},
		{name: "a-shell-of-another-kind", change: do(shell("/usr/bin/elvish", health.ShellUnknown, ""), allFind("", ""))},
		{name: "not-asked", change: shell("", health.ShellNotAsked, "")},
		{name: "the-start-is-not-known", change: do(late, func(s *health.Snapshot) { s.Process.AtActivation = nil })},
		{name: "started-in-a-terminal", change: do(late, fromTerminal), state: health.StateNotApplicable},
		{name: "command-line", change: do(late, func(s *health.Snapshot) { s.Editor.Present = false }), state: health.StateNotApplicable},
		{name: "windows", system: "windows", change: late, state: health.StateNotApplicable},
		{name: "no-go", change: do(late, noGo), state: health.StateNotApplicable},
	})
}
