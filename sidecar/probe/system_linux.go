package probe

import (
	"bufio"
	"io/fs"
	"math"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// Disk asks the file system under a path what an unprivileged user may still use.
func (Machine) Disk(path string) (freeBytes, freeInodes int64, readOnly bool, err error) {
	var st unix.Statfs_t
	if err := unix.Statfs(path, &st); err != nil {
		return -1, -1, false, &fs.PathError{Op: "statfs", Path: path, Err: err}
	}
	freeInodes = -1 // btrfs and others make them as they go and say 0 of 0
	if st.Files > 0 {
		freeInodes = int64(min(st.Ffree, math.MaxInt64))
	}
	return int64(st.Bavail) * st.Bsize, freeInodes, st.Flags&unix.ST_RDONLY != 0, nil
}

// systemRelease is the distribution and the kernel: "Debian GNU/Linux 12 (bookworm), kernel 6.1.0".
func systemRelease() string {
	var parts []string
	if f, err := os.Open("/etc/os-release"); err == nil {
		defer f.Close()
		for lines := bufio.NewScanner(f); lines.Scan(); {
			if name, ok := strings.CutPrefix(lines.Text(), "PRETTY_NAME="); ok {
				parts = append(parts, strings.Trim(name, `"'`))
			}
		}
	}
	var u unix.Utsname
	if unix.Uname(&u) == nil {
		parts = append(parts, "kernel "+unix.ByteSliceToString(u.Release[:]))
	}
	return strings.Join(parts, ", ")
}
