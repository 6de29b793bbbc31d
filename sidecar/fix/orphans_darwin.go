package fix

import (
	"syscall"
	"time"

	"github.com/govitals/govitals/sidecar/child"
)

// orphanPatience is how long the kernel may need to end what was killed.
const orphanPatience = 5 * time.Second

// launchd is the parent of every process whose own died.
const launchd = 1

// endOrphans ends what is left of a command whose starter died: else it would go on writing into what we put back. It is known
// by its id and its start, because ids are used again.
func endOrphans(_ string, pid int, started uint64) error {
	if pid == 0 || started == 0 {
		return nil
	}
	for until := time.Now().Add(orphanPatience); ; time.Sleep(10 * time.Millisecond) {
		list, err := child.Descendants(launchd)
		if err != nil {
			return err
		}
		alive := false
		for _, p := range list {
			alive = alive || p.PID == pid && p.Started == started
		}
		if !alive {
			return nil
		}
		if time.Now().After(until) {
			return fault(Busy, "", "the command of an interrupted fix still runs as process %d", pid)
		}
		below, _ := child.Descendants(pid)
		for _, p := range below {
			_ = syscall.Kill(p.PID, syscall.SIGKILL)
		}
		_ = syscall.Kill(-pid, syscall.SIGKILL)
	}
}
