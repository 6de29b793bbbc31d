package fix

import (
	"errors"
	"io/fs"

	"golang.org/x/sys/unix"
)

// exchange is unsupported by file systems that do not know it: APFS and HFS+ do.
func exchange(one, other string) error {
	err := unix.RenameatxNp(unix.AT_FDCWD, one, unix.AT_FDCWD, other, unix.RENAME_SWAP)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOTSUP):
		return errors.ErrUnsupported
	}
	return &fs.PathError{Op: "exchange", Path: other, Err: err}
}
