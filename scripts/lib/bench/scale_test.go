package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestCurvesGrow(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range curves {
		if seen[c.id] || len(c.sizes) < 3 {
			t.Errorf("%s: %v", c.id, c.sizes)
		}
		seen[c.id] = true
		for i := range c.sizes[1:] {
			if c.sizes[i] >= c.sizes[i+1] {
				t.Errorf("%s: %v", c.id, c.sizes)
			}
		}
	}
}

func TestFilesInput(t *testing.T) {
	tests := []struct {
		name    string
		file    func(int) (string, string)
		ending  string
		folders int
	}{
		{"Go files in packages of a hundred", goFiles, ".go", 3},
		{"other files", otherFiles, ".js", 5}, // with assets and d0
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			p, end, err := filesInput("fast", tt.file)(dir, "govitals", 250)
			if err != nil || end != nil || p.dir != dir || p.argv[0] != "govitals" {
				t.Fatalf("%+v, %v", p, err)
			}
			files, folders := 0, 0
			err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
				switch {
				case entry.IsDir() && path != dir:
					folders++
				case strings.HasSuffix(path, tt.ending) && entry.Name() != "main.go":
					files++
				}
				return err
			})
			if err != nil || files != 250 || folders != tt.folders {
				t.Errorf("%d files in %d folders, %v", files, folders, err)
			}
		})
	}
}

func TestFoldersInput(t *testing.T) {
	p, _, err := foldersInput("standard")(t.TempDir(), "govitals", 3)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(p.argv[len(p.argv)-1])
	if err != nil || string(text) != `{"folders":[{"path":"f0"},{"path":"f1"},{"path":"f2"}]}` {
		t.Fatalf("%s, %v", text, err)
	}
	for i := range 3 {
		if _, err := os.Stat(filepath.Join(p.dir, fmt.Sprintf("f%d", i), "go.mod")); err != nil {
			t.Error(err)
		}
	}
}

func TestProcessesInputEndsWhatItStarted(t *testing.T) {
	if _, err := os.Stat("/proc/self/task"); err != nil {
		t.Skip("there is no /proc to count in")
	}
	sleeping := func(group string) (n int) {
		stats, _ := filepath.Glob("/proc/[0-9]*/stat")
		for _, file := range stats {
			text, _ := os.ReadFile(file)
			_, rest, _ := strings.Cut(string(text), ") ")
			if fields := strings.Fields(rest); len(fields) > 2 && fields[2] == group && fields[0] != "Z" && strings.Contains(string(text), "(sleep)") {
				n++
			}
		}
		return n
	}
	marked := map[string]bool{}
	stats, _ := filepath.Glob("/proc/[0-9]*")
	for _, file := range stats {
		marked[filepath.Base(file)] = true
	}
	_, end, err := processesInput("tree")(t.TempDir(), "govitals", 5)
	if err != nil {
		t.Fatal(err)
	}
	group := ""
	stats, _ = filepath.Glob("/proc/[0-9]*")
	for _, file := range stats {
		if pid := filepath.Base(file); !marked[pid] && sleeping(pid) == 5 {
			group = pid
		}
	}
	if group == "" {
		t.Error("no five sleepers in one group")
	}
	end()
	for start := time.Now(); sleeping(group) > 0; {
		if time.Since(start) > time.Minute {
			t.Fatalf("%d are left", sleeping(group))
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func TestPathInputSaysWhenThereIsNoRoom(t *testing.T) {
	_, _, err := pathInput(t.TempDir(), "govitals", 100_000)
	if err == nil || !strings.Contains(err.Error(), "room") {
		t.Errorf("got %v", err)
	}
}
