package child

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// parentIDsGoStale: Windows never changes the parent's id that it recorded.
const parentIDsGoStale = true

// readTable takes a Toolhelp snapshot. Processes whose start time may not be read have Started zero.
func readTable() (table, error) {
	snapshot, err := windows.CreateToolhelp32Snapshot(windows.TH32CS_SNAPPROCESS, 0)
	if err != nil {
		return nil, err
	}
	defer windows.CloseHandle(snapshot)
	var entry windows.ProcessEntry32
	entry.Size = uint32(unsafe.Sizeof(entry))
	t := table{}
	for err = windows.Process32First(snapshot, &entry); err == nil; err = windows.Process32Next(snapshot, &entry) {
		p := Proc{PID: int(entry.ProcessID), Parent: int(entry.ParentProcessID), Name: windows.UTF16ToString(entry.ExeFile[:])}
		p.Started = startTime(p.PID)
		t[p.PID] = p
	}
	return t, nil
}

// look reads one process, also one that ended while somebody holds a handle of it; not ok means that there is none.
func look(pid int) (Proc, bool) {
	started := startTime(pid)
	return Proc{PID: pid, Started: started}, started != 0
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
	var created, ended, kernel, user windows.Filetime
	if windows.GetProcessTimes(h, &created, &ended, &kernel, &user) != nil {
		return 0
	}
	return uint64(created.HighDateTime)<<32 | uint64(created.LowDateTime)
}

// hasMark: the environment of another process cannot be read without debug rights.
func hasMark(int, string) bool { return false }
