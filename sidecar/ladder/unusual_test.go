package ladder

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

const library = `
-- goroot/src/runtime/r.go --
package runtime
-- goroot/src/fmt/print.go --
package fmt

func Println(a ...any) {}
type Stringer interface{ String() string }
-- goroot/src/os/file_windows.go --
package os

func Special() {}
-- goroot/src/os/file.go --
package os

type Error = error
`

// chooseIn chooses in module example.com/w of an archive; g has the ground afterwards.
func chooseIn(t *testing.T, archive string, change func(*Ground)) (Plan, Ground) {
	t.Helper()
	dir := unpack(t, library+archive)
	w := filepath.Join(dir, "w")
	g := Ground{
		Dirs: []string{w}, Build: Build{GOOS: "linux", GOARCH: "amd64", GoVersion: "go1.26.8", CGO: true}, Goroot: filepath.Join(dir, "goroot"),
		Roots: []Root{{Path: "example.com/w", Dir: w, Kind: health.TargetSameModule}},
	}
	if change != nil {
		change(&g)
	}
	return Choose(t.Context(), g), g
}

// words of a plan: kind symbol file, with "type" behind those that are one.
func (p Plan) words() []string {
	var out []string
	for _, t := range p.Targets {
		word := fmt.Sprintf("%s %s %s", t.Kind, t.Symbol, filepath.Base(t.File))
		if t.IsType {
			word += " type"
		}
		out = append(out, word)
	}
	slices.Sort(out)
	return out
}

// Each of these is healthy code in which a careless choice would accuse the server.
func TestChooseInUnusualCode(t *testing.T) {
	cases := map[string]struct {
		archive string
		want    []string
	}{
		"a type parameter that a method names is no type of the package": {`
-- w/a.go --
package a

type list[T any] struct{ x T }

func (l *list[T]) first() T { var t T; return t }
-- w/b.go --
package a

type T struct{}
`, []string{"same-file a.list a.go type"}},
		"generic functions of another package": {`
-- w/main.go --
package main

import "example.com/w/util"

func main() { util.Map[string, util.Set[rune]]("") }
-- w/util/u.go --
package util

type Set[T comparable] map[T]struct{}

func Map[K, V any](k K) (v V) { return }
`, []string{"builtin builtin.string main.go", "same-file main.main main.go", "same-module example.com/w/util.Map main.go"}},
		"what a dot import supplies is not looked for": {`
-- w/a.go --
package a

import . "fmt"

func A() { Println(b) }
-- w/b.go --
package a

var b int
`, []string{"builtin builtin.int b.go", "same-package a.b a.go"}},
		"an alias is no type of its own": {`
-- w/a.go --
package a

import "os"

var e os.Error
var n name
-- w/b.go --
package a

type name = string
`, []string{"builtin builtin.string b.go", "same-package a.name a.go", "standard-library os.Error a.go"}},
		"a renamed import, and one whose package has another name": {`
-- w/a.go --
package a

import (
	f "fmt"
	"example.com/w/go-util"
	"example.com/w/odd"
)

var A = f.Println
var B = util.B
var C = odd.C
-- w/b.go --
package a

var odd struct{ C int }
-- w/go-util/u.go --
package util

var B int
-- w/odd/o.go --
package strange

var C int
`, []string{"builtin builtin.int b.go", "same-file a.A a.go", "same-module example.com/w/go-util.B a.go", "standard-library fmt.Println a.go"}},
		"what only another system or tag declares": {`
-- w/a.go --
package a

import (
	"os"
	"example.com/w/util"
)

func A() { os.Special(); util.Special(); util.Here() }
-- w/util/u.go --
//go:build special

package util

func Special() {}
-- w/util/v.go --
//go:build !special

package util

func Here() {}
`, []string{"same-file a.A a.go", "same-module example.com/w/util.Here a.go"}},
		"an embedded field is its own definition": {`
-- w/a.go --
package a

import "fmt"

type s struct {
	fmt.Stringer
	*base
	generic[named]
}
-- w/b.go --
package a

type base struct{}
type named struct{}
type generic[T any] struct{}
`, []string{"same-package a.named a.go type"}},
		"a package of a nested module is not this module's": {`
-- w/a.go --
package a

import "example.com/w/nested/n"

func A() { n.N() }
-- w/nested/go.mod --
module example.com/w/nested
-- w/nested/n/n.go --
package n

func N() {}
`, []string{"same-file a.A a.go"}},
		"a call into C rather than a constant of it": {`
-- w/a.go --
package a

/*
#define ANSWER 42
static int twice(int n) { return 2 * n; }
*/
import "C"

var a = C.ANSWER

func A() int { return int(C.twice(a)) }
`, []string{"builtin builtin.int a.go", "cgo C.twice a.go", "same-file a.A a.go"}},
		"a package with C is asked although another one is better": {`
-- w/c/c.go --
package c

import "C"

func A() { C.f() }
-- w/p/a.go --
package p

import "fmt"

func A() { fmt.Println(b()) }
-- w/p/b.go --
package p

func b() string { return string([]byte(nil)) }
`, []string{"builtin builtin.string b.go", "cgo C.f c.go", "same-package p.b a.go", "standard-library fmt.Println a.go"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			plan, _ := chooseIn(t, c.archive, nil)
			if got := plan.words(); !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

func TestChooseNoCgoWithoutIt(t *testing.T) {
	plan, _ := chooseIn(t, "-- w/a.go --\npackage a\n\nimport \"C\"\n\nfunc A() { C.f() }\n-- w/b.go --\npackage a\n\nfunc B() {}\n",
		func(g *Ground) { g.Build.CGO = false })
	if got := plan.words(); !slices.Equal(got, []string{"same-file a.B b.go"}) {
		t.Errorf("got %q", got)
	}
}
