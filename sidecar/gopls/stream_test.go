package gopls

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"testing"
)

// endless is a stream that never ends; it counts what was taken of it.
type endless struct{ taken int }

func (e *endless) Read(p []byte) (int, error) {
	copy(p, strings.Repeat("Content-x", len(p)/9+1))
	e.taken += len(p)
	return len(p), nil
}

func TestGuardedCodec(t *testing.T) {
	message := func(body string) string { return fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body) }
	tests := []struct {
		name, input, fails string
	}{
		{"message", message(`{"a":1}`), ""},
		{"other header too", "Content-Type: application/vscode-jsonrpc\r\n" + message(`{"a":1}`), ""},
		{"banner", "Using gopls 1.2.3\n", "stdout holds something else"},
		{"banner, cut off", "Us", "stdout holds something else"},
		{"half a header", "Content-Len", "stdout holds something else"},
		{"nothing", "", "EOF"},
		{"huge", fmt.Sprintf("Content-Length: %d\r\n\r\n{}", maxBody+1), "unacceptable length"},
		{"negative", "Content-Length: -1\r\n\r\n{}", "unacceptable length"},
		{"no number", "Content-Length: x\r\n\r\n{}", "unacceptable length"},
		{"no length", "Content-Type: x\r\n\r\n{}", "no Content-Length"},
		{"endless header", "Content-Type: " + strings.Repeat("x", 2*maxHeader) + "\r\n\r\n", "stdout holds something else"},
		{"no JSON", message("hello!"), "invalid character"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var v map[string]any
			err := guardedCodec{}.ReadObject(bufio.NewReader(strings.NewReader(test.input)), &v)
			if test.fails == "" && (err != nil || v["a"] != 1.0) || test.fails != "" && (err == nil || !strings.Contains(err.Error(), test.fails)) {
				t.Errorf("read %v, %v", v, err)
			}
		})
	}
	var flood endless
	if err := (guardedCodec{}).ReadObject(bufio.NewReader(&flood), new(any)); err == nil || flood.taken > 2*maxHeader {
		t.Errorf("took %d bytes, %v", flood.taken, err)
	}
	two := bufio.NewReader(strings.NewReader(message(`{"a":1}`) + message(`{"a":2}`)))
	for want := 1.0; want <= 2; want++ {
		var v map[string]any
		if err := (guardedCodec{}).ReadObject(two, &v); err != nil || v["a"] != want {
			t.Errorf("message %v: %v, %v", want, v, err)
		}
	}
	if err := (guardedCodec{}).ReadObject(two, new(any)); err != io.EOF {
		t.Errorf("after the last: %v", err)
	}
}

func FuzzGuardedCodec(f *testing.F) {
	f.Add("Content-Length: 2\r\n\r\n{}")
	f.Fuzz(func(t *testing.T, input string) {
		_ = guardedCodec{}.ReadObject(bufio.NewReader(strings.NewReader(input)), new(any))
	})
}
