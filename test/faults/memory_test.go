//go:build linux

package faults

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/test/drive"
)

// memoryGroup is a control group below our own, with a limit of memory beyond which the kernel ends processes by its own choice.
// Where none can be made (that takes root, or a delegated group) dir is empty, and each process has a limit of its own data, beyond
// which its allocations fail.
type memoryGroup struct {
	dir, limit, events string
	megabytes          int
}

func newMemoryGroup(t *testing.T, megabytes int) memoryGroup {
	t.Helper()
	own, _ := os.ReadFile("/proc/self/cgroup")
	for line := range strings.Lines(string(own)) {
		parts := strings.SplitN(strings.TrimSpace(line), ":", 3)
		g := memoryGroup{"/sys/fs/cgroup", "memory.max", "memory.events", megabytes}
		switch {
		case len(parts) < 3:
			continue
		case parts[1] == "memory": // the older kind has a tree for each resource
			g = memoryGroup{"/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.oom_control", megabytes}
		case parts[1] != "":
			continue
		}
		g.dir = filepath.Join(g.dir, parts[2], fmt.Sprintf("govitals-%d-%d", os.Getpid(), megabytes))
		if os.Mkdir(g.dir, 0o755) != nil {
			continue
		}
		t.Cleanup(func() { // a group goes when the last process has left it
			for end := time.Now().Add(10 * time.Second); os.Remove(g.dir) != nil && time.Now().Before(end); {
				time.Sleep(50 * time.Millisecond)
			}
		})
		if os.WriteFile(filepath.Join(g.dir, g.limit), fmt.Appendf(nil, "%d", megabytes<<20), 0o644) == nil {
			_ = os.WriteFile(filepath.Join(g.dir, "memory.memsw.limit_in_bytes"), fmt.Appendf(nil, "%d", megabytes<<20), 0o644)
			return g
		}
	}
	t.Log("no control group can be made here: allocations fail instead of the kernel ending processes")
	return memoryGroup{megabytes: megabytes}
}

// enter starts the sidecar, and with it all that it starts, inside.
func (g memoryGroup) enter(c *exec.Cmd) {
	enter := `echo $$ >"` + g.dir + `/cgroup.procs"`
	if g.dir == "" {
		enter = fmt.Sprintf("ulimit -d %d", g.megabytes<<10)
	}
	c.Args = append([]string{"/bin/sh", "-c", enter + ` && exec "$0" "$@"`}, c.Args...)
	c.Path = "/bin/sh"
}

// kills are how many processes the kernel ended there.
func (g memoryGroup) kills() (n int) {
	text, _ := os.ReadFile(filepath.Join(g.dir, g.events))
	for line := range strings.Lines(string(text)) {
		_, _ = fmt.Sscanf(line, "oom_kill %d", &n)
	}
	return n
}

// Memory that is really short: the kernel ends go, gopls or the sidecar, as it likes. Each request is answered or the connection
// ends, a badge is green only with a pulse that was taken, and nothing is left.
func TestMemoryRunsOut(t *testing.T) {
	p := drive.New(t)
	warm(p)
	kills, killing := 0, false
	for _, megabytes := range some([]int{32, 48, 64}, 96, 128, 256) {
		t.Run(fmt.Sprintf("%d MB", megabytes), func(t *testing.T) {
			p := p.In(t)
			group := newMemoryGroup(t, megabytes)
			before := p.Tree("work", "home", "bin")
			s := p.Serve(group.enter)
			for range times(1, 5) {
				ctx, cancel := context.WithTimeout(context.Background(), 90*time.Second)
				d, err := s.Diagnose(ctx, nil)
				cancel()
				t.Logf("badge %q, %v, %v; %d processes ended so far", d.Badge, err, titles(d), group.kills())
				allAnswered(t, []error{err})
				if green := d.Badge == health.BadgeHealthy || d.Badge == health.BadgeAdvice; green && len(d.Ladders) == 0 {
					t.Errorf("badge %s without a pulse", d.Badge)
				}
			}
			if !s.End(10 * time.Second) {
				t.Error("does not end")
			}
			p.NothingLeft(5 * time.Second)
			p.Unchanged(before, p.Tree("work", "home", "bin"))
			whole(p)
			kills, killing = kills+group.kills(), group.dir != ""
		})
	}
	if killing && kills == 0 {
		t.Error("the kernel ended nothing: that was no shortage")
	}
	works(p)
}
