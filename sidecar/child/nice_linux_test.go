package child

import (
	"context"
	"os"
	"strings"
	"testing"
)

// Niceness alone changes nothing between sessions, and each program has one of its own.
func TestLowPriorityOfASession(t *testing.T) {
	if _, err := os.Stat(sessionNice(os.Getpid())); err != nil {
		t.Skip("this kernel does not share by session")
	}
	if os.Geteuid() != 0 {
		t.Skip("the kernel lets other users change it ten times a second, all together")
	}
	for _, c := range []struct {
		low, lowest bool
		want        string
	}{{false, false, " nice 0\n"}, {true, false, " nice 10\n"}, {true, true, " nice 19\n"}} {
		command := shell("sleep 0.1; cat /proc/$$/autogroup")
		command.LowPriority, command.Lowest = c.low, c.lowest
		if got := string(mustRun(t, context.Background(), command).Stdout); !strings.HasSuffix(got, c.want) {
			t.Errorf("the session's niceness is %q, want %q", got, c.want)
		}
	}
}
