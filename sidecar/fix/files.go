package fix

import (
	"errors"
	"io"
	"io/fs"
	"time"
)

// ErrTooLarge is the answer of [Files.ReadFile] for a file beyond the limit.
var ErrTooLarge = errors.New("too large")

// ErrLocked is the answer of [Files.Lock] while another process holds the lock.
var ErrLocked = errors.New("locked")

// maxEdited bounds a file that is edited: a hundred times the largest that people write.
const maxEdited = 4 << 20

// Files is the file system as the engine uses it, so that a test can end the process at every write, sync and rename. Paths
// are absolute. Errors are those of package os.
type Files interface {
	Lstat(path string) (Info, error)
	// Real is the path with all symbolic links followed.
	Real(path string) (string, error)
	Readlink(path string) (string, error)
	ReadFile(path string, limit int64) ([]byte, error)
	// ReadDir gives the names in a directory, sorted.
	ReadDir(path string) ([]string, error)
	Open(path string) (Reader, error)
	// Writable reports whether the content of a file may be changed, without changing it.
	Writable(path string) error

	Create(path string, mode fs.FileMode) (Writer, error) // fails if there is something
	Append(path string) (Writer, error)
	Truncate(path string, size int64) error
	Rename(from, to string) error
	// Exchange lets two names change places in one go; errors.ErrUnsupported where the system or the file system cannot.
	Exchange(one, other string) error
	Symlink(target, path string) error
	Remove(path string) error
	Mkdir(path string, mode fs.FileMode) error
	Chmod(path string, mode fs.FileMode) error
	Chown(path string, owner, group int) error
	// SyncFile makes the content of a file durable that another program wrote.
	SyncFile(path string) error
	// SyncDir makes the names in a directory durable.
	SyncDir(path string) error
	// Lock takes a lock that ends with the process; ErrLocked if another holds it.
	Lock(path string) (release func(), err error)

	// The extended attributes; Unsupported where the system has none.
	Xattr(path, name string) (value []byte, there bool, err error)
	SetXattr(path, name string, value []byte) error
	RemoveXattr(path, name string) error
}

// Writer is a file open for writing.
type Writer interface {
	io.WriteCloser
	Sync() error
}

// Reader is a file open for reading anywhere.
type Reader interface {
	io.ReaderAt
	io.Closer
}

// Info is what stands at a path, links not followed.
type Info struct {
	Mode         fs.FileMode
	Size         int64
	Device, File uint64 // the file's identity; zero where the system has none
	Names        uint64 // hard links; 1 where the system does not count
	Owner, Group int    // -1 on Windows
	Modified     time.Time
}

// permissions are the bits of a mode that are kept.
const permissions = fs.ModePerm | fs.ModeSetuid | fs.ModeSetgid | fs.ModeSticky
