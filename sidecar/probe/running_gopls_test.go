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

func TestRunningGopls(t *testing.T) {
	env := []string{"GOFLAGS=-tags=old", "GOPROXY=https://ada:secret@proxy.example", "TOKEN=secret", "odd"}
	server := []string{"/home/ada/go/bin/gopls", "-mode=stdio"}
	request := Request{Tier: health.TierStandard, Editor: ourWindow}
	for _, tc := range []struct {
		name   string
		change func(withProcesses)
		want   []int
		state  health.RunningState
	}{
		{name: "none", change: func(withProcesses) {}, state: health.RunningNone},
		{name: "of this window", change: func(w withProcesses) { w.add(20, 7, "gopls", server, env) }, want: []int{20}, state: health.RunningOK},
		{name: "under a wrapper with an odd name", change: func(w withProcesses) {
			w.add(19, 7, "wrap) S 1 (er", []string{"/bin/sh", "wrap"}, nil)
			w.add(20, 19, "gopls", server, env)
		}, want: []int{20}, state: health.RunningOK},
		{name: "of another window", change: func(w withProcesses) { w.add(20, 8, "gopls", server, env) }, state: health.RunningNone},
		{name: "our own", change: func(w withProcesses) { w.add(20, 9, "gopls", server, env) }, state: health.RunningNone},
		{name: "its helper", change: func(w withProcesses) {
			w.add(20, 7, "gopls", server, env)
			w.add(21, 20, "gopls", []string{server[0], "** telemetry **"}, env)
		}, want: []int{20}, state: health.RunningOK},
		{name: "a program with gopls in its path", change: func(w withProcesses) { w.add(20, 7, "tail", []string{"/usr/bin/tail", "/tmp/gopls"}, env) }, state: health.RunningNone},
		{name: "a loop of parents", change: func(w withProcesses) { w.add(20, 20, "gopls", server, env) }, state: health.RunningNone},
		{name: "that ended meanwhile", change: func(w withProcesses) {
			w.add(20, 7, "gopls", server, env)
			w.remove("20/stat")
		}, state: health.RunningNone},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := newProcesses(t)
			tc.change(w)
			s := examine(t, w, request, processesProbe, runningGoplsProbe)
			var got []int
			for _, g := range s.RunningGopls.Servers {
				got = append(got, g.PID)
				v, _ := health.Find(g.Variables, "GOFLAGS")
				if v.Value.Text != "-tags=old" || v.Source.PID != g.PID || g.Hidden != 1 || string(g.Path) != server[0] {
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
	w := newProcesses(t)
	w.add(20, 7, "gopls", append(server, "-remote=auto"), env)
	w.add(22, 7, "gopls", server, env)
	w.remove("22/environ")
	s := examine(t, w, request, processesProbe, runningGoplsProbe)
	if g := s.RunningGopls.Servers; len(g) != 2 || !g[0].Forwards || g[1].Forwards || g[1].Error == "" {
		t.Errorf("%+v", g)
	}
	for _, r := range []Request{{}, {Editor: &EditorFacts{}}, {Editor: &EditorFacts{HostPID: 4711}}} {
		if s := examine(t, w, r, processesProbe, runningGoplsProbe); s.RunningGopls.State != health.RunningNotAsked {
			t.Errorf("%+v: %+v", r, s.RunningGopls)
		}
	}
	w.fakeSystem.os = "windows"
	if s := examine(t, w, request, processesProbe, runningGoplsProbe); s.RunningGopls.State != health.RunningNotAsked {
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
		s := examine(t, Machine{}, Request{Tier: health.TierFast, Editor: &EditorFacts{HostPID: os.Getpid()}}, processesProbe, runningGoplsProbe)
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
