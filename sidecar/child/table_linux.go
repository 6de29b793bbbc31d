package child

import (
	"bytes"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// parentIDsGoStale: the kernel gives orphans a new parent, so a parent's id is always that of a living process.
const parentIDsGoStale = false

// readTable reads /proc. Processes that end meanwhile are left out.
func readTable() (table, error) {
	dir, err := os.Open("/proc")
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	names, err := dir.Readdirnames(-1)
	if err != nil {
		return nil, err
	}
	t := make(table, len(names))
	for _, name := range names {
		if pid, err := strconv.Atoi(name); err == nil {
			if p, ok := look(pid); ok {
				t[pid] = p
			}
		}
	}
	return t, nil
}

// look reads one process; not ok means that there is none.
func look(pid int) (Proc, bool) {
	// Without os.ReadFile, which costs three times as much: this is done for every process of the machine.
	fd, err := unix.Open("/proc/"+strconv.Itoa(pid)+"/stat", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return Proc{}, false
	}
	defer unix.Close(fd)
	var line [1024]byte
	n, err := unix.Read(fd, line[:])
	if err != nil || n <= 0 {
		return Proc{}, false
	}
	return parseStat(string(line[:n]))
}

// parseStat reads a line of /proc/PID/stat (proc_pid_stat(5)). The name, in parentheses, may itself hold spaces and
// parentheses, so the fields are counted from the last one.
func parseStat(line string) (p Proc, ok bool) {
	open, end := strings.IndexByte(line, '('), strings.LastIndexByte(line, ')')
	if open < 0 || end < open {
		return Proc{}, false
	}
	fields := strings.Fields(line[end+1:])
	if len(fields) < 20 {
		return Proc{}, false
	}
	number := func(s string) int {
		n, err := strconv.Atoi(strings.TrimSpace(s))
		ok = ok && err == nil
		return n
	}
	ok = true
	p = Proc{
		PID: number(line[:open]), Parent: number(fields[1]), Group: number(fields[2]), Session: number(fields[3]),
		Zombie: fields[0] == "Z" || fields[0] == "X", Name: line[open+1 : end],
	}
	started, err := strconv.ParseUint(fields[19], 10, 64)
	p.Started = started
	return p, ok && err == nil
}

// hasMark reports whether the process began with an environment that holds MarkVariable with a value that starts so. Only
// processes of the own user can be read.
func hasMark(pid int, value string) bool {
	data, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/environ")
	if err != nil {
		return false
	}
	return bytes.Contains(append([]byte{0}, data...), []byte("\x00"+MarkVariable+"="+value))
}
