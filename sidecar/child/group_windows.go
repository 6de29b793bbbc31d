package child

import (
	"os"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// A group is the job object that holds a program and whatever it starts. Closing the job, also by the death of this process,
// ends them all.
type group struct {
	leader *os.Process
	job    windows.Handle // zero if the system refused one
}

func newGroup(leader *os.Process) *group {
	g := &group{leader: leader}
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return g
	}
	var limits windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION
	limits.BasicLimitInformation.LimitFlags = windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
	_, err = windows.SetInformationJobObject(job, windows.JobObjectExtendedLimitInformation,
		uintptr(unsafe.Pointer(&limits)), uint32(unsafe.Sizeof(limits)))
	if err == nil {
		err = assign(job, leader.Pid)
	}
	if err != nil {
		_ = windows.CloseHandle(job)
		return g
	}
	g.job = job
	return g
}

func assign(job windows.Handle, pid int) error {
	h, err := windows.OpenProcess(windows.PROCESS_SET_QUOTA|windows.PROCESS_TERMINATE, false, uint32(pid))
	if err != nil {
		return err
	}
	defer windows.CloseHandle(h)
	return windows.AssignProcessToJobObject(job, h)
}

// attributes keeps console windows from flashing up, for the program and for what it starts.
func attributes(c Command) *syscall.SysProcAttr {
	flags := uint32(windows.CREATE_NO_WINDOW | windows.CREATE_NEW_PROCESS_GROUP)
	switch nice := c.nice(); { // both are inherited, unlike the classes above normal
	case nice > 10:
		flags |= windows.IDLE_PRIORITY_CLASS
	case nice > 0:
		flags |= windows.BELOW_NORMAL_PRIORITY_CLASS
	}
	return &syscall.SysProcAttr{HideWindow: true, CreationFlags: flags}
}

func lowerPriority(int, int) {}

// ask: Windows has no polite signal for a program without a window.
func (g *group) ask() bool { return false }

func (g *group) kill() {
	if g.job != 0 {
		_ = windows.TerminateJobObject(g.job, 1)
	}
	_ = g.leader.Kill()
}

// members are the process ids in the job.
func (g *group) members() []int {
	if g.job == 0 {
		return nil
	}
	const room = 1024
	var list struct {
		assigned, listed uint32
		ids              [room]uintptr
	}
	err := windows.QueryInformationJobObject(g.job, windows.JobObjectBasicProcessIdList,
		uintptr(unsafe.Pointer(&list)), uint32(unsafe.Sizeof(list)), nil)
	if err != nil && err != windows.ERROR_MORE_DATA {
		return nil
	}
	var pids []int
	for _, id := range list.ids[:min(int(list.listed), room)] {
		pids = append(pids, int(id))
	}
	return pids
}

func (g *group) close() {
	if g.job != 0 {
		_ = windows.CloseHandle(g.job)
	}
}

func signalName(*os.ProcessState) string { return "" }
