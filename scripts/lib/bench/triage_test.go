package main

import (
	"path/filepath"
	"testing"
)

func TestDeskIsMadeOfRealReports(t *testing.T) {
	dir := t.TempDir()
	files, size, err := newDesk(filepath.Join("..", "..", "..", "test", "replay", "testdata", "reports"), filepath.Join(dir, "reports"))
	if err != nil || len(files) != distinctReports || size < 20_000 {
		t.Fatalf("%d files of %d bytes: %v", len(files), size, err)
	}
	if err := link(files, filepath.Join(dir, "desk"), 600); err != nil {
		t.Fatal(err)
	}
	if found, err := filepath.Glob(filepath.Join(dir, "desk", "*.json")); err != nil || len(found) != 600 {
		t.Errorf("%d links: %v", len(found), err)
	}
	if _, _, err := newDesk(dir, filepath.Join(dir, "other")); err == nil {
		t.Error("a folder without reports is taken")
	}
}

func TestATriageThatGaveUpIsNoMeasure(t *testing.T) {
	for _, tc := range []struct {
		name, out string
		good      bool
	}{
		{"all", `{"reports":10,"broken":{"count":0},"faults":[{"check":"a"}]}`, true},
		{"some are missing", `{"reports":9,"broken":{"count":0},"faults":[{"check":"a"}]}`, false},
		{"some are broken", `{"reports":10,"broken":{"count":1},"faults":[{"check":"a"}]}`, false},
		{"nothing was found", `{"reports":10,"broken":{"count":0},"faults":[]}`, false},
		{"no counts", `10 reports`, false},
	} {
		if err := allRead([]byte(tc.out), 10); (err == nil) != tc.good {
			t.Errorf("%s: %v", tc.name, err)
		}
	}
}
