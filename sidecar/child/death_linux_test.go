package child

import (
	"bufio"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// playing starts the test binary in a role, and returns the first line that it says.
func playing(t *testing.T, role string) (c *exec.Cmd, says string) {
	t.Helper()
	c = exec.Command(os.Args[0])
	c.Env = append(os.Environ(), roleVariable+"="+role)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("%s said %q: %v", role, line, err)
	}
	return c, strings.TrimSpace(line)
}

// A process that is killed takes along what it started, even what waits for nothing and hears nothing; what changes files goes on.
func TestDiesWithUs(t *testing.T) {
	for role, lives := range map[string]bool{"starts": false, "starts what outlives": true} {
		t.Run(role, func(t *testing.T) {
			starter, says := playing(t, role)
			pid, err := strconv.Atoi(says)
			if err != nil {
				t.Fatal(err)
			}
			started, ok := look(pid)
			if !ok {
				t.Fatal("it does not run")
			}
			if err := starter.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_ = starter.Wait()
			if lives {
				time.Sleep(300 * time.Millisecond)
				if now, ok := look(pid); !ok || !now.Same(started) || now.Zombie {
					t.Error("it was cut off in the middle")
				}
				stop(started, true)
			}
			for end := time.Now().Add(10 * time.Second); ; time.Sleep(5 * time.Millisecond) {
				now, ok := look(pid)
				if !ok || !now.Same(started) || now.Zombie {
					return
				}
				if time.Now().After(end) {
					stop(started, true)
					t.Fatal("it lives on without us")
				}
			}
		})
	}
}
