//go:build unix

package child

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// A group is the process group that a program leads. It leads a session too: without a terminal, git and ssh under go cannot
// ask for a password there and wait for ever.
type group struct{ leader *os.Process }

func newGroup(leader *os.Process) *group { return &group{leader} }

func attributes(c Command) *syscall.SysProcAttr {
	a := &syscall.SysProcAttr{Setsid: true}
	if !c.Outlives {
		dieWithUs(a, c)
	}
	return a
}

// ask tells the group to end, and reports whether the system has a way to say so.
func (g *group) ask() bool { g.signal(syscall.SIGTERM); return true }

func (g *group) kill() { g.signal(syscall.SIGKILL) }

// signal reaches the group only while its leader was not waited for: after that the id may be another group's.
func (g *group) signal(s syscall.Signal) {
	if g.leader.Signal(syscall.Signal(0)) == nil {
		_ = syscall.Kill(-g.leader.Pid, s)
	}
}

// members: on Unix descendants are found through the process table.
func (g *group) members() []int { return nil }

func (g *group) close() {}

func signalName(state *os.ProcessState) string {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return unix.SignalName(status.Signal())
	}
	return ""
}
