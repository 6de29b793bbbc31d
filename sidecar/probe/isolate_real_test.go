package probe

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// isolation examines the world in tier deep and returns what was found in its folder.
func (w *world) isolation() health.Isolation {
	w.t.Helper()
	if realGopls() == "" {
		w.t.Skip("skipped: gopls is not installed")
	}
	w.r.Tier, w.r.Timeout = health.TierDeep, 3*time.Minute
	s := w.examine()
	for _, l := range s.Ladders {
		w.t.Logf("verdict %s", l.Verdict())
	}
	got, ok := s.Isolation(health.Path(w.app))
	if !ok {
		w.t.Fatalf("no isolation: %+v", s.Probe(health.ProbeIsolation))
	}
	w.t.Logf("%d trials among %d candidates in %d ms: %s %s %v", got.Trials, got.Candidates, got.TookMs, got.State, got.Reason.ID, culpritsOf(got))
	return got
}

// culpritsOf are the groups as "kind name value", joined by " + ".
func culpritsOf(i health.Isolation) []string {
	groups := map[int][]string{}
	for _, c := range i.Culprits {
		value := c.Value.Text + strings.Join(c.Value.Items, ",")
		groups[c.Group] = append(groups[c.Group], strings.TrimSpace(fmt.Sprintf("%s %s %s", c.Kind, c.Name, value)))
	}
	var out []string
	for _, members := range groups {
		slices.Sort(members)
		out = append(out, strings.Join(members, " + "))
	}
	slices.Sort(out)
	return out
}

func TestIsolationOfRealFaults(t *testing.T) {
	cases := map[string]struct {
		prepare func(*world)
		want    func(*world) []string
		most    int // trials; 0 is any number
	}{
		"GOROOT in the environment": {func(w *world) { w.env["GOROOT"] = "/nonexistent" },
			func(*world) []string { return []string{"variable GOROOT /nonexistent"} }, 24},
		"GOROOT in the GOENV file": {func(w *world) { w.write("home/.config/go/env", "GONOSUMDB=*\nGOROOT=/nonexistent\n", 0o644) },
			func(*world) []string { return []string{"goenv GOROOT /nonexistent"} }, 24},
		"a bad flag beside an innocent one": {func(w *world) { w.env["GOFLAGS"] = "-buildvcs=false -foo -trimpath" },
			func(*world) []string { return []string{"variable GOFLAGS -foo"} }, 24},
		"a setting and a flag": {func(w *world) {
			w.settings(`{"go.toolsEnvVars": {"GOROOT": "/nonexistent", "GONOSUMDB": "*"}, "go.languageServerFlags": ["-v", "-nonsense=1"]}`)
		}, func(*world) []string {
			return []string{"flag -nonsense=(hidden)", "setting go.toolsEnvVars.GOROOT /nonexistent"}
		}, 0},
		"a bad flag in the GOENV file beside an innocent one": {func(w *world) {
			delete(w.env, "GOFLAGS")
			w.write("home/.config/go/env", "GOFLAGS=-buildvcs=false -foo\n", 0o644)
		}, func(*world) []string { return []string{"goenv GOFLAGS -foo"} }, 0},
		"two variables that break it together": {func(w *world) {
			real, _ := filepath.EvalSymlinks(w.path("tools/gopls"))
			_ = os.Remove(w.path("tools/gopls"))
			w.write("tools/gopls", "#!/bin/sh\nif [ -n \"$FOO_RANDOM\" ] && [ -n \"$BAR_RANDOM\" ]; then echo too much >&2; exit 3; fi\nexec "+real+" \"$@\"\n", 0o755)
			w.env["FOO_RANDOM"], w.env["BAR_RANDOM"], w.env["BAZ_RANDOM"] = "1", "2", "3"
		}, func(*world) []string { return []string{"variable BAR_RANDOM (hidden) + variable FOO_RANDOM (hidden)"} }, 0},
		"among two hundred variables": {func(w *world) {
			for i := range 200 {
				w.env[fmt.Sprintf("JUNK_%03d", i)] = fmt.Sprint(i)
			}
			w.env["GOROOT"] = "/nonexistent"
		}, func(*world) []string { return []string{"variable GOROOT /nonexistent"} }, 30},
		"a module that is partly deleted": {func(w *world) {
			dir := w.path("gopath/pkg/mod/example.org/dep@v1.0.0")
			_ = os.Chmod(dir, 0o755)
			w.goRun(w.app, "list", "-deps", "./...") // go indexes it
			if err := os.Remove(filepath.Join(dir, "dep.go")); err != nil {
				w.t.Fatal(err)
			}
			w.write("gopath/pkg/mod/example.org/dep@v1.0.0/keep.go", "package dep\n", 0o444)
		}, func(w *world) []string {
			return []string{"module example.org/dep " + w.path("gopath/pkg/mod/example.org/dep@v1.0.0")}
		}, 0},
		"a go.work that is too old": {func(w *world) { w.write("app/go.work", "go 1.20\n\nuse .\n", 0o644) },
			func(w *world) []string { return []string{"go-work go.work " + w.path("app/go.work")} }, 0},
		"a flag that a go.work does not bear": {func(w *world) {
			w.env["GOFLAGS"] = "-mod=mod"
			w.write("app/go.work", "go 1.24\n\nuse .\n", 0o644)
		}, func(w *world) []string {
			return []string{"go-work go.work " + w.path("app/go.work") + " + variable GOFLAGS -mod=mod"}
		}, 0},
		"a setting that wants a vendor directory": {func(w *world) {
			w.settings(`{"gopls": {"build.buildFlags": ["-mod=vendor", "-tags=integration"]}}`)
		}, func(*world) []string { return []string{"setting gopls.build.buildFlags -mod=vendor"} }, 0},
		"a variable and the project": {func(w *world) {
			w.env["GO111MODULE"] = "off"
			w.write("app/go.work", "go 1.20\n\nuse .\n", 0o644)
		}, func(w *world) []string {
			return []string{"go-work go.work " + w.path("app/go.work"), "variable GO111MODULE off"}
		}, 0},
		"a vendor directory without its list": {func(w *world) {
			w.goRun(w.app, "mod", "vendor")
			_ = os.Remove(w.path("app/vendor/modules.txt"))
		}, func(w *world) []string { return []string{"vendor vendor " + w.path("app/vendor")} }, 0},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, appWithDependency)
			w.publish(dependency, "example.org/dep@v1.0.0")
			w.sums(true)
			c.prepare(w)
			got := w.isolation()
			if want := c.want(w); !slices.Equal(culpritsOf(got), want) {
				t.Errorf("culprits %q, want %q", culpritsOf(got), want)
			}
			if got.State != health.IsolationFound || !got.Confirmed || !got.Mended {
				t.Errorf("%s, confirmed %t, mended %t, %s", got.State, got.Confirmed, got.Mended, got.Reason.ID)
			}
			if c.most > 0 && got.Trials > c.most {
				t.Errorf("%d trials, want at most %d", got.Trials, c.most)
			}
		})
	}
}

// A project that cannot work here, or not as we ask: what was found stands, nothing is fetched, and under -mod=mod, with which go
// edits go.mod and go.sum, nothing is written.
func TestIsolationOfHalfOfIt(t *testing.T) {
	cases := map[string]func(*world){
		"nothing is downloaded":   func(w *world) { discard(w.path("gopath")) },
		"go.sum would be written": func(w *world) { w.write("app/go.sum", "", 0o644) },
	}
	for name, prepare := range cases {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, appWithDependency)
			w.publish(dependency, "example.org/dep@v1.0.0")
			w.sums(true)
			prepare(w)
			w.env["GOROOT"], w.env["GOFLAGS"] = "/nonexistent", "-mod=mod"
			got := w.isolation()
			if !slices.Equal(culpritsOf(got), []string{"variable GOROOT /nonexistent"}) || got.State != health.IsolationFound || got.Mended {
				t.Errorf("%s, mended %t: %q", got.State, got.Mended, culpritsOf(got))
			}
			if got.Reason.ID != "say.isolation-in-project" {
				t.Errorf("reason %s", got.Reason.ID)
			}
		})
	}
}

// What two folders have in common is searched once.
func TestIsolationOfTwoFolders(t *testing.T) {
	w := newWorld(t, appWithDependency+"-- second/go.mod --\nmodule example.com/second\n\ngo 1.24\n-- second/a.go --\npackage a\n\nfunc A() int { return len(B()) }\n-- second/b.go --\npackage a\n\nfunc B() string { return \"\" }\n")
	w.publish(dependency, "example.org/dep@v1.0.0")
	w.sums(true)
	w.env["GOROOT"] = "/nonexistent"
	w.r.Folders = []string{w.app, w.path("second")}
	w.r.Tier, w.r.Timeout = health.TierDeep, 3*time.Minute
	s := w.examine()
	if len(s.Isolations) != 2 {
		t.Fatalf("%d isolations", len(s.Isolations))
	}
	for i, one := range s.Isolations {
		if !slices.Equal(culpritsOf(one), []string{"variable GOROOT /nonexistent"}) || !one.Mended || !one.Confirmed {
			t.Errorf("%s: %s %q, confirmed %t, mended %t", one.Folder, one.State, culpritsOf(one), one.Confirmed, one.Mended)
		}
		if i == 1 && one.Trials != 1 {
			t.Errorf("%d trials for the second folder", one.Trials)
		}
	}
}

func TestIsolationIsBounded(t *testing.T) {
	w := newWorld(t, appWithDependency)
	w.publish(dependency, "example.org/dep@v1.0.0")
	w.sums(true)
	w.env["GOROOT"] = "/nonexistent"
	w.r.MostTrials = 3
	if got := w.isolation(); got.State != health.IsolationStopped || got.Trials > 3 || got.Reason.ID != "say.isolation-stopped" {
		t.Errorf("%s after %d trials: %s", got.State, got.Trials, got.Reason.ID)
	}
}

// Whoever cancels must find nothing left: no server, no private directory, nothing changed.
func TestIsolationCancelled(t *testing.T) {
	w := newWorld(t, appWithDependency)
	if realGopls() == "" {
		t.Skip("skipped: gopls is not installed")
	}
	w.publish(dependency, "example.org/dep@v1.0.0")
	w.sums(true)
	w.env["GOROOT"] = "/nonexistent"
	w.r.Tier, w.r.Environment = health.TierDeep, w.env
	before := w.state()
	ctx, cancel := context.WithCancel(t.Context())
	s := Collect(ctx, Options{System: Machine{}, Request: w.r, Probes: offlineProbes(), Progress: func(text string) {
		if strings.HasPrefix(text, "trial 3 of") {
			cancel()
		}
	}})
	if ctx.Err() == nil {
		t.Fatal("no third trial was announced")
	}
	if i, ok := s.Isolation(health.Path(w.app)); ok && i.State != health.IsolationStopped {
		t.Errorf("%s", i.State)
	}
	if after := w.state(); !maps.Equal(before, after) {
		t.Error("something of the user's changed")
	}
	if left, _ := filepath.Glob(w.path("tmp/govitals-*")); len(left) > 0 {
		t.Errorf("private directories stayed: %q", left)
	}
	if runtime.GOOS == "linux" {
		assertNoProcess(t, w.root)
	}
}

// assertNoProcess looks for a process that was started with anything below a directory.
func assertNoProcess(t *testing.T, root string) {
	t.Helper()
	environs, _ := filepath.Glob("/proc/[0-9]*/environ")
	for _, file := range environs {
		if file == fmt.Sprintf("/proc/%d/environ", os.Getpid()) {
			continue
		}
		if b, err := os.ReadFile(file); err == nil && strings.Contains(string(b), root) {
			t.Errorf("%s is still there", filepath.Dir(file))
		}
	}
}
