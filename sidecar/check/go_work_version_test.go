package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoWorkVersion(t *testing.T) {
	a := func(goLine health.Public) func(*health.Snapshot) {
		return module("a", func(m *health.GoMod) { m.Go = goLine })
	}
	runCases(t, GoWorkVersion, []testCase{
		{name: "no-workspace", state: health.StateNotApplicable},
		{name: "equal", change: do(a("1.26.0"), goWork("1.26.0", "a"))},
		{name: "higher", change: do(a("1.21"), goWork("1.26.0", "a"))},
		{name: "s17-lower", change: do(a("1.24"), goWork("1.20", "a"),
			listFails("go: module a listed in go.work file requires go >= 1.24, but go.work lists go 1.20; to update it:\n\tgo work use")), want: []health.FindingID{"go-work-version"}},
		{name: "s17-lower-windows", system: "windows", change: do(a("1.24"), goWork("1.20", "a")), want: []health.FindingID{"go-work-version"}},
		{name: "patch-counts", change: do(a("1.24.0"), goWork("1.24", "a")), want: []health.FindingID{"go-work-version"}},
		{name: "s18g-no-go-line", change: do(a("1.24"), goWork("", "a")), want: []health.FindingID{"go-work-version"}},
		{name: "no-go-line-and-old-modules", change: do(a("1.18"), goWork("", "a"))},
		{name: "module-without-a-go-line", change: do(a(""), goWork("1.20", "a"))},
		{name: "the-newest-of-several", change: do(a("1.24"), module("b", func(m *health.GoMod) { m.Go = "1.25" }), goWork("1.20", "a", "b")), want: []health.FindingID{"go-work-version"}},
		{name: "go-1.20-does-not-compare", change: do(a("1.24"), goWork("1.19", "a"), answers("GOVERSION", "go1.20.14"))},
		{name: "switched-off", change: do(a("1.24"), goWork("1.20", "a"), func(s *health.Snapshot) { s.Folders[0].Work.Off = true }), state: health.StateNotApplicable},
	})
}
