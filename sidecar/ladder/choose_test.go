package ladder

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestChoose(t *testing.T) {
	const std = `
-- goroot/src/runtime/r.go --
package runtime
-- goroot/src/fmt/print.go --
package fmt

func Println(a ...any) {}
-- goroot/src/strings/s.go --
package strings

func ToUpper(s string) string { return s }
`
	cases := map[string]struct {
		archive string
		change  func(*Ground)
		want    []string // kind symbol file
	}{
		"another file, the language, the library": {`
-- w/main.go --
package main

import "fmt"

func main() { fmt.Println(helper(), len("")) }
-- w/helper.go --
package main

func helper() string { return "" }
`, nil, []string{"builtin builtin.len main.go", "same-package main.helper main.go", "standard-library fmt.Println main.go"}},
		"one file: its own declaration": {"-- w/a.go --\npackage a\n\nvar X = 1\n\nfunc A() {}\n", nil, []string{"same-file a.A a.go"}},
		"only tests": {`
-- w/a_test.go --
package a

func one() int { return two() }
-- w/b_test.go --
package a

func two() int { return 2 }
`, nil, []string{"same-package a.two a_test.go"}},
		"a name that is also a variable here is left out": {`
-- w/a.go --
package a

func A(helper func()) { helper() }
-- w/b.go --
package a

func helper() {}
`, nil, []string{"same-file a.A a.go"}},
		"keys, labels and fields are no uses": {`
-- w/a.go --
package a

type T struct{ x struct{} }

func A() T {
one:
	for {
		break one
	}
	_ = T{x: struct{}{}}
	return T{}
}
-- w/b.go --
package a

func one() {}
func x() {}
`, nil, []string{"same-file a.A a.go"}},
		"a mistake in the user's code is not asked about": {`
-- w/a.go --
package a

import (
	"fmt"
	"strings"
)

func A() { fmt.Prinln(); strings.ToUpper("") }
`, nil, []string{"same-file a.A a.go", "standard-library strings.ToUpper a.go"}},
		"a file that does not parse is left out": {`
-- w/a.go --
package a

func A( {
-- w/b.go --
package a

func B() {}
`, nil, []string{"same-file a.B b.go"}},
		"files for other systems, vendor, testdata and nested modules are left out": {`
-- w/a_windows.go --
package a

func A() {}
-- w/vendor/v.org/v/v.go --
package v

func V() {}
-- w/testdata/t.go --
package t

func T() {}
-- w/nested/go.mod --
module nested
-- w/nested/n.go --
package n

func N() {}
-- w/.hidden/h.go --
package h

func H() {}
-- w/_off/o.go --
package o

func O() {}
-- w/in/in.go --
package in

func In() {}
`, nil, []string{"same-file in.In in.go"}},
		"modules of all kinds": {`
-- w/main.go --
package main

import (
	"example.com/w/internal/util"
	"dep.org/go-thing/v2"
	y "gone.org/y"
	"gopkg.in/yaml.v3"
	"loc.org/z"
)

func main() { util.U(); thing.T(); y.Y(); yaml.Marshal(); z.Z(); z.Nothing() }
-- w/internal/util/u.go --
package util

func U() {}
-- mod/dep.org/go-thing/v2@v2.0.0/t.go --
package thing

func T() {}
-- z/z.go --
package z

func Z() {}
`, func(g *Ground) {
			dir := filepath.Dir(g.Dirs[0])
			g.Roots = []Root{
				{Path: "example.com/w", Dir: g.Dirs[0], Kind: health.TargetSameModule},
				{Path: "dep.org/go-thing/v2", Dir: filepath.Join(dir, "mod/dep.org/go-thing/v2@v2.0.0"), Kind: health.TargetDependency},
				{Path: "loc.org/z", Dir: filepath.Join(dir, "z"), Kind: health.TargetLocalReplace},
				{Path: "gopkg.in/yaml.v3", Kind: health.TargetVendored},
			}
		}, []string{"dependency dep.org/go-thing/v2.T main.go", "local-replace loc.org/z.Z main.go", "same-file main.main main.go",
			"same-module example.com/w/internal/util.U main.go", "vendored gopkg.in/yaml.v3.Marshal main.go"}},
		"a dependency whose sources are here goes before one whose are not": {`
-- w/main.go --
package main

import (
	"a.org/gone"
	"b.org/here"
)

func main() { gone.G(); here.H() }
-- here/h.go --
package here

func H() {}
`, func(g *Ground) {
			g.Roots = []Root{
				{Path: "a.org/gone", Kind: health.TargetDependency},
				{Path: "b.org/here", Dir: filepath.Join(filepath.Dir(g.Dirs[0]), "here"), Kind: health.TargetDependency},
			}
		}, []string{"dependency b.org/here.H main.go", "same-file main.main main.go"}},
		"a dependency of which only the directory is left": {`
-- w/main.go --
package main

import (
	"a.org/emptied"
	"a.org/emptied/nothing"
)

func main() { nothing.N(); emptied.E() }
-- emptied/go.mod --
module a.org/emptied
`, func(g *Ground) {
			g.Roots = []Root{{Path: "a.org/emptied", Dir: filepath.Join(filepath.Dir(g.Dirs[0]), "emptied"), Kind: health.TargetDependency}}
		}, []string{"dependency a.org/emptied.E main.go", "same-file main.main main.go"}},
		"no sources of the library: it is asked all the same": {"-- w/a.go --\npackage a\n\nimport \"fmt\"\n\nfunc A() { fmt.Println() }\n",
			func(g *Ground) { g.Goroot = filepath.Join(g.Goroot, "nowhere") }, []string{"same-file a.A a.go", "standard-library fmt.Println a.go"}},
		"the package of the active file": {`
-- w/cmd/main.go --
package main

func main() {}
-- w/z/a.go --
package z

func A() {}
-- w/z/b.go --
package z

func B() {}
`, func(g *Ground) { g.ActiveFile = filepath.Join(g.Dirs[0], "z/b.go") }, []string{"same-file z.B b.go"}},
		"without cgo if there is a choice": {`
-- w/c/c.go --
package c

import "C"

func A() { b() }
-- w/c/d.go --
package c

func b() {}
-- w/p/a.go --
package p

func A() { b() }
-- w/p/b.go --
package p

func b() {}
`, func(g *Ground) { g.Build.CGO = true }, []string{"same-package p.b a.go"}},
		"nothing": {"-- w/readme.txt --\n", nil, nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dir := unpack(t, std+c.archive)
			g := Ground{
				Dirs: []string{filepath.Join(dir, "w")}, Build: Build{GOOS: "linux", GOARCH: "amd64", GoVersion: "go1.26.8"},
				Goroot: filepath.Join(dir, "goroot"),
			}
			if c.change != nil {
				c.change(&g)
			}
			plan := Choose(t.Context(), g)
			var got []string
			for _, target := range plan.Targets {
				got = append(got, fmt.Sprintf("%s %s %s", target.Kind, target.Symbol, filepath.Base(target.File)))
				text := plan.Files[target.File]
				if !strings.HasPrefix(string(text[target.Offset:]), target.Name) {
					t.Errorf("%s is not at offset %d of %s", target.Name, target.Offset, target.File)
				}
			}
			slices.Sort(got)
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if plan.Empty() != (len(c.want) == 0) || !plan.Empty() && plan.Files[plan.Document] == nil {
				t.Errorf("empty %t, document %q", plan.Empty(), plan.Document)
			}
		})
	}
}

func TestImportNames(t *testing.T) {
	cases := map[string]string{
		"fmt": "fmt", "a.org/x/v2": "x", "gopkg.in/yaml.v3": "yaml", "a.org/go-thing": "thing", "a.org/thing-go": "thing", "a.org/thing.go": "thing",
		"a.org/some-thing": "something", "v2": "v2",
	}
	for path, name := range cases {
		if names := (imported{path: path}).names(); !slices.Contains(names, name) {
			t.Errorf("%s: %q", path, names)
		}
	}
	if names := (imported{path: "fmt", alias: "f"}).names(); !slices.Equal(names, []string{"f"}) {
		t.Errorf("an alias is the only name: %q", names)
	}
}
