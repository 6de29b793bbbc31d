package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestLanguageServerDisabled(t *testing.T) {
	gopathOf := func(folder int, value string) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			set := setting(s, health.ScopeFolder, "go.gopath", "", health.DataOf(value))
			s.Settings[len(s.Settings)-1].Folder = s.Folders[folder].Path
			v, _ := health.MakeVariable(string(s.System.OS), "GOPATH", value, set.Source())
			s.ToolEnvs[folder].Variables = put(s.ToolEnvs[folder].Variables, v)
		}
	}
	runCases(t, LanguageServerDisabled, []testCase{
		{name: "default"},
		{name: "on", change: editorSetting(health.ScopeUser, "go.useLanguageServer", "true")},
		{name: "off-for-the-user", change: editorSetting(health.ScopeUser, "go.useLanguageServer", "false"), want: []health.FindingID{"language-server-disabled"}},
		{name: "off-for-the-workspace-windows", system: "windows", change: editorSetting(health.ScopeWorkspace, "go.useLanguageServer", "false"), want: []health.FindingID{"language-server-disabled"}},
		{name: "switched-on-again", change: do(editorSetting(health.ScopeUser, "go.useLanguageServer", "false"), editorSetting(health.ScopeWorkspace, "go.useLanguageServer", "true"))},
		{name: "two-folders-one-finding", change: do(secondFolder, editorSetting(health.ScopeUser, "go.useLanguageServer", "false")), want: []health.FindingID{"language-server-disabled"}},
		{name: "different-gopaths", change: do(secondFolder, inEditor, gopathOf(1, "/home/ada/other-go")), want: []health.FindingID{"language-server-disabled:GOPATH"}},
		{name: "one-gopath", change: do(secondFolder, inEditor)},
		{name: "no-go", change: noGo, state: health.StateNotApplicable},
	})
}
