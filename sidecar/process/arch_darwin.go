package process

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// Native is the GOARCH of the hardware, and what told it: an Intel kernel has no hw.optional.arm64, and uname tells a translated
// program what it wants to hear (reference os-facts §1).
func (m Machine) Native() (arch, by string) {
	if on, err := unix.SysctlUint32("hw.optional.arm64"); err == nil && on == 1 {
		return "arm64", "hw.optional.arm64"
	}
	if on, err := unix.SysctlUint32("sysctl.proc_translated"); err == nil && on == 1 {
		return "arm64", "sysctl.proc_translated"
	}
	return runtime.GOARCH, "hw.optional.arm64"
}

// Running says what code a process runs, and how. Only Rosetta runs foreign code, and the kernel marks what it translates.
func (m Machine) Running(e Entry, d Detail, native string) Running {
	r := Running{Program: d.Executable, Arguments: d.Arguments}
	r.Architecture, r.State = translation(e.Translated, native)
	return r
}
