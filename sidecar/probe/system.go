package probe

import (
	"context"
	"io/fs"
	"time"

	"github.com/govitals/govitals/sidecar/child"
)

// System is every outside thing a probe touches. Machine is the real one; tests replay recorded ones. Nothing in it writes.
type System interface {
	OS() string   // a GOOS value
	Arch() string // our own GOARCH
	Now() time.Time
	After(time.Duration) <-chan time.Time
	Environ() []string
	Identity() Identity

	// ReadFile reads at most limit bytes; ErrTooLarge says that there are more.
	ReadFile(path string, limit int64) ([]byte, error)
	Stat(path string) (fs.FileInfo, error)
	Lstat(path string) (fs.FileInfo, error)
	ReadDir(path string, limit int) ([]fs.DirEntry, error)
	RealPath(path string) (string, error)
	// Open opens a file for reading at offsets: headers of executables.
	Open(path string) (File, error)
	// Writable reports whether this user can create files in a directory, without creating one.
	Writable(dir string) (bool, error)
	Executable(path string) (bool, error)
	// Disk tells of the file system under a path: free bytes and inodes for this user (-1 unknown), mounted read-only.
	Disk(path string) (freeBytes, freeInodes int64, readOnly bool, err error)
	Owner(info fs.FileInfo) int // user id, -1 unknown

	Run(context.Context, child.Command) (child.Result, error)
}

// File is an open file.
type File interface {
	Read([]byte) (int, error)
	ReadAt([]byte, int64) (int, error)
	Stat() (fs.FileInfo, error)
	Close() error
}

// Identity is who runs this.
type Identity struct {
	User, Host, Home, Temp, Config, Cache, Release string
	UID                                            int
}
