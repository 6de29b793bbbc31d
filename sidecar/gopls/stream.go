package gopls

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"

	"github.com/govitals/govitals/sidecar/child"
	"github.com/sourcegraph/jsonrpc2"
)

// Bounds on what a server may send. A program that is not gopls may write anything, for ever.
const (
	maxHeader = 4 << 10
	maxBody   = 64 << 20
)

// guardedCodec is the codec of VS Code for servers that are not trusted to keep to it: jsonrpc2 alone would collect an endless
// header line in memory.
type guardedCodec struct{ jsonrpc2.VSCodeObjectCodec }

func (c guardedCodec) ReadObject(r *bufio.Reader, v any) error {
	header, err := peekHeader(r)
	if err != nil {
		return err
	}
	for line := range strings.SplitSeq(header, "\r\n") {
		value, ok := strings.CutPrefix(line, "Content-Length: ")
		if n, err := strconv.Atoi(strings.TrimSpace(value)); ok && (err != nil || n <= 0 || n > maxBody) {
			return fmt.Errorf("unacceptable length %q of a message", value)
		}
	}
	return c.VSCodeObjectCodec.ReadObject(r, v)
}

// peekHeader returns the header of the next message without consuming it.
func peekHeader(r *bufio.Reader) (string, error) {
	for want := 1; ; want = r.Buffered() + 1 {
		if _, err := r.Peek(want); err != nil {
			rest, _ := r.Peek(r.Buffered())
			if len(bytes.TrimSpace(rest)) > 0 && errors.Is(err, io.EOF) {
				return "", notProtocol(rest)
			}
			return "", err
		}
		seen, _ := r.Peek(r.Buffered())
		if end := bytes.Index(seen, []byte("\r\n\r\n")); end >= 0 {
			return string(seen[:end]), nil
		}
		if !plausible(seen) || len(seen) >= min(maxHeader, r.Size()) {
			return "", notProtocol(seen)
		}
	}
}

// plausible reports whether seen can be the beginning of a header, so that a banner is recognised at once.
func plausible(seen []byte) bool {
	const name = "Content-"
	n := min(len(seen), len(name))
	return string(seen[:n]) == name[:n]
}

func notProtocol(seen []byte) error {
	return fmt.Errorf("stdout holds something else than protocol: %q", seen[:min(len(seen), 200)])
}

// guardedStream is the connection's stream over the pipes of a process. It remembers why it could not be read on, which
// jsonrpc2 would only log.
type guardedStream struct {
	jsonrpc2.ObjectStream
	mu    sync.Mutex
	cause error
}

type pipes struct {
	io.Reader
	io.WriteCloser
}

func newGuardedStream(p *child.Process) *guardedStream {
	return &guardedStream{ObjectStream: jsonrpc2.NewBufferedStream(pipes{p.Stdout, p.Stdin}, guardedCodec{})}
}

func (s *guardedStream) ReadObject(v any) error {
	err := s.ObjectStream.ReadObject(v)
	if err != nil {
		s.mu.Lock()
		s.cause = err
		s.mu.Unlock()
	}
	return err
}

// broken says why the stream ended, other than by its regular end; nil if it did not.
func (s *guardedStream) broken() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cause == nil || errors.Is(s.cause, io.EOF) || errors.Is(s.cause, io.ErrClosedPipe) || strings.Contains(s.cause.Error(), "file already closed") {
		return nil
	}
	return s.cause
}
