package probe

import (
	"io/fs"

	"golang.org/x/sys/unix"
)

// NoExec reports a file system from which no program is started.
func (Machine) NoExec(path string) (bool, error) {
	var st unix.Statfs_t
	if err := unix.Statfs(path, &st); err != nil {
		return false, &fs.PathError{Op: "statfs", Path: path, Err: err}
	}
	return st.Flags&unix.ST_NOEXEC != 0, nil
}
