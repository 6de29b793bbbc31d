//go:build unix

package child

import (
	"context"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"testing"
	"time"
)

func shell(script string) Command {
	return Command{Path: "/bin/sh", Args: []string{"-c", script}, Env: []string{"PATH=" + os.Getenv("PATH")}, Deadline: 20 * time.Second}
}

func TestRunEndsDoubleForks(t *testing.T) {
	if _, err := exec.LookPath("setsid"); err != nil {
		t.Skip("needs the program setsid")
	}
	tests := []struct {
		name, script string
		deadline     time.Duration
		survivors    int // at least
	}{
		{"background job", "sleep 100 & exit 0", 0, 1},
		{"forked twice", "(sleep 100 &) ; exit 0", 0, 1},
		{"forked twice into a new session", "(setsid sleep 100 &) ; exit 0", 0, 1},
		{"new session in a new session", "(setsid sh -c 'setsid sh -c \"sleep 100; true\" & sleep 100' &) ; sleep 0.2; exit 0", 0, 2},
		{"deaf and in another session, at the deadline", "setsid sh -c 'trap \"\" TERM; sleep 100; sleep 100'; sleep 100", 300 * time.Millisecond, 1},
		{"forks while it is ended", "trap '' TERM; i=0; while [ $i -lt 500 ]; do i=$((i+1)); setsid sleep 100 & sleep 0.01; done", 500 * time.Millisecond, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := shell(test.script)
			if test.deadline > 0 {
				c.Deadline = test.deadline
			}
			r := mustRun(t, context.Background(), c)
			if r.Survivors < test.survivors || r.Unended != 0 || r.TimedOut != (test.deadline > 0) {
				t.Errorf("survivors %d, unended %d, timed out %v, err %v", r.Survivors, r.Unended, r.TimedOut, r.Err())
			}
			nothingLeft(t)
		})
	}
}

// A program that has something to put back gets the time for it, if its caller says so.
func TestRunGrace(t *testing.T) {
	for name, test := range map[string]struct {
		grace time.Duration
		want  string
	}{
		"long enough": {20 * time.Second, "locked\nput back\n"},
		"usual":       {0, "locked\n"},
	} {
		t.Run(name, func(t *testing.T) {
			wait := "sleep 1"
			if test.grace == 0 {
				wait = "sleep 100"
			}
			c := shell("trap '" + wait + "; echo put back; exit' TERM; echo locked; sleep 100 & wait")
			c.Deadline, c.Grace = 500*time.Millisecond, test.grace
			r := mustRun(t, context.Background(), c)
			if string(r.Stdout) != test.want || !r.TimedOut || r.Unended != 0 {
				t.Errorf("%q, timed out %v, unended %d", r.Stdout, r.TimedOut, r.Unended)
			}
			nothingLeft(t)
		})
	}
}

// A private go or gopls is started two hundred times in a day of a long session: nothing may add up.
func TestManyRunsLeaveNothing(t *testing.T) {
	mustRun(t, context.Background(), shell("true")) // so that what stays for ever is there before counting
	waitQuiet(t, 0)
	before, descriptors := runtime.NumGoroutine(), openDescriptors(t)
	var group sync.WaitGroup
	slots := make(chan struct{}, 8)
	for i := range 200 {
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			script := []string{"exit 7", "(true &); exit 7", "(sleep 100 &); exit 7"}[i%3]
			r, err := Run(context.Background(), shell(script))
			if err != nil || r.ExitCode != 7 {
				t.Errorf("%s: exit %d, %v, %v", script, r.ExitCode, r.Err(), err)
			}
		})
	}
	group.Wait()
	waitQuiet(t, before)
	nothingLeft(t)
	if got := runtime.NumGoroutine(); got > before {
		t.Errorf("%d goroutines, %d before", got, before)
	}
	if got := openDescriptors(t); got > descriptors {
		t.Errorf("%d open descriptors, %d before", got, descriptors)
	}
}

// waitQuiet waits until the goroutines that are about to end have ended; the count itself is checked by the caller.
func waitQuiet(t *testing.T, goroutines int) {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if runtime.NumGoroutine() <= max(goroutines, 2) {
			return
		}
	}
}

func openDescriptors(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/dev/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

// The reaper must not take the exits of processes that others start with os/exec.
func TestOtherProcessesKeepTheirExit(t *testing.T) {
	for range 20 {
		other := exec.Command("/bin/sh", "-c", "exit 5")
		if err := other.Start(); err != nil {
			t.Fatal(err)
		}
		for !isZombie(other.Process.Pid) {
			time.Sleep(time.Millisecond)
		}
		mustRun(t, context.Background(), shell("(true &); (sleep 100 &); exit 0"))
		if err := other.Wait(); err == nil || err.Error() != "exit status 5" {
			t.Fatalf("its wait says %v", err)
		}
	}
}

func isZombie(pid int) bool {
	p, ok := look(pid)
	return ok && p.Zombie
}

func TestLowPriority(t *testing.T) {
	for want, change := range map[string]func(*Command){
		"10\n": func(c *Command) { c.LowPriority = true },
		"19\n": func(c *Command) { c.Lowest = true },
	} {
		c := shell("sleep 0.1; nice")
		change(&c)
		if got := string(mustRun(t, context.Background(), c).Stdout); got != want {
			t.Errorf("niceness %q, want %q", got, want)
		}
	}
}
