package process

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"
)

// The test binary plays the processes that are looked at.
func TestMain(m *testing.M) {
	if role := os.Getenv("PROCESS_TEST_ROLE"); role != "" {
		play(role)
		return
	}
	os.Exit(m.Run())
}

// play reports that it is ready and ends with its input, with exit code 3, or by a panic.
func play(role string) {
	if role == "parent" {
		c := exec.Command(os.Args[0])
		c.Env = append(os.Environ(), "PROCESS_TEST_ROLE=exit")
		c.Stdin, c.Stdout = os.Stdin, os.Stdout
		err := c.Run()
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			os.Exit(exit.ExitCode())
		}
		os.Exit(99)
	}
	_, _ = os.Stdout.WriteString("ready\n")
	_, _ = io.Copy(io.Discard, os.Stdin)
	os.Exit(3)
}

type player struct {
	*exec.Cmd
	in io.WriteCloser
}

// start starts a player and waits until it is ready.
func start(t *testing.T, role string, words ...string) player {
	t.Helper()
	c := exec.Command(os.Args[0], words...)
	c.Env = append(os.Environ(), "PROCESS_TEST_ROLE="+role)
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
	if line, err := bufio.NewReader(out).ReadString('\n'); strings.TrimSpace(line) != "ready" {
		t.Fatal(line, err)
	}
	return player{c, in}
}

func look(t *testing.T, pid int) Proc {
	t.Helper()
	e, err := Machine{}.Look(pid)
	if err != nil {
		t.Fatal(err)
	}
	return e.Proc
}

func within(t *testing.T, c <-chan Exit) (Exit, bool) {
	t.Helper()
	select {
	case e, ok := <-c:
		return e, ok
	case <-time.After(20 * time.Second):
		t.Fatal("no end was told")
	}
	return Exit{}, false
}

// An own child that is not waited for stays a zombie, so that its status can be read.
func TestWatchExit(t *testing.T) {
	for _, tc := range []struct {
		name string
		end  func(player)
		want Exit
	}{
		{"by itself", func(p player) { _ = p.in.Close() }, Exit{Code: 3, Known: true}},
		{"killed", func(p player) { _ = p.Process.Kill() }, killed()},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := start(t, "exit")
			c, err := WatchExit(t.Context(), look(t, p.Process.Pid).ID())
			if err != nil {
				t.Fatal(err)
			}
			tc.end(p)
			if e, ok := within(t, c); !ok || e != tc.want {
				t.Errorf("%+v %v, want %+v", e, ok, tc.want)
			}
			if _, ok := within(t, c); ok {
				t.Error("it ended twice")
			}
			_ = p.Wait()
		})
	}
}

func killed() Exit {
	if runtime.GOOS == "windows" {
		return Exit{Code: 1, Known: true}
	}
	return Exit{Code: -1, Signal: 9, Known: true}
}

// Of a process whose parent waits for it, the end is told, and the status if the kernel keeps it.
func TestWatchExitOfAGrandchild(t *testing.T) {
	p := start(t, "parent")
	var below []Proc
	for until := time.Now().Add(20 * time.Second); len(below) != 1; {
		below, _ = ChildrenOf(p.Process.Pid)
		if time.Now().After(until) {
			t.Fatal(below)
		}
	}
	c, err := WatchExit(t.Context(), below[0].ID())
	if err != nil {
		t.Fatal(err)
	}
	_ = p.in.Close()
	e, ok := within(t, c)
	if !ok || e.Known && e.Code != 3 {
		t.Errorf("%+v %v", e, ok)
	}
	t.Logf("%+v", e)
}

func TestWatchExitOfTheDead(t *testing.T) {
	p := start(t, "exit")
	id := look(t, p.Process.Pid).ID()
	wrong := id
	wrong.Started++
	if _, err := WatchExit(t.Context(), wrong); !errors.Is(err, ErrGone) {
		t.Errorf("an id that is another's by now: %v", err)
	}
	_ = p.in.Close()
	_ = p.Wait()
	if _, err := WatchExit(t.Context(), id); !errors.Is(err, ErrGone) || Alive(id) {
		t.Errorf("ended: %v", err)
	}
}

func TestWatchExitGivenUp(t *testing.T) {
	p := start(t, "exit")
	for _, watch := range []func(context.Context, ID) (<-chan Exit, error){WatchExit, watchByLooking} {
		ctx, cancel := context.WithCancel(t.Context())
		c, err := watch(ctx, look(t, p.Process.Pid).ID())
		if err != nil {
			t.Fatal(err)
		}
		cancel()
		if e, ok := within(t, c); ok {
			t.Errorf("%+v", e)
		}
	}
	c, err := watchByLooking(t.Context(), look(t, p.Process.Pid).ID())
	if err != nil {
		t.Fatal(err)
	}
	_ = p.in.Close()
	if e, ok := within(t, c); !ok || e.Known {
		t.Errorf("%+v %v", e, ok)
	}
}

func TestChildrenOf(t *testing.T) {
	p := start(t, "exit")
	for name, list := range map[string]func() ([]Proc, error){
		"list": func() ([]Proc, error) { return ChildrenOf(os.Getpid()) },
		"pass": func() ([]Proc, error) { return Machine{}.childrenByPass(t.Context(), os.Getpid()) },
	} {
		got, err := list()
		found := false
		for _, c := range got {
			found = found || c.PID == p.Process.Pid && c.Parent == os.Getpid() && c.Started != 0 && !c.Zombie
		}
		if err != nil || !found {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	at := Machine{}.Time(look(t, p.Process.Pid).Started)
	if since := time.Since(at); since < -time.Second || since > time.Hour {
		t.Errorf("it started %v ago", since)
	}
	_ = p.Process.Kill()
	_ = p.Wait()
	if _, err := ChildrenOf(p.Process.Pid); !errors.Is(err, ErrGone) {
		t.Errorf("of the dead: %v", err)
	}
}
