//go:build linux

package faults

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/govitals/govitals/test/drive"
)

// limited starts the sidecar, and with it all that it starts, below a limit of the shell's ulimit.
func limited(limit string) func(*exec.Cmd) {
	return func(c *exec.Cmd) {
		c.Args = append([]string{"/bin/sh", "-c", "ulimit " + limit + ` && exec "$0" "$@"`}, c.Args...)
		c.Path = "/bin/sh"
	}
}

// limits: -n is of descriptors, -v of kilobytes of addresses.
var limits = []string{
	"-n 8", "-n 10", "-n 12", "-n 16", "-n 24", "-n 32", "-n 48",
	"-v 409600", "-v 204800", "-v 819200", "-v 1638400", "-v 3276800",
	"-n 256", "-n 64",
}

// Whoever has too few descriptors or too little memory gets a report that is not green, or a clear end: never silence, and never
// something left behind. A runtime that is refused memory ends the program with its own words.
func TestStarved(t *testing.T) {
	for _, limit := range some(limits) {
		t.Run(limit, func(t *testing.T) {
			t.Parallel()
			p := drive.New(t)
			before := p.Tree("work", "home", "bin")
			s := p.Serve(limited(limit))
			for range times(1, 5) {
				ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
				d, err := s.Diagnose(ctx, nil)
				t.Logf("badge %q, %v, %v", d.Badge, err, titles(d))
				allAnswered(t, []error{err})
				cancel()
			}
			if !s.End(10 * time.Second) {
				t.Error("does not end")
			}
			words := s.Stderr()
			if strings.Contains(words, "goroutine ") && !strings.Contains(words, "out of memory") && !strings.Contains(words, "cannot allocate memory") && !strings.Contains(words, "failed to create new OS thread") {
				t.Errorf("panicked: %s", words)
			}
			p.NothingLeft(3 * time.Second)
			p.Unchanged(before, p.Tree("work", "home", "bin"))
			whole(p)
		})
	}
}

// A disk that fills up at every kilobyte of what is written: reports come all the same, and what was written is whole.
func TestDiskFull(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("needs root to mount a small disk")
	}
	p := drive.New(t)
	warm(p)
	for _, kilobytes := range some([]int{0, 4, 8, 16, 64, 512}) {
		t.Run(fmt.Sprintf("%d kB", kilobytes), func(t *testing.T) {
			p := p.In(t)
			small(p, p.State, kilobytes)
			small(p, p.Tmp, kilobytes)
			before := p.Tree("work", "home", "bin")
			s := p.Serve(nil)
			for i, err := range load(s)() {
				if err != nil {
					t.Errorf("request %d: %v", i, err)
				}
			}
			if !s.End(10 * time.Second) {
				t.Error("does not end")
			}
			o := p.Run("check", "--tier", "fast", "--format", "json", "--login-shell=off")
			if !strings.Contains(o.Stdout, `"badge"`) {
				t.Errorf("no report: exit %d %s", o.Exit, o.Stderr)
			}
			p.NothingLeft(2 * time.Second)
			p.Unchanged(before, p.Tree("work", "home", "bin"))
			whole(p)
			p.CleanTemporaries()
		})
	}
}

// small mounts a disk of so many kilobytes that are free over a directory.
func small(p *drive.Place, dir string, kilobytes int) {
	p.T.Helper()
	p.Must(os.MkdirAll(dir, 0o700))
	size := max(kilobytes, 4) // tmpfs takes 0 for no limit
	p.Must(syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%dk,mode=755", size)))
	p.T.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	if kilobytes == 0 {
		p.Must(os.WriteFile(dir+"/full", bytes.Repeat([]byte{'x'}, 4<<10), 0o644))
	}
}

// An editor that does not read: the sidecar neither grows nor loses an answer, and ends when its input does.
func TestStdoutBlocked(t *testing.T) {
	for _, reads := range []bool{true, false} {
		t.Run(fmt.Sprintf("read later %v", reads), func(t *testing.T) {
			p := drive.New(t)
			c := p.Command(context.Background(), "serve")
			in, err := c.StdinPipe()
			p.Must(err)
			out, err := c.StdoutPipe()
			p.Must(err)
			p.Must(c.Start())
			ended := make(chan struct{})
			count := times(40, 300)
			for id := range count {
				body := fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":"explain","params":{}}`, id+1)
				_, err := fmt.Fprintf(in, "Content-Length: %d\r\n\r\n%s", len(body), body)
				p.Must(err)
			}
			time.Sleep(time.Second) // so that the pipe is full
			t.Logf("%d kB while blocked", resident(c.Process.Pid))
			if reads {
				answered := 0
				for data, chunk := []byte(nil), make([]byte, 1<<16); answered < count; {
					n, err := out.Read(chunk)
					p.Must(err)
					data = append(data, chunk[:n]...)
					answered += bytes.Count(data, []byte("Content-Length:"))
					if i := bytes.LastIndex(data, []byte("Content-Length:")); i >= 0 {
						data = data[i+len("Content-Length:"):]
					} else {
						data = data[max(0, len(data)-len("Content-Length:")+1):]
					}
				}
			}
			p.Must(in.Close())
			go func() { _ = c.Wait(); close(ended) }()
			select {
			case <-ended:
			case <-time.After(10 * time.Second):
				t.Error("lives on without an editor")
				_ = c.Process.Kill()
				<-ended
			}
			p.NothingLeft(2 * time.Second)
		})
	}
}

func resident(pid int) (kilobytes int) {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	for _, line := range strings.Split(string(status), "\n") {
		_, _ = fmt.Sscanf(line, "VmRSS: %d kB", &kilobytes)
	}
	return kilobytes
}
