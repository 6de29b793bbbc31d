package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoplsShadowed(t *testing.T) {
	const other = "/opt/homebrew/bin/gopls"
	named := func(s *health.Snapshot) {
		setting(s, health.ScopeUser, "go.alternateTools", "gopls", health.DataOf(string(s.Gopls.Path)))
		for i := range s.Lookups {
			if s.Lookups[i].Tool == "gopls" {
				s.Lookups[i].Why = "alternateTool"
			}
		}
	}
	older := goplsVersion("v0.18.1", "go1.24.0")
	runCases(t, GoplsShadowed, []testCase{
		{name: "alone", change: older},
		{name: "newest-wins", change: do(goplsVersion("v0.23.0", "go1.26.8"), anotherGopls(other, "path", "v0.18.1"))},
		{name: "same-version-twice", change: do(goplsVersion("v0.23.0", "go1.26.8"), anotherGopls(other, "path", "v0.23.0"))},
		{name: "older-in-gopath", change: do(older, anotherGopls(other, "path", "v0.23.0")), want: []health.FindingID{"gopls-shadowed"}},
		{name: "in-the-editor", change: do(inEditor, older, anotherGopls(other, "path", "v0.20.0"), anotherGopls("/home/ada/.local/bin/gopls", "elsewhere", "v0.23.0")),
			want: []health.FindingID{"gopls-shadowed"}},
		{name: "named-on-purpose", change: do(older, named, anotherGopls(other, "path", "v0.23.0")), want: []health.FindingID{"gopls-shadowed"}},
		{name: "only-a-preview", change: do(older, anotherGopls(other, "path", "v0.24.0-pre.1"))},
		{name: "development-build", change: do(goplsVersion("(devel)", "go1.26.8"), anotherGopls(other, "path", "v0.23.0"))},
		{name: "other-without-version", change: do(older, anotherGopls(other, "path", ""))},
		{name: "windows", system: "windows", change: do(older, anotherGopls(`C:\tools\gopls.exe`, "path", "v0.23.0")), want: []health.FindingID{"gopls-shadowed"}},
	})
}
