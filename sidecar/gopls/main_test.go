package gopls

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/child"
	"github.com/sourcegraph/jsonrpc2"
)

// roleVariable makes the test binary play a gopls.
const roleVariable = "GOPLS_TEST_ROLE"

func TestMain(m *testing.M) {
	if role := os.Getenv(roleVariable); role != "" {
		play(role)
	}
	home, err := os.MkdirTemp("", "gopls-test")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	sharedHome = home
	code := m.Run()
	left, err := child.Marked() // of all tests together, as they run in parallel
	if err != nil || len(left) > 0 {
		fmt.Fprintf(os.Stderr, "left behind by the tests: %+v, %v\n", left, err)
		code = 1
	}
	_ = os.RemoveAll(home)
	os.Exit(code)
}

// sharedHome holds the caches of the tests' go and gopls, so that not each of them type-checks the standard library anew.
var sharedHome string

// longLife outlasts every deadline of the tests but not a forgotten test run.
const longLife = 2 * time.Minute

// play is a server that misbehaves in one way, and never returns.
func play(role string) {
	switch role {
	case "banner":
		fmt.Println("Using gopls 1.2.3")
		time.Sleep(longLife)
	case "flood":
		for page := []byte(strings.Repeat("Content-", 10_000)); ; {
			if _, err := os.Stdout.Write(page); err != nil {
				os.Exit(1)
			}
		}
	case "huge":
		fmt.Printf("Content-Length: %d\r\n\r\n{", maxBody+1)
		time.Sleep(longLife)
	case "silent":
		time.Sleep(longLife)
	case "exits":
		fmt.Fprintln(os.Stderr, "flag provided but not defined: -bogus")
		os.Exit(2)
	}
	stream := jsonrpc2.NewBufferedStream(struct {
		io.Reader
		io.WriteCloser
	}{os.Stdin, os.Stdout}, jsonrpc2.VSCodeObjectCodec{})
	conn := jsonrpc2.NewConn(context.Background(), stream, player{role})
	<-conn.DisconnectNotify()
	if role == "clings" {
		time.Sleep(longLife)
	}
	os.Exit(0)
}

type player struct{ role string }

func (p player) Handle(ctx context.Context, conn *jsonrpc2.Conn, req *jsonrpc2.Request) {
	switch {
	case req.Method == "initialize":
		_ = conn.Reply(ctx, req.ID, map[string]any{"serverInfo": map[string]any{"name": p.role}})
	case req.Method == "exit" && p.role != "clings":
		os.Exit(0)
	case p.role == "dies" && !req.Notif:
		fmt.Fprintln(os.Stderr, "panic: last words")
		os.Exit(7)
	case p.role == "deaf" && !req.Notif:
		time.Sleep(longLife) // the reading goroutine: nothing more is read, nothing answered
	case p.role == "asks" && req.Method == "initialized":
		go ask(conn)
	case p.role == "odd" && strings.HasPrefix(req.Method, "textDocument/"):
		_ = conn.Reply(ctx, req.ID, "not what was asked for")
	case !req.Notif:
		_ = conn.Reply(ctx, req.ID, nil)
	}
}

// ask sends requests of a server and logs what the client answers.
func ask(conn *jsonrpc2.Conn) {
	requests := []struct {
		method string
		params any
	}{
		{"workspace/applyEdit", map[string]any{"edit": map[string]any{}}},
		{"workspace/configuration", map[string]any{"items": []any{
			map[string]any{"section": "gopls"}, map[string]any{"section": "editor"}, map[string]any{"section": "gopls", "scopeUri": "file:///x"}}}},
		{"window/showMessageRequest", map[string]any{"type": 3, "message": "May I?", "actions": []any{}}},
		{"window/showDocument", map[string]any{"uri": "https://example.com"}},
		{"client/registerCapability", map[string]any{"registrations": []any{}}},
		{"window/workDoneProgress/create", map[string]any{"token": 1}},
		{"workspace/executeClientCommand", nil},
	}
	for _, r := range requests {
		var result any
		err := conn.Call(context.Background(), r.method, r.params, &result)
		text := fmt.Sprintf("%s: %v %v", r.method, result, err)
		_ = conn.Notify(context.Background(), "window/logMessage", map[string]any{"type": Error, "message": text})
	}
	_ = conn.Notify(context.Background(), "window/logMessage", map[string]any{"type": Error, "message": "asked all"})
}

// standIn are the options for a server that plays role.
func standIn(t *testing.T, role string) Options {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return Options{Path: self, Env: []string{roleVariable + "=" + role}, Folders: []string{t.TempDir()}}
}

// realGopls finds the gopls that the tests of real behaviour need.
func realGopls(t *testing.T) string {
	t.Helper()
	if path, err := exec.LookPath("gopls"); err == nil {
		return path
	}
	if out, err := exec.Command(realGo(t), "env", "GOPATH").Output(); err == nil {
		path := filepath.Join(strings.TrimSpace(string(out)), "bin", "gopls")
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	t.Skip("gopls-missing: no gopls on PATH or in GOPATH/bin")
	return ""
}

func realGo(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("go")
	if err != nil {
		t.Skip("go-missing: no go on PATH")
	}
	return path
}

func within(t *testing.T, d time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), d)
	t.Cleanup(cancel)
	return ctx
}

func mustStart(t *testing.T, o Options) *Server {
	t.Helper()
	s, err := Start(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stopClean(t, s) })
	return s
}

// stopClean stops the server and proves that nothing of it lives on.
func stopClean(t *testing.T, s *Server) End {
	t.Helper()
	before := s.Descendants()
	end := s.Stop(within(t, time.Minute))
	if end.Unended != 0 {
		t.Errorf("could not end %d processes", end.Unended)
	}
	if left := s.Descendants(); len(left) > 0 {
		t.Errorf("left behind: %+v (before the stop: %+v)", left, before)
	}
	return end
}
