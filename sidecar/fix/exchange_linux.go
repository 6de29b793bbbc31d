package fix

import (
	"errors"
	"io/fs"

	"golang.org/x/sys/unix"
)

// exchange is unsupported by kernels, and by file systems such as those of a network, that do not know it.
func exchange(one, other string) error {
	err := unix.Renameat2(unix.AT_FDCWD, one, unix.AT_FDCWD, other, unix.RENAME_EXCHANGE)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOSYS) || errors.Is(err, unix.ENOTSUP):
		return errors.ErrUnsupported
	}
	return &fs.PathError{Op: "exchange", Path: other, Err: err}
}
