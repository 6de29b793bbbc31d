package process

import (
	"os"
	"unsafe"

	"golang.org/x/sys/windows"

	"github.com/govitals/govitals/sidecar/health"
)

// machineTypeInfo is ProcessMachineTypeInfo of GetProcessInformation (Windows 11), and what it answers.
const machineTypeInfo = 9

type machineType struct {
	machine, reserved uint16
	attributes        uint32
}

// Native is the GOARCH of the hardware, and what told it.
func (m Machine) Native() (arch, by string) {
	var process, native uint16
	if windows.IsWow64Process2(windows.CurrentProcess(), &process, &native) != nil {
		return "", "" // before Windows 10 1511, which ran on no Arm
	}
	return peArchitectures[native], "IsWow64Process2"
}

// Running says what code a process runs, and how. IsWow64Process2 calls an x64 program on Arm native: only
// ProcessMachineTypeInfo tells, and the file itself where Windows does not know that question (reference os-facts §8).
func (m Machine) Running(e Entry, d Detail, native string) Running {
	r := Running{Program: d.Executable, Arguments: d.Arguments}
	r.Architecture = machineOf(e.PID)
	if r.Architecture == "" {
		r.Architecture = peFile(d.Executable)
	}
	if r.State = stateOf(r.Architecture, native); r.State == health.ProcessEmulated {
		r.State = health.ProcessTranslated
	}
	return r
}

func machineOf(pid int) string {
	if getProcessInfo.Find() != nil {
		return ""
	}
	h, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION, false, uint32(pid))
	if err != nil {
		return ""
	}
	defer windows.CloseHandle(h)
	var info machineType
	if ok, _, _ := getProcessInfo.Call(uintptr(h), machineTypeInfo, uintptr(unsafe.Pointer(&info)), unsafe.Sizeof(info)); ok == 0 {
		return ""
	}
	return peArchitectures[info.machine]
}

func peFile(path string) string {
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	var head [4096]byte
	n, _ := f.ReadAt(head[:], 0)
	return peArchitecture(head[:n])
}
