package process

import "github.com/govitals/govitals/sidecar/health"

// Detail is what costs more than a pass and is asked for single processes.
type Detail struct {
	UID int // -1 unknown
	// Executable is the file that the system runs: of an emulated process the emulator. Empty is unknown. Deleted: that file was
	// removed or replaced since.
	Executable string
	Deleted    bool
	// Arguments are the command line, its first word the program's own name. They may hold secrets.
	Arguments []string
	Directory string // where it works; only Linux tells
	// CPU and Resident are those of [Entry], on systems where a pass does not tell them.
	CPU      int64 // nanoseconds
	Resident int64
	Err      error // the first thing that could not be read
}

// maxArguments bounds what is read of a command line, in bytes.
const maxArguments = 128 << 10

func (d *Detail) note(err error) {
	if d.Err == nil {
		d.Err = err
	}
}

// Running is the code that a process runs, and how it runs.
type Running struct {
	// Program is what really runs: of an emulated process the emulated program, the emulator being Emulator. Empty is unknown.
	Program, Emulator string
	// Arguments are those of Program. They may hold secrets.
	Arguments    []string
	Architecture string // a GOARCH value; empty is unknown
	State        health.ProcessState
}
