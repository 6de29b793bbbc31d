package triage

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/govitals/govitals/sidecar/report"
)

// splitter finds the reports in a stream: one, one a line, one after the other, or the elements of an array. A report that is cut off
// must not swallow those behind it: no JSON string holds a line break, and none that this or a usual program wrote has a brace at the
// start of a line inside it.
type splitter struct {
	in    *bufio.Reader
	chunk []byte // of one line, read and not yet looked at
	err   error  // why there is no further chunk
	line  int    // of chunk, from 1
	ended bool   // the last chunk was the end of its line

	held  *[]byte // of the report that is read; nil outside of one
	begun int     // the line on which it begins
	depth int
	text  bool // inside a string
	slash bool // right behind a backslash
	large bool // it was given up
	stray bool // what is no report was met, and said once
}

// piece is the text of a report, or why there is none. Whoever takes it gives content back to buffers.
type piece struct {
	content *[]byte
	line    int
	err     error
}

// buffers are used again: without that each report leaves its size to be collected.
var buffers = sync.Pool{New: func() any { b := make([]byte, 0, 128<<10); return &b }}

// largestKept bounds the buffers that are kept, so that one huge report does not stay in memory.
const largestKept = 1 << 20

func recycle(b *[]byte) {
	if b != nil && cap(*b) <= largestKept {
		*b = (*b)[:0]
		buffers.Put(b)
	}
}

func newSplitter(in io.Reader) (*splitter, error) {
	text, err := report.Unpack(in)
	if err != nil {
		return nil, readError(err)
	}
	return &splitter{in: bufio.NewReaderSize(text, 256<<10), ended: true}, nil
}

// next returns the next piece; io.EOF after the last, or why nothing more can be read.
func (s *splitter) next() (piece, error) {
	for {
		if len(s.chunk) == 0 {
			if s.err != nil && s.held == nil {
				return piece{}, s.err
			}
			switch {
			case s.err != nil:
				return s.finish(s.atEnd()), nil
			case s.read():
				return s.finish(errCut), nil
			}
			continue
		}
		if s.held == nil {
			if p, ok := s.begin(); ok {
				return p, nil
			}
			continue
		}
		n, done := s.scan()
		s.keep(s.chunk[:n])
		s.chunk = s.chunk[n:]
		if done {
			return s.finish(nil), nil
		}
	}
}

// read gets a chunk and reports that it cannot belong to the report that is read.
func (s *splitter) read() (apart bool) {
	fresh := s.ended
	chunk, err := s.in.ReadSlice('\n')
	s.chunk, s.ended = chunk, bytes.HasSuffix(chunk, []byte{'\n'})
	if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
		s.err = readError(err)
	}
	if fresh {
		s.line++
	}
	return fresh && s.held != nil && (s.text || len(chunk) > 0 && chunk[0] == '{')
}

// begin looks for the next report in the chunk. What else stands there is said once, up to the next report.
func (s *splitter) begin() (piece, bool) {
	s.chunk = bytes.TrimLeft(s.chunk, " \t\r\n,[]")
	if len(s.chunk) == 0 {
		return piece{}, false
	}
	if s.chunk[0] == '{' {
		s.held, s.begun = buffers.Get().(*[]byte), s.line
		s.depth, s.text, s.slash, s.large = 0, false, false, false
		return piece{}, false
	}
	said := s.stray
	s.chunk, s.stray = nil, true
	return piece{line: s.line, err: errJSON}, !said
}

// structural are the bytes outside of strings that decide where a report ends.
var structural = [256]bool{'"': true, '{': true, '[': true, '}': true, ']': true}

// scan says how much of the chunk belongs to the report, and whether it ends there.
func (s *splitter) scan() (n int, done bool) {
	for i := 0; i < len(s.chunk); i++ {
		switch {
		case s.slash:
			s.slash = false
			continue
		case s.text:
			i = s.inText(i)
			continue
		}
		for i < len(s.chunk) && !structural[s.chunk[i]] {
			i++
		}
		if i == len(s.chunk) {
			break
		}
		switch s.chunk[i] {
		case '"':
			s.text = true
		case '{', '[':
			s.depth++
		default:
			if s.depth--; s.depth == 0 {
				return i + 1, true
			}
		}
	}
	return len(s.chunk), false
}

// inText goes on inside a string to its end, to a backslash, or to the end of the chunk, and returns that place.
func (s *splitter) inText(i int) int {
	end := bytes.IndexByte(s.chunk[i:], '"')
	if end < 0 {
		end = len(s.chunk) - i
	}
	if slash := bytes.IndexByte(s.chunk[i:i+end], '\\'); slash >= 0 {
		s.slash = true
		return i + slash
	}
	s.text = i+end == len(s.chunk)
	return i + end
}

func (s *splitter) keep(part []byte) {
	if s.large || len(*s.held)+len(part) > report.Largest {
		s.large = true
		return
	}
	*s.held = append(*s.held, part...)
}

func (s *splitter) finish(err error) piece {
	p := piece{content: s.held, line: s.begun, err: err}
	if s.large {
		p.err = report.ErrLarge
	}
	s.held, s.stray = nil, p.err != nil
	return p
}

// atEnd is why the last report has no end; it says for the whole file why there is no more.
func (s *splitter) atEnd() error {
	err := s.err
	s.err = io.EOF
	if errors.Is(err, io.EOF) {
		return errCut
	}
	return err
}

func readError(err error) error {
	switch {
	case errors.Is(err, io.EOF):
		return io.EOF
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errCut
	}
	return fmt.Errorf("it cannot be read: %w", err)
}
