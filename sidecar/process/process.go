// Package process looks at the processes of a machine: what runs, below what, on which architecture, and what a process waits
// for. It starts nothing and changes nothing, and asks no process to tell of itself.
//
// A whole pass is cheap and tells little of each process; what costs more is asked for one process at a time (see [Machine.Detail]).
package process

import (
	"errors"
	"time"
)

// An ID names a process for ever: process ids are used again, together with the start they are not.
type ID struct {
	PID int
	// Started is the start time in a unit of the system's own: Linux clock ticks since the machine started, macOS microseconds
	// since 1970, Windows 100 ns since 1601; 0 where it may not be known. [Machine.Time] makes a time of it.
	Started uint64
}

// A Proc is one process at the moment it was looked at.
type Proc struct {
	PID, Parent int
	// Group and Session are the process group and the session, zero on Windows; macOS reports no session.
	Group, Session int
	Started        uint64 // as in [ID]
	Zombie         bool   // ended, and not yet waited for by its parent
	Name           string // Linux cuts it off after 15 bytes, macOS after 16
}

// ID names the process for ever.
func (p Proc) ID() ID { return ID{PID: p.PID, Started: p.Started} }

// Same reports whether two looks saw the same process.
func (p Proc) Same(q Proc) bool { return p.PID == q.PID && p.Started == q.Started }

// An Entry is what a whole pass tells of a process.
type Entry struct {
	Proc
	UID      int           // -1: a pass does not tell (Linux, Windows)
	CPU      time.Duration // processor time since the start; 0: a pass does not tell (macOS, Windows)
	Resident int64         // bytes; 0: a pass does not tell (macOS, Windows)
	// Letter is Linux's state of the process: R, S, D, Z, T and others; 0 elsewhere.
	Letter byte
	// Translated: Rosetta translates its code (macOS).
	Translated bool
}

// An Exit is how a process ended. Known: Code and Signal are the system's word; otherwise it did not say, which is usual for a
// process that is not a child of ours.
type Exit struct {
	Code   int
	Signal int // 0: none
	Known  bool
}

// ErrGone says that there is no such process, or that its id belongs to another one by now.
var ErrGone = errors.New("the process has ended")

// waitStatus reads the status word of wait(2).
func waitStatus(status int) Exit {
	if signal := status & 0x7f; signal != 0 && signal != 0x7f {
		return Exit{Code: -1, Signal: signal, Known: true}
	}
	return Exit{Code: status >> 8 & 0xff, Known: true}
}
