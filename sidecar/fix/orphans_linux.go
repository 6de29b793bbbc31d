package fix

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// orphanPatience is how long the kernel may need to end what was killed.
const orphanPatience = 5 * time.Second

// endOrphans ends what is left of a command whose starter died: else it would go on writing into what we put back. All of it
// carries the token in its environment.
func endOrphans(token string, _ int, _ uint64) error {
	if token == "" {
		return nil
	}
	for until := time.Now().Add(orphanPatience); ; time.Sleep(10 * time.Millisecond) {
		left := carriers(tokenVariable + "=" + token)
		if len(left) == 0 {
			return nil
		}
		if time.Now().After(until) {
			return fault(Busy, "", "the command of an interrupted fix still runs as process %d", left[0])
		}
		for _, pid := range left {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	}
}

// carriers are the live processes with an entry in their environment. A zombie has none.
func carriers(entry string) (out []int) {
	list, _ := filepath.Glob("/proc/[0-9]*/environ")
	for _, path := range list {
		data, err := os.ReadFile(path)
		if err != nil {
			continue // ended, or another user's
		}
		for _, variable := range bytes.Split(data, []byte{0}) {
			if string(variable) == entry {
				if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(path))); err == nil && pid != os.Getpid() {
					out = append(out, pid)
				}
				break
			}
		}
	}
	return out
}
