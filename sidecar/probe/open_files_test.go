package probe

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestOpenFiles(t *testing.T) {
	m := newFake(t, "linux", lines("-- /data/app/x.go --", "//go:build integration", "package x", `import "C"`, "-- /data/app/y.go --", "package x"))
	m.link("/w", "/data/app")
	r := Request{Editor: &EditorFacts{ActiveFile: "/w/x.go", OpenFiles: []string{"/data/app/y.go", "/w/x.go", "/w/gone.go", "/w/README.md", "untitled.go"}}}
	s := examine(t, m, r, editorProbe, openFilesProbe)
	want := []health.OpenFile{
		{File: "/w/x.go", Real: "/data/app/x.go", State: health.FileOK, Active: true, Constraint: "integration", Line: 1, Cgo: true},
		{File: "/data/app/y.go", Real: "/data/app/y.go", State: health.FileOK},
		{File: "/w/gone.go", State: health.FileMissing},
	}
	if len(s.OpenFiles) != len(want) {
		t.Fatalf("%+v", s.OpenFiles)
	}
	for i := range want {
		if s.OpenFiles[i] != want[i] {
			t.Errorf("%+v, want %+v", s.OpenFiles[i], want[i])
		}
	}
	if s := examine(t, m, Request{}, editorProbe, openFilesProbe); len(s.OpenFiles) != 0 {
		t.Errorf("on the command line: %+v", s.OpenFiles)
	}
}
