package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestModuleStray(t *testing.T) {
	above := func(dir string) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			m := s.Folders[0].Modules[0]
			m.Dir, m.File, m.Path = health.Path(dir), health.Path(health.Join(string(s.System.OS), dir, "go.mod")), "stray"
			s.Folders[0].Above, s.Folders[0].Modules = &m, nil
		}
	}
	missing := lists([3]string{"rsc.io/quote", "no required module provides package rsc.io/quote; to add it:", "main.go:6:2"})
	own := func(pkg string) func(*health.Snapshot) {
		return lists([3]string{pkg, "no required module provides package " + pkg + "; to add it:", "main.go:6:2"})
	}
	runCases(t, ModuleStray, around([]testCase{
		{name: "own-module"},
		{name: "s63-home", change: do(above("/home/ada"), lostDependency, missing), want: []health.FindingID{"module-stray"}},
		{name: "s63-home-that-works", change: above("/home/ada"), want: []health.FindingID{"module-stray"}},
		{name: "s63-windows", system: "windows", change: do(above(`C:\Users\ada`), missing), want: []health.FindingID{"module-stray"}},
		{name: "gopath-src", change: do(at("/home/ada/go/src/app"), above("/home/ada/go/src")), want: []health.FindingID{"module-stray"}},
		{name: "temporary", change: func(s *health.Snapshot) { at("/home/ada/tmp/x")(s); above("/home/ada/tmp")(s) }, want: []health.FindingID{"module-stray"}},
		{name: "monorepo-far-above", change: above("/home/ada/src")},
		{name: "only-modules-below-it", change: do(above("/home/ada"), func(s *health.Snapshot) { s.Folders[0].Above.GoFiles = 0 })},
		{name: "modules-off", change: do(above("/home/ada"), exported("GO111MODULE", "off"))},
		{name: "s35n", change: do(module("internal", func(m *health.GoMod) { m.Path = "example.com/x" }), own("example.com/app/internal/util")),
			want: []health.FindingID{"module-stray:/home/ada/src/app/internal"}},
		{name: "s35n-that-the-editor-misses", change: do(module("internal", nil), own("example.com/app/internal/util"), allRungs(health.RungFails, health.RungHolds, health.RungHolds)),
			want: []health.FindingID{"module-stray:/home/ada/src/app/internal"}},
		{name: "s35n-windows", system: "windows", change: do(module("internal", nil), own("example.com/app/internal/util")), want: []health.FindingID{`module-stray:C:\Users\ada\src\app\internal`}},
		{name: "own-package-that-does-not-exist", change: own("example.com/app/nope")},
		{name: "nested-module-elsewhere", change: do(module("tools", nil), own("example.com/app/internal/util"))},
		{name: "nested-modules-that-work", change: do(module("tools", nil), module("svc/a", nil))},
	}))
}
