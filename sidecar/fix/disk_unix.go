//go:build unix

package fix

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// noFollow refuses a link in the journal's directory: who planted it chose what would be made or written to.
const noFollow = syscall.O_NOFOLLOW

func isNoSpace(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

func isReadOnly(err error) bool { return errors.Is(err, syscall.EROFS) }

// identify fills in what the system knows of a file beyond its mode.
func identify(_ string, info fs.FileInfo, out *Info) {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		out.Device, out.File, out.Names = uint64(stat.Dev), stat.Ino, uint64(stat.Nlink)
		out.Owner, out.Group = int(stat.Uid), int(stat.Gid)
	}
}

func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	err = dir.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		err = nil // a file system that knows no sync of directories, as some network drives
	}
	return errors.Join(err, dir.Close())
}

// lockFile takes the kernel's lock, which cannot outlive its process and so is never stale.
func lockFile(path string) (func(), error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|noFollow, 0o600)
	if err != nil {
		return nil, err
	}
	err = ignoringInterrupts(func() error { return unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB) })
	if err != nil {
		_ = file.Close()
		if errors.Is(err, unix.EWOULDBLOCK) {
			err = ErrLocked
		}
		return nil, err
	}
	return func() { _ = file.Close() }, nil
}

func ignoringInterrupts(call func() error) error {
	for {
		if err := call(); !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}

func (Disk) Xattr(path, name string) ([]byte, bool, error) {
	value := make([]byte, 64<<10) // the largest that Linux allows
	n, err := unix.Lgetxattr(path, name, value)
	switch {
	case errors.Is(err, noXattr):
		return nil, false, nil
	case err != nil:
		return nil, false, &fs.PathError{Op: "getxattr", Path: path, Err: err}
	}
	return value[:n], true, nil
}

func (Disk) SetXattr(path, name string, value []byte) error {
	if err := unix.Lsetxattr(path, name, value, 0); err != nil {
		return &fs.PathError{Op: "setxattr", Path: path, Err: err}
	}
	return nil
}

func (Disk) RemoveXattr(path, name string) error {
	if err := unix.Lremovexattr(path, name); err != nil && !errors.Is(err, noXattr) {
		return &fs.PathError{Op: "removexattr", Path: path, Err: err}
	}
	return nil
}
