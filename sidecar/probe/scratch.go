package probe

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/govitals/govitals/sidecar/process"
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
		if dir, err = os.MkdirTemp(place, fmt.Sprintf("%s%s-%d-*", scratchPrefix, purpose, os.Getpid())); err == nil {
			sweepOnce.Do(func() { sweep(place, time.Now()) })
			return dir, func() { discard(dir) }, nil
		}
	}
	return "", nil, fmt.Errorf("make a private directory: %w", err)
}

const (
	// The name is one that nobody gives to what they unpack or check out themselves, because what has it is removed one day.
	scratchPrefix = "govitals-scratch-"
	// A private directory that is older was left by a sidecar that was killed: no run lasts that long.
	scratchLife = 24 * time.Hour
	sweepNames  = 20_000 // of a temporary directory that may hold any number
)

var sweepOnce sync.Once // a process

// sweep removes what killed sidecars of this user left in a place. Links, and what belongs to others, stay: in a directory that
// many share anybody may use our names.
func sweep(place string, now time.Time) {
	dir, err := os.Open(place)
	if err != nil {
		return
	}
	defer dir.Close()
	names, _ := dir.Readdirnames(sweepNames)
	for _, name := range names {
		if !strings.HasPrefix(name, scratchPrefix) {
			continue
		}
		path := filepath.Join(place, name)
		info, err := os.Lstat(path)
		if err == nil && info.IsDir() && now.Sub(info.ModTime()) > scratchLife && (Machine{}).Owner(info) == os.Getuid() && !inUse(name) {
			discard(path)
		}
	}
}

// inUse reports that the process that a directory is named after lives. A clock that was set makes any directory look old, and
// another window's examination must not lose its own in the middle. A process that got the id later only delays the sweep.
func inUse(name string) bool {
	parts := strings.Split(name, "-")
	pid, err := strconv.Atoi(parts[max(len(parts)-2, 0)])
	if err != nil || pid <= 0 {
		return false
	}
	_, err = process.Machine{}.Look(pid)
	return err == nil
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
