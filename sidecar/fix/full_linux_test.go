package fix

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// fullDisk is a file system of its own with a settings file and no room left.
func fullDisk(t *testing.T) (dir, file string) {
	t.Helper()
	dir = t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=256k,mode=755"); err != nil {
		t.Skipf("no file system can be mounted: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	file = filepath.Join(dir, "settings.json")
	must(t, os.WriteFile(file, []byte("// mine\n{}\n"), 0o640))
	filler, err := os.Create(filepath.Join(dir, "filler"))
	must(t, err)
	for page := make([]byte, 4096); err == nil; {
		_, err = filler.Write(page)
	}
	if closed := filler.Close(); closed != nil || !isNoSpace(err) {
		t.Fatalf("the disk is not full: %v, %v", err, closed)
	}
	return dir, file
}

// On a disk that is really full nothing is changed, whichever of the file and the journal lies there, and the reason is told.
func TestRealFullDisk(t *testing.T) {
	for _, tc := range []struct {
		name  string
		place func(full, file, other string) (target, state string)
		text  string
	}{
		{"the file", func(_, file, other string) (string, string) { return file, filepath.Join(other, "fixes") }, "settings.json: cannot be written"},
		{"the journal", func(full, _, other string) (string, string) {
			return filepath.Join(other, "settings.json"), filepath.Join(full, "fixes")
		}, "no space left"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			full, file := fullDisk(t)
			other := t.TempDir()
			must(t, os.WriteFile(filepath.Join(other, "settings.json"), []byte("// mine\n{}\n"), 0o640))
			target, state := tc.place(full, file, other)
			p, err := Resolve(t.Context(), Disk{}, oneStep(setGoroot(health.Path(target))), Facts{System: "linux"})
			must(t, err)
			e := New(Options{Files: Disk{}, Dir: state, System: "linux"})
			_, err = e.Apply(t.Context(), p, "x", nil)
			if code := CodeOf(err); code != NoSpace && code != Unwritable || !strings.Contains(err.Error(), tc.text) {
				t.Errorf("error %v (%s)", err, code)
			}
			if text, err := os.ReadFile(target); err != nil || string(text) != "// mine\n{}\n" {
				t.Errorf("the file is %q (%v)", text, err)
			}
			must(t, os.Remove(filepath.Join(full, "filler")))
			_, err = e.Apply(t.Context(), p, "x", nil) // with room again it goes on
			must(t, err)
			if _, err := e.Undo(t.Context(), "", AllSteps, nil); err != nil {
				t.Error(err)
			}
			names, err := os.ReadDir(filepath.Dir(target))
			must(t, err)
			for _, n := range names {
				if strings.HasPrefix(n.Name(), ".govitals-") {
					t.Errorf("%s is left behind", n.Name())
				}
			}
		})
	}
}
