package probe

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/child"
)

// ErrTooLarge says that a file holds more than the limit of ReadFile.
var ErrTooLarge = errors.New("file is too large")

// errNotRegular keeps probes away from pipes and devices: opening one could wait for ever.
var errNotRegular = errors.New("not a regular file")

// Machine is the System that this program runs on. The zero value is ready.
type Machine struct{}

var _ System = Machine{}

func (Machine) OS() string                             { return runtime.GOOS }
func (Machine) Arch() string                           { return runtime.GOARCH }
func (Machine) Now() time.Time                         { return time.Now() }
func (Machine) After(d time.Duration) <-chan time.Time { return time.After(d) }
func (Machine) Environ() []string                      { return os.Environ() }

// Identity describes this process. Home, Temp, Config and Cache are those of this process's own environment; the probe
// machine computes those of the editor's.
func (Machine) Identity() Identity {
	id := Identity{UID: os.Getuid(), Temp: os.TempDir(), Release: systemRelease()}
	id.Host, _ = os.Hostname()
	id.Home, _ = os.UserHomeDir()
	id.Config, _ = os.UserConfigDir()
	id.Cache, _ = os.UserCacheDir()
	if u, err := user.Current(); err == nil {
		id.User = u.Username
		if id.Home == "" {
			id.Home = u.HomeDir
		}
	}
	return id
}

// ReadFile reads a regular file of at most limit bytes.
func (m Machine) ReadFile(path string, limit int64) ([]byte, error) {
	f, err := m.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(b)) > limit {
		return nil, fmt.Errorf("%s: %w: more than %d bytes", path, ErrTooLarge, limit)
	}
	return b, nil
}

// Stat and Lstat are those of package os.
func (Machine) Stat(path string) (fs.FileInfo, error)  { return os.Stat(path) }
func (Machine) Lstat(path string) (fs.FileInfo, error) { return os.Lstat(path) }

// ReadDir returns at most limit entries, sorted by name. Which of a larger directory is left to the file system.
func (Machine) ReadDir(path string, limit int) ([]fs.DirEntry, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	entries, err := f.ReadDir(limit)
	if err != nil && !errors.Is(err, io.EOF) {
		return entries, err
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

// RealPath follows all symbolic links.
func (Machine) RealPath(path string) (string, error) { return filepath.EvalSymlinks(path) }

// Open opens a regular file. It asks before it opens: opening a pipe waits for a writer.
func (Machine) Open(path string) (File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "open", Path: path, Err: errNotRegular}
	}
	return os.Open(path)
}

// Run is child.Run.
func (Machine) Run(ctx context.Context, c child.Command) (child.Result, error) {
	return child.Run(ctx, c)
}
