package probe

import (
	"bufio"
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// remoteTypes are the file systems whose content is on another machine, on a virtual machine's host or behind a program
// (statfs(2), linux/magic.h).
var remoteTypes = map[int64]string{
	unix.NFS_SUPER_MAGIC: "nfs", unix.SMB_SUPER_MAGIC: "smb", unix.SMB2_SUPER_MAGIC: "smb2", unix.CIFS_SUPER_MAGIC: "cifs",
	unix.V9FS_MAGIC: "9p", unix.FUSE_SUPER_MAGIC: "fuse", unix.AFS_SUPER_MAGIC: "afs", unix.CODA_SUPER_MAGIC: "coda",
	unix.CEPH_SUPER_MAGIC: "ceph", 0x53464846: "wslfs", 0x786f4256: "vboxsf", 0xbacbacbc: "vmhgfs", 0x6a656a63: "virtiofs",
}

var localTypes = map[int64]string{
	unix.EXT4_SUPER_MAGIC: "ext4", unix.BTRFS_SUPER_MAGIC: "btrfs", unix.XFS_SUPER_MAGIC: "xfs", unix.TMPFS_MAGIC: "tmpfs",
	unix.OVERLAYFS_SUPER_MAGIC: "overlay", 0x2fc12fc1: "zfs", 0xf2f52010: "f2fs",
}

// FileSystem is the type of the file system under a path, and whether its content is elsewhere.
func (Machine) FileSystem(path string) (kind string, remote bool, err error) {
	var st unix.Statfs_t
	if err := unix.Statfs(path, &st); err != nil {
		return "", false, &fs.PathError{Op: "statfs", Path: path, Err: err}
	}
	number := int64(uint32(st.Type))
	if name, ok := remoteTypes[number]; ok {
		return name, true, nil
	}
	if name, ok := localTypes[number]; ok {
		return name, false, nil
	}
	return fmt.Sprintf("0x%x", number), false, nil
}

// Caps of the count of watches.
const (
	maxProcesses   = 4000
	maxDescriptors = 50_000
)

// InotifyUse counts the watchers of this user and their watches. Only its own processes can be looked into, and only these
// share its limits.
func (m Machine) InotifyUse() (watches, instances int) {
	processes, err := m.ReadDir("/proc", maxProcesses)
	if err != nil {
		return 0, 0
	}
	left := maxDescriptors
	for _, p := range processes {
		info, err := p.Info()
		if p.Name()[0] < '0' || p.Name()[0] > '9' || err != nil || m.Owner(info) != os.Getuid() {
			continue
		}
		descriptors, _ := m.ReadDir("/proc/"+p.Name()+"/fd", left)
		for _, d := range descriptors {
			left--
			if to, err := os.Readlink("/proc/" + p.Name() + "/fd/" + d.Name()); err != nil || !strings.HasPrefix(to, "anon_inode:inotify") && to != "inotify" {
				continue
			}
			instances++
			watches += countWatches("/proc/" + p.Name() + "/fdinfo/" + d.Name())
		}
		if left <= 0 {
			break
		}
	}
	return watches, instances
}

func countWatches(file string) int {
	f, err := os.Open(file)
	if err != nil {
		return 0
	}
	defer f.Close()
	n := 0
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if bytes.HasPrefix(lines.Bytes(), []byte("inotify wd:")) {
			n++
		}
	}
	return n
}
