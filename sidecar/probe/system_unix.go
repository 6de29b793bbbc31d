//go:build unix

package probe

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// Writable asks the kernel with the effective user: a read-only mount and an access list count too, and nothing is
// created. The answer for an unwritable directory is false without an error.
func (Machine) Writable(dir string) (bool, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return false, err
	}
	if !info.IsDir() {
		return false, &fs.PathError{Op: "write", Path: dir, Err: syscall.ENOTDIR}
	}
	return allowed(dir, unix.W_OK|unix.X_OK)
}

// Executable reports a regular file with a permission to execute it. Mount options and the file's format are not asked.
func (Machine) Executable(path string) (bool, error) {
	info, err := os.Stat(path)
	if err != nil {
		return false, err
	}
	if !info.Mode().IsRegular() {
		return false, nil
	}
	return allowed(path, unix.X_OK)
}

func allowed(path string, mode uint32) (bool, error) {
	err := unix.Faccessat(unix.AT_FDCWD, path, mode, unix.AT_EACCESS)
	switch {
	case err == nil:
		return true, nil
	case errors.Is(err, unix.EACCES), errors.Is(err, unix.EPERM), errors.Is(err, unix.EROFS):
		return false, nil
	}
	return false, &fs.PathError{Op: "access", Path: path, Err: err}
}

// Owner is the user id of the file's owner.
func (Machine) Owner(info fs.FileInfo) int {
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		return int(st.Uid)
	}
	return -1
}
