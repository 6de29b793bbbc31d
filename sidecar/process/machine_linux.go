package process

import (
	"context"
	"errors"
	"os"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// parentsGoStale: the kernel gives orphans a new parent, so a parent's id is always that of a living process.
const parentsGoStale = false

var pageSize = int64(os.Getpagesize())

// lookTellsParent: a look at one process tells its parent.
const lookTellsParent = true

// Each calls f for every process that there is. Those that end meanwhile may be left out.
func (m Machine) Each(ctx context.Context, f func(Entry)) error {
	dir, err := os.Open(m.root())
	if err != nil {
		return err
	}
	defer dir.Close()
	names, err := dir.Readdirnames(-1)
	if err != nil {
		return err
	}
	for i, name := range names {
		if i%64 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if name[0] < '1' || name[0] > '9' {
			continue
		}
		if pid, err := strconv.Atoi(name); err == nil {
			if e, _, ok := m.stat(pid); ok {
				f(e)
			}
		}
	}
	return nil
}

// Look reads one process. The error is [ErrGone] if there is none.
func (m Machine) Look(pid int) (Entry, error) {
	e, _, ok := m.stat(pid)
	if !ok {
		return Entry{}, ErrGone
	}
	return e, nil
}

func (m Machine) stat(pid int) (e Entry, status int, ok bool) {
	// Without os.ReadFile, which costs three times as much: this is done for every process of the machine.
	fd, err := unix.Open(m.file(pid, "stat"), unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return Entry{}, 0, false
	}
	defer unix.Close(fd)
	var line [1024]byte
	n, err := unix.Read(fd, line[:])
	for errors.Is(err, unix.EINTR) {
		n, err = unix.Read(fd, line[:])
	}
	if err != nil || n <= 0 {
		return Entry{}, 0, false
	}
	e, status, ok = parseStat(line[:n], pageSize)
	return e, status, ok && e.PID == pid
}

// ChildrenOf lists the children of a process, zombies among them. The kernel does not promise that the list is complete while
// children come and go: one that is missing in it need not have ended; ask [Machine.Look].
func (m Machine) ChildrenOf(ctx context.Context, pid int) ([]Proc, error) {
	threads, err := readNames(m.file(pid, "task"))
	if err != nil {
		return nil, ErrGone
	}
	var out []Proc
	for _, thread := range threads {
		data, err := os.ReadFile(m.file(pid, "task/"+thread+"/children"))
		if errors.Is(err, os.ErrNotExist) && m.Root == "" {
			if _, err := os.Stat("/proc/self/task/" + strconv.Itoa(os.Getpid()) + "/children"); err != nil {
				return m.childrenByPass(ctx, pid) // a kernel without CONFIG_PROC_CHILDREN
			}
		}
		if err != nil {
			continue // the thread has ended
		}
		for len(data) > 0 {
			n := 0
			for ; len(data) > 0 && data[0] >= '0' && data[0] <= '9' && n < 1<<30; data = data[1:] {
				n = n*10 + int(data[0]-'0')
			}
			if e, _, ok := m.stat(n); n > 0 && ok && e.Parent == pid {
				out = append(out, e.Proc)
			}
			if len(data) > 0 {
				data = data[1:]
			}
		}
	}
	sortByID(out)
	return out, nil
}

// Time is when a process started.
func (m Machine) Time(started uint64) time.Time {
	var now, since unix.Timespec
	if started == 0 || unix.ClockGettime(unix.CLOCK_REALTIME, &now) != nil || unix.ClockGettime(unix.CLOCK_BOOTTIME, &since) != nil {
		return time.Time{}
	}
	return time.Unix(0, now.Nano()-since.Nano()).Add(time.Duration(started) * tick)
}

func (m Machine) root() string {
	if m.Root == "" {
		return "/proc"
	}
	return m.Root
}

func (m Machine) file(pid int, name string) string {
	return m.root() + "/" + strconv.Itoa(pid) + "/" + name
}

func readNames(path string) ([]string, error) {
	dir, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	return dir.Readdirnames(-1)
}

// passIsCheap: a pass reads a file for each process, and a few processes are read faster one by one.
const passIsCheap = false

// UID is the user whose processes are ours; -1 if the system does not count so.
func (m Machine) UID() int { return os.Geteuid() }

// notOf reports that a process is another user's.
func (m Machine) notOf(uid int, e Entry) bool {
	owner := ownerOf(m.file(e.PID, ""))
	return uid != -1 && owner != -1 && owner != uid
}
