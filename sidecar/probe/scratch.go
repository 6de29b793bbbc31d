package probe

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// scratch makes a private empty directory. The temporary directory may be the very thing that is broken, so there are
// others to fall back on. release removes the directory with all that is in it; symbolic links in it are removed, never
// followed.
func scratch(purpose string) (dir string, release func(), err error) {
	places := []string{os.TempDir(), stateDir()}
	if runtime.GOOS != "windows" {
		places = append(places, "/tmp", "/dev/shm")
	}
	for _, place := range places {
		if !filepath.IsAbs(place) {
			continue
		}
		var dir string
		if dir, err = os.MkdirTemp(place, "govitals-"+purpose+"-"); err == nil {
			return dir, func() { discard(dir) }, nil
		}
	}
	return "", nil, fmt.Errorf("make a private directory: %w", err)
}

// discard removes a private directory. The go command makes what it extracts read-only, directories too.
func discard(dir string) {
	_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			_ = os.Chmod(path, 0o700)
		}
		return nil
	})
	_ = os.RemoveAll(dir)
}
