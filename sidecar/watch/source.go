package watch

import (
	"context"
	"debug/buildinfo"
	"os"
	"time"

	"github.com/govitals/govitals/sidecar/process"
)

// Source is where processes are seen.
type Source interface {
	// Children are the processes below one, zombies included. An error says that the process is gone or cannot be looked at.
	Children(pid int) ([]process.Proc, error)
	// Identify names a live process for ever.
	Identify(pid int) (process.ID, error)
	Alive(process.ID) bool
	Detail(pid int) process.Detail
	// Began is when a process started.
	Began(process.ID) time.Time
	// WatchExit is process.WatchExit.
	WatchExit(context.Context, process.ID) (<-chan process.Exit, error)
	Resident(pid int) int64
	// Package is the import path of the main package of a Go executable; empty for all others.
	Package(executable string) string
	// Waits tells what a process waits for.
	Waits(context.Context, int) process.Waiting
}

// Machine is the Source that this program runs on. The zero value is ready.
type Machine struct{ process.Machine }

var _ Source = Machine{}

func (Machine) Children(pid int) ([]process.Proc, error) { return process.ChildrenOf(pid) }
func (m Machine) Identify(pid int) (process.ID, error) {
	e, err := m.Look(pid)
	if err == nil && e.Zombie {
		err = process.ErrGone
	}
	return e.ID(), err
}

func (Machine) Alive(id process.ID) bool { return process.Alive(id) }

// Began is zero where the system does not tell.
func (m Machine) Began(id process.ID) time.Time {
	if id.Started == 0 {
		return time.Time{}
	}
	return m.Time(id.Started)
}

func (Machine) WatchExit(ctx context.Context, id process.ID) (<-chan process.Exit, error) {
	return process.WatchExit(ctx, id)
}

// Resident is 0 where it is not known.
func (m Machine) Resident(pid int) int64 {
	e, err := m.Look(pid)
	if err == nil && e.Resident == 0 {
		return m.Detail(pid).Resident
	}
	return e.Resident
}

func (Machine) Package(executable string) string {
	info, err := os.Stat(executable)
	if err != nil || !info.Mode().IsRegular() {
		return ""
	}
	build, err := buildinfo.ReadFile(executable)
	if err != nil {
		return ""
	}
	return build.Path
}
