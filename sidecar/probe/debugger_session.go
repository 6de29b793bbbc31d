package probe

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"regexp"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/child"
	"github.com/govitals/govitals/sidecar/health"
)

// debugSession is one headless dlv with one program.
type debugSession struct {
	dlv, program, dir string
	env               []string
}

// run debugs the program and ends dlv, with all below it.
func (s debugSession) run(ctx context.Context) (health.DebugStage, health.DebugFault, string) {
	ctx, cancel := context.WithTimeout(ctx, debugDeadline)
	defer cancel()
	p, err := child.Start(ctx, child.Command{Path: s.dlv, Dir: s.dir, Env: s.env, OutputLimit: 16 << 10,
		Args: []string{"exec", s.program, "--headless", "--api-version=2", "--listen=127.0.0.1:0"}})
	if err != nil {
		return health.DebugStart, startFault(err), err.Error()
	}
	address, err := listening(ctx, p)
	stage, words := health.DebugStart, ""
	var conn net.Conn
	if err == nil {
		conn, err = (&net.Dialer{}).DialContext(ctx, "tcp", address)
	}
	if err == nil {
		deadline, _ := ctx.Deadline()
		err = conn.SetDeadline(deadline)
		defer conn.Close()
		if err == nil {
			stage, err = newDebugClient(conn).pulse()
		}
	}
	result := p.End(time.Second)
	if err == nil {
		return stage, "", ""
	}
	if words = strings.TrimSpace(string(result.Stderr)); words != "" {
		words += "\n"
	}
	words += err.Error()
	return stage, debugFault(stage, err, words, ctx.Err() != nil), words
}

// listening waits for dlv to say where it listens, and reads on so that it never waits for a reader.
func listening(ctx context.Context, p *child.Process) (string, error) {
	found := make(chan string, 1)
	go func() {
		defer func() { _ = recover() }()
		defer close(found)
		if address, ok := readAddress(p.Stdout); ok {
			found <- address
		}
		_, _ = io.Copy(io.Discard, p.Stdout)
	}()
	select {
	case address, ok := <-found:
		if !ok {
			return "", errors.New("dlv ended before it listened")
		}
		return address, nil
	case <-p.Exited():
		// Its last words may still be in the pipe, but nobody listens behind them.
		return "", errors.New("dlv ended before it listened")
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

var listeningAt = regexp.MustCompile(`listening at: (127\.0\.0\.1:\d+)`)

func readAddress(from io.Reader) (string, bool) {
	lines := bufio.NewScanner(io.LimitReader(from, 64<<10))
	for lines.Scan() {
		if m := listeningAt.FindStringSubmatch(lines.Text()); m != nil {
			return m[1], true
		}
	}
	return "", false
}

// debugClient speaks Delve's JSON-RPC 1.0, one question at a time.
type debugClient struct {
	conn   io.Writer
	answer *json.Decoder
	id     int
}

const debugAnswer = 4 << 20 // bytes that a whole session may answer

func newDebugClient(conn io.ReadWriter) *debugClient {
	return &debugClient{conn: conn, answer: json.NewDecoder(io.LimitReader(conn, debugAnswer))}
}

// errRefused are dlv's own words.
type errRefused string

func (e errRefused) Error() string { return string(e) }

func (c *debugClient) call(method string, in, out any) error {
	c.id++
	question, err := json.Marshal(map[string]any{"method": "RPCServer." + method, "params": []any{in}, "id": c.id})
	if err != nil {
		return err
	}
	if _, err := c.conn.Write(append(question, '\n')); err != nil {
		return err
	}
	var reply struct {
		ID     int             `json:"id"`
		Result json.RawMessage `json:"result"`
		Error  any             `json:"error"`
	}
	if err := c.answer.Decode(&reply); err != nil {
		return fmt.Errorf("read the answer to %s: %w", method, err)
	}
	switch {
	case reply.Error != nil:
		return errRefused(fmt.Sprint(reply.Error))
	case reply.ID != c.id:
		return fmt.Errorf("the answer to %s has another number", method)
	case out == nil:
		return nil
	}
	return json.Unmarshal(reply.Result, out)
}

// errWrong says that dlv did as asked, and the program was not where it should be.
var errWrong = errors.New("the program did not do what it should")

// pulse stops in the program's function, reads its argument, and leaves. The stage is the one that failed, or the last.
func (c *debugClient) pulse() (health.DebugStage, error) {
	point := map[string]any{"Breakpoint": map[string]any{"functionName": debuggeeFunction, "line": -1}}
	if err := c.call("CreateBreakpoint", point, nil); err != nil {
		return health.DebugBreak, err
	}
	var stopped struct {
		State struct {
			Exited        bool `json:"exited"`
			CurrentThread *struct {
				Breakpoint *struct {
					FunctionName string `json:"functionName"`
				} `json:"breakPoint"`
			} `json:"currentThread"`
		}
	}
	if err := c.call("Command", map[string]any{"name": "continue"}, &stopped); err != nil {
		return health.DebugContinue, err
	}
	thread := stopped.State.CurrentThread
	if stopped.State.Exited || thread == nil || thread.Breakpoint == nil || thread.Breakpoint.FunctionName != debuggeeFunction {
		return health.DebugContinue, fmt.Errorf("%w: it did not stop in %s", errWrong, debuggeeFunction)
	}
	var read struct{ Variable *struct{ Value string } }
	in := map[string]any{"Scope": map[string]any{"GoroutineID": -1}, "Expr": debuggeeVariable, "Cfg": map[string]any{"MaxStringLen": 64}}
	if err := c.call("Eval", in, &read); err != nil {
		return health.DebugVariable, err
	}
	if read.Variable == nil || read.Variable.Value != debuggeeValue {
		return health.DebugVariable, fmt.Errorf("%w: %s is not %s", errWrong, debuggeeVariable, debuggeeValue)
	}
	return health.DebugDetach, c.call("Detach", map[string]any{"Kill": true}, nil)
}
