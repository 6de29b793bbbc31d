package process

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sys/unix"
)

// parentsGoStale: launchd becomes the parent of orphans.
const parentsGoStale = false

// lookTellsParent: a look at one process tells its parent.
const lookTellsParent = true

// Each calls f for every process that there was in one consistent look, other users' among them.
func (m Machine) Each(ctx context.Context, f func(Entry)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	data, err := allProcesses()
	if err != nil {
		return err
	}
	for ; len(data) >= kinfoSize; data = data[kinfoSize:] {
		if e, ok := parseKinfo(data); ok {
			f(e)
		}
	}
	return nil
}

// allProcesses asks again while there are more processes than the answer to the question about its size said.
func allProcesses() (data []byte, err error) {
	for range 3 {
		data, err = unix.SysctlRaw("kern.proc.all")
		if !errors.Is(err, unix.ENOMEM) {
			return data, err
		}
	}
	return data, err
}

// Look reads one process. The error is [ErrGone] if there is none.
func (m Machine) Look(pid int) (Entry, error) {
	data, err := unix.SysctlRaw("kern.proc.pid", pid)
	if err != nil {
		return Entry{}, ErrGone
	}
	e, ok := parseKinfo(data)
	if !ok || e.PID != pid {
		return Entry{}, ErrGone
	}
	return e, nil
}

// ChildrenOf lists the children of a process by id, zombies among them.
func (m Machine) ChildrenOf(ctx context.Context, pid int) ([]Proc, error) {
	return m.childrenByPass(ctx, pid)
}

// Time is when a process started.
func (Machine) Time(started uint64) time.Time {
	if started == 0 {
		return time.Time{}
	}
	return time.UnixMicro(int64(started))
}

// passIsCheap: a pass is one call, and so is a look at one process.
const passIsCheap = true

// UID is the user whose processes are ours.
func (m Machine) UID() int { return unix.Geteuid() }

// notOf reports that a process is another user's.
func (m Machine) notOf(uid int, e Entry) bool { return e.UID != uid }
