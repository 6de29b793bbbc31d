package gopls

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"time"

	"github.com/sourcegraph/jsonrpc2"
)

// lastWordsPatience is how long the end of a process, and of its stderr, may come after the end of its pipe.
const lastWordsPatience = 500 * time.Millisecond

// A DeathError says that the server ended, or stopped to speak the protocol, before it answered.
type DeathError struct {
	ExitCode int    // -1 if a signal ended it or it still runs
	Signal   string // "SIGKILL" and the like
	Stderr   string // its last words
	Err      error  // why its output could not be understood; nil if it just ended
}

func (e *DeathError) Error() string {
	switch {
	case e.Err != nil:
		return fmt.Sprintf("gopls cannot be understood: %v", e.Err)
	case e.Signal != "":
		return "gopls was ended by " + e.Signal
	}
	return fmt.Sprintf("gopls ended with exit status %d", e.ExitCode)
}

func (e *DeathError) Unwrap() error { return e.Err }

// connect starts to read from the server. The connection outlives every context: it ends with the process.
func (s *Server) connect() {
	s.conn = jsonrpc2.NewConn(context.Background(), s.stream, handler{s}, jsonrpc2.SetLogger(log.New(io.Discard, "", 0)))
	go s.sendAnswers()
}

// call sends a request and waits for its answer, the end of ctx (ctx.Err()) or the server's death (*DeathError). An error that
// the server answers is a *jsonrpc2.Error. The write is done aside, because a server that does not read blocks it past every
// context; it ends with the process.
func (s *Server) call(ctx context.Context, method string, params, result any) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	type outcome struct {
		result json.RawMessage
		err    error
	}
	id := jsonrpc2.ID{Num: s.lastID.Add(1)}
	waiting, giveUp := context.WithCancel(context.Background())
	done := make(chan outcome, 1)
	go func() {
		out := outcome{err: errors.New("the request could not be sent")}
		defer func() { done <- out }()
		defer func() { _ = recover() }()
		out.err = s.conn.Call(waiting, method, params, &out.result, jsonrpc2.PickID(id))
	}()
	var out outcome
	select {
	case out = <-done:
		giveUp()
	case <-ctx.Done():
		go s.cancel(id, giveUp)
		return ctx.Err()
	}
	var refused *jsonrpc2.Error
	switch {
	case errors.As(out.err, &refused):
		return refused
	case out.err != nil: // the connection is gone, and with it the server
		return s.death()
	case result == nil:
		return nil
	}
	if err := json.Unmarshal(out.result, result); err != nil {
		return fmt.Errorf("answer to %s: %w", method, err)
	}
	return nil
}

// cancel tells the server that nobody waits any more, and then lets the waiting goroutine go.
func (s *Server) cancel(id jsonrpc2.ID, giveUp func()) {
	defer giveUp()
	defer func() { _ = recover() }()
	_ = s.conn.Notify(context.Background(), "$/cancelRequest", map[string]any{"id": id.Num})
}

// notify sends a notification, with the same bounds as call.
func (s *Server) notify(ctx context.Context, method string, params any) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() {
		err := errors.New("the notification could not be sent")
		defer func() { done <- err }()
		defer func() { _ = recover() }()
		err = s.conn.Notify(context.Background(), method, params)
	}()
	select {
	case err := <-done:
		if err != nil {
			return s.death()
		}
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// death describes the end of a server whose connection is gone.
func (s *Server) death() *DeathError {
	d := &DeathError{ExitCode: -1, Err: s.stream.broken()}
	if d.Err == nil { // otherwise it is not its end that matters
		s.awaitEnd(d)
	}
	d.Stderr = s.stderr()
	return d
}

// awaitEnd waits for the exit, which follows the end of the pipe, and for the last words, and fills in how it ended.
func (s *Server) awaitEnd(d *DeathError) {
	late := time.NewTimer(lastWordsPatience)
	defer late.Stop()
	select {
	case <-s.proc.Exited():
	case <-late.C:
		return
	}
	d.ExitCode, d.Signal = s.proc.Exit()
	select {
	case <-s.proc.Ended():
	case <-late.C:
	}
}

// stderr is the end of what the server wrote there.
func (s *Server) stderr() string {
	tail, _ := s.proc.Stderr()
	if len(tail) > maxStderr {
		tail = tail[len(tail)-maxStderr:]
	}
	return string(tail)
}
