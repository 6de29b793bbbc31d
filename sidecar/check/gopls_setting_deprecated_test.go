package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoplsSettingDeprecated(t *testing.T) {
	old := func(version health.Public, change func(*health.Snapshot)) func(*health.Snapshot) {
		return do(change, goplsVersion(version, "go1.23.4"))
	}
	runCases(t, GoplsSettingDeprecated, []testCase{
		{name: "no-settings", state: health.StateNotApplicable},
		{name: "valid", change: gopls(health.ScopeUser, "ui.semanticTokens", "true")},
		{name: "s31-no-effect", change: gopls(health.ScopeUser, "build.experimentalWorkspaceModule", "true"),
			want: []health.FindingID{"gopls-setting-deprecated:build.experimentalWorkspaceModule"}},
		{name: "memory-mode-is-in-the-list-and-refused", change: gopls(health.ScopeUser, "build.memoryMode", `"DegradeClosed"`),
			want: []health.FindingID{"gopls-setting-deprecated:build.memoryMode"}},
		{name: "memory-mode-worked-in-0.14", change: old("v0.14.2", gopls(health.ScopeUser, "build.memoryMode", `"DegradeClosed"`))},
		{name: "network-access-worked-in-0.16", change: old("v0.16.2", gopls(health.ScopeUser, "allowImplicitNetworkAccess", "true"))},
		{name: "development-version-counts-as-newest", change: old("(devel)", gopls(health.ScopeUser, "allowImplicitNetworkAccess", "true")),
			want: []health.FindingID{"gopls-setting-deprecated:allowImplicitNetworkAccess"}},
		{name: "renamed", change: gopls(health.ScopeFolder, "experimentalDiagnosticsDelay", `"200ms"`), want: []health.FindingID{"gopls-setting-deprecated:experimentalDiagnosticsDelay"}},
		{name: "renamed-and-inverted", change: gopls(health.ScopeUser, "disableDeepCompletion", "true"), want: []health.FindingID{"gopls-setting-deprecated:disableDeepCompletion"}},
		{name: "renamed-to-an-option", change: gopls(health.ScopeUser, "caseSensitiveCompletion", "true"), want: []health.FindingID{"gopls-setting-deprecated:caseSensitiveCompletion"}},
		{name: "renamed-list", change: gopls(health.ScopeUser, "experimentalDisabledAnalyses", `["shadow"]`), want: []health.FindingID{"gopls-setting-deprecated:experimentalDisabledAnalyses"}},
		{name: "renamed-with-nonsense", change: gopls(health.ScopeUser, "disableDeepCompletion", `"yes"`), want: []health.FindingID{"gopls-setting-deprecated:disableDeepCompletion"}},
		{name: "new-name-is-set-too", change: do(gopls(health.ScopeUser, "experimentalDiagnosticsDelay", `"200ms"`), gopls(health.ScopeUser, "ui.diagnostic.diagnosticsDelay", `"1s"`)),
			want: []health.FindingID{"gopls-setting-deprecated:experimentalDiagnosticsDelay"}},
		{name: "still-obeyed", change: gopls(health.ScopeUser, "ui.noSemanticString", "true"), want: []health.FindingID{"gopls-setting-deprecated:ui.noSemanticString"}},
		{name: "codelens", change: gopls(health.ScopeUser, "codelens", `{"test":true}`), want: []health.FindingID{"gopls-setting-deprecated:codelens"}},
		{name: "no-schema", change: do(gopls(health.ScopeUser, "codelens", `{}`), func(s *health.Snapshot) { s.Gopls.Schema = nil }), state: health.StateInconclusive},
	})
}
