package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoplsSettingUnknown(t *testing.T) {
	runCases(t, GoplsSettingUnknown, []testCase{
		{name: "no-settings", state: health.StateNotApplicable},
		{name: "known-in-every-spelling", change: do(gopls(health.ScopeUser, "semanticTokens", "true"), gopls(health.ScopeUser, "ui.completion.usePlaceholders", "true"),
			gopls(health.ScopeUser, "build.env", `{"GOFLAGS":"-tags=x"}`))},
		{name: "internal-ones-are-accepted", change: do(gopls(health.ScopeUser, "deepCompletion", "false"), gopls(health.ScopeUser, "allExperiments", "true"),
			gopls(health.ScopeUser, "subdirWatchPatterns", `"on"`))},
		{name: "deprecated-is-another-finding", change: gopls(health.ScopeUser, "experimentalWorkspaceModule", "true")},
		{name: "behind-a-wrapper", change: do(gopls(health.ScopeUser, "ui.semantictoken", "true"), goplsVersion("", "")), want: []health.FindingID{"gopls-setting-unknown:ui.semantictoken"}},
		{name: "s31-misspelt", change: gopls(health.ScopeUser, "ui.semantictoken", "true"), want: []health.FindingID{"gopls-setting-unknown:ui.semantictoken"}},
		{name: "misspelt-with-a-value-that-does-not-fit", change: gopls(health.ScopeUser, "ui.semantictoken", `"yes"`), want: []health.FindingID{"gopls-setting-unknown:ui.semantictoken"}},
		{name: "removed-without-a-word", change: gopls(health.ScopeWorkspace, "chattyDiagnostics", "true"), want: []health.FindingID{"gopls-setting-unknown:chattyDiagnostics"}},
		{name: "listed-but-not-settable", change: gopls(health.ScopeUser, "staticcheckProvided", "true"), want: []health.FindingID{"gopls-setting-unknown:staticcheckProvided"}},
		{name: "nested", change: gopls(health.ScopeWorkspace, "build", `{"env":{"CGO_ENABLED":"0"},"buildFlags":["-tags=x"]}`), want: []health.FindingID{"gopls-setting-unknown:build"}},
		{name: "nested-twice", change: gopls(health.ScopeUser, "ui", `{"completion":{"usePlaceholders":true}}`), want: []health.FindingID{"gopls-setting-unknown:ui"}},
		{name: "nested-with-a-secret", change: gopls(health.ScopeUser, "build", `{"env":{"TOKEN":"(hidden)"}}`), want: []health.FindingID{"gopls-setting-unknown:build"}},
		{name: "too-new", change: gopls(health.ScopeUser, "memoryLimit", "1073741824"), want: []health.FindingID{"gopls-setting-unknown:memoryLimit"}},
		{name: "at-two-scopes", change: do(gopls(health.ScopeUser, "nonsense", "1"), gopls(health.ScopeWorkspace, "nonsense", "2")),
			want: []health.FindingID{"gopls-setting-unknown:nonsense"}},
		{name: "right-name-is-set-already", change: do(gopls(health.ScopeUser, "semanticToken", "true"), gopls(health.ScopeUser, "semanticTokens", "true")),
			want: []health.FindingID{"gopls-setting-unknown:semanticToken"}},
		{name: "windows", system: "windows", change: gopls(health.ScopeUser, "nonsense", "1"), want: []health.FindingID{"gopls-setting-unknown:nonsense"}},
		{name: "language-block-counts-nothing", change: gopls(health.ScopeLanguage, "nonsense", "1"), state: health.StateNotApplicable},
		{name: "no-schema", change: do(gopls(health.ScopeUser, "nonsense", "1"), func(s *health.Snapshot) { s.Gopls.Schema = nil }), state: health.StateInconclusive},
	})
}
