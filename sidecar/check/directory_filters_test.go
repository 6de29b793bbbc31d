package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestDirectoryFilters(t *testing.T) {
	filters := func(value string) func(*health.Snapshot) {
		return gopls(health.ScopeWorkspace, "build.directoryFilters", value)
	}
	file := opens("svc/gen/api.go", nil)
	runCases(t, DirectoryFilters, around([]testCase{
		{name: "none", change: file},
		{name: "hides-others", change: do(file, filters(`["-**/node_modules","-web"]`))},
		{name: "hides-the-file", change: do(file, filters(`["-**/node_modules","-svc/gen"]`)), want: []health.FindingID{"directory-filters:-svc/gen"}},
		{name: "at-any-depth", change: do(file, filters(`["-**/gen"]`)), want: []health.FindingID{"directory-filters:-**/gen"}},
		{name: "windows", system: "windows", change: do(opens(`svc\gen\api.go`, nil), filters(`["-svc"]`)), want: []health.FindingID{"directory-filters:-svc"}},
		{name: "brought-back", change: do(file, filters(`["-svc","+svc/gen"]`))},
		{name: "name-that-only-begins-alike", change: do(file, filters(`["-svc/ge","-sv"]`))},
		{name: "everything", change: filters(`["-"]`), want: []health.FindingID{"directory-filters:-"}},
		{name: "everything-but-one", change: do(file, filters(`["-","+svc"]`))},
		{name: "everything-but-another", change: do(file, filters(`["-","+web"]`)), want: []health.FindingID{"directory-filters:-"}},
		{name: "file-at-the-root", change: do(opens("main.go", nil), filters(`["-svc"]`))},
		{name: "wrong-type-is-another-finding", change: do(file, filters(`"-svc"`))},
		{name: "old-name", change: do(file, gopls(health.ScopeUser, "directoryFilters", `["-svc"]`)), want: []health.FindingID{"directory-filters:-svc"}},
	}))
}
