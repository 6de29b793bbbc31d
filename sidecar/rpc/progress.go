package rpc

import (
	"context"

	"github.com/sourcegraph/jsonrpc2"
)

// sender sends progress from a goroutine of its own and drops what does not fit: a client that does not read must hold up
// its own progress and nothing else.
type sender struct{ queue chan ProgressParams }

func newSender(ctx context.Context, conn *jsonrpc2.Conn) *sender {
	s := &sender{queue: make(chan ProgressParams, 64)}
	go func() {
		defer func() { _ = recover() }()
		for {
			select {
			case p := <-s.queue:
				_ = conn.Notify(ctx, NotifyProgress, p)
			case <-ctx.Done():
				return
			}
		}
	}()
	return s
}

// to returns what reports progress under a token; an empty token is not told.
func (s *sender) to(token string) func(text string) {
	if token == "" {
		return func(string) {}
	}
	return func(text string) {
		select {
		case s.queue <- ProgressParams{Token: token, Value: ProgressValue{Text: text}}:
		default:
		}
	}
}
