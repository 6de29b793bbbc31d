package probe

import (
	"encoding/binary"

	"golang.org/x/sys/unix"
)

// Load reads struct loadavg of sys/resource.h: three fixed-point averages of uint32, and a long that says what 1 is.
func (Machine) Load() (lastMinute float64, processors int) {
	b, err := unix.SysctlRaw("vm.loadavg")
	if err != nil || len(b) < 24 {
		return 0, 0
	}
	one := binary.LittleEndian.Uint64(b[16:])
	n, err := unix.SysctlUint32("hw.ncpu")
	if err != nil || one == 0 {
		return 0, 0
	}
	return float64(binary.LittleEndian.Uint32(b)) / float64(one), int(n)
}
