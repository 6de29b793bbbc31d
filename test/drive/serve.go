//go:build unix

package drive

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/govitals/govitals/sidecar/report"
)

// Sidecar is a running `govitals serve` and a client of it.
type Sidecar struct {
	Conn    *jsonrpc2.Conn
	Process *exec.Cmd
	place   *Place
	input   io.Closer
	words   words
	ended   chan struct{}
	once    sync.Once
	number  atomic.Uint64 // of requests whose ids we choose
}

// Serve starts a sidecar. prepare may change the command before it is started; nil changes nothing.
func (p *Place) Serve(prepare func(*exec.Cmd)) *Sidecar {
	p.T.Helper()
	c := p.Command(context.Background(), "serve")
	s := &Sidecar{Process: c, place: p, ended: make(chan struct{})}
	c.Stderr = &s.words
	in, err := c.StdinPipe()
	p.Must(err)
	out, err := c.StdoutPipe()
	p.Must(err)
	if prepare != nil {
		prepare(c)
	}
	p.Must(c.Start())
	s.input = in
	stream := jsonrpc2.NewBufferedStream(ends{out, in}, jsonrpc2.VSCodeObjectCodec{})
	s.Conn = jsonrpc2.NewConn(context.Background(), stream, jsonrpc2.AsyncHandler(nobody{}), jsonrpc2.SetLogger(log.New(io.Discard, "", 0)))
	go func() {
		<-s.Conn.DisconnectNotify() // Wait may close the pipe only after everything was read
		_ = c.Wait()
		close(s.ended)
	}()
	p.T.Cleanup(s.Kill)
	return s
}

// Request is the smallest request for the workspace; more are its further members.
func (p *Place) Request(more map[string]any) map[string]any {
	request := map[string]any{"folders": []string{p.Work}, "environment": p.Env, "noLoginShell": true}
	for name, value := range more {
		request[name] = value
	}
	return map[string]any{"request": request}
}

// Diagnose asks for a diagnosis.
func (s *Sidecar) Diagnose(ctx context.Context, more map[string]any) (report.Document, error) {
	var result struct{ Report report.Document }
	err := s.Conn.Call(ctx, "diagnose", s.place.Request(more), &result)
	return result.Report, err
}

// Call calls a method of which only the error matters.
func (s *Sidecar) Call(method string, params any) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var result json.RawMessage
	return s.Conn.Call(ctx, method, params, &result)
}

// Alone fails for each process of the place that is not the sidecar.
func (s *Sidecar) Alone() {
	s.place.T.Helper()
	own := strconv.Itoa(s.Process.Process.Pid) + " "
	for _, left := range s.place.Left() {
		if !strings.HasPrefix(left, own) {
			s.place.T.Errorf("left running: %s", left)
		}
	}
}

// Signal sends a signal to the sidecar alone.
func (s *Sidecar) Signal(signal syscall.Signal) { _ = s.Process.Process.Signal(signal) }

// Kill ends the sidecar the hard way.
func (s *Sidecar) Kill() {
	s.once.Do(func() {
		s.Signal(syscall.SIGKILL)
		_ = s.input.Close()
	})
	<-s.ended
}

// End closes the sidecar's input, as an editor does that ends, and waits for the end of the process.
func (s *Sidecar) End(patience time.Duration) bool {
	_ = s.input.Close()
	select {
	case <-s.ended:
		return true
	case <-time.After(patience):
		return false
	}
}

// Stderr is what the sidecar logged so far.
func (s *Sidecar) Stderr() string { return s.words.text() }

type ends struct {
	io.ReadCloser
	in io.WriteCloser
}

func (e ends) Write(data []byte) (int, error) { return e.in.Write(data) }
func (e ends) Close() error                   { _ = e.in.Close(); return e.ReadCloser.Close() }

// nobody ignores what the sidecar tells unasked.
type nobody struct{}

func (nobody) Handle(context.Context, *jsonrpc2.Conn, *jsonrpc2.Request) {}

type words struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (w *words) Write(data []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.buffer.Write(data)
}

func (w *words) text() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.buffer.String()
}

// Asked is a request whose answer is waited for.
type Asked struct {
	id     jsonrpc2.ID
	waiter jsonrpc2.Waiter
}

// Send asks for a diagnosis and does not wait.
func (s *Sidecar) Send(ctx context.Context, more map[string]any) (Asked, error) {
	a := Asked{id: jsonrpc2.ID{Num: s.number.Add(1) + 1<<32}}
	var err error
	a.waiter, err = s.Conn.DispatchCall(ctx, "diagnose", s.place.Request(more), jsonrpc2.PickID(a.id))
	return a, err
}

// Cancel tells the sidecar that nobody wants the answer any more.
func (s *Sidecar) Cancel(a Asked) {
	_ = s.Conn.Notify(context.Background(), "$/cancelRequest", map[string]any{"id": a.id})
}

// Wait waits for the answer, which must be a report.
func (a Asked) Wait(ctx context.Context) error {
	var result struct{ Report *report.Document }
	if err := a.waiter.Wait(ctx, &result); err != nil {
		return err
	}
	if result.Report == nil || result.Report.Badge == "" {
		return errors.New("the answer holds no report")
	}
	return nil
}
