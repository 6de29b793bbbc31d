package probe

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

const sourceFiles = `
-- /w/go.mod --
module example.com/app
-- /w/main.go --
package main

import "fmt"
-- /w/c/c.go --
//go:build cgo && linux

package c

/*
#include <stdio.h>
*/
import "C"
-- /w/c/plain.go --
package c

// It says import "C" and means nothing by it.
const text = "import \"C\""
-- /w/a b/x.go --
package ab
-- /w/größe/x.go --
package size
-- /w/docs #1/readme.md --
no Go here
-- /w/vendor/x y/x.go --
package xy
-- /w/testdata/a b/x.go --
package ab
-- /w/nested/go.mod --
module example.com/nested
-- /w/nested/x y/x.go --
package xy
-- /w/.git/objects/aa/x --
x
-- /w/node_modules/deep/x/x.go --
package x
`

func modOf(dir, path string) health.GoMod {
	return health.GoMod{File: health.Path(dir + "/go.mod"), Dir: health.Path(dir), Path: health.Module(path), State: health.FileOK}
}

func TestSources(t *testing.T) {
	f := health.Folder{Path: "/w", State: health.FolderOK, Modules: []health.GoMod{modOf("/w", "example.com/app"), modOf("/w/nested", "example.com/nested")}}
	got := lookAtSources(context.Background(), newFake(t, "linux", sourceFiles), f)
	var bad []health.Path
	for _, b := range got.BadNames {
		bad = append(bad, b.Dir)
	}
	if len(bad) != 3 || bad[0] != "/w/a b" || bad[1] != "/w/größe" || bad[2] != "/w/nested/x y" {
		t.Errorf("bad names are %q", bad)
	}
	if len(got.BadNames) == 3 && (got.BadNames[2].GoMod != "/w/nested/go.mod" || got.BadNames[2].Import != "example.com/nested/x y") {
		t.Errorf("%+v", got.BadNames[2])
	}
	if len(got.Cgo) != 1 || got.Cgo[0].File != "/w/c/c.go" || got.Cgo[0].Constraint != "cgo && linux" {
		t.Errorf("cgo files are %+v", got.Cgo)
	}
	// w, c, "a b", größe, "docs #1", vendor, "vendor/x y", testdata, "testdata/a b", nested, "nested/x y"
	if got.Directories != 11 {
		t.Errorf("%d directories", got.Directories)
	}
	if len(got.Unreadable) != 0 || got.Spelling != "/w" || got.Cut {
		t.Errorf("%+v", got)
	}
}

func TestSourcesThatRefuse(t *testing.T) {
	m := newFake(t, "linux", sourceFiles)
	m.deny("/w/c")
	m.deny("/w/main.go")
	m.deny("/w/vendor/x y")
	got := lookAtSources(context.Background(), m, health.Folder{Path: "/w", Modules: []health.GoMod{modOf("/w", "example.com/app")}})
	if len(got.Unreadable) != 2 || got.Unreadable[0].Path != "/w/main.go" || got.Unreadable[0].Directory || got.Unreadable[1].Path != "/w/c" || !got.Unreadable[1].Directory {
		t.Fatalf("%+v", got.Unreadable)
	}
	if got.Unreadable[1].Why != health.RefusedByMode || got.Unreadable[1].Error == "" {
		t.Errorf("%+v", got.Unreadable[1])
	}
	w := &sourceWalk{system: m}
	for range maxRefusals + 3 {
		w.refuse("/w/c", true, &fs.PathError{Op: "open", Path: "/w/c", Err: syscall.EPERM})
	}
	w.refuse("/w/c", true, &fs.PathError{Op: "open", Path: "/w/c", Err: fs.ErrNotExist})
	if len(w.out.Unreadable) != maxRefusals || w.out.UnreadableCut != 3 || w.out.Unreadable[0].Why != health.RefusedByPrivacy {
		t.Errorf("%d and %d, %s", len(w.out.Unreadable), w.out.UnreadableCut, w.out.Unreadable[0].Why)
	}
}

func TestSourcesAreBounded(t *testing.T) {
	got := lookAtSources(context.Background(), crowd{newFake(t, "linux", sourceFiles)}, health.Folder{Path: "/w"})
	if !got.Cut {
		t.Errorf("%+v", got)
	}
}

// cloud is a machine whose Go files are elsewhere.
type cloud struct{ *fakeSystem }

func (cloud) Dataless(fs.FileInfo) bool { return true }
func (c cloud) Open(path string) (File, error) {
	panic("a dataless file was opened: " + path)
}

func TestDatalessFilesAreNotFetched(t *testing.T) {
	got := lookAtSources(context.Background(), cloud{newFake(t, "darwin", sourceFiles)}, health.Folder{Path: "/w"})
	if got.Dataless != 6 {
		t.Errorf("%d dataless files", got.Dataless)
	}
}

// folding is a machine on which names of another letter case lead to the same file.
type folding struct{ *fakeSystem }

func (folding) SameFile(a, b fs.FileInfo) bool { return a.Name() == "src" && b.Name() == "Src" }
func (f folding) Lstat(path string) (fs.FileInfo, error) {
	return fakeInfo{health.Base(f.os, path), &fakeNode{mode: fs.ModeDir}}, nil
}

func TestSpelling(t *testing.T) {
	mac := folding{newFake(t, "darwin", "-- /Users/ada/Src/app/main.go --\npackage main\n")}
	for given, want := range map[string]string{"/Users/ada/Src": "/Users/ada/Src", "/Users/ada/src": "/Users/ada/Src", "/Users/ada/other": ""} {
		if got := spelling(mac, given); got != want {
			t.Errorf("%s is spelt %q, want %q", given, got, want)
		}
	}
	windows := folding{newFake(t, "windows", "-- C:\\Users\\ada\\Src\\x.go --\npackage x\n")}
	if got := spelling(windows, `C:\Users\ada\src`); got != `C:\Users\ada\Src` {
		t.Errorf("%q", got)
	}
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if got := spelling(Machine{}, dir); got != dir {
		t.Errorf("%s is spelt %q", dir, got)
	}
}

func TestBuildConstraint(t *testing.T) {
	for _, tc := range []struct {
		name, head, want string
		line             int
	}{
		{"none", "package x\n\n//go:build linux\n", "", 0},
		{"first", "//go:build linux && !cgo\n\npackage x\n", "linux && !cgo", 1},
		{"behind a licence", "// Copyright\n\n//go:build ignore\n\npackage main\n", "ignore", 3},
		{"behind a block", "/* Copyright\n//go:build no\n*/\n\n//go:build yes\npackage x\n", "yes", 5},
		{"windows lines", "//go:build linux\r\n\r\npackage x\r\n", "linux", 1},
		{"empty", "", "", 0},
	} {
		if got, line := buildConstraint([]byte(tc.head)); got != tc.want || line != tc.line {
			t.Errorf("%s: %q in line %d", tc.name, got, line)
		}
	}
}

func TestRealSources(t *testing.T) {
	if runtime.GOOS == "windows" || os.Getuid() == 0 {
		t.Log("not looked at: modes do not bind this user")
		return
	}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "shut"), 0); err != nil {
		t.Fatal(err)
	}
	got := lookAtSources(context.Background(), Machine{}, health.Folder{Path: health.Path(dir)})
	if len(got.Unreadable) != 1 || got.Unreadable[0].Why != health.RefusedByMode || got.Unreadable[0].Owner != os.Getuid() {
		t.Errorf("%+v", got.Unreadable)
	}
}
