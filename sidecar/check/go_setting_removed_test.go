package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoSettingRemoved(t *testing.T) {
	user := func(key health.Public, value string) func(*health.Snapshot) {
		return editorSetting(health.ScopeUser, key, value)
	}
	runCases(t, GoSettingRemoved, []testCase{
		{name: "nothing-set"},
		{name: "known-without-manifest", change: do(user("go.testTimeout", `"60s"`), user("go.whatever", "1"))},
		{name: "known-by-manifest", change: do(manifest("0.56.0"), user("go.testTimeout", `"60s"`), user("go.languageServerFlags", "[]"))},
		{name: "never-was", change: user("go.toolsManagement.mode", `"modules"`), want: []health.FindingID{"go-setting-removed:go.toolsManagement.mode"}},
		{name: "gopls-args-that-gopls-takes", change: user("go.goplsArgs", `["-rpc.trace"]`), want: []health.FindingID{"go-setting-removed:go.goplsArgs"}},
		{name: "gopls-args-that-would-end-it", change: user("go.goplsArgs", `["-mod=readonly","-cachesize=512"]`), want: []health.FindingID{"go-setting-removed:go.goplsArgs"}},
		{name: "gopls-args-beside-the-right-one", change: do(user("go.goplsArgs", `["-rpc.trace"]`), user("go.languageServerFlags", `["-v"]`)),
			want: []health.FindingID{"go-setting-removed:go.goplsArgs"}},
		{name: "debugger-path", change: user("go.dlvPath", `"/usr/local/bin/dlv"`), want: []health.FindingID{"go-setting-removed:go.dlvPath"}},
		{name: "renamed-with-its-value", change: do(manifest("0.56.0"), editorSetting(health.ScopeWorkspace, "go.useGoProxyToCheckForToolUpdates", "false")),
			want: []health.FindingID{"go-setting-removed:go.useGoProxyToCheckForToolUpdates"}},
		{name: "gocode-at-two-scopes", change: do(user("go.gocodeAutoBuild", "true"), editorSetting(health.ScopeWorkspace, "go.gocodeAutoBuild", "false")),
			want: []health.FindingID{"go-setting-removed:go.gocodeAutoBuild"}},
		{name: "slip-of-the-pen", change: do(manifest("0.56.0"), user("go.testTimeuot", `"60s"`)), want: []health.FindingID{"go-setting-removed:go.testTimeuot"}},
		{name: "still-declared-by-an-old-extension", change: do(manifest("0.38.0"), user("go.docsTool", `"gogetdoc"`), func(s *health.Snapshot) {
			s.GoExtension.Keys = append(s.GoExtension.Keys, "go.docsTool")
		})},
		{name: "cpu-affinity", change: exported("GOLSP_CPU_AFFINITY", "0-7"), want: []health.FindingID{"go-setting-removed:GOLSP_CPU_AFFINITY"}},
		{name: "cpu-affinity-for-tools", system: "darwin", change: toolVar(health.ScopeUser, "GOLSP_CPU_AFFINITY", "0-7"), want: []health.FindingID{"go-setting-removed:GOLSP_CPU_AFFINITY"}},
		{name: "debugger-in-launch-json", change: launchConfig(func(l *health.Launch) {
			l.Attributes = []health.LaunchAttribute{{Name: "dlvPath", Value: "/opt/homebrew/bin/dlv", Line: 9}}
		}), want: []health.FindingID{"go-setting-removed:Run.dlvPath"}},
		{name: "in-a-language-block", change: editorSetting(health.ScopeLanguage, "go.goplsArgs", "[]")},
	})
}

// What guides get wrong about gopls is explained where it is found.
func TestAdviceIsExplained(t *testing.T) {
	for name, tc := range map[string]struct {
		check  *Check
		change func(*health.Snapshot)
		want   string
	}{
		"workspace module": {GoplsSettingDeprecated, gopls(health.ScopeUser, "build.experimentalWorkspaceModule", "true"), "say.advice-gopls.experimentalWorkspaceModule"},
		"memory mode":      {GoplsSettingDeprecated, gopls(health.ScopeUser, "memoryMode", `"DegradeClosed"`), "say.advice-gopls.memoryMode"},
		"cache directory":  {GoplsSettingUnknown, gopls(health.ScopeUser, "cache", `{"directory":"/tmp"}`), "say.advice-gopls.cache.directory"},
		"semantic tokens":  {GoplsSettingInvalid, gopls(health.ScopeUser, "semanticTokens", `{"enabled":true}`), "say.advice-gopls.semanticTokens.enabled"},
		"cache size": {GoplsFlagsInvalid, func(s *health.Snapshot) {
			editorSetting(health.ScopeUser, "go.languageServerFlags", `["-cachesize=512"]`)(s)
			s.Gopls.Flags, s.Gopls.FlagsTried, s.Gopls.FlagsExit = []health.Public{"-cachesize"}, true, 2
			s.Gopls.FlagsError = "flag provided but not defined: -cachesize"
		}, "say.advice-flag.cachesize"},
	} {
		s := healthy("linux")
		tc.change(s)
		found, _ := Examine(s, []*Check{tc.check}, func() float64 { return 0 })
		seen := false
		for _, f := range found {
			assertFilled(t, Catalogue([]*Check{tc.check}), f)
			for _, e := range f.Evidence {
				seen = seen || e.Observed.Text == tc.want
			}
		}
		if !seen {
			t.Errorf("%s: %+v", name, found)
		}
	}
}

// Every setting that advice leads to is one of the Go extension.
func TestAdviceLeadsSomewhere(t *testing.T) {
	known := []health.Public{"go.languageServerFlags", "go.alternateTools", "go.toolsManagement.checkForUpdates"}
	for key, a := range goSettingAdvice {
		if ok := a.to == ""; !ok {
			for _, k := range known {
				ok = ok || a.to == k
			}
			if !ok {
				t.Errorf("%s leads to %s", key, a.to)
			}
		}
		if a.text.Title == "" {
			t.Errorf("%s is not explained", key)
		}
	}
}
