package process

import (
	"context"
	"encoding/binary"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/govitals/govitals/sidecar/health"
)

// maxTable bounds what is read of the kernel's tables.
const maxTable = 4 << 20

// Waits tells what a process waits for at this moment. What is certain comes first: a lock that another process holds, a live
// child, a thread that waits for a disk, one that computes; then a connection, which may also be one that merely stays open.
func (m Machine) Waits(ctx context.Context, pid int) Waiting {
	files := m.openFiles(pid)
	if path, ok := m.lockAwaited(pid, files); ok {
		return Waiting{health.WaitLock, health.V(health.Path(path))}
	}
	children, _ := m.ChildrenOf(ctx, pid)
	for _, c := range children {
		if !c.Zombie {
			return Waiting{health.WaitChild, health.V(health.Words(c.Name, maxName))}
		}
	}
	switch letter, at := m.threads(pid); letter {
	case 'D':
		return Waiting{health.WaitDisk, health.V(health.Words(at, maxName))}
	case 'R':
		return Waiting{health.WaitCPU, unknownWait().On}
	}
	if remote, ok := m.connection(pid, files); ok {
		return Waiting{health.WaitNetwork, health.V(health.Host(remote))}
	}
	return unknownWait()
}

// maxName bounds the name of a child or of a place in the kernel.
const maxName = 100

// openFiles are the targets of a process's descriptors by descriptor; none of another user's.
func (m Machine) openFiles(pid int) map[string]string {
	names, err := readNames(m.file(pid, "fd"))
	if err != nil {
		return nil
	}
	out := make(map[string]string, len(names))
	for _, name := range names {
		if target, err := os.Readlink(m.file(pid, "fd/"+name)); err == nil {
			out[name] = target
		}
	}
	return out
}

// lockAwaited is the file of a lock that a process waits for.
func (m Machine) lockAwaited(pid int, files map[string]string) (string, bool) {
	data, err := readBounded(m.root()+"/locks", maxTable)
	if err != nil {
		return "", false
	}
	awaited := awaitedLocks(data, pid)
	for fd, target := range files {
		var st unix.Stat_t
		if len(awaited) > 0 && unix.Stat(m.file(pid, "fd/"+fd), &st) == nil && slices.Contains(awaited, st.Ino) {
			return target, true
		}
	}
	return "", false
}

// threads finds a thread that waits for a disk (D) or computes (R), and where in the kernel the former waits.
func (m Machine) threads(pid int) (letter byte, at string) {
	names, err := readNames(m.file(pid, "task"))
	if err != nil {
		return 0, ""
	}
	for _, name := range names {
		data, err := readBounded(m.file(pid, "task/"+name+"/stat"), 1024)
		if err != nil {
			continue
		}
		e, _, ok := parseStat(data, pageSize)
		switch {
		case ok && e.Letter == 'D':
			where, _ := readBounded(m.file(pid, "task/"+name+"/wchan"), maxName)
			if at = string(where); at == "0" {
				at = ""
			}
			return 'D', at
		case ok && e.Letter == 'R':
			letter = 'R'
		}
	}
	return letter, ""
}

// connection is the remote address of a connection of the process; one that is not answered yet comes first.
func (m Machine) connection(pid int, files map[string]string) (string, bool) {
	own := map[uint64]bool{}
	for _, target := range files {
		if rest, ok := strings.CutPrefix(target, "socket:["); ok {
			if inode, err := strconv.ParseUint(strings.TrimSuffix(rest, "]"), 10, 64); err == nil {
				own[inode] = true
			}
		}
	}
	if len(own) == 0 {
		return "", false
	}
	best := ""
	for _, name := range []string{"net/tcp", "net/tcp6"} {
		data, err := readBounded(m.file(pid, name), maxTable)
		if err != nil {
			continue
		}
		for _, s := range parseTCP(data, littleEndian) {
			switch {
			case own[s.inode] && s.opens:
				return s.remote.String(), true
			case own[s.inode] && best == "":
				best = s.remote.String()
			}
		}
	}
	return best, best != ""
}

// littleEndian is the byte order of this machine.
var littleEndian = binary.NativeEndian.Uint16([]byte{1, 0}) == 1
