package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoplsOld(t *testing.T) {
	newExtension := extension("0.56.0", true, true)
	below := func(s *health.Snapshot) {
		module("svc/a", nil)(s)
		s.Folders[0].Modules = s.Folders[0].Modules[1:]
	}
	runCases(t, GoplsOld, []testCase{
		{name: "unknown-version", change: goplsVersion("(devel)", "go1.26.8"), state: health.StateNotApplicable},
		{name: "today", change: do(newExtension, goplsVersion("v0.23.0", "go1.26.8"))},
		{name: "first-that-knows-prompt", change: do(newExtension, goplsVersion("v0.21.0", "go1.25.9"))},
		{name: "refuses-prompt", change: do(newExtension, goplsVersion("v0.20.0", "go1.24.0")), want: []health.FindingID{"gopls-old"}},
		{name: "refuses-prompt-that-was-set", change: do(newExtension, goplsVersion("v0.18.1", "go1.24.0"), editorSetting(health.ScopeUser, "go.diagnostic.vulncheck", `"Prompt"`)),
			want: []health.FindingID{"gopls-old"}},
		{name: "vulncheck-off", change: do(newExtension, goplsVersion("v0.18.1", "go1.24.0"), editorSetting(health.ScopeUser, "go.diagnostic.vulncheck", `"Off"`))},
		{name: "older-extension", change: do(extension("0.50.0", true, true), goplsVersion("v0.18.1", "go1.24.0"))},
		{name: "extension-not-known", change: goplsVersion("v0.18.1", "go1.24.0")},
		{name: "extension-on-disk", change: do(manifest("0.54.0"), goplsVersion("v0.16.2", "go1.23.0")), want: []health.FindingID{"gopls-old"}},
		{name: "server-off", change: do(newExtension, goplsVersion("v0.18.1", "go1.24.0"), editorSetting(health.ScopeUser, "go.useLanguageServer", "false"))},
		{name: "s09-modules-below", change: do(below, goplsVersion("v0.14.2", "go1.21.0")), want: []health.FindingID{"gopls-old"}},
		{name: "s09-loads-them", change: do(below, goplsVersion("v0.15.3", "go1.22.0"))},
		{name: "s09-with-go-work", change: do(below, goWork("1.26.0", "svc/a"), goplsVersion("v0.14.2", "go1.21.0"))},
		{name: "windows", system: "windows", change: do(newExtension, goplsVersion("v0.19.1", "go1.24.0")), want: []health.FindingID{"gopls-old"}},
	})
}
