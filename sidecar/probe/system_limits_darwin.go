package probe

import (
	"io/fs"
	"math"

	"golang.org/x/sys/unix"
)

// DescriptorLimits tells the hard limit of open files of this process, which inherited it from the editor, and the system's
// own. Go raises the soft limit of every program of its own, so that says nothing.
func (Machine) DescriptorLimits() (hard, perProcess, system, used int) {
	var limit unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_NOFILE, &limit) == nil && limit.Max < math.MaxInt32 {
		hard = int(limit.Max)
	}
	number := func(name string) int {
		n, err := unix.SysctlUint32(name)
		if err != nil {
			return 0
		}
		return int(n)
	}
	return hard, number("kern.maxfilesperproc"), number("kern.maxfiles"), number("kern.num_files")
}

// NoExec reports a file system from which no program is started.
func (Machine) NoExec(path string) (bool, error) {
	var st unix.Statfs_t
	if err := unix.Statfs(path, &st); err != nil {
		return false, &fs.PathError{Op: "statfs", Path: path, Err: err}
	}
	return st.Flags&unix.MNT_NOEXEC != 0, nil
}
