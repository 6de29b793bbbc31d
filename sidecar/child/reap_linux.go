package child

import (
	"errors"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"

	"golang.org/x/sys/unix"
)

var isReaper atomic.Bool

// becomeReaper makes orphans of our descendants our children (prctl(2), PR_SET_CHILD_SUBREAPER) instead of init's. They can
// be found there whatever session they fled into, and a container whose init reaps nothing keeps no zombies of ours.
var becomeReaper = sync.OnceFunc(func() {
	isReaper.Store(unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == nil)
})

func reaper() bool { return isReaper.Load() }

// dieWithUs has the kernel end the program when this process dies without a chance to end it (prctl(2), PR_SET_PDEATHSIG): a
// gopls that hangs before it reads its input would stay for ever. A shell may have something to put back. The kernel goes by
// the thread that started the program; Go ends none but those that a goroutine keeps for itself, and none here does.
func dieWithUs(a *syscall.SysProcAttr, c Command) {
	a.Pdeathsig = syscall.SIGKILL
	if c.Grace > 0 {
		a.Pdeathsig = syscall.SIGHUP
	}
}

// refusesToDie reports a start that may have failed for dieWithUs: a sandbox can forbid the prctl, and without another attempt
// no program would ever start there.
func refusesToDie(err error) bool {
	return errors.Is(err, unix.EPERM) || errors.Is(err, unix.EACCES) || errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOSYS)
}

// childless reports cheaply that nothing outlived any program of ours. False means that the table must be read.
func childless() bool {
	if !reaper() {
		return false
	}
	err := unix.Waitid(unix.P_ALL, 0, nil, unix.WEXITED|unix.WNOHANG|unix.WNOWAIT, nil)
	return err == unix.ECHILD || onlyRoots("/proc/self/task", live.isRoot)
}

// onlyRoots reports whether all children that the kernel lists for the threads of this process are known programs. The list
// is a build option of the kernel (CONFIG_PROC_CHILDREN); without it the answer is no. While it is read, each child that ends
// can make the kernel skip another (fs/proc/array.c says so), and a program's stray was never ended: two equal lists prove
// that none ended during the first.
func onlyRoots(tasks string, isRoot func(pid int) bool) bool {
	list, ok := children(tasks)
	if !ok {
		return false
	}
	for field := range strings.FieldsSeq(list) {
		if pid, err := strconv.Atoi(field); err != nil || !isRoot(pid) {
			return false
		}
	}
	again, ok := children(tasks)
	return ok && again == list
}

// children are the ids of the children of all threads as the kernel lists them.
func children(tasks string) (list string, ok bool) {
	threads, err := os.ReadDir(tasks)
	if err != nil || len(threads) == 0 {
		return "", false
	}
	var all strings.Builder
	for _, thread := range threads {
		text, err := os.ReadFile(tasks + "/" + thread.Name() + "/children")
		if errors.Is(err, fs.ErrNotExist) {
			if _, gone := os.Stat(tasks + "/" + thread.Name()); gone != nil {
				continue // the thread ended; its children are another thread's
			}
		}
		if err != nil {
			return "", false
		}
		_, _ = all.Write(append(text, ' '))
	}
	return all.String(), true
}

// reap waits for the orphans that became our children and ended. It must never take an exit that os/exec waits for, in this
// package or elsewhere in the program: roots are left alone, and of the rest only what a family of ours owns, or what
// nobody in this process holds: os/exec holds each of its processes through a descriptor from birth to wait.
// It returns how many it reaped.
func reap(t table) (reaped int) {
	self := os.Getpid()
	orphan := orphanTest()
	families := live.list()
	for _, p := range t {
		if !p.Zombie || p.Parent != self || live.isRoot(p.PID) {
			continue
		}
		owned := false
		for _, f := range families {
			owned = owned || f.owns(p)
		}
		if !owned && !orphan(p) {
			continue
		}
		if pid, err := syscall.Wait4(p.PID, nil, syscall.WNOHANG, nil); err == nil && pid == p.PID {
			reaped++
		}
	}
	return reaped
}

// orphanTest returns a test for whether a process certainly became a child of this one by adoption. It looks at what this
// process holds once, when it is first needed, which must be after the process table was read.
func orphanTest() func(Proc) bool {
	self, held := os.Getpid(), sync.OnceValue(heldProcesses)
	return func(p Proc) bool {
		return reaper() && p.Parent == self && handlesWork() && !held()[p.PID]
	}
}

// heldProcesses are the processes that this one holds a process descriptor of (pidfd_open(2)).
func heldProcesses() map[int]bool {
	held := map[int]bool{}
	entries, err := os.ReadDir("/proc/self/fdinfo")
	if err != nil {
		return held
	}
	for _, e := range entries {
		if link, err := os.Readlink("/proc/self/fd/" + e.Name()); err != nil || !strings.Contains(link, "pidfd") {
			continue
		}
		info, err := os.ReadFile("/proc/self/fdinfo/" + e.Name())
		if err != nil {
			continue
		}
		for _, line := range strings.Split(string(info), "\n") {
			if value, ok := strings.CutPrefix(line, "Pid:"); ok {
				if pid, err := strconv.Atoi(strings.TrimSpace(value)); err == nil {
					held[pid] = true
				}
			}
		}
	}
	return held
}

// handlesWork reports whether the kernel lets os/exec hold processes by descriptor (Linux 5.4), without which heldProcesses
// would prove nothing.
var handlesWork = sync.OnceValue(func() bool {
	p, err := os.FindProcess(os.Getpid())
	if err != nil {
		return false
	}
	defer func() { _ = p.Release() }()
	visible := false
	err = p.WithHandle(func(uintptr) { visible = heldProcesses()[os.Getpid()] })
	return err == nil && visible
})

// stop tells one process to end. The descriptor pins the process, so that between the comparison of the start times and the
// signal the id cannot become another's.
func stop(p Proc, hard bool) {
	s := unix.SIGTERM
	if hard {
		s = unix.SIGKILL
	}
	fd, err := unix.PidfdOpen(p.PID, 0)
	if err == nil {
		defer unix.Close(fd)
	}
	if now, ok := look(p.PID); !ok || !now.Same(p) {
		return
	}
	if err == nil && unix.PidfdSendSignal(fd, s, nil, 0) == nil {
		return
	}
	_ = unix.Kill(p.PID, s)
}

// lowerPriority lowers the processor and the disk priority of a program's group; what it starts later inherits both. Where the
// kernel shares the processor out by session (sched(7), autogroup: the usual thing on a desktop), niceness counts only within
// the session, which is the program's own, so that the session itself has to yield.
func lowerPriority(leader, nice int) {
	const (
		whoGroup     = 2         // IOPRIO_WHO_PGRP
		lowestInTurn = 2<<13 | 7 // IOPRIO_CLASS_BE, level 7: the idle class could starve it under load
	)
	_ = unix.Setpriority(unix.PRIO_PGRP, leader, nice)
	_ = os.WriteFile(sessionNice(leader), []byte(strconv.Itoa(nice)), 0) // there is no such file where niceness does count
	_, _, _ = unix.Syscall(unix.SYS_IOPRIO_SET, whoGroup, uintptr(leader), lowestInTurn)
}

func sessionNice(pid int) string { return "/proc/" + strconv.Itoa(pid) + "/autogroup" }
