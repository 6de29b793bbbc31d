package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoWorkOmits(t *testing.T) {
	requires := func(path health.Module, local bool) func(*health.GoMod) {
		return func(m *health.GoMod) {
			m.Requires = append(m.Requires, health.Require{Path: path, Version: "v1.0.0", Line: 5})
			if local {
				m.Replaces = append(m.Replaces, health.Replace{Old: path, Local: "/home/ada/src/app/b", Exists: true})
			}
		}
	}
	root := func(s *health.Snapshot) { s.Folders[0].Modules = s.Folders[0].Modules[1:] } // no module at the folder's root
	runCases(t, GoWorkOmits, []testCase{
		{name: "no-workspace", state: health.StateNotApplicable},
		{name: "all-listed", change: do(root, module("a", nil), module("b", nil), goWork("1.26.0", "a", "b"))},
		{name: "more-lines-than-are-kept", change: do(module("a", nil), goWork("1.26.0", "a"), func(s *health.Snapshot) { s.Folders[0].Work.UsesCut = 1 })},
		{name: "s16-the-opened-module", change: do(module("a", nil), goWork("1.26.0", "a")), want: []health.FindingID{"go-work-omits:/home/ada/src/app"}},
		{name: "s16-the-opened-module-windows", system: "windows", change: do(module("a", nil), goWork("1.26.0", "a")), want: []health.FindingID{`go-work-omits:C:\Users\ada\src\app`}},
		{name: "s16b-work-above", change: func(s *health.Snapshot) {
			goWork("1.26.0")(s)
			w := s.Folders[0].Work
			w.File = "/home/ada/src/go.work"
			w.Uses = []health.Use{{Dir: "/home/ada/src/other", Exists: true, Module: "example.com/other", Go: "1.26.0", Line: 3}}
		}, want: []health.FindingID{"go-work-omits:/home/ada/src/app"}},
		{name: "the-edited-module", change: do(root, module("a", nil), module("b", nil), goWork("1.26.0", "a"), func(s *health.Snapshot) {
			s.Editor.Present, s.Editor.ActiveFile = true, inFolder(s, "b/x/y.go")
		}), want: []health.FindingID{"go-work-omits:/home/ada/src/app/b"}},
		{name: "required-by-a-member", change: do(root, module("a", requires("example.com/app/b", false)), module("b", nil), goWork("1.26.0", "a")),
			want: []health.FindingID{"go-work-omits:/home/ada/src/app/b"}},
		{name: "required-and-replaced-by-the-directory", change: do(root, module("a", requires("example.com/app/b", true)), module("b", nil), goWork("1.26.0", "a")),
			want: []health.FindingID{"go-work-omits"}},
		{name: "tools-left-out-on-purpose", change: do(root, module("a", nil), module("tools", nil), module("examples/x", nil), goWork("1.26.0", "a")), want: []health.FindingID{"go-work-omits"}},
		{name: "fixtures-and-empty-modules-never", change: do(root, module("a", nil), module("testdata/m", nil), module("vendor/x", nil),
			module("tools", func(m *health.GoMod) { m.GoFiles = 0 }), goWork("1.26.0", "a"))},
		{name: "switched-off", change: do(module("a", nil), goWork("1.26.0", "a"), func(s *health.Snapshot) { s.Folders[0].Work.Off = true }), state: health.StateNotApplicable},
		{name: "unreadable-workspace", change: do(module("a", nil), goWork("1.26.0", "a"), func(s *health.Snapshot) { s.Folders[0].Work.State = health.FileUnreadable }), state: health.StateInconclusive},
	})
}

func TestRelative(t *testing.T) {
	for _, tc := range []struct{ system, base, target, want string }{
		{"linux", "/home/ada/app", "/home/ada/app/svc/a", "./svc/a"},
		{"linux", "/home/ada/app", "/home/ada/app", "."},
		{"linux", "/home/ada/app", "/home/ada/lib", "../lib"},
		{"linux", "/", "/lib", "./lib"},
		{"windows", `C:\src\app`, `C:\src\app\svc`, "./svc"},
		{"windows", `C:\src\app`, `c:\SRC\lib`, "../lib"},
		{"windows", `C:\src\app`, `D:\lib`, `D:\lib`},
	} {
		if got := relative(tc.system, health.Path(tc.base), health.Path(tc.target)); string(got) != tc.want {
			t.Errorf("%s: from %s to %s is %s, want %s", tc.system, tc.base, tc.target, got, tc.want)
		}
	}
}
