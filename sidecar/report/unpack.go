package report

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// Unpack returns the UTF-8 text behind what people keep reports in: plain, compressed by gzip, with a byte order mark, or in UTF-16,
// which Windows PowerShell makes of every program's output that goes to a file.
func Unpack(in io.Reader) (io.Reader, error) {
	buffered := bufio.NewReaderSize(in, 64<<10)
	if magic, _ := buffered.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		inner, err := gzip.NewReader(buffered)
		if err != nil {
			return nil, fmt.Errorf("the gzip file is damaged: %w", err)
		}
		buffered = bufio.NewReaderSize(inner, 64<<10)
	}
	head, err := buffered.Peek(3)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(head, []byte{0xef, 0xbb, 0xbf}):
		_, err := buffered.Discard(3)
		return buffered, err
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}):
		return &wide{in: buffered, order: binary.LittleEndian}, nil
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return &wide{in: buffered, order: binary.BigEndian}, nil
	}
	return buffered, nil
}

// wide turns UTF-16 into UTF-8. The byte order mark goes with it, because no JSON text may begin with one.
type wide struct {
	in    *bufio.Reader
	order binary.ByteOrder
	ready []byte // translated and not yet read
	high  rune   // the first half of a pair, 0 if none waits
	err   error
}

func (w *wide) Read(p []byte) (int, error) {
	for len(w.ready) == 0 {
		if w.err != nil {
			return 0, w.err
		}
		w.fill()
	}
	n := copy(p, w.ready)
	w.ready = w.ready[n:]
	return n, nil
}

func (w *wide) fill() {
	w.ready = w.ready[:0]
	var unit [2]byte
	for len(w.ready) < 4096 {
		if _, w.err = io.ReadFull(w.in, unit[:]); w.err != nil {
			return
		}
		r := rune(w.order.Uint16(unit[:]))
		switch {
		case r == 0xfeff:
		case w.high != 0:
			w.ready = utf8.AppendRune(w.ready, utf16.DecodeRune(w.high, r))
			w.high = 0
		case 0xd800 <= r && r < 0xdc00:
			w.high = r
		default:
			w.ready = utf8.AppendRune(w.ready, r)
		}
	}
}
