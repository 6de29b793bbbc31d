package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoplsSettingDuplicate(t *testing.T) {
	runCases(t, GoplsSettingDuplicate, []testCase{
		{name: "no-settings", state: health.StateNotApplicable},
		{name: "two-spellings", change: do(gopls(health.ScopeUser, "semanticTokens", "true"), gopls(health.ScopeWorkspace, "ui.semanticTokens", "false")),
			want: []health.FindingID{"gopls-setting-duplicate:semanticTokens"}},
		{name: "extension-adds-vulncheck", change: gopls(health.ScopeUser, "ui.diagnostic.vulncheck", `"Imports"`), want: []health.FindingID{"gopls-setting-duplicate:vulncheck"}},
		{name: "extension-overwrites-vulncheck", change: gopls(health.ScopeUser, "ui.vulncheck", `"Imports"`)},
		{name: "no-extension-no-second-vulncheck", change: do(gopls(health.ScopeUser, "ui.diagnostic.vulncheck", `"Imports"`), inEditor)},
		{name: "extension-adds-build-flags", change: do(gopls(health.ScopeUser, "buildFlags", `["-race"]`), editorSetting(health.ScopeWorkspace, "go.buildTags", `"integration"`)),
			want: []health.FindingID{"gopls-setting-duplicate:buildFlags"}},
		{name: "exact-build-flags-win", change: do(gopls(health.ScopeUser, "build.buildFlags", `["-race"]`), editorSetting(health.ScopeWorkspace, "go.buildTags", `"integration"`))},
		{name: "empty-tags-add-nothing", change: do(gopls(health.ScopeUser, "buildFlags", `["-race"]`), editorSetting(health.ScopeUser, "go.buildTags", `""`))},
		{name: "one-name-at-two-scopes", change: do(gopls(health.ScopeUser, "semanticTokens", "true"), gopls(health.ScopeWorkspace, "semanticTokens", "false"))},
		{name: "prefix-that-means-nothing", change: do(gopls(health.ScopeUser, "gopls.staticcheck", "true"), gopls(health.ScopeUser, "x.y.staticcheck", "false")),
			want: []health.FindingID{"gopls-setting-duplicate:staticcheck"}},
	})
}
