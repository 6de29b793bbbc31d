//go:build darwin || linux

package probe

import (
	"errors"
	"io/fs"

	"golang.org/x/sys/unix"
)

var _ attributes = Machine{}

// Attribute asks for the size first: the answer to a buffer that is too small is an error without a size.
func (Machine) Attribute(path, name string, limit int) ([]byte, error) {
	size, err := unix.Lgetxattr(path, name, nil)
	if err == nil && size > limit {
		return nil, &fs.PathError{Op: "getxattr", Path: path, Err: ErrTooLarge}
	}
	value := make([]byte, max(size, 0))
	if err == nil && size > 0 {
		size, err = unix.Lgetxattr(path, name, value)
	}
	switch {
	case errors.Is(err, noAttribute):
		return nil, errNoAttribute
	case err != nil:
		return nil, &fs.PathError{Op: "getxattr", Path: path, Err: err}
	}
	return value[:size], nil
}
