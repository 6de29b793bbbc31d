package ladder

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// minimalOptions lay the minimal module out, as for rung 3.
func minimalOptions(t *testing.T) (o Options, dir string) {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	g, err := Minimal(dir)
	if err != nil {
		t.Fatal(err)
	}
	o = options(t, dir)
	g.Build, g.Goroot = o.Ground.Build, o.Ground.Goroot
	o.Ground, o.Folder, o.Thorough = g, MinimalFolder(dir), true
	o.Places.VendorDirs = []string{filepath.Join(o.Folder, "vendor")}
	return o, dir
}

// fingerprint lists all files below a directory with their contents.
func fingerprint(t *testing.T, dir string) string {
	t.Helper()
	var out strings.Builder
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		text, _ := os.ReadFile(path) // of a directory nothing
		fmt.Fprintf(&out, "%s %x\n", path, sha256.Sum256(text))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestMinimalPlan(t *testing.T) {
	o, _ := minimalOptions(t)
	var got []string
	for _, q := range Choose(t.Context(), o.Ground).Questions(true) {
		got = append(got, fmt.Sprintf("%s %s %s %s:%d:%d", q.Question, q.Target.Kind, q.Target.Symbol, filepath.Base(q.Target.File), q.At.Line+1, q.At.Character+1))
	}
	want := []string{
		"hover same-package main.greeting main.go:12:8", "definition same-package main.greeting main.go:12:8", "type-definition same-package main.greeting main.go:12:8",
		"hover builtin builtin.string main.go:13:14", "definition builtin builtin.string main.go:13:14",
		"hover standard-library fmt.Println main.go:13:6", "definition standard-library fmt.Println main.go:13:6",
		"hover same-module example.com/app/internal/util.Name main.go:13:30", "definition same-module example.com/app/internal/util.Name main.go:13:30",
		"hover vendored example.org/dep.New main.go:13:42", "definition vendored example.org/dep.New main.go:13:42",
		"document-symbols document  main.go:1:1", "completion same-module example.com/app/internal/util.Name main.go:13:33",
		"workspace-symbol same-package main.greeting other.go:4:6",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// No legal value of what may be set must break the minimal module, and nothing is written into it or outside of the caches.
func TestMinimalHolds(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("skipped: its environments are those of Linux")
	}
	cases := map[string][]string{
		"nothing set":                  nil,
		"-mod=readonly":                {"GOFLAGS=-mod=readonly"},
		"-mod=vendor":                  {"GOFLAGS=-mod=vendor"},
		"-mod=mod":                     {"GOFLAGS=-mod=mod"},
		"GO111MODULE on":               {"GO111MODULE=on"},
		"GO111MODULE auto":             {"GO111MODULE=auto"},
		"GOWORK off":                   {"GOWORK=off"},
		"a toolchain may be chosen":    {"GOTOOLCHAIN=auto"},
		"a toolchain is looked for":    {"GOTOOLCHAIN=path"},
		"no cgo":                       {"CGO_ENABLED=0"},
		"for another system":           {"GOOS=windows", "GOARCH=arm64"},
		"without a checksum database":  {"GOSUMDB=off", "GONOSUMDB=*", "GOPRIVATE=*"},
		"build tags":                   {"GOFLAGS=-tags=integration"},
		"an old default of the module": {"GODEBUG=gotypesalias=0"},
	}
	for name, env := range cases {
		t.Run(name, func(t *testing.T) {
			o, dir := minimalOptions(t)
			o.Env = append(o.Env, env...)
			before := fingerprint(t, dir)
			r := run(t, o, 2*time.Minute)
			if r.State != health.RungHolds || len(r.Load.Messages) > 0 || len(r.Answers) != 14 {
				t.Errorf("state %s, %d answers, messages %q", r.State, len(r.Answers), r.Load.Messages)
			}
			leads := map[health.TargetKind]health.Tree{}
			for _, a := range r.Answers {
				if a.Where != nil {
					leads[a.Target] = a.Where.Tree
				}
			}
			if tree := leads[health.TargetVendored]; tree != health.TreeVendor && name != "-mod=readonly" && name != "-mod=mod" {
				t.Errorf("the dependency leads into %s", tree)
			}
			if after := fingerprint(t, dir); after != before {
				t.Errorf("the module was changed:\n%s", after)
			}
		})
	}
}

// A home that cannot be written to is no fault of the module as long as the caches are elsewhere. What a server writes there
// otherwise is its own: the index of the module cache, and what go counts for its makers.
func TestMinimalOutside(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("skipped: where caches lie is that of Linux")
	}
	for _, readOnly := range []bool{false, true} {
		t.Run(fmt.Sprintf("read-only %t", readOnly), func(t *testing.T) {
			o, _ := minimalOptions(t)
			home, temp := t.TempDir(), t.TempDir()
			o.Env = append(o.Env, "HOME="+home, "TMPDIR="+temp) // later entries win
			if readOnly {
				if err := os.Chmod(home, 0o500); err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = os.Chmod(home, 0o700) })
			}
			if r := run(t, o, time.Minute); r.State != health.RungHolds {
				t.Errorf("state %s", r.State)
			}
			for _, dir := range []string{home, temp} {
				entries, err := os.ReadDir(dir)
				if err != nil {
					t.Fatal(err)
				}
				for _, e := range entries {
					if name := e.Name(); dir == temp || name != ".cache" && name != ".config" {
						t.Errorf("%s was left in %s", name, dir)
					}
				}
			}
		})
	}
}
