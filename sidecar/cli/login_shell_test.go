package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/probe"
)

// The hidden command prints the environment between two marks, and no help speaks of it.
func TestPrintEnvironment(t *testing.T) {
	m := newMachine(t)
	r := m.run(probe.PrintEnvironment, "f00d")
	if r.code != 0 || !strings.HasPrefix(r.stdout, "f00d") || !strings.HasSuffix(strings.TrimSpace(r.stdout), "f00d") || r.stderr != "" {
		t.Errorf("exit code %d, %q, %q", r.code, r.stdout, r.stderr)
	}
	if r := m.run(probe.PrintEnvironment); r.code != 2 {
		t.Errorf("without a mark: exit code %d", r.code)
	}
	if r := m.run("--help"); strings.Contains(r.stdout, probe.PrintEnvironment) {
		t.Errorf("it is in the help: %s", r.stdout)
	}
}

// --login-shell=off runs nothing of the user's start-up files.
func TestLoginShellFlag(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no login shells")
	}
	m := newMachine(t)
	trace := filepath.Join(m.home, "trace")
	m.write(".profile", "echo ran > "+trace+"\nexport GOFLAGS=-tags=shell\n")
	m.env = append(m.env, "SHELL=/bin/sh")
	for _, tc := range []struct{ flag, state string }{{"off", "not-asked"}, {"auto", "ok"}} {
		_ = os.Remove(trace)
		r := m.run("check", m.app, "--login-shell="+tc.flag, "--only", "env-drift", "--format", "json")
		var d struct {
			Snapshot struct{ LoginShell struct{ State string } }
		}
		if err := json.Unmarshal([]byte(r.stdout), &d); err != nil || d.Snapshot.LoginShell.State != tc.state {
			t.Errorf("%s: %v, state %q, %s", tc.flag, err, d.Snapshot.LoginShell.State, r.stderr)
		}
		if _, err := os.Stat(trace); (err == nil) != (tc.flag == "auto") {
			t.Errorf("%s: the start-up file ran: %v", tc.flag, err == nil)
		}
	}
}
