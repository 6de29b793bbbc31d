package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoDiffers(t *testing.T) {
	const other = "/opt/go1.25/bin/go"
	noActivate := editorSetting(health.ScopeUser, "go.terminal.activateEnvironment", "false")
	runCases(t, GoDiffers, []testCase{
		{name: "one-go"},
		{name: "two-copies-of-one-release", change: finds(health.ForServer, other, "go1.26.8")},
		{name: "other-release", change: finds(health.ForServer, other, "go1.25.9"), want: []health.FindingID{"go-differs"}},
		{name: "activation-off", change: do(inEditor, noActivate, toolVar(health.ScopeUser, "PATH", "/opt/go1.25/bin:/usr/bin"), finds(health.ForServer, other, "go1.25.9")),
			want: []health.FindingID{"go-differs"}},
		{name: "other-processor", change: do(finds(health.ForServer, other, "go1.26.8"), func(s *health.Snapshot) {
			s.Binaries[len(s.Binaries)-1].Architectures = []health.Public{"arm64"}
		}), want: []health.FindingID{"go-differs"}},
		{name: "wrapper-bypassed", change: do(finds(health.ForEditor, "/home/ada/bin/gowrap", ""), func(s *health.Snapshot) {
			s.Lookups[0].Why = "alternateTool"
			s.Lookups[0].Source = health.Source{Kind: health.FromSetting, Name: "go.alternateTools.go", Scope: health.ScopeUser, File: settingsFile, Line: 3}
		}), want: []health.FindingID{"go-differs"}},
		{name: "shim-on-path", change: finds(health.ForEditor, "/home/ada/.asdf/shims/go", "")},
		{name: "link-to-the-same", change: do(finds(health.ForServer, other, "go1.25.9"), func(s *health.Snapshot) {
			s.Binaries[len(s.Binaries)-1].Real = "/usr/local/go/bin/go"
		})},
		{name: "both-hand-over", change: do(goMod(func(m *health.GoMod) { m.Go = "1.27" }), finds(health.ForServer, other, "go1.25.9"))},
		{name: "both-run-the-named-release", change: do(exported("GOTOOLCHAIN", "go1.26.8"), finds(health.ForServer, other, "go1.25.9"))},
		{name: "both-stay-themselves", change: do(exported("GOTOOLCHAIN", "local"), finds(health.ForServer, other, "go1.25.9")), want: []health.FindingID{"go-differs"}},
		{name: "windows", system: "windows", change: finds(health.ForServer, `D:\go1.25\bin\go.exe`, "go1.25.9"), want: []health.FindingID{"go-differs"}},
		{name: "windows-other-spelling", system: "windows", change: finds(health.ForServer, `c:\program files\go\BIN\go.exe`, "go1.26.8")},
		{name: "shell-runs-another", change: shellFinds("/home/ada/sdk/go1.25/bin/go", "go1.25.9"), want: []health.FindingID{"go-differs"}},
		{name: "shell-runs-another-darwin", system: "darwin", change: shellFinds("/opt/homebrew/bin/go", "go1.25.9"), want: []health.FindingID{"go-differs"}},
		{name: "shell-runs-one-for-another-processor", system: "darwin", change: do(shellFinds("/opt/homebrew/bin/go", "go1.26.8"), func(s *health.Snapshot) {
			s.LoginShell.Tools[0].Binary.Architectures = []health.Public{"arm64"}
		}), want: []health.FindingID{"go-differs"}},
		{name: "shell-runs-the-same", change: shellFinds("/usr/local/go/bin/go", "go1.26.8")},
		{name: "shell-runs-a-link-to-the-same", change: do(shellFinds("/opt/homebrew/bin/go", "go1.25.9"), func(s *health.Snapshot) {
			s.LoginShell.Tools[0].Binary.Real = "/usr/local/go/bin/go"
		})},
		{name: "shell-runs-a-copy-of-the-same-release", change: shellFinds("/opt/homebrew/bin/go", "go1.26.8")},
		{name: "shell-runs-a-shim", change: shellFinds("/home/ada/.asdf/shims/go", "")},
		{name: "shell-has-none", change: shellFinds("", "")},
		{name: "container-with-both-on-path", change: shellFinds("/home/ada/go", "go1.19.8")},
		{name: "shell-runs-another-and-a-setting-chose", change: do(shellFinds("/opt/homebrew/bin/go", "go1.25.9"), func(s *health.Snapshot) {
			s.Lookups[0].Source = health.Source{Kind: health.FromSetting, Name: "go.alternateTools.go", Scope: health.ScopeUser, File: settingsFile, Line: 3}
		})},
		{name: "shell-runs-another-and-both-hand-over", change: do(goMod(func(m *health.GoMod) { m.Go = "1.27" }), shellFinds("/opt/homebrew/bin/go", "go1.25.9"))},
		{name: "shell-runs-another-and-a-terminal-started-the-editor", change: do(shellFinds("/opt/homebrew/bin/go", "go1.25.9"), fromTerminal)},
		{name: "shell-runs-another-on-the-command-line", change: do(shellFinds("/opt/homebrew/bin/go", "go1.25.9"), func(s *health.Snapshot) { s.Editor.Present = false })},
		{name: "shell-that-failed", change: do(shellFinds("/opt/homebrew/bin/go", "go1.25.9"), func(s *health.Snapshot) { s.LoginShell.State = health.ShellLate })},
		{name: "two-of-the-editor-come-first", change: do(finds(health.ForServer, other, "go1.25.9"), shellFinds("/opt/homebrew/bin/go", "go1.24.1")), want: []health.FindingID{"go-differs"}},
		{name: "no-search", change: func(s *health.Snapshot) { s.Lookups = nil }, state: health.StateInconclusive},
		{name: "no-go", change: noGo, state: health.StateNotApplicable},
	})
}

// A GOROOT explains two different go only where one of them lies in it.
func TestGorootExplainsTwoGos(t *testing.T) {
	for root, folded := range map[string]bool{"/opt/go1.25": true, "/opt/go1.24": false} {
		s := healthy("linux")
		do(exported("GOROOT", root), tree(root, "go1.25.9", nil), finds(health.ForServer, "/opt/go1.25/bin/go", "go1.25.9"))(s)
		found, _ := Examine(s, []*Check{GorootMismatch, GoDiffers}, func() float64 { return 0 })
		if len(found) != 2 || (found[1].Because != "") != folded {
			t.Errorf("GOROOT=%s: %+v", root, found)
		}
	}
}
