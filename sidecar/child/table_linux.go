package child

import (
	"bytes"
	"os"
	"strconv"
)

// hasMark reports whether the process began with an environment that holds MarkVariable with a value that starts so. Only
// processes of the own user can be read.
func hasMark(pid int, value string) bool {
	data, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/environ")
	if err != nil {
		return false
	}
	return bytes.Contains(append([]byte{0}, data...), []byte("\x00"+MarkVariable+"="+value))
}
