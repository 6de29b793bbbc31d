package rpc_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/sourcegraph/jsonrpc2"
)

// binary is the real program, built once.
var binary string

func TestMain(m *testing.M) { os.Exit(buildAndRun(m)) }

func buildAndRun(m *testing.M) int {
	dir, err := os.MkdirTemp("", "govitals-rpc-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "govitals")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	build := exec.Command("go", "build", raceFlag, "-o", binary, "github.com/govitals/govitals/sidecar")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// patience bounds every wait of these tests; nothing is measured by it.
const patience = 30 * time.Second

// session is one run of `govitals serve`.
type session struct {
	t      *testing.T
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    io.ReadCloser
	stderr *safeBuffer
	exited chan struct{}
	conn   *jsonrpc2.Conn

	mu     sync.Mutex
	events []*jsonrpc2.Request
	spoke  chan struct{} // gets a value for each notification
}

type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// start starts the program; nobody reads its output yet.
func start(t *testing.T) *session {
	t.Helper()
	home := t.TempDir()
	s := &session{t: t, cmd: exec.Command(binary, "serve"), stderr: &safeBuffer{}, exited: make(chan struct{}), spoke: make(chan struct{}, 1000)}
	s.cmd.Env = append(os.Environ(), "HOME="+home, "XDG_STATE_HOME="+filepath.Join(home, "state"))
	s.cmd.Stderr = s.stderr
	var err error
	if s.in, err = s.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, into, err := os.Pipe() // StdoutPipe would be closed at the end of the program, perhaps before all was read
	if err != nil {
		t.Fatal(err)
	}
	s.out, s.cmd.Stdout = out, into
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_ = into.Close()
	go func() {
		defer close(s.exited)
		_ = s.cmd.Wait()
	}()
	t.Cleanup(func() {
		_ = s.cmd.Process.Kill()
		<-s.exited
	})
	return s
}

// connect starts the program and talks to it as an editor does.
func connect(t *testing.T) *session {
	t.Helper()
	s := start(t)
	stream := jsonrpc2.NewBufferedStream(struct {
		io.Reader
		io.WriteCloser
	}{s.out, s.in}, jsonrpc2.VSCodeObjectCodec{})
	s.conn = jsonrpc2.NewConn(context.Background(), stream, jsonrpc2.HandlerWithError(func(_ context.Context, _ *jsonrpc2.Conn, r *jsonrpc2.Request) (any, error) {
		s.mu.Lock()
		s.events = append(s.events, r)
		s.mu.Unlock()
		s.spoke <- struct{}{}
		return nil, nil
	}))
	return s
}

func (s *session) call(method string, params, result any) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return s.conn.Call(ctx, method, params, result)
}

// wait waits for the end of the program and returns its exit code and how long it took.
func (s *session) wait() (code int, took time.Duration) {
	s.t.Helper()
	begun := time.Now()
	select {
	case <-s.exited:
	case <-time.After(patience):
		s.t.Fatalf("did not end; stderr:\n%s", s.stderr)
	}
	return s.cmd.ProcessState.ExitCode(), time.Since(begun)
}

func codeOf(err error) int64 {
	if e, ok := err.(*jsonrpc2.Error); ok {
		return e.Code
	}
	return 0
}

// hanging is a folder with Go, and an environment whose go command hangs and notes its process id in the file pids.
func hanging(t *testing.T) (request map[string]any, pids string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the stand-in for go is a shell script")
	}
	dir := t.TempDir()
	pids = filepath.Join(dir, "pids")
	write(t, filepath.Join(dir, "bin", "go"), "#!/bin/sh\necho $$ >>'"+pids+"'\nsleep 300 &\necho $! >>'"+pids+"'\nwait\n")
	request = goFolder(t, dir)
	request["environment"] = map[string]string{"PATH": filepath.Join(dir, "bin") + ":/usr/bin:/bin", "HOME": dir}
	return request, pids
}

// goFolder is a request about a small Go folder.
func goFolder(t *testing.T, dir string) map[string]any {
	t.Helper()
	write(t, filepath.Join(dir, "app", "go.mod"), "module example.com/app\n\ngo 1.21\n")
	write(t, filepath.Join(dir, "app", "main.go"), "package main\n\nfunc main() {}\n")
	return map[string]any{"folders": []string{filepath.Join(dir, "app")}, "tier": "fast"}
}

func write(t *testing.T, file, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o755); err != nil {
		t.Fatal(err)
	}
}

// started waits until the hanging go runs, and returns the processes it noted.
func started(t *testing.T, pids string) []int {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if found := noted(t, pids); len(found) >= 2 {
			return found
		}
	}
	t.Fatal("the go command was never run")
	return nil
}

func noted(t *testing.T, pids string) []int {
	content, err := os.ReadFile(pids)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	var out []int
	for _, line := range strings.Fields(string(content)) {
		pid, err := strconv.Atoi(line)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, pid)
	}
	return out
}

// noneAlive fails for each process that still runs. A zombie nobody has reaped counts as ended.
func noneAlive(t *testing.T, pids string) {
	t.Helper()
	for _, pid := range noted(t, pids) {
		state, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if runtime.GOOS == "linux" && (err != nil || strings.Contains(string(state), ") Z ")) {
			continue
		}
		if p, err := os.FindProcess(pid); runtime.GOOS != "linux" && (err != nil || p.Signal(syscall.Signal(0)) != nil) {
			continue
		}
		t.Errorf("process %d is left behind", pid)
	}
}

func marshal(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
