package probe

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

const appWithDependency = `
-- app/go.mod --
module example.com/app

go 1.24

require example.org/dep v1.0.0
-- app/main.go --
package main

import (
	"fmt"

	"example.com/app/internal/util"
	"example.org/dep"
)

func main() {
	fmt.Println(helper(), util.Name(), dep.New(len("x")))
}
-- app/helper.go --
package main

func helper() string { return "h" }
-- app/internal/util/util.go --
package util

func Name() string { return "n" }
`

const dependency = `
-- example.org/dep@v1.0.0 go.mod --
module example.org/dep

go 1.24
-- example.org/dep@v1.0.0 dep.go --
package dep

// New makes one.
func New(n int) int { return n }
`

// sums writes the go.sum of the app, as go mod tidy would, and forgets the modules again unless they are to be kept.
func (w *world) sums(keep bool) {
	w.t.Helper()
	w.goRun(w.app, "mod", "tidy")
	if !keep {
		discard(w.path("gopath"))
	}
}

func TestPulseHealthy(t *testing.T) {
	cases := map[string]struct {
		prepare func(*world)
		tree    health.Tree
		kind    health.TargetKind
	}{
		"module cache": {func(*world) {}, health.TreeModuleCache, health.TargetDependency},
		"vendor": {func(w *world) {
			w.goRun(w.app, "mod", "vendor")
			discard(w.path("gopath"))
		}, health.TreeVendor, health.TargetVendored},
		"local replace": {func(w *world) {
			w.unpack("-- dep/go.mod --\nmodule example.org/dep\n-- dep/dep.go --\npackage dep\n\nfunc New(n int) int { return n }\n")
			w.goRun(w.app, "mod", "edit", "-replace", "example.org/dep=../dep")
			discard(w.path("gopath"))
		}, health.TreeElsewhere, health.TargetLocalReplace},
		"a checksum database beside the cache": {func(w *world) { w.mkdir("gopath/pkg/sumdb") }, health.TreeModuleCache, health.TargetDependency},
		"-mod=mod":                             {func(w *world) { w.env["GOFLAGS"] = "-mod=mod" }, health.TreeModuleCache, health.TargetDependency},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, appWithDependency)
			w.publish(dependency, "example.org/dep@v1.0.0")
			w.sums(true)
			c.prepare(w)
			s := w.examine()
			r := w.rung(s)
			if r.Judge() != health.RungHolds || s.Pulse() != health.PulseGood {
				t.Fatalf("rung %s, pulse %s", r.Judge(), s.Pulse())
			}
			i := slices.IndexFunc(r.Answers, func(a health.Answer) bool { return a.Target == c.kind && a.Where != nil })
			if i < 0 || r.Answers[i].Where.Tree != c.tree {
				t.Errorf("no definition of a %s that leads into the %s: %v", c.kind, c.tree, verdicts(r))
			}
			if len(s.Missing) > 0 {
				t.Errorf("missing %v", s.Missing)
			}
			for _, l := range s.Lists {
				if l.Failed != "" || len(l.Errors) > 0 {
					t.Errorf("go complains of a healthy folder: %+v", l)
				}
			}
		})
	}
}

func TestPulseOfMissingModules(t *testing.T) {
	cases := map[string]struct {
		prepare func(*world)
		needed  bool
		pulse   health.PulseState
		private bool // a private directory had to stand in for the module cache
	}{
		"nothing downloaded": {func(*world) {}, true, health.PulseBad, true},
		"needed elsewhere only": {func(w *world) {
			w.write("app/main.go", "package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(helper(), len(\"\")) }\n", 0o644)
			w.write("app/other_plan9.go", "package main\n\nimport _ \"example.org/dep\"\n", 0o644)
		}, false, health.PulseGood, false},
		"zip without tree": {func(w *world) {
			w.goRun(w.app, "mod", "download")
			discard(w.path("gopath/pkg/mod/example.org"))
		}, false, health.PulseGood, true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, appWithDependency)
			w.publish(dependency, "example.org/dep@v1.0.0")
			w.sums(false)
			c.prepare(w)
			s := w.examine()
			r := w.rung(s)
			if s.Pulse() != c.pulse {
				t.Errorf("pulse %s, want %s", s.Pulse(), c.pulse)
			}
			missing := name != "zip without tree"
			if got := len(s.Missing) == 1; got != missing || missing && s.Missing[0].Needed != c.needed {
				t.Errorf("missing: %v", s.Missing)
			}
			if got := slices.Contains(deviationNames(r.Deviations), "GOMODCACHE"); got != c.private {
				t.Errorf("deviations %q", deviationNames(r.Deviations))
			}
			if c.pulse == health.PulseBad && (len(s.Lists) != 1 || len(s.Lists[0].Errors) == 0) {
				t.Errorf("the go command's words are missing: %v", s.Lists)
			}
			for _, a := range r.Answers {
				if a.Where != nil && strings.Contains(string(a.Where.File), "govitals-") {
					t.Errorf("an answer names a private directory: %s", a.Where.File)
				}
			}
		})
	}
}

func TestPulseBroken(t *testing.T) {
	cases := map[string]struct {
		prepare func(*world)
		failure health.GoFailure
		state   health.RungState
		words   string // in the load's messages, the list's or go env's words
	}{
		"GOROOT is not there": {func(w *world) { w.env["GOROOT"] = w.path("nowhere") },
			health.GoExit, health.RungFails, "cannot find GOROOT directory"},
		"GOROOT is empty": {func(w *world) { w.mkdir("empty"); w.env["GOROOT"] = w.path("empty") },
			"", health.RungFails, "package unsafe is not in std"},
		"go.mod does not parse": {func(w *world) { w.write("app/go.mod", "module example.com/app\n\n<<<<<<< HEAD\n", 0o644) },
			"", health.RungFails, "errors parsing"},
		"go hangs":  {func(w *world) { w.standIn("sleep 60\n") }, health.GoHangs, health.RungSkipped, ""},
		"go floods": {func(w *world) { w.standIn("exec yes\n") }, health.GoFloods, health.RungSkipped, ""},
		"go has a banner": {func(w *world) { w.standIn("echo Using go 1.26\nexec GO_REAL \"$@\"\n") },
			health.GoNoise, health.RungFails, "Using go 1.26"},
		"go.sum lacks a line": {func(w *world) { w.write("app/go.sum", "", 0o644) }, "", health.RungFails, "missing go.sum entry"},
		"vendor is inconsistent": {func(w *world) { w.write("app/vendor/modules.txt", "# example.org/other v1.0.0\n", 0o644) },
			"", health.RungFails, "inconsistent vendoring"},
		"temporary directory is gone": {func(w *world) { w.env["GOTMPDIR"] = w.path("nowhere") }, "", health.RungFails, ""},
		"go is no program": {func(w *world) {
			w.write("shims/go", "\x7fELF", 0o755)
			w.env["PATH"] = w.path("shims") + ":" + w.env["PATH"]
		},
			health.GoNoStart, health.RungFails, ""},
		"GOFLAGS is wrong": {func(w *world) { w.env["GOFLAGS"] = "-foo" }, "", health.RungFails, "parsing $GOFLAGS"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, appWithDependency)
			w.publish(dependency, "example.org/dep@v1.0.0")
			w.sums(true)
			c.prepare(w)
			s := w.examine()
			g, r := w.goEnv(s), w.rung(s)
			if g.Failure != c.failure {
				t.Errorf("go env: %q (%s %s), want %q", g.Failure, g.Error, g.Noise, c.failure)
			}
			if r.Judge() != c.state {
				t.Errorf("rung: %s, want %s", r.Judge(), c.state)
			}
			said := string(g.Error + g.Noise)
			for _, m := range r.Load.Messages {
				said += string(m)
			}
			for _, l := range s.Lists {
				said += string(l.Stderr)
				for _, e := range l.Errors {
					said += string(e.Message)
				}
			}
			if !strings.Contains(said, c.words) {
				t.Errorf("nobody said %q: %s", c.words, said)
			}
		})
	}
}

// A go.work makes go write go.work.sum even when it only lists packages; that must not happen to the user's.
func TestPulseOfWorkspace(t *testing.T) {
	w := newWorld(t, appWithDependency+`
-- app/go.work --
go 1.24

use (
	.
	./other
)
-- app/other/go.mod --
module example.com/other

go 1.24
-- app/other/other.go --
package other
`)
	w.publish(dependency, "example.org/dep@v1.0.0")
	w.goRun(w.root, "mod", "download", "example.org/dep@v1.0.0")
	s := w.examine()
	if r := w.rung(s); r.Judge() != health.RungHolds || !slices.Contains(deviationNames(r.Deviations), "GOWORK") {
		t.Errorf("rung %s, deviations %q", r.Judge(), deviationNames(r.Deviations))
	}
}

func TestPulseSpared(t *testing.T) {
	running := func(change func(*EditorRunning)) *EditorFacts {
		r := &EditorRunning{Asked: true, Views: []byte(`[{"Type":"GoMod"}]`), Stats: []byte(`{"Views":[{"WorkspacePackages":{"Packages":2}}]}`)}
		if change != nil {
			change(r)
		}
		return &EditorFacts{Name: "Visual Studio Code", Running: r, Settings: []EditorSetting{}}
	}
	cases := map[string]struct {
		change func(*world)
		reason health.MessageID
		pulse  health.PulseState
	}{
		"untrusted": {func(w *world) { w.r.Untrusted = true }, "say.rung-untrusted", health.PulseNotTaken},
		"no gopls":  {func(w *world) { _ = os.Remove(w.path("tools/gopls")) }, "say.rung-no-gopls", health.PulseNotTaken},
		"no files": {func(w *world) {
			for _, f := range []string{"app/main.go", "app/helper.go", "app/internal/util/util.go"} {
				_ = os.Remove(w.path(f))
			}
		}, "say.rung-no-files", health.PulseNotTaken},
		"background, the user's server stands": {func(w *world) { w.r.Background, w.r.Editor = true, running(nil) },
			"say.rung-spared", health.PulseGood},
		"background, the user's server loads": {func(w *world) {
			w.r.Background, w.r.Editor = true, running(func(r *EditorRunning) { r.TimedOut, r.Views, r.Stats = true, nil, nil })
		}, "say.rung-loading", health.PulseLoading},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, appWithDependency)
			w.unpack("-- dep/go.mod --\nmodule example.org/dep\n-- dep/dep.go --\npackage dep\n\nfunc New(n int) int { return n }\n")
			w.goRun(w.app, "mod", "edit", "-replace", "example.org/dep=../dep")
			c.change(w)
			s := w.examine()
			if r := w.rung(s); r.State != health.RungSkipped || r.Reason.ID != c.reason {
				t.Errorf("rung %s because of %s, want skipped because of %s", r.State, r.Reason.ID, c.reason)
			}
			if s.Pulse() != c.pulse {
				t.Errorf("pulse %s, want %s", s.Pulse(), c.pulse)
			}
		})
	}
}

func TestPulseInNeed(t *testing.T) {
	cases := map[string]func(*EditorRunning){
		"views are null":      func(r *EditorRunning) { r.Views = []byte("null") },
		"nothing was loaded":  func(r *EditorRunning) { r.Stats = []byte(`{"Views":[{"WorkspacePackages":{"Packages":0}}]}`) },
		"could not be asked":  func(r *EditorRunning) { *r = EditorRunning{Reason: "not listed"} },
		"answered with error": func(r *EditorRunning) { r.Error = "no" },
	}
	for name, change := range cases {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, "-- app/go.mod --\nmodule example.com/app\n-- app/a.go --\npackage a\n\nfunc A() {}\n")
			r := &EditorRunning{Asked: true, Views: []byte(`[{"Type":"GoMod"}]`), Stats: []byte(`{"Views":[{"WorkspacePackages":{"Packages":2}}]}`)}
			change(r)
			w.r.Background, w.r.Editor = true, &EditorFacts{Running: r, Settings: []EditorSetting{}}
			s := w.examine()
			if one := w.rung(s); one.Judge() != health.RungHolds {
				t.Errorf("rung 1: %s %s", one.Judge(), one.Reason.ID)
			}
		})
	}
}

func TestDiscardNeverFollows(t *testing.T) {
	keep := t.TempDir()
	if err := os.WriteFile(filepath.Join(keep, "file"), []byte("x"), 0o444); err != nil {
		t.Fatal(err)
	}
	dir, release, err := scratch("test")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(keep, filepath.Join(dir, "link")); err != nil {
		t.Skip("skipped: no right to make links")
	}
	release()
	if _, err := os.Stat(filepath.Join(keep, "file")); err != nil {
		t.Errorf("the link was followed: %v", err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Errorf("%s stayed", dir)
	}
}
