package ladder

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/govitals/govitals/sidecar/child"
)

// roleVariable makes the test binary play a gopls.
const roleVariable = "LADDER_TEST_ROLE"

func TestMain(m *testing.M) {
	if role := os.Getenv(roleVariable); role != "" {
		play(role)
	}
	code := m.Run()
	if left, err := child.Marked(); err != nil || len(left) > 0 {
		fmt.Fprintf(os.Stderr, "left behind by the tests: %+v, %v\n", left, err)
		code = 1
	}
	os.Exit(code)
}

// longLife outlasts every deadline of the tests but not a forgotten test run.
const longLife = 2 * time.Minute

// play is a server that misbehaves as its role says, and never returns. Each has a child, as gopls has its go list.
func play(role string) {
	if role == "go list" {
		time.Sleep(longLife)
		os.Exit(0)
	}
	list := exec.Command(os.Args[0])
	list.Env = append(os.Environ(), roleVariable+"=go list")
	if err := list.Start(); err != nil {
		os.Exit(1)
	}
	if role == "never answers initialize" {
		time.Sleep(longLife)
	}
	stream := jsonrpc2.NewBufferedStream(struct {
		io.Reader
		io.WriteCloser
	}{os.Stdin, os.Stdout}, jsonrpc2.VSCodeObjectCodec{})
	conn := jsonrpc2.NewConn(context.Background(), stream, &player{role: role})
	<-conn.DisconnectNotify()
	if role == "never ends" {
		time.Sleep(longLife)
	}
	os.Exit(0)
}

// player answers as a healthy server would, but for what its role says.
type player struct {
	role      string
	questions int
}

func (p *player) Handle(ctx context.Context, conn *jsonrpc2.Conn, req *jsonrpc2.Request) {
	question := strings.HasPrefix(req.Method, "textDocument/") && !req.Notif
	if question {
		p.questions++
	}
	switch {
	case req.Method == "exit" && p.role != "never ends":
		os.Exit(0)
	case req.Notif:
		p.notified(conn, req.Method)
	case question && p.questions == 3 && p.role == "dies in the middle":
		fmt.Fprintln(os.Stderr, "panic: last words")
		os.Exit(7)
	case question && p.role == "answers no question", p.role == "never ends" && req.Method == "shutdown",
		p.role == "deaf after the load" && (question || req.Method == "shutdown"),
		p.role == "floods and never loads" && req.Method != "initialize":
	case question && p.role == "answers garbage":
		_ = conn.Reply(ctx, req.ID, []any{42, "not what was asked for"})
	case question && p.role == "answers null":
		_ = conn.Reply(ctx, req.ID, nil)
	case question && p.role == "asks unknown things":
		go func() { // the answer comes only after the client has answered
			err := conn.Call(context.Background(), "window/unheardOf", map[string]any{"please": true}, nil)
			fmt.Fprintln(os.Stderr, err)
			_ = conn.Reply(context.Background(), req.ID, reply(req))
		}()
	default:
		_ = conn.Reply(ctx, req.ID, reply(req))
	}
}

func (p *player) notified(conn *jsonrpc2.Conn, method string) {
	if method != "initialized" {
		return
	}
	say := func(method string, i int) error {
		return conn.Notify(context.Background(), method, map[string]any{"type": 1, "message": fmt.Sprintf("%d %s", i, strings.Repeat("x", 10_000))})
	}
	switch {
	case strings.HasPrefix(p.role, "floods"):
		go func() {
			for i := 0; say("window/logMessage", i) == nil; i++ {
			}
		}()
	case p.role == "asks unknown things":
		go func() {
			for i := 0; i < 200; i++ {
				_, _ = conn.DispatchCall(context.Background(), "workspace/unheardOf", i) // whose answers nobody waits for
			}
		}()
	}
}

// reply is a healthy answer. A definition is where it was asked: the name stands there, too.
func reply(req *jsonrpc2.Request) any {
	var params struct {
		Command      string
		TextDocument struct{ URI string }
		Position     json.RawMessage
	}
	if req.Params != nil {
		_ = json.Unmarshal(*req.Params, &params)
	}
	switch {
	case params.Command == "gopls.views":
		return []any{map[string]any{"ID": "1", "Type": "GoMod"}}
	case params.Command == "gopls.packages":
		return map[string]any{"Packages": []any{map[string]any{"Path": "example.com/app"}}}
	case req.Method == "initialize":
		return map[string]any{"serverInfo": map[string]any{"name": "stand-in"}}
	case req.Method == "textDocument/hover":
		return map[string]any{"contents": map[string]any{"value": "func"}}
	case req.Method == "textDocument/definition":
		return []any{map[string]any{"uri": params.TextDocument.URI, "range": map[string]any{"start": params.Position, "end": params.Position}}}
	case req.Method == "textDocument/documentSymbol":
		return []any{map[string]any{"name": "main"}}
	}
	return nil
}
