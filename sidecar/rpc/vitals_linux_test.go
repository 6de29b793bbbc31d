package rpc_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/report"
	"github.com/govitals/govitals/sidecar/rpc"
)

// startHost starts what stands for an extension host with golang.go: it starts a gopls five times, each after the end of the one
// before it, and says their ids.
func startHost(t *testing.T) (pid int, says *bufio.Scanner) {
	t.Helper()
	sleep, err := os.ReadFile("/bin/sleep")
	if err != nil {
		t.Fatal(err)
	}
	gopls := filepath.Join(t.TempDir(), "gopls")
	write(t, gopls, string(sleep))
	host := exec.Command("/bin/sh", "-c", `for i in 1 2 3 4 5; do "$0" 300 & echo $!; wait $!; done 2>/dev/null; exec "$0" 300`, gopls)
	host.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	out, err := host.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := host.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = syscall.Kill(-host.Process.Pid, syscall.SIGKILL)
		_ = host.Wait()
	})
	return host.Process.Pid, bufio.NewScanner(out)
}

// next waits for the next notification about the server's life that fits.
func (s *session) next(fits func(rpc.ChangedParams) bool) rpc.ChangedParams {
	s.t.Helper()
	end := time.After(patience)
	for {
		s.mu.Lock()
		for len(s.events) > 0 {
			e := s.events[0]
			s.events = s.events[1:]
			var p rpc.ChangedParams
			if e.Method == rpc.NotifyChanged && json.Unmarshal(*e.Params, &p) == nil && fits(p) {
				s.mu.Unlock()
				return p
			}
		}
		s.mu.Unlock()
		select {
		case <-s.spoke:
		case <-end:
			s.t.Fatalf("no such notification; stderr:\n%s", s.stderr)
		}
	}
}

// judgedAtOnce asserts that the last death brings its finding along, with the standing report around it, and no other does.
func judgedAtOnce(t *testing.T, p rpc.ChangedParams, last bool) {
	t.Helper()
	switch {
	case p.Report == nil && last:
		t.Error("the last death came without its finding")
	case p.Report != nil && !last:
		t.Errorf("a death that is not the last brought a report: %v", p.Report.Badge)
	case p.Report == nil:
		return
	}
	found := slices.IndexFunc(p.Report.Findings, func(f report.Finding) bool { return f.Check == "gopls-crash-loop" })
	if found < 0 || p.Report.Findings[found].Severity != health.Error || p.Report.Badge != health.BadgeError {
		t.Errorf("badge %s, findings %+v", p.Report.Badge, p.Report.Findings)
	}
	if len(p.Report.Checks) < 50 || p.Report.Snapshot != nil {
		t.Errorf("%d checks; with the snapshot: %v", len(p.Report.Checks), p.Report.Snapshot != nil)
	}
}

func TestDeathsAreToldWhileTheEditorThinksAllIsWell(t *testing.T) {
	host, says := startHost(t)
	logs := t.TempDir()
	write(t, filepath.Join(logs, "golang.go", "Go.log"), "2026-01-02 03:04:05.000 [info] Try to start language server - activation (enabled: true)\n")
	s := connect(t)
	request := goFolder(t, t.TempDir())
	request["environment"] = map[string]string{"PATH": "/nonexistent", "HOME": t.TempDir()}
	request["editor"] = map[string]any{"name": "Code", "version": "1.101.0", "hostPid": host, "logDir": logs}
	diagnose := func() health.Life {
		t.Helper()
		if err := s.call(rpc.MethodDiagnose, map[string]any{"request": request}, nil); err != nil {
			t.Fatal(err)
		}
		var result struct{ Snapshot health.Snapshot }
		if err := s.call(rpc.MethodSnapshot, map[string]any{}, &result); err != nil {
			t.Fatal(err)
		}
		return result.Snapshot.Life
	}
	if life := diagnose(); life.State != health.LifeWatched || len(life.Logs) != 1 {
		t.Errorf("life is %s, logs %v", life.State, life.Logs)
	}
	for crash := 1; crash <= 5; crash++ {
		if !says.Scan() {
			t.Fatal("the host says nothing")
		}
		pid, err := strconv.Atoi(strings.TrimSpace(says.Text()))
		if err != nil {
			t.Fatal(err)
		}
		for end := time.Now().Add(patience); diagnose().Alive != pid; {
			if time.Now().After(end) {
				t.Fatalf("server %d is not seen", pid)
			}
		}
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		begun := time.Now()
		p := s.next(func(p rpc.ChangedParams) bool { return p.Life.Crashes == crash })
		t.Logf("crash %d was told after %s", crash, time.Since(begun).Round(time.Millisecond))
		if p.HostPID != host || p.Life.Kind != health.EventCrashed || p.Life.Limit != health.CrashLimit || p.Life.GivenUp != (crash == 5) {
			t.Errorf("crash %d: %+v", crash, p)
		}
		judgedAtOnce(t, p, crash == 5)
	}
	if life := diagnose(); life.Crashes != 5 || !life.GivenUp || life.Alive != 0 {
		t.Errorf("%d crashes, given up %v, alive %d", life.Crashes, life.GivenUp, life.Alive)
	}
	asked := fmt.Sprintf(`{"hostPid":%d,"by":"restart"}`, host)
	if err := s.conn.Notify(t.Context(), rpc.NotifyAsked, json.RawMessage(asked)); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(patience); diagnose().Crashes != 0; {
		if time.Now().After(end) {
			t.Fatal("a restart that was asked for does not count anew")
		}
	}
}
