package child

import (
	"bytes"

	"golang.org/x/sys/unix"
)

// parentIDsGoStale: launchd becomes the parent of orphans.
const parentIDsGoStale = false

// zombieState is SZOMB of sys/proc.h.
const zombieState = 5

// readTable reads the whole table in one consistent look.
func readTable() (table, error) {
	list, err := unix.SysctlKinfoProcSlice("kern.proc.all")
	if err != nil {
		return nil, err
	}
	t := make(table, len(list))
	for i := range list {
		p := fromKinfo(&list[i])
		t[p.PID] = p
	}
	return t, nil
}

// look reads one process; not ok means that there is none.
func look(pid int) (Proc, bool) {
	k, err := unix.SysctlKinfoProc("kern.proc.pid", pid)
	if err != nil {
		return Proc{}, false
	}
	p := fromKinfo(k)
	return p, p.PID == pid
}

func fromKinfo(k *unix.KinfoProc) Proc {
	return Proc{
		PID: int(k.Proc.P_pid), Parent: int(k.Eproc.Ppid), Group: int(k.Eproc.Pgid),
		Started: uint64(k.Proc.P_starttime.Sec)*1e6 + uint64(k.Proc.P_starttime.Usec),
		Zombie:  k.Proc.P_stat == zombieState, Name: unix.ByteSliceToString(k.Proc.P_comm[:]),
	}
}

// hasMark reports whether the process began with an environment that holds MarkVariable with a value that starts so. Only
// processes of the own user can be read, and of those not the ones that system integrity protection hides.
func hasMark(pid int, value string) bool {
	data, err := unix.SysctlRaw("kern.procargs2", pid)
	return err == nil && bytes.Contains(data, []byte("\x00"+MarkVariable+"="+value))
}
