package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoplsBuiltOld(t *testing.T) {
	goLine := func(version health.Public) func(*health.Snapshot) {
		return goMod(func(m *health.GoMod) { m.Go = version })
	}
	runCases(t, GoplsBuiltOld, []testCase{
		{name: "same-release"},
		{name: "older-patch", change: goplsVersion("v0.23.0", "go1.26.0")},
		{name: "newer-than-all", change: do(goplsVersion("v0.23.0", "go1.27.0"), goLine("1.21"))},
		{name: "s37b-language", change: goplsVersion("v0.18.1", "go1.24.13"), want: []health.FindingID{"gopls-built-old"}},
		{name: "s37b-language-windows", system: "windows", change: goplsVersion("v0.18.1", "go1.24.13"), want: []health.FindingID{"gopls-built-old"}},
		{name: "toolchain-alone-is-worth-knowing", change: do(goplsVersion("v0.21.1", "go1.25.9"), goLine("1.24")), want: []health.FindingID{"gopls-built-old"}},
		{name: "module-without-a-go-line", change: do(goplsVersion("v0.23.0", "go1.26.8"), goLine(""))},
		{name: "deeper-module", change: do(goplsVersion("v0.20.0", "go1.25.9"), goLine("1.24"), module("svc", nil)), want: []health.FindingID{"gopls-built-old"}},
		{name: "deeper-module-without-go-files", change: do(goplsVersion("v0.23.0", "go1.26.8"), module("svc", func(m *health.GoMod) { m.Go, m.GoFiles = "1.99", 0 }))},
		{name: "development-go", change: goplsVersion("(devel)", "devel go1.27-abcdef")},
		{name: "unknown", change: goplsVersion("", ""), state: health.StateInconclusive},
		{name: "go-env-failed", change: goFails(health.GoHangs, 0, ""), state: health.StateInconclusive},
		{name: "no-gopls", change: func(s *health.Snapshot) { s.Lookups[3].Path = "" }},
	})
}
