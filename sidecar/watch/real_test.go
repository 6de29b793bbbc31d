package watch

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/probe"
)

// roleVariable makes the test binary one of the processes that are watched.
const roleVariable = "GOVITALS_WATCH_ROLE"

func TestMain(m *testing.M) {
	switch os.Getenv(roleVariable) {
	case "host":
		playHost()
	case "gopls":
		_, _ = io.Copy(io.Discard, os.Stdin) // until the host goes
	default:
		os.Exit(m.Run())
	}
}

// playHost is an extension host with golang.go in it: it starts the program it is given, and again after each of the first four
// ends; it says the id of each.
func playHost() {
	stdin, _, err := os.Pipe() // nobody ever writes
	if err != nil {
		os.Exit(1)
	}
	go func() {
		for range 5 {
			c := exec.Command(os.Args[1], "-mode=stdio")
			c.Env = append(os.Environ(), roleVariable+"=gopls")
			c.Stdin = stdin
			if c.Start() != nil {
				os.Exit(1)
			}
			fmt.Println(c.Process.Pid)
			_ = c.Wait()
		}
		fmt.Println("given up")
	}()
	_, _ = io.Copy(io.Discard, os.Stdin)
}

// startHost starts one and returns its id and what it says.
func startHost(t *testing.T, gopls string) (pid int, says *bufio.Scanner) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	host := exec.Command(self, gopls)
	host.Env = append(os.Environ(), roleVariable+"=host")
	in, err := host.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := host.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := host.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		_ = host.Wait()
	})
	return host.Process.Pid, bufio.NewScanner(out)
}

func copyOfSelf(t *testing.T, name string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

// Real processes: a server that is killed five times, each time as soon as its host has started it, and restarted like
// golang.go does.
func TestFiveKillsOfRealProcesses(t *testing.T) {
	host, says := startHost(t, copyOfSelf(t, "gopls"))
	changes := make(chan Change, 100)
	w, err := Start(t.Context(), Options{Host: host, Self: os.Getpid(), System: probe.Machine{}, Source: Machine{}, Log: func(text string) { t.Error(text) },
		Changed: func(c Change) { changes <- c }})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Stop()
	for crash := 1; crash <= 5; crash++ {
		if !says.Scan() {
			t.Fatal("the host says nothing")
		}
		pid, err := strconv.Atoi(says.Text())
		if err != nil {
			t.Fatal(err)
		}
		until(t, func() bool { return w.Life().Alive == pid })
		killed := time.Now()
		end(t, pid)
		for c := range changes {
			if c.Reason == ReasonEnded && c.Life.Crashes == crash {
				t.Logf("crash %d was told after %s", crash, time.Since(killed).Round(time.Millisecond))
				break
			}
		}
	}
	life := w.Life()
	if life.Crashes != health.CrashLimit || !life.GivenUp || life.Alive != 0 {
		t.Errorf("%d crashes, given up %v, alive %d", life.Crashes, life.GivenUp, life.Alive)
	}
	if says.Scan(); says.Text() != "given up" {
		t.Errorf("the host says %q", says.Text())
	}
}

// end kills as the system does when memory is short.
func end(t *testing.T, pid int) {
	t.Helper()
	p, err := os.FindProcess(pid)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Kill(); err != nil {
		t.Fatal(err)
	}
}

func until(t *testing.T, f func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !f(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it did not happen in 30 seconds")
		}
	}
}

// A script that stays in between, and gopls as its child.
func TestRealWrapper(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("scripts are started by cmd there; see TestWrappers")
	}
	gopls := copyOfSelf(t, "gopls")
	script := filepath.Join(t.TempDir(), "gopls")
	if err := os.WriteFile(script, []byte("#!/bin/sh\n"+gopls+" \"$@\"\nexit $?\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	host, says := startHost(t, script)
	w, err := Start(t.Context(), Options{Host: host, Self: os.Getpid(), System: probe.Machine{}, Source: Machine{}})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Stop()
	if !says.Scan() {
		t.Fatal("the host says nothing")
	}
	until(t, func() bool { return w.Life().Alive != 0 })
	alive := w.Life().Alive
	if strconv.Itoa(alive) == strings.TrimSpace(says.Text()) {
		t.Errorf("the wrapper %d was taken for the server", alive)
	}
	end(t, alive)
	until(t, func() bool { return w.Life().Crashes == 1 })
}
