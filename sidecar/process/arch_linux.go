package process

import (
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/govitals/govitals/sidecar/health"
)

// Native is the GOARCH of the hardware, and what told it. The kernel's own word comes first: uname lies to emulated programs.
func (m Machine) Native() (arch, by string) {
	if data, err := readBounded(m.root()+"/sys/kernel/arch", 100); err == nil {
		if arch := kernelArchitectures[strings.TrimSpace(string(data))]; arch != "" {
			return arch, "kernel"
		}
	}
	if m.guestOf() != "" {
		return "", "" // an emulator tells uname what it emulates
	}
	var u unix.Utsname
	if unix.Uname(&u) == nil {
		if arch := kernelArchitectures[unix.ByteSliceToString(u.Machine[:])]; arch != "" {
			return arch, "uname"
		}
	}
	return "", ""
}

// guestOf is the name of the emulator that runs this program; empty without one. QEMU shows its guest a faked /proc/self/exe and
// command line, and forgets the name in the status (reference os-facts §8).
func (m Machine) guestOf() string {
	data, err := readBounded(m.root()+"/self/status", 1000)
	if err != nil {
		return ""
	}
	line, _, _ := strings.Cut(string(data), "\n")
	if name := strings.TrimSpace(strings.TrimPrefix(line, "Name:")); strings.HasPrefix(name, "qemu-") {
		return name
	}
	return ""
}

// Running says what code a process runs, and how.
func (m Machine) Running(e Entry, d Detail, native string) Running {
	r := Running{Program: d.Executable, Arguments: d.Arguments, State: health.ProcessUnknown}
	if e.PID == m.Self() {
		if guest := m.guestOf(); guest != "" {
			r.Emulator, r.Architecture, r.State = guest, runtime.GOARCH, health.ProcessEmulated
			return r
		}
	}
	if isEmulator(d.Executable) {
		r.Emulator, r.State = d.Executable, health.ProcessEmulated
		r.Program, r.Arguments = emulated(d.Arguments)
		if r.Program != "" && !filepath.IsAbs(r.Program) && d.Directory != "" {
			r.Program = filepath.Join(d.Directory, r.Program)
		}
		r.Architecture = elfFile(r.Program)
		if r.Program != "" && r.Architecture == "" {
			r.Architecture = emulatorArchitecture(d.Executable)
		}
		return r
	}
	r.Architecture = elfFile(m.file(e.PID, "exe"))
	r.State = stateOf(r.Architecture, native)
	return r
}

// OpenProgram opens the code that a process runs: for an emulated one the emulated program, otherwise what the system says it
// runs, also if that has lost its name.
func (m Machine) OpenProgram(pid int, r Running) (*os.File, error) {
	if r.Emulator != "" {
		return os.Open(r.Program)
	}
	return os.Open(m.file(pid, "exe"))
}

// emulatorArchitecture reads the architecture that QEMU emulates off its name.
func emulatorArchitecture(emulator string) string {
	name := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(emulator), "qemu-"), "-static")
	if arch := kernelArchitectures[name]; arch != "" {
		return arch
	}
	for _, arch := range kernelArchitectures {
		if name == arch {
			return arch
		}
	}
	return ""
}

func elfFile(path string) string {
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return ""
	}
	var head [elfHeader]byte
	if _, err := io.ReadFull(f, head[:]); err != nil {
		return ""
	}
	return elfArchitecture(head[:])
}
