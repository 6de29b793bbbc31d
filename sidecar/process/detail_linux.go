package process

import (
	"io"
	"os"
	"strings"
)

// removedMark is what the kernel appends to the link of a file that has no name any more.
const removedMark = " (deleted)"

// Detail reads what a pass does not tell. A kernel thread has neither an executable nor arguments.
func (m Machine) Detail(pid int) Detail {
	d := Detail{UID: ownerOf(m.file(pid, ""))}
	link, err := os.Readlink(m.file(pid, "exe"))
	if err != nil {
		d.note(err)
	}
	d.Executable, d.Deleted = strings.CutSuffix(link, removedMark)
	if data, err := readBounded(m.file(pid, "cmdline"), maxArguments); err != nil {
		d.note(err)
	} else if len(data) > 0 {
		d.Arguments = strings.Split(strings.TrimSuffix(string(data), "\x00"), "\x00")
	}
	if link, err = os.Readlink(m.file(pid, "cwd")); err == nil {
		d.Directory = strings.TrimSuffix(link, removedMark)
	}
	return d
}

// Environ is the environment that a process began with; only its own user and root may read it. It may hold secrets.
func (m Machine) Environ(pid int) ([]string, error) {
	data, err := readBounded(m.file(pid, "environ"), maxEnvironment)
	if err != nil || len(data) == 0 {
		return nil, err
	}
	return strings.Split(strings.TrimSuffix(string(data), "\x00"), "\x00"), nil
}

// maxEnvironment bounds an environment: the kernel allows a quarter of the stack, usually 2 MB.
const maxEnvironment = 4 << 20

func readBounded(path string, limit int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, limit))
}
