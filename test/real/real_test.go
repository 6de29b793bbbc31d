// Package real runs the built govitals on this repository and on the unpacked sources of well-known modules, with the
// machine's own go and gopls: what works must be called healthy.
package real

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/report"
)

// modules are well-known, of different shapes: large and multi-command, small, and one with many dependencies.
var modules = []string{
	"golang.org/x/tools@v0.52.0",
	"github.com/spf13/cobra@v1.10.2",
	"github.com/prometheus/client_golang@v1.23.2",
}

func TestRepositoryIsHealthy(t *testing.T) {
	dir, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	program := build(t)
	wantHealthy(t, examine(t, program, dir, os.Environ()))
	wantAllRungs(t, program, dir)
}

func TestWellKnownModulesAreHealthy(t *testing.T) {
	program := build(t)
	for _, module := range modules {
		t.Run(strings.ReplaceAll(module, "/", "_"), func(t *testing.T) {
			dir := unpack(t, module)
			run(t, dir, os.Environ(), "go", "mod", "download")
			wantHealthy(t, examine(t, program, dir, os.Environ()))
			wantAllRungs(t, program, dir)
		})
	}
}

// A fresh clone without any module cache and without a network is advice, never red.
func TestFreshCloneWithoutNetwork(t *testing.T) {
	dir := unpack(t, modules[2])
	env := append(os.Environ(), "GOMODCACHE="+t.TempDir(), "GOPROXY=http://127.0.0.1:9", "GOFLAGS=-modcacherw", "GOSUMDB=off")
	d := examine(t, build(t), dir, env)
	if d.Badge != "advice" {
		t.Errorf("badge is %s", d.Badge)
	}
	for _, f := range d.Findings {
		if f.Because == "" && f.Severity != "info" {
			t.Errorf("%s %s: %s", f.Severity, f.ID, f.Title)
		}
	}
}

func build(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "govitals")
	run(t, "../..", append(os.Environ(), "CGO_ENABLED=0"), "go", "build", "-o", program, "./sidecar")
	return program
}

// unpack copies a module's sources out of the module cache, as a person's checkout would stand.
func unpack(t *testing.T, module string) string {
	t.Helper()
	var download struct{ Dir string }
	if err := json.Unmarshal(run(t, t.TempDir(), append(os.Environ(), "GOFLAGS="), "go", "mod", "download", "-json", module), &download); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "checkout")
	if err := os.CopyFS(dir, os.DirFS(download.Dir)); err != nil {
		t.Fatal(err)
	}
	return dir
}

func run(t *testing.T, dir string, env []string, name string, args ...string) []byte {
	t.Helper()
	c := exec.Command(name, args...)
	var stderr bytes.Buffer
	c.Dir, c.Env, c.Stderr = dir, env, &stderr
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, stderr.String())
	}
	return out
}

func examine(t *testing.T, program, dir string, env []string) report.Document {
	t.Helper()
	c := exec.Command(program, "check", dir, "--format", "json", "--privacy", "full", "--fail-on", "never")
	c.Env = append(slices.Clone(env), "GOVITALS_HISTORY=off") // the developer's own is not of these
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var d report.Document
	if err := json.Unmarshal(out, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// wantAllRungs asks all private servers of the control ladder everything.
func wantAllRungs(t *testing.T, program, dir string) {
	t.Helper()
	var d report.LadderDocument
	if err := json.Unmarshal(run(t, dir, os.Environ(), program, "probe", ".", "--format", "json"), &d); err != nil {
		t.Fatal(err)
	}
	if d.Ladder == nil || d.Ladder.Verdict != "healthy" || len(d.Ladder.Rungs) != 3 {
		t.Fatalf("the ladder is %+v", d.Ladder)
	}
	for _, r := range d.Ladder.Rungs {
		if r.State != "holds" {
			t.Errorf("rung %d %s: %s %s", r.Rung, r.State, r.Broke, r.LastWords)
		}
	}
}

// onlyOwnValues reports that nothing was found but what this machine's user wrote with go env -w, which is worth a note.
func onlyOwnValues(d report.Document) bool {
	return !slices.ContainsFunc(d.Findings, func(f report.Finding) bool { return f.Check != "goenv-override" })
}

// wantHealthy fails on any error or warning, and on a hover or definition that was not answered for a symbol of the
// package, of the standard library or, where there is one, of a dependency.
func wantHealthy(t *testing.T, d report.Document) {
	t.Helper()
	if d.Badge != "healthy" && !(d.Badge == "advice" && onlyOwnValues(d)) {
		t.Errorf("badge is %s", d.Badge)
	}
	for _, f := range d.Findings {
		if f.Severity != "info" {
			t.Errorf("%s %s: %s", f.Severity, f.ID, f.Title)
		}
	}
	for _, c := range d.Checks {
		if c.State == "inconclusive" {
			t.Errorf("inconclusive %s: %s", c.ID, c.Reason)
		}
	}
	answered := map[string]bool{}
	for _, l := range d.Ladders {
		for _, r := range l.Rungs {
			for _, a := range r.Answers {
				t.Logf("%s %s %s: %s %s", a.Question, a.Target, a.Symbol, a.Verdict, a.Where)
				answered[string(a.Question)+" "+string(a.Target)] = a.Verdict == "answered"
			}
		}
	}
	for _, want := range []string{"hover same-package", "definition same-package", "hover standard-library", "definition standard-library", "hover dependency", "definition dependency"} {
		if !answered[want] {
			t.Errorf("no answer to %s", want)
		}
	}
}
