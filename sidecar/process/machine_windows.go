package process

import (
	"context"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// parentsGoStale: Windows never changes the parent's id that it recorded.
const parentsGoStale = true

// lookTellsParent: only a snapshot of all tells parents and names.
const lookTellsParent = false

// Each calls f for every process of one Toolhelp snapshot. Processes whose start time may not be read have Started zero.
func (m Machine) Each(ctx context.Context, f func(Entry)) error {
	snapshot, err := windows.CreateToolhelp32Snapshot(windows.TH32CS_SNAPPROCESS, 0)
	if err != nil {
		return err
	}
	defer windows.CloseHandle(snapshot)
	var entry windows.ProcessEntry32
	entry.Size = uint32(unsafe.Sizeof(entry))
	for err = windows.Process32First(snapshot, &entry); err == nil; err = windows.Process32Next(snapshot, &entry) {
		if err := ctx.Err(); err != nil {
			return err
		}
		e := Entry{UID: -1, Proc: Proc{PID: int(entry.ProcessID), Parent: int(entry.ParentProcessID), Name: windows.UTF16ToString(entry.ExeFile[:])}}
		e.Started = startTime(e.PID)
		f(e)
	}
	return nil
}

// Look reads one process, also one that ended while somebody holds a handle of it: that one is a zombie. The error is
// [ErrGone] if there is none.
func (m Machine) Look(pid int) (Entry, error) {
	h, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION, false, uint32(pid))
	if err != nil {
		return Entry{}, ErrGone
	}
	defer windows.CloseHandle(h)
	e := Entry{UID: -1, Proc: Proc{PID: pid, Started: createdAt(h), Zombie: ended(h)}}
	if e.Started == 0 {
		return Entry{}, ErrGone
	}
	return e, nil
}

// ended reports that a process only exists because of handles. Without the right to wait for it, it counts as alive.
func ended(h windows.Handle) bool {
	var created, exited, kernel, user windows.Filetime
	return windows.GetProcessTimes(h, &created, &exited, &kernel, &user) == nil && (exited.HighDateTime != 0 || exited.LowDateTime != 0)
}

// ChildrenOf lists the children of a process by id.
func (m Machine) ChildrenOf(ctx context.Context, pid int) ([]Proc, error) {
	return m.childrenByPass(ctx, pid)
}

// startTime is in units of 100 ns; zero if the process is gone or may not be looked at.
func startTime(pid int) uint64 {
	h, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION, false, uint32(pid))
	if err != nil {
		return 0
	}
	defer windows.CloseHandle(h)
	return createdAt(h)
}

func createdAt(h windows.Handle) uint64 {
	var created, exited, kernel, user windows.Filetime
	if windows.GetProcessTimes(h, &created, &exited, &kernel, &user) != nil {
		return 0
	}
	return uint64(created.HighDateTime)<<32 | uint64(created.LowDateTime)
}

// Time is when a process started.
func (Machine) Time(started uint64) time.Time {
	if started == 0 {
		return time.Time{}
	}
	f := windows.Filetime{LowDateTime: uint32(started), HighDateTime: uint32(started >> 32)}
	return time.Unix(0, f.Nanoseconds())
}

// passIsCheap: a pass is one snapshot, and single processes do not tell their parents.
const passIsCheap = true

// UID is -1: Windows does not count users.
func (m Machine) UID() int { return -1 }

// notOf is never so: other users' processes cannot be opened, and show nothing.
func (m Machine) notOf(int, Entry) bool { return false }
