package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoWorkOff(t *testing.T) {
	two := do(module("a", nil), goWork("1.26.0", "", "a"), func(s *health.Snapshot) { s.Folders[0].Work.Off = true })
	runCases(t, GoWorkOff, []testCase{
		{name: "no-workspace", change: exported("GOWORK", "off")},
		{name: "in-force", change: do(module("a", nil), goWork("1.26.0", "", "a"))},
		{name: "s18c-environment", change: do(two, exported("GOWORK", "off")), want: []health.FindingID{"go-work-off"}},
		{name: "s18c-windows", system: "windows", change: do(two, exported("GOWORK", "off")), want: []health.FindingID{"go-work-off"}},
		{name: "s18c-goenv-file", change: do(two, written("GOWORK", "off")), want: []health.FindingID{"go-work-off"}},
		{name: "gopls-env", change: do(module("a", nil), goWork("1.26.0", "", "a"), goplsVar(health.ScopeUser, "GOWORK", "off")), want: []health.FindingID{"go-work-off"}},
		{name: "lists-nothing-of-the-folder", change: do(two, exported("GOWORK", "off"), func(s *health.Snapshot) { s.Folders[0].Work.Uses = []health.Use{{Dir: "/home/ada/lib", Exists: true}} })},
		{name: "modules-off-is-another-finding", change: do(two, exported("GOWORK", "off"), exported("GO111MODULE", "off"))},
	})
}
