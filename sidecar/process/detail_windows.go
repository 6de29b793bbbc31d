package process

import (
	"errors"
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	kernel32          = windows.NewLazySystemDLL("kernel32.dll")
	getMemoryInfo     = kernel32.NewProc("K32GetProcessMemoryInfo")
	getProcessInfo    = kernel32.NewProc("GetProcessInformation")
	errNotImplemented = errors.New("windows shows that only to debuggers")
)

// memoryCounters is PROCESS_MEMORY_COUNTERS.
type memoryCounters struct {
	size, faults                                 uint32
	peakWorkingSet, workingSet                   uintptr
	peakPagedPool, pagedPool                     uintptr
	peakNonPagedPool, nonPagedPool, used, peakUs uintptr
}

// Detail reads what a pass does not tell, with no more rights than every user has for own processes.
func (m Machine) Detail(pid int) Detail {
	d := Detail{UID: -1}
	h, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION, false, uint32(pid))
	if err != nil {
		d.note(os.NewSyscallError("OpenProcess", err))
		return d
	}
	defer windows.CloseHandle(h)
	name := make([]uint16, windows.MAX_LONG_PATH)
	size := uint32(len(name))
	if err := windows.QueryFullProcessImageName(h, 0, &name[0], &size); err != nil {
		d.note(os.NewSyscallError("QueryFullProcessImageName", err))
	} else {
		d.Executable = windows.UTF16ToString(name[:size])
	}
	if d.Arguments, err = commandLine(h, pid); err != nil {
		d.note(err)
	}
	counters := memoryCounters{size: uint32(unsafe.Sizeof(memoryCounters{}))}
	if ok, _, _ := getMemoryInfo.Call(uintptr(h), uintptr(unsafe.Pointer(&counters)), uintptr(counters.size)); ok != 0 {
		d.Resident = int64(counters.workingSet)
	}
	var created, exited, kernel, user windows.Filetime
	if windows.GetProcessTimes(h, &created, &exited, &kernel, &user) == nil {
		d.CPU = 100 * (length(kernel) + length(user))
	}
	return d
}

// length reads a span of time, in units of 100 ns.
func length(f windows.Filetime) int64 { return int64(f.HighDateTime)<<32 | int64(f.LowDateTime) }

// commandLine asks for the command line, without reading the other process's memory where the system tells it (Windows 8.1 and later).
func commandLine(h windows.Handle, pid int) ([]string, error) {
	for size := uint32(4 << 10); size <= maxArguments; size *= 2 {
		buffer := make([]uint64, size/8) // words, so that the structure at its start is aligned
		var need uint32
		err := windows.NtQueryInformationProcess(h, windows.ProcessCommandLineInformation, unsafe.Pointer(&buffer[0]), size, &need)
		if errors.Is(err, windows.STATUS_INFO_LENGTH_MISMATCH) || errors.Is(err, windows.STATUS_BUFFER_TOO_SMALL) || errors.Is(err, windows.STATUS_BUFFER_OVERFLOW) {
			continue
		}
		if errors.Is(err, windows.STATUS_INVALID_INFO_CLASS) || errors.Is(err, windows.STATUS_NOT_IMPLEMENTED) {
			line, err := commandLineInMemory(pid)
			if err != nil || line == "" {
				return nil, err
			}
			return windows.DecomposeCommandLine(line)
		}
		if err != nil {
			return nil, os.NewSyscallError("NtQueryInformationProcess", err)
		}
		line := (*windows.NTUnicodeString)(unsafe.Pointer(&buffer[0])).String()
		if line == "" {
			return nil, nil
		}
		return windows.DecomposeCommandLine(line)
	}
	return nil, os.NewSyscallError("NtQueryInformationProcess", windows.ERROR_BAD_LENGTH)
}

// Environ is not to be had without reading the memory of another process.
func (m Machine) Environ(int) ([]string, error) { return nil, errNotImplemented }

// OpenProgram opens the code that a process runs.
func (m Machine) OpenProgram(_ int, r Running) (*os.File, error) { return os.Open(r.Program) }
