package child

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// becomeReaper: on macOS orphans go to launchd, which reaps them.
func becomeReaper() {}

func reaper() bool { return false }

// dieWithUs: macOS cannot arrange it; a server sees the end of its input.
func dieWithUs(*syscall.SysProcAttr, Command) {}

func refusesToDie(error) bool { return false }

// childless: nothing says so more cheaply than the table itself.
func childless() bool { return false }

func reap(table) int { return 0 }

func orphanTest() func(Proc) bool { return func(Proc) bool { return false } }

// stop tells one process to end, unless its id became another's meanwhile.
func stop(p Proc, hard bool) {
	if now, ok := look(p.PID); !ok || !now.Same(p) {
		return
	}
	s := unix.SIGTERM
	if hard {
		s = unix.SIGKILL
	}
	_ = unix.Kill(p.PID, s)
}

// lowerPriority lowers the processor priority of a program's group; what it starts later inherits it.
func lowerPriority(leader, nice int) {
	_ = unix.Setpriority(unix.PRIO_PGRP, leader, nice)
}
