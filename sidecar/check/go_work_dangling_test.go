package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoWorkDangling(t *testing.T) {
	use := func(i int, change func(*health.Use)) func(*health.Snapshot) {
		return func(s *health.Snapshot) { change(&s.Folders[0].Work.Uses[i]) }
	}
	gone := func(u *health.Use) { u.Exists, u.Module, u.Go = false, "", "" }
	two := do(module("a", nil), module("b", nil), goWork("1.26.0", "a", "b"))
	runCases(t, GoWorkDangling, []testCase{
		{name: "no-workspace", state: health.StateNotApplicable},
		{name: "whole", change: two},
		{name: "s18-directory-gone", change: do(two, use(1, gone)), want: []health.FindingID{"go-work-dangling:/home/ada/src/app/b"}},
		{name: "s18-directory-gone-windows", system: "windows", change: do(two, use(1, gone)), want: []health.FindingID{`go-work-dangling:C:\Users\ada\src\app\b`}},
		{name: "written-form-unknown", change: do(two, use(1, gone), use(1, func(u *health.Use) { u.Written = "" })), want: []health.FindingID{"go-work-dangling:/home/ada/src/app/b"}},
		{name: "module-line-missing-is-another-finding", change: do(two, use(1, func(u *health.Use) { u.Module = "" }))},
		{name: "outside-the-folder-and-nobody-complains", change: do(two, use(1, func(u *health.Use) { u.Dir, u.Module = "/home/ada/lib", "" }))},
		{name: "outside-the-folder-go-complains", change: do(two, use(1, func(u *health.Use) { u.Dir, u.Module = "/home/ada/lib", "" }),
			listFails("go: cannot load module /home/ada/lib listed in go.work file: open /home/ada/lib/go.mod: no such file or directory")),
			want: []health.FindingID{"go-work-dangling:/home/ada/lib"}},
		{name: "one-module-twice", change: do(two, use(1, func(u *health.Use) { u.Module = "example.com/app/a" })), want: []health.FindingID{"go-work-dangling:/home/ada/src/app/b"}},
		{name: "switched-off", change: do(two, use(1, gone), func(s *health.Snapshot) { s.Folders[0].Work.Off = true }), state: health.StateNotApplicable},
	})
}
