package child

import (
	"bytes"

	"golang.org/x/sys/unix"
)

// hasMark reports whether the process began with an environment that holds MarkVariable with a value that starts so. Only
// processes of the own user can be read, and of those not the ones that system integrity protection hides.
func hasMark(pid int, value string) bool {
	data, err := unix.SysctlRaw("kern.procargs2", pid)
	return err == nil && bytes.Contains(data, []byte("\x00"+MarkVariable+"="+value))
}
