package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoflagsMod(t *testing.T) {
	const words = "go: -mod may only be set to readonly or vendor when in workspace mode, but it is set to \"mod\""
	inWork := do(module("a", nil), goWork("1.26.0", "", "a"))
	runCases(t, GoflagsMod, []testCase{
		{name: "no-flag", change: inWork},
		{name: "mod-without-workspace", change: exported("GOFLAGS", "-mod=mod")},
		{name: "s61-mod-in-workspace", change: do(inWork, exported("GOFLAGS", "-buildvcs=false -mod=mod"), pulse(health.PulseBad, words)), want: []health.FindingID{"goflags-mod"}},
		{name: "s61-in-goenv-file", change: do(inWork, written("GOFLAGS", "-mod=mod"), pulse(health.PulseBad, words)), want: []health.FindingID{"goflags-mod"}},
		{name: "in-build-flags", change: do(inWork, gopls(health.ScopeWorkspace, "build.buildFlags", `["-mod=mod","-tags=x"]`), pulse(health.PulseBad, words)),
			want: []health.FindingID{"goflags-mod"}},
		{name: "workspace-off", change: do(inWork, exported("GOFLAGS", "-mod=mod"), pulse(health.PulseBad, "x"), func(s *health.Snapshot) { s.Folders[0].Work.Off = true })},
		{name: "works-all-the-same", change: do(inWork, exported("GOFLAGS", "-mod=mod"))},
		{name: "readonly-in-workspace", change: do(inWork, exported("GOFLAGS", "-mod=readonly"))},
		{name: "s15c-vendor-passed-over", change: do(vendored, exported("GOFLAGS", "-mod=mod")), want: []health.FindingID{"goflags-mod"}},
		{name: "vendor-of-before-1.14", change: do(vendored, goMod(func(m *health.GoMod) { m.Go = "1.13" }), exported("GOFLAGS", "-mod=mod"))},
		{name: "vendor-asked-for", change: do(vendored, exported("GOFLAGS", "-mod=vendor"))},
	})
}
