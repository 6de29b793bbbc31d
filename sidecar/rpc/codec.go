package rpc

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"strconv"
	"strings"
	"sync"

	"github.com/sourcegraph/jsonrpc2"
)

const (
	// messageLimit is far above what an editor sends; more is a client gone wrong, and must not eat the memory.
	messageLimit = 64 << 20
	headerLimit  = 4 << 10
)

// codec reads the frames of VS Code's base protocol strictly and says what is wrong with a bad one. jsonrpc2's own codec
// reads on into the next frame if a message is shorter than its Content-Length, and takes any length.
type codec struct{ jsonrpc2.VSCodeObjectCodec }

func (codec) ReadObject(stream *bufio.Reader, v any) error {
	length, err := readHeader(stream)
	if err != nil {
		return err
	}
	body := make([]byte, 0, min(length, 1<<20))
	for len(body) < length { // grows with what really arrives, not with what is promised
		chunk := make([]byte, min(length-len(body), 1<<20))
		n, err := io.ReadFull(stream, chunk)
		body = append(body, chunk[:n]...)
		if err != nil {
			return fmt.Errorf("input ended within a message: %w", io.ErrUnexpectedEOF)
		}
	}
	if err := json.Unmarshal(body, v); err != nil {
		return fmt.Errorf("a message is not JSON-RPC: %w", err)
	}
	return nil
}

// readHeader returns the length of the message that follows. io.EOF between messages is the orderly end.
func readHeader(stream *bufio.Reader) (int, error) {
	length, size := -1, 0
	for {
		line, err := readLine(stream, headerLimit-size)
		size += len(line)
		switch {
		case errors.Is(err, io.EOF) && size == 0:
			return 0, io.EOF
		case errors.Is(err, io.EOF):
			return 0, fmt.Errorf("input ended within a header: %w", io.ErrUnexpectedEOF)
		case err != nil:
			return 0, err
		}
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			break
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			return 0, fmt.Errorf("%.40q is no header line (wanted Content-Length: N)", line)
		}
		if textproto.CanonicalMIMEHeaderKey(strings.TrimSpace(name)) != "Content-Length" {
			continue
		}
		if length, err = strconv.Atoi(strings.TrimSpace(value)); err != nil || length <= 0 {
			return 0, fmt.Errorf("the Content-Length %.40q is no length", value)
		}
	}
	switch {
	case length < 0:
		return 0, errors.New("a header without Content-Length")
	case length > messageLimit:
		return 0, fmt.Errorf("a message of %d bytes is longer than the limit of %d", length, messageLimit)
	}
	return length, nil
}

func readLine(stream *bufio.Reader, limit int) (string, error) {
	var line strings.Builder
	for line.Len() < limit {
		b, err := stream.ReadByte()
		if err != nil {
			return line.String(), err
		}
		line.WriteByte(b)
		if b == '\n' {
			return line.String(), nil
		}
	}
	return line.String(), fmt.Errorf("a header longer than %d bytes", headerLimit)
}

// watched remembers why reading ended, which jsonrpc2 keeps to itself.
type watched struct {
	jsonrpc2.ObjectStream
	mu  sync.Mutex
	err error
}

func (w *watched) ReadObject(v any) error {
	err := w.ObjectStream.ReadObject(v)
	if err != nil {
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.err == nil {
			w.err = err
		}
	}
	return err
}

func (w *watched) ended() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}
