package probe

import (
	"io/fs"
	"math"

	"golang.org/x/sys/unix"
)

// Disk asks the file system under a path what an unprivileged user may still use. Files is not asked: APFS makes inodes
// as it goes and reports billions.
func (Machine) Disk(path string) (freeBytes, freeInodes int64, readOnly bool, err error) {
	var st unix.Statfs_t
	if err := unix.Statfs(path, &st); err != nil {
		return -1, -1, false, &fs.PathError{Op: "statfs", Path: path, Err: err}
	}
	return int64(min(st.Bavail*uint64(st.Bsize), math.MaxInt64)), -1, st.Flags&unix.MNT_RDONLY != 0, nil
}

// systemRelease is the product version: "macOS 14.5".
func systemRelease() string {
	version, err := unix.Sysctl("kern.osproductversion")
	if err != nil {
		return ""
	}
	return "macOS " + version
}
