package probe

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// process adds an entry of /proc.
func (f *fakeSystem) process(pid, parent int, name string, args, env []string) {
	dir := fmt.Sprintf("/proc/%d", pid)
	f.write(dir+"/stat", fmt.Sprintf("%d (%s) S %d %d 0", pid, name, parent, pid))
	f.write(dir+"/cmdline", strings.Join(args, "\x00")+"\x00")
	f.write(dir+"/environ", strings.Join(env, "\x00")+"\x00")
}

func TestRunningGopls(t *testing.T) {
	env := []string{"GOFLAGS=-tags=old", "GOPROXY=https://ada:secret@proxy.example", "TOKEN=secret", "odd"}
	server := []string{"/home/ada/go/bin/gopls", "-mode=stdio"}
	for _, tc := range []struct {
		name   string
		change func(*fakeSystem)
		want   []int
		state  health.RunningState
	}{
		{name: "none", change: func(*fakeSystem) {}, state: health.RunningNone},
		{name: "of this window", change: func(f *fakeSystem) { f.process(20, 7, "gopls", server, env) }, want: []int{20}, state: health.RunningOK},
		{name: "under a wrapper with an odd name", change: func(f *fakeSystem) {
			f.process(19, 7, "wrap) S 1 (er", []string{"/bin/sh", "wrap"}, nil)
			f.process(20, 19, "gopls", server, env)
		}, want: []int{20}, state: health.RunningOK},
		{name: "of another window", change: func(f *fakeSystem) { f.process(20, 8, "gopls", server, env) }, state: health.RunningNone},
		{name: "its helper", change: func(f *fakeSystem) {
			f.process(20, 7, "gopls", server, env)
			f.process(21, 20, "gopls", []string{server[0], "** telemetry **"}, env)
		}, want: []int{20}, state: health.RunningOK},
		{name: "a program with gopls in its path", change: func(f *fakeSystem) { f.process(20, 7, "tail", []string{"/usr/bin/tail", "/tmp/gopls"}, env) }, state: health.RunningNone},
		{name: "a loop of parents", change: func(f *fakeSystem) { f.process(20, 20, "gopls", server, env) }, state: health.RunningNone},
		{name: "that ended meanwhile", change: func(f *fakeSystem) {
			f.process(20, 7, "gopls", server, env)
			f.write("/proc/20/stat", "")
		}, state: health.RunningNone},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := newFake(t, "linux", "")
			f.dir("/proc")
			f.process(7, 1, "node", []string{"node"}, nil)
			tc.change(f)
			s := examine(t, f, Request{Editor: &EditorFacts{HostPID: 7}}, runningGoplsProbe)
			var got []int
			for _, g := range s.RunningGopls.Servers {
				got = append(got, g.PID)
				v, _ := health.Find(g.Variables, "GOFLAGS")
				if v.Value.Text != "-tags=old" || v.Source.PID != g.PID || g.Hidden != 1 {
					t.Errorf("%+v", g)
				}
			}
			if fmt.Sprint(got) != fmt.Sprint(tc.want) || s.RunningGopls.State != tc.state {
				t.Errorf("%v %s, want %v %s", got, s.RunningGopls.State, tc.want, tc.state)
			}
			if text := fmt.Sprintf("%+v", s.RunningGopls); strings.Contains(text, "secret") {
				t.Errorf("a secret got out: %s", text)
			}
		})
	}
	f := newFake(t, "linux", "")
	f.process(20, 7, "gopls", append(server, "-remote=auto"), env)
	f.process(22, 7, "gopls", server, env)
	f.deny("/proc/22/environ")
	s := examine(t, f, Request{Editor: &EditorFacts{HostPID: 7}}, runningGoplsProbe)
	if g := s.RunningGopls.Servers; len(g) != 2 || !g[0].Forwards || g[1].Forwards || g[1].Error == "" {
		t.Errorf("%+v", g)
	}
	for _, r := range []Request{{}, {Editor: &EditorFacts{}}} {
		if s := examine(t, f, r, runningGoplsProbe); s.RunningGopls.State != health.RunningNotAsked {
			t.Errorf("%+v: %+v", r, s.RunningGopls)
		}
	}
	if s := examine(t, newFake(t, "darwin", ""), Request{Editor: &EditorFacts{HostPID: 7}}, runningGoplsProbe); s.RunningGopls.State != health.RunningNotAsked {
		t.Errorf("%+v", s.RunningGopls)
	}
}

// A real process called gopls, below this one.
func TestRunningGoplsReal(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux shows environments")
	}
	sleep, err := exec.LookPath("sleep")
	if err != nil {
		t.Skip("no sleep here")
	}
	link := filepath.Join(t.TempDir(), "gopls")
	if err := os.Symlink(sleep, link); err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), link, "300")
	c.Env = []string{"GOFLAGS=-tags=now", "SECRET=x"}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
	// The command line of a new process is the parent's until it has become the program.
	for until := time.Now().Add(10 * time.Second); ; {
		s := examine(t, Machine{}, Request{Editor: &EditorFacts{HostPID: os.Getpid()}}, runningGoplsProbe)
		if g := s.RunningGopls.Servers; len(g) == 1 && g[0].PID == c.Process.Pid {
			if v, _ := health.Find(g[0].Variables, "GOFLAGS"); v.Value.Text != "-tags=now" || g[0].Hidden != 1 {
				t.Errorf("%+v", g[0])
			}
			return
		}
		if time.Now().After(until) {
			t.Fatalf("not found: %+v", s.RunningGopls)
		}
	}
}
