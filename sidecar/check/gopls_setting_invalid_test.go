package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoplsSettingInvalid(t *testing.T) {
	badFlag := do(loadFails("err: exit status 2: stderr: flag provided but not defined: -nosuchflag"), lists())
	runCases(t, GoplsSettingInvalid, []testCase{
		{name: "no-settings", state: health.StateNotApplicable},
		{name: "s31-text-for-a-truth-value", change: gopls(health.ScopeUser, "usePlaceholders", `"true"`), want: []health.FindingID{"gopls-setting-invalid:usePlaceholders"}},
		{name: "number-in-env", change: gopls(health.ScopeWorkspace, "build.env", `{"CGO_ENABLED":0,"GOFLAGS":"-tags=x"}`), want: []health.FindingID{"gopls-setting-invalid:build.env"}},
		{name: "flags-as-text", change: gopls(health.ScopeUser, "build.buildFlags", `"-tags=a -race"`), want: []health.FindingID{"gopls-setting-invalid:build.buildFlags"}},
		{name: "delay-without-a-unit", change: gopls(health.ScopeUser, "ui.diagnostic.diagnosticsDelay", "1000"), want: []health.FindingID{"gopls-setting-invalid:ui.diagnostic.diagnosticsDelay"}},
		{name: "unknown-option", change: gopls(health.ScopeUser, "ui.completion.matcher", `"Fuzy"`), want: []health.FindingID{"gopls-setting-invalid:ui.completion.matcher"}},
		{name: "option-in-other-case", change: gopls(health.ScopeUser, "ui.completion.matcher", `"fuzzy"`)},
		{name: "links-in-hover", change: gopls(health.ScopeUser, "linksInHover", `"pkg"`), want: []health.FindingID{"gopls-setting-invalid:linksInHover"}},
		{name: "links-in-hover-is-text-of-a-truth-value", change: gopls(health.ScopeUser, "linksInHover", `"true"`), want: []health.FindingID{"gopls-setting-invalid:linksInHover"}},
		{name: "links-in-hover-is-right", change: do(gopls(health.ScopeUser, "linksInHover", `false`), gopls(health.ScopeWorkspace, "linksInHover", `"gopls"`))},
		{name: "filter-without-a-sign", change: gopls(health.ScopeWorkspace, "build.directoryFilters", `["node_modules","-**/bazel-out"]`), want: []health.FindingID{"gopls-setting-invalid:build.directoryFilters"}},
		{name: "filter-with-a-star", change: gopls(health.ScopeWorkspace, "directoryFilters", `["-**/*_gen"]`), want: []health.FindingID{"gopls-setting-invalid:directoryFilters"}},
		{name: "filters-that-are-right", change: gopls(health.ScopeWorkspace, "directoryFilters", `["-","+a/b","-**/node_modules"]`)},
		{name: "annotation-of-old", change: gopls(health.ScopeUser, "annotations", `{"noBounds":true}`), want: []health.FindingID{"gopls-setting-invalid:annotations"}},
		{name: "fraction", change: gopls(health.ScopeUser, "maxFileCacheBytes", `1.5`), want: []health.FindingID{"gopls-setting-invalid:maxFileCacheBytes"}},
		{name: "analyses-are-free", change: gopls(health.ScopeUser, "analyses", `{"fieldalignment":true,"nonsense":false}`)},
		{name: "null-is-nothing", change: gopls(health.ScopeUser, "hoverKind", ``)},
		{name: "no-object-at-all", change: do(knowsSettings, editorSetting(health.ScopeUser, "gopls", `["a"]`)), want: []health.FindingID{"gopls-setting-invalid:gopls"}},
		{name: "overruled-value-is-not-sent", change: do(gopls(health.ScopeUser, "usePlaceholders", `"true"`), gopls(health.ScopeWorkspace, "usePlaceholders", "true"))},
		{name: "s31g-build-flag", change: do(gopls(health.ScopeWorkspace, "build.buildFlags", `["-nosuchflag","-tags=x"]`), badFlag),
			want: []health.FindingID{"gopls-setting-invalid:gopls.build.buildFlags"}},
		{name: "s31g-in-go-build-flags", change: do(editorSetting(health.ScopeUser, "go.buildFlags", `["-nosuchflag"]`), badFlag),
			want: []health.FindingID{"gopls-setting-invalid:go.buildFlags"}},
		{name: "secret-is-not-written-back", change: gopls(health.ScopeUser, "build.env", `{"TOKEN":"(hidden)","CGO_ENABLED":1}`), want: []health.FindingID{"gopls-setting-invalid:build.env"}},
		{name: "no-schema", change: do(gopls(health.ScopeUser, "usePlaceholders", "1"), func(s *health.Snapshot) { s.Gopls.Schema = nil }), state: health.StateInconclusive},
	})
}
