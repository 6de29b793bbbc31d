package probe

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func put(t *testing.T, path, text string, mode fs.FileMode) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestMachineFiles(t *testing.T) {
	m, dir := Machine{}, t.TempDir()
	file := put(t, filepath.Join(dir, "file"), "12345", 0o644)
	if b, err := m.ReadFile(file, 5); string(b) != "12345" || err != nil {
		t.Errorf("five of five bytes: %q, %v", b, err)
	}
	if _, err := m.ReadFile(file, 4); !errors.Is(err, ErrTooLarge) {
		t.Errorf("four of five bytes: %v", err)
	}
	if _, err := m.ReadFile(dir, 100); !errors.Is(err, errNotRegular) {
		t.Errorf("a directory: %v", err)
	}
	if _, err := m.ReadFile(filepath.Join(dir, "gone"), 100); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	for i := range 5 {
		put(t, filepath.Join(dir, "many", fmt.Sprintf("f%d", i)), "", 0o644)
	}
	for limit, want := range map[int]int{3: 3, 5: 5, 9: 5} {
		if entries, err := m.ReadDir(filepath.Join(dir, "many"), limit); len(entries) != want || err != nil {
			t.Errorf("%d of at most %d entries, %v", len(entries), limit, err)
		}
	}
	if entries, err := m.ReadDir(t.TempDir(), 9); len(entries) != 0 || err != nil {
		t.Errorf("an empty directory: %v, %v", entries, err)
	}
	if ok, err := m.Writable(dir); !ok || err != nil {
		t.Errorf("the own temporary directory is writable: %t, %v", ok, err)
	}
	if _, err := m.Writable(file); err == nil {
		t.Error("a file is no directory to write to")
	}
	if _, err := m.Writable(filepath.Join(dir, "gone")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing directory: %v", err)
	}
	bytes, _, readOnly, err := m.Disk(dir)
	if bytes <= 0 || readOnly || err != nil {
		t.Errorf("disk: %d bytes, read-only %t, %v", bytes, readOnly, err)
	}
	if _, _, _, err := m.Disk(filepath.Join(dir, "gone")); err == nil {
		t.Error("the disk of a missing path")
	}
	if left, err := os.ReadDir(dir); len(left) != 2 || err != nil {
		t.Errorf("looking left something behind: %v", left)
	}
}

func TestMachineIdentity(t *testing.T) {
	id := Machine{}.Identity()
	if id.User == "" || id.Home == "" || id.Temp == "" || id.Release == "" {
		t.Errorf("identity %+v", id)
	}
	if (id.UID == -1) != (runtime.GOOS == "windows") {
		t.Errorf("user id %d", id.UID)
	}
}

// TestRealMachine examines a made-up home on this machine, with the go that is on PATH.
func TestRealMachine(t *testing.T) {
	home := t.TempDir()
	folder := filepath.Join(home, "src", "app")
	put(t, filepath.Join(folder, "go.mod"), "module example.com/app\n\ngo 1.26.0\n", 0o644)
	put(t, filepath.Join(folder, "main.go"), "package main\n\nfunc main() {}\n", 0o644)
	put(t, filepath.Join(folder, ".vscode", "settings.json"), "{\n  // ours\n  \"go.toolsEnvVars\": {\"GOFLAGS\": \"-mod=mod\"},\n}\n", 0o644)
	env := map[string]string{"HOME": home, "USERPROFILE": home, "PATH": os.Getenv("PATH"), "AppData": filepath.Join(home, "appdata")}
	s := examine(t, Machine{}, Request{Folders: []string{folder}, Environment: env},
		append([]*Probe{still(health.ProbeGoEnv, nil), toolLookupProbe, binariesProbe, foldersProbe}, untilLookup...)...)

	want := searchPath(Machine{}, "go", health.ForTerminal, os.Getenv("PATH"), health.Source{})
	l, _ := s.Lookup(health.Path(folder), "go", health.ForEditor)
	if l.Path == "" || l.Path != want.Path {
		t.Errorf("go is at %q, want %q", l.Path, want.Path)
	}
	if b, ok := s.Binary(l.Path); !ok || b.Kind == health.BinaryUnknown || b.Kind == health.BinaryMissing {
		t.Errorf("its binary is %+v", b)
	}
	if v, _ := s.ToolVariable(health.Path(folder), "GOFLAGS"); v.Value.Text != "-mod=mod" || v.Source.Line != 3 {
		t.Errorf("GOFLAGS is %+v", v)
	}
	if f := s.Folders[0]; f.State != health.FolderOK || f.GoFiles != 1 || len(f.Modules) != 1 || f.Modules[0].Path != "example.com/app" {
		t.Errorf("folder %+v", f)
	}
	if string(s.System.OS) != runtime.GOOS || string(s.System.Home) != home {
		t.Errorf("system %+v", s.System)
	}
}
