//go:build unix

package fix

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// quickDir is a directory on a file system that is memory, where there is one: a kill loses nothing of what the system has taken, on
// a disk as little as here, and hundreds of processes that wait for a disk take minutes.
func quickDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "govitals-fix-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.WriteFile(filepath.Join(dir, "runs"), []byte("#!/bin/sh\n"), 0o755); err != nil || exec.Command(filepath.Join(dir, "runs")).Run() != nil {
		return t.TempDir() // full, or mounted for data alone
	}
	return dir
}

func realEngine(dir string) *Engine {
	return New(Options{Files: Disk{}, Dir: filepath.Join(dir, "state", "fixes"), System: "linux"})
}

// onDisk is what stands below some directories of a directory, to the byte and the mode.
func onDisk(dir string, tops ...string) (map[string]string, error) {
	out := map[string]string{}
	for _, top := range tops {
		err := filepath.WalkDir(filepath.Join(dir, top), func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := d.Info()
			if err != nil {
				return err
			}
			text := ""
			switch {
			case info.Mode()&fs.ModeSymlink != 0:
				text, err = os.Readlink(path)
			case info.Mode().IsRegular():
				var data []byte
				data, err = os.ReadFile(path)
				text = string(data)
			}
			name, _ := filepath.Rel(dir, path)
			out[name] = info.Mode().String() + " " + text
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// diskStages are what stands on disk after each step.
func diskStages(t *testing.T) (out []map[string]string) {
	t.Helper()
	for n := range len(mixedFix().Steps) + 1 {
		dir := quickDir(t)
		if err := writeModule(dir); err != nil {
			t.Fatal(err)
		}
		p, err := Resolve(t.Context(), Disk{}, realFix(dir), realFacts(dir))
		if err != nil {
			t.Fatal(err)
		}
		p.Steps = p.Steps[:n]
		if _, err := realEngine(dir).Apply(t.Context(), p, "x", nil); err != nil {
			t.Fatal(err)
		}
		stage, err := onDisk(dir, "work", "home")
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, stage)
	}
	return out
}
