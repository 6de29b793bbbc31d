// Package processes measures the sidecar's own looks at processes against gopsutil's. It is a module of its own, because the
// product does not need gopsutil: run it with `go test -bench . -benchtime 2s` in its folder.
package processes

import (
	"context"
	"fmt"
	"os"
	"testing"

	gopsutil "github.com/shirou/gopsutil/v3/process"

	"github.com/govitals/govitals/sidecar/process"
)

// BenchmarkWhole is what a tree takes: every process with its parent and its name.
func BenchmarkWhole(b *testing.B) {
	b.Run("own", func(b *testing.B) {
		for b.Loop() {
			if t, err := (process.Machine{}).Snapshot(b.Context()); err != nil || len(t) == 0 {
				b.Fatal(err)
			}
		}
	})
	b.Run("own with executables", func(b *testing.B) {
		for b.Loop() {
			t, err := process.Machine{}.Snapshot(b.Context())
			if err != nil {
				b.Fatal(err)
			}
			for pid := range t {
				_, _ = os.Readlink(fmt.Sprintf("/proc/%d/exe", pid))
			}
		}
	})
	b.Run("gopsutil", func(b *testing.B) {
		for b.Loop() {
			if n := gopsutilWalk(b.Context()); n == 0 {
				b.Fatal("nothing seen")
			}
		}
	})
}

// BenchmarkAncestors is what a look at our own ancestors takes, against the whole walk that finds them otherwise.
func BenchmarkAncestors(b *testing.B) {
	for b.Loop() {
		if path, err := (process.Machine{}).Ancestors(b.Context(), os.Getpid()); err != nil || len(path) < 2 {
			b.Fatal(path, err)
		}
	}
}

func BenchmarkChildren(b *testing.B) {
	for b.Loop() {
		if _, err := process.ChildrenOf(os.Getppid()); err != nil {
			b.Fatal(err)
		}
	}
}

func gopsutilWalk(ctx context.Context) (seen int) {
	list, err := gopsutil.ProcessesWithContext(ctx)
	if err != nil {
		return 0
	}
	for _, p := range list {
		parent, err := p.PpidWithContext(ctx)
		if err != nil {
			continue
		}
		name, _ := p.NameWithContext(ctx)
		executable, _ := p.ExeWithContext(ctx)
		if parent >= 0 && name+executable != "" {
			seen++
		}
	}
	return seen
}
