package probe

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

const twoReleases = `
-- /go/VERSION --
go1.26.8
time 2026-01-01T00:00:00Z
-- /go/src/internal/abi/map.go --
package abi

type Map struct{}
-- /go/src/internal/abi/map_swiss.go --
package abi

type Map struct{ old bool }
-- /go/src/runtime/map.go --
package runtime

func mapassign() {}

func init() {}
-- /go/src/runtime/map_old.go --
//go:build !goexperiment.swissmap

package runtime

func mapassign() {}

func init() {}
-- /go/src/runtime/text.go --
package runtime

const text = ` + "`\nfunc mapassign() {}\n`" + `
-- /go/src/runtime/os_windows.go --
package runtime

func mapassign() {}
-- /go/src/runtime/gen.go --
//go:build ignore

package runtime

func mapassign() {}
-- /go/src/runtime/future.go --
//go:build go1.27

package runtime

func mapassign() {}
-- /go/src/runtime/map_test.go --
package runtime

func mapassign() {}
-- /go/src/runtime/methods.go --
package runtime

type m int

func (m) mapassign() {}
`

func TestLookForOverlay(t *testing.T) {
	o := lookForOverlay(context.Background(), newFake(t, "linux", twoReleases), "/go")
	want := []health.DeclaredTwice{
		{Name: "internal/abi.Map", First: "/go/src/internal/abi/map.go", Second: "/go/src/internal/abi/map_swiss.go"},
		{Name: "runtime.mapassign", First: "/go/src/runtime/map.go", Second: "/go/src/runtime/map_old.go"},
	}
	if len(o.Twice) != len(want) || o.Files == 0 {
		t.Fatalf("%+v", o)
	}
	for i := range want {
		if o.Twice[i] != want[i] {
			t.Errorf("%+v, want %+v", o.Twice[i], want[i])
		}
	}
}

// A release as it comes declares nothing twice, whatever the system.
func TestWholeReleaseIsNoOverlay(t *testing.T) {
	if realGo == nil {
		t.Skip("skipped: go is not on PATH")
	}
	roots := []string{realGo["GOROOT"]}
	others, _ := filepath.Glob(filepath.Join(realGo["GOMODCACHE"], "golang.org", "toolchain@*"))
	for _, root := range append(roots, others...) {
		for _, system := range []string{"linux", "darwin"} {
			start := time.Now()
			o := lookForOverlay(context.Background(), otherSystem{Machine{}, system}, root)
			t.Logf("%s as %s: %d files in %s", root, system, o.Files, time.Since(start))
			if o.Files < 100 || len(o.Twice) > 0 {
				t.Errorf("%s as %s: %d files, %+v", root, system, o.Files, o.Twice)
			}
		}
	}
}

// otherSystem is this machine under the name of another.
type otherSystem struct {
	Machine
	name string
}

func (o otherSystem) OS() string { return o.name }

func TestRootsInUse(t *testing.T) {
	s := &health.Snapshot{GoTrees: []health.GoTree{
		{Path: "/go", Exists: true, Runtime: true, Unsafe: true, Builtin: true, Include: true, Compile: true}, {Path: "/bad", Exists: true}}}
	for _, root := range []string{"/go", "/go", "/bad", "/unseen"} {
		v, _ := health.MakeVariable("linux", "GOROOT", root, health.Source{})
		s.GoEnvs = append(s.GoEnvs, health.GoEnv{Values: []health.Variable{v}})
	}
	if got := rootsInUse(s); len(got) != 1 || got[0] != "/go" {
		t.Errorf("%q", got)
	}
}

// A release that was whole is remembered; whatever changes in it makes it be looked at again.
func TestOverlayIsRemembered(t *testing.T) {
	const mapFile, twice = "src/runtime/map.go", "package runtime\n\nfunc mapassign() {}\n"
	write := func(name, text string) func(*testing.T, string) {
		return func(t *testing.T, root string) {
			path := filepath.Join(root, filepath.FromSlash(name))
			if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600)); err != nil {
				t.Fatal(err)
			}
		}
	}
	touch := func(t *testing.T, root string) {
		if err := os.Chtimes(filepath.Join(root, filepath.FromSlash(mapFile)), time.Time{}, time.Unix(1, 0)); err != nil {
			t.Fatal(err)
		}
	}
	cases := map[string]struct {
		change func(*testing.T, string)
		reads  bool
	}{
		"untouched":        {func(*testing.T, string) {}, false},
		"other VERSION":    {write("VERSION", "go1.26.9\n"), true},
		"a file more":      {write("src/runtime/map_old.go", twice), true},
		"other size":       {write(mapFile, "package runtime\n"), true},
		"other time":       {touch, true},
		"other package":    {write("src/sync/x.go", "package sync\n"), true},
		"unseen file more": {write("src/runtime/x_test.go", twice), false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Setenv("GOVITALS_STATE_DIR", t.TempDir())
			root := t.TempDir()
			write("VERSION", "go1.26.8\n")(t, root)
			write(mapFile, twice)(t, root)
			first, again := &readCounter{System: Machine{}}, &readCounter{System: Machine{}}
			if o := overlayOf(t.Context(), first, root); o.Files != 1 || first.sources != 1 {
				t.Fatalf("%+v, %d sources read", o, first.sources)
			}
			c.change(t, root)
			o := overlayOf(t.Context(), again, root)
			if (again.sources > 0) != c.reads || o.Files == 0 {
				t.Errorf("%d sources read, %+v", again.sources, o)
			}
			if broken := name == "a file more"; (len(o.Twice) == 1) != broken {
				t.Errorf("%+v", o.Twice)
			}
		})
	}
}

// A broken release is looked at each time, and without a state directory every one is.
func TestOverlayIsNotRemembered(t *testing.T) {
	for name, c := range map[string]struct{ files, state string }{
		"broken":   {twoReleases, t.TempDir()},
		"no place": {"-- /go/VERSION --\ngo1.26.8\n-- /go/src/runtime/map.go --\npackage runtime\n", "/dev/null/x"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("GOVITALS_STATE_DIR", c.state)
			for range 2 {
				f := &readCounter{System: newFake(t, "linux", c.files)}
				if o := overlayOf(t.Context(), f, "/go"); f.sources == 0 || (len(o.Twice) > 0) != (name == "broken") {
					t.Errorf("%d sources read, %+v", f.sources, o)
				}
			}
		})
	}
}

func TestReleasesKeptAreBounded(t *testing.T) {
	t.Setenv("GOVITALS_STATE_DIR", t.TempDir())
	for i := range releasesKept + 3 {
		readReleases().keep(keptRelease{Root: health.Path(fmt.Sprintf("/go%d", i)), Print: "x", Files: 1})
	}
	readReleases().keep(keptRelease{Root: "/go7", Print: "y", Files: 2})
	kept := readReleases().Releases
	if len(kept) != releasesKept || kept[0] != (keptRelease{"/go7", "y", 2}) || kept[1].Root != "/go10" {
		t.Errorf("%+v", kept)
	}
	if err := writeState(releasesFile, []byte(`{"version":0,"releases":[{"root":"/go"}]}`)); err != nil {
		t.Fatal(err)
	}
	if kept := readReleases(); len(kept.Releases) != 0 || kept.Version != releasesVersion {
		t.Errorf("%+v", kept)
	}
}

// readCounter counts the Go files that are read.
type readCounter struct {
	System
	sources int
}

func (r *readCounter) ReadFile(path string, limit int64) ([]byte, error) {
	if strings.HasSuffix(path, ".go") {
		r.sources++
	}
	return r.System.ReadFile(path, limit)
}
