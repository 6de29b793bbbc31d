package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoplsFlagsInvalid(t *testing.T) {
	flags := func(value string, exit int, words health.Text) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			editorSetting(health.ScopeUser, "go.languageServerFlags", value)(s)
			s.Gopls.FlagsTried, s.Gopls.FlagsExit, s.Gopls.FlagsError = true, exit, words
		}
	}
	runCases(t, GoplsFlagsInvalid, []testCase{
		{name: "none", state: health.StateNotApplicable},
		{name: "empty-list", change: editorSetting(health.ScopeUser, "go.languageServerFlags", "[]"), state: health.StateNotApplicable},
		{name: "accepted", change: flags(`["-remote=auto","-rpc.trace"]`, 0, "")},
		{name: "s31x-unknown-flag", change: flags(`["-rpc.trace","-mod=readonly"]`, 2, "flag provided but not defined: -mod\n\ngopls is a Go language server."),
			want: []health.FindingID{"gopls-flags-invalid"}},
		{name: "s31x-two-dashes-and-value-apart", change: flags(`["--cpuprofile","/tmp/x"]`, 2, "flag provided but not defined: -cpuprofile"), want: []health.FindingID{"gopls-flags-invalid"}},
		{name: "s31x-log-file", change: flags(`["-logfile=/nonexistent/gopls.log"]`, 2, "unable to create log file: open /nonexistent/gopls.log: no such file or directory"),
			want: []health.FindingID{"gopls-flags-invalid"}},
		{name: "refused-for-another-reason", change: flags(`["-vv"]`, 1, "cannot do that"), want: []health.FindingID{"gopls-flags-invalid"}},
		{name: "no-list", change: editorSetting(health.ScopeWorkspace, "go.languageServerFlags", `"-rpc.trace"`), want: []health.FindingID{"gopls-flags-invalid"}},
		{name: "secret-beside-it", change: flags(`["-mod=mod","-token=(hidden)"]`, 2, "flag provided but not defined: -mod"), want: []health.FindingID{"gopls-flags-invalid"}},
		{name: "not-tried", change: editorSetting(health.ScopeUser, "go.languageServerFlags", `["-rpc.trace"]`), state: health.StateInconclusive},
	})
}
