package ladder

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/gopls"
	"github.com/govitals/govitals/sidecar/health"
)

const everyKind = `
-- app/go.mod --
module example.com/app

go 1.24

require example.org/dep v1.0.0

replace example.org/dep => ../dep
-- app/main.go --
package main

import (
	"fmt"

	"example.com/app/internal/util"
	"example.org/dep"
)

// wrap is generic, and embeds.
type wrap[T any] struct {
	list[T]
	*util.Thing
	alias
}

func main() {
	var w wrap[int]
	fmt.Println(w, util.Map[string, util.Set[rune]]("𝄞", nil), dep.New(len("x")), twice(3))
}
-- app/list.go --
package main

type list[T any] struct{ items []T }

type alias = list[string]

func (l *list[T]) first() T { return l.items[0] }
-- app/c.go --
package main

// static int twice(int n) { return 2 * n; }
import "C"

func twice(n int) int { return int(C.twice(C.int(n))) }
-- app/internal/util/util.go --
package util

type Thing struct{}

type Set[T comparable] map[T]struct{}

func Map[K, V any](k K, v V) V { return v }
-- dep/go.mod --
module example.org/dep

go 1.24
-- dep/dep.go --
package dep

// Made is what New makes.
type Made int

// New makes one.
func New(n int) Made { return Made(n) }
`

// A thorough examination of healthy code accuses nobody, whatever the user has set.
func TestThorough(t *testing.T) {
	if _, err := exec.LookPath("cc"); err != nil {
		t.Skip("skipped: no C compiler")
	}
	cases := map[string]map[string]any{
		"no settings": nil,
		"settings that change answers": {
			"ui.navigation.symbolStyle": "Full", "symbolMatcher": "CaseSensitive", "ui.completion.matcher": "CaseSensitive", "usePlaceholders": true,
			"ui.documentation.hoverKind": "NoDocumentation", "completionBudget": "10ms",
		},
	}
	for name, settings := range cases {
		t.Run(name, func(t *testing.T) {
			dir := unpack(t, everyKind)
			o := options(t, dir)
			o.Thorough, o.Settings, o.Ground.Build.CGO = true, settings, true
			o.Env = append(o.Env, "CGO_ENABLED=1")
			r := run(t, o, 2*time.Minute)
			if r.State != health.RungHolds {
				t.Errorf("state %s", r.State)
			}
			var asked []health.Question
			kinds := map[health.TargetKind]bool{}
			for _, a := range r.Answers {
				asked, kinds[a.Target] = append(asked, a.Question), true
				if a.Target == health.TargetCgo && a.Where != nil && a.Where.Tree != health.TreeBuildCache {
					t.Errorf("C leads into %s", a.Where.Tree)
				}
				if a.Target == health.TargetStandard && a.Where != nil && (a.Where.InUse == "" || a.Where.InUse != a.Where.GoVersion) {
					t.Errorf("release %s of %s", a.Where.InUse, a.Where.GoVersion)
				}
			}
			for _, q := range []health.Question{health.AskHover, health.AskDefinition, health.AskTypeDefinition, health.AskSymbols, health.AskCompletion, health.AskWorkspaceSymbol} {
				if !slices.Contains(asked, q) {
					t.Errorf("%s was not asked", q)
				}
			}
			for _, kind := range []health.TargetKind{health.TargetSamePackage, health.TargetBuiltin, health.TargetStandard, health.TargetSameModule, health.TargetLocalReplace, health.TargetCgo} {
				if !kinds[kind] {
					t.Errorf("nothing was asked about %s", kind)
				}
			}
		})
	}
}

// The standard library of another release than the one that the server runs is the wrong place.
func TestOtherRelease(t *testing.T) {
	dir := unpack(t, "-- go/VERSION --\ngo1.25.9\n-- go/src/runtime/r.go --\npackage runtime\n-- go/src/fmt/p.go --\npackage fmt\n\nfunc Println() {}\n")
	path := filepath.Join(dir, "go/src/fmt/p.go")
	at := []gopls.Place{{Path: path, Start: gopls.Position{Line: 2, Character: 5}}}
	cases := map[string]struct {
		inUse string
		want  health.AnswerVerdict
	}{
		"the same": {"go1.25.9", health.VerdictAnswered}, "another": {"go1.26.8", health.VerdictWrongPlace},
		"not known": {"", health.VerdictAnswered}, "in development": {"devel go1.27-abc", health.VerdictAnswered},
	}
	for name, c := range cases {
		p := Places{System: "linux", Goroots: []string{filepath.Join(dir, "go")}, InUse: c.inUse}
		a := health.Answer{Question: health.AskDefinition, Where: p.Where(at, "Println")}
		if got := a.Judge(); got != c.want || !strings.HasPrefix(string(a.Where.GoVersion), "go1.25") {
			t.Errorf("%s: %s", name, got)
		}
	}
}
