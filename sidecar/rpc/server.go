// Package rpc talks to the editor: JSON-RPC 2.0 over stdio, with a table of methods, progress and cancellation. It holds
// no judgement; requests become examinations of package doctor.
package rpc

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/lang"
)

// farewell is how long running requests have to end after the client has gone: they are cancelled, and their programs
// with all descendants are ended within it.
const farewell = 1800 * time.Millisecond

// Server answers one client.
type Server struct {
	// Options are those of every examination; Progress and Log are the server's own.
	Options doctor.Options
	// Err receives what is worth a line in the editor's log. Nothing but the protocol is ever written to stdout.
	Err io.Writer

	conn     *jsonrpc2.Conn
	progress *sender
	news     *news
	flights  flights
	watches  watches
	rest     rest
	repairs  repairs
	say      atomic.Pointer[lang.Printer] // of the editor's language; set by initialize
	// background ends with Serve: what outlives a request hangs on it.
	background context.Context

	mu       sync.Mutex // guards what follows
	running  map[jsonrpc2.ID]context.CancelFunc
	last     *health.Report
	shutDown bool
}

// Serve answers until the input ends, cancels what still runs, and returns the exit code: 0 after shutdown, otherwise 1.
// When ctx ends first, what runs is cancelled as well.
func (s *Server) Serve(parent context.Context, in io.Reader, out io.Writer) int {
	s.running = map[jsonrpc2.ID]context.CancelFunc{}
	s.Options.Log = s.logf
	ctx, cancel := context.WithCancel(parent)
	defer cancel()
	stream := &watched{ObjectStream: jsonrpc2.NewBufferedStream(pipes{in, out}, codec{})}
	var requests sync.WaitGroup
	ready := make(chan struct{})
	handler := func(_ context.Context, _ *jsonrpc2.Conn, r *jsonrpc2.Request) {
		<-ready // the first message may arrive before NewConn has returned
		s.receive(ctx, r, &requests)
	}
	s.conn = jsonrpc2.NewConn(ctx, stream, handlerFunc(handler), jsonrpc2.SetLogger(log.New(io.Discard, "", 0)))
	s.progress, s.news, s.background = newSender(ctx, s.conn), newNews(ctx, s.conn), ctx
	defer s.rest.never()
	defer s.stopWatching()
	close(ready)
	select {
	case <-s.conn.DisconnectNotify():
	case <-ctx.Done():
	}
	cancel()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		requests.Wait()
	}()
	select {
	case <-ended:
	case <-time.After(farewell):
	}
	if parent.Err() != nil {
		return 1 // the caller knows why
	}
	return s.exitCode(stream.ended())
}

func (s *Server) exitCode(err error) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.shutDown && (err == nil || errors.Is(err, io.EOF)):
		return 0
	case err != nil && !errors.Is(err, io.EOF):
		s.logf("the connection was closed: " + err.Error())
	default:
		s.logf("the input ended without a shutdown request")
	}
	return 1
}

// receive runs in the read loop, so it must not block: a request gets a goroutine, after its cancel function was registered,
// or a $/cancelRequest right behind it would find nothing to cancel.
func (s *Server) receive(ctx context.Context, r *jsonrpc2.Request, requests *sync.WaitGroup) {
	if r.Notif {
		switch r.Method {
		case NotifyCancel:
			s.cancel(r.Params)
		case NotifyAsked:
			s.asked(r.Params)
		}
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	s.mu.Lock()
	s.running[r.ID] = cancel
	// In the order of arrival: a shutdown must not overtake the requests before it, nor the end of input that follows it.
	refused := s.shutDown
	s.shutDown = s.shutDown || r.Method == MethodShutdown
	s.mu.Unlock()
	requests.Go(func() {
		defer func() {
			cancel()
			s.mu.Lock()
			delete(s.running, r.ID)
			s.mu.Unlock()
		}()
		s.answer(ctx, r, refused)
	})
}

func (s *Server) cancel(params *json.RawMessage) {
	var p struct {
		ID jsonrpc2.ID `json:"id"`
	}
	if params == nil || json.Unmarshal(*params, &p) != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if cancel, ok := s.running[p.ID]; ok {
		cancel()
	}
}

// answer calls the method and sends what it returned. A failed send means that the client has gone, which Serve sees.
func (s *Server) answer(ctx context.Context, r *jsonrpc2.Request, refused bool) {
	var result any
	var err error = &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidRequest, Message: "the sidecar was shut down"}
	if !refused {
		result, err = s.call(ctx, r)
	}
	if err == nil {
		if encoded, failed := json.Marshal(result); failed != nil {
			err = fmt.Errorf("the result cannot be written: %w", failed)
		} else {
			_ = s.conn.Reply(ctx, r.ID, json.RawMessage(encoded))
			return
		}
	}
	_ = s.conn.ReplyWithError(ctx, r.ID, wireError(ctx, err))
}

func (s *Server) call(ctx context.Context, r *jsonrpc2.Request) (result any, err error) {
	defer func() {
		if problem := recover(); problem != nil {
			s.logf(fmt.Sprintf("%s: %v\n%s", r.Method, problem, debug.Stack()))
			err = fmt.Errorf("%s failed inside: %v", r.Method, problem)
		}
	}()
	method, ok := table[r.Method]
	if !ok {
		return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeMethodNotFound, Message: fmt.Sprintf("there is no method %q", r.Method)}
	}
	return method(s, ctx, r.Params)
}

func wireError(ctx context.Context, err error) *jsonrpc2.Error {
	var own *jsonrpc2.Error
	switch {
	case errors.As(err, &own):
		return own
	case ctx.Err() != nil:
		return &jsonrpc2.Error{Code: CodeCancelled, Message: "cancelled"}
	}
	return &jsonrpc2.Error{Code: jsonrpc2.CodeInternalError, Message: err.Error()}
}

func (s *Server) logf(text string) {
	fmt.Fprintln(s.Err, "govitals: "+text)
}

type handlerFunc func(context.Context, *jsonrpc2.Conn, *jsonrpc2.Request)

func (f handlerFunc) Handle(ctx context.Context, c *jsonrpc2.Conn, r *jsonrpc2.Request) { f(ctx, c, r) }

// pipes joins stdin and stdout. Close does nothing: a read of stdin that blocks may outlive it anyway, and main returns.
type pipes struct {
	io.Reader
	io.Writer
}

func (pipes) Close() error { return nil }
