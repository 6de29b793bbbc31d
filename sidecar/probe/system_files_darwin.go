package probe

import (
	"io/fs"
	"syscall"

	"golang.org/x/sys/unix"
)

// Dataless reports a file whose content only the network has: SF_DATALESS of iCloud and other file providers.
func (Machine) Dataless(info fs.FileInfo) bool {
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && st.Flags&unix.SF_DATALESS != 0
}

// FileSystem is the type of the file system under a path, and whether its content is elsewhere.
func (Machine) FileSystem(path string) (kind string, remote bool, err error) {
	var st unix.Statfs_t
	if err := unix.Statfs(path, &st); err != nil {
		return "", false, &fs.PathError{Op: "statfs", Path: path, Err: err}
	}
	return unix.ByteSliceToString(st.Fstypename[:]), st.Flags&unix.MNT_LOCAL == 0, nil
}
