package probe

import (
	"context"
	"path/filepath"
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
