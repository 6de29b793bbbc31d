package process

import (
	"encoding/binary"
	"os"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// proc_info(2) of XNU: the call, its flavours, and what this reads of struct proc_taskinfo.
const (
	sysProcInfo     = 336
	callPIDInfo     = 2
	flavourTask     = 4
	flavourPath     = 11
	taskInfoSize    = 96
	taskResident    = 8
	taskUser        = 16
	taskSystem      = 24
	maxPath         = 4 * unix.PathMax
	appleTickPer125 = 3 // Apple silicon counts 3 ticks in 125 ns, Intel one each
)

// Detail reads what a pass does not tell. Arguments, memory and times are shown of own processes alone.
func (m Machine) Detail(pid int) Detail {
	d := Detail{UID: -1}
	var buffer [maxPath]byte
	if n, err := procInfo(pid, flavourPath, buffer[:]); err == nil && n > 0 {
		d.Executable = unix.ByteSliceToString(buffer[:])
	}
	data, err := unix.SysctlRaw("kern.procargs2", pid)
	if err != nil {
		d.note(os.NewSyscallError("kern.procargs2", err))
	} else if path, args, _, ok := parseProcargs(data[:min(len(data), maxArguments)]); ok {
		d.Arguments = args
		if d.Executable == "" {
			d.Executable = path
		}
	}
	if n, err := procInfo(pid, flavourTask, buffer[:taskInfoSize]); err == nil && n == taskInfoSize {
		d.Resident = int64(binary.LittleEndian.Uint64(buffer[taskResident:]))
		ticks := binary.LittleEndian.Uint64(buffer[taskUser:]) + binary.LittleEndian.Uint64(buffer[taskSystem:])
		if runtime.GOARCH == "arm64" {
			ticks = ticks * 125 / appleTickPer125
		}
		d.CPU = int64(ticks)
	}
	return d
}

// procInfo asks without libproc, which would need cgo.
func procInfo(pid, flavour int, into []byte) (int, error) {
	n, _, errno := unix.Syscall6(sysProcInfo, callPIDInfo, uintptr(pid), uintptr(flavour), 0, uintptr(unsafe.Pointer(&into[0])), uintptr(len(into)))
	if errno != 0 {
		return 0, errno
	}
	return int(n), nil
}

// Environ is the environment that an own process began with. It may hold secrets.
func (m Machine) Environ(pid int) ([]string, error) {
	data, err := unix.SysctlRaw("kern.procargs2", pid)
	if err != nil {
		return nil, os.NewSyscallError("kern.procargs2", err)
	}
	_, _, env, _ := parseProcargs(data)
	return env, nil
}

// OpenProgram opens the code that a process runs.
func (m Machine) OpenProgram(_ int, r Running) (*os.File, error) { return os.Open(r.Program) }
