package logs

import (
	"bufio"
	"errors"
	"io"
	"strings"
)

// longestLine is what is kept of a line; nothing that matters is longer, and binary rubbish may have no line ends at all.
const longestLine = 4 << 10

type lines struct {
	r    *bufio.Reader
	skip bool
}

func newLines(r io.Reader, tail bool) *lines {
	return &lines{r: bufio.NewReaderSize(r, longestLine), skip: tail}
}

// next is the next line without its end, cut off after longestLine.
func (l *lines) next() (string, error) {
	for {
		text, err := l.one()
		if err != nil {
			return "", err
		}
		if l.skip {
			l.skip = false
			continue
		}
		return text, nil
	}
}

func (l *lines) one() (string, error) {
	part, err := l.r.ReadSlice('\n')
	text := strings.TrimRight(string(part), "\r\n")
	for errors.Is(err, bufio.ErrBufferFull) {
		_, err = l.r.ReadSlice('\n')
	}
	if err == io.EOF && text != "" {
		err = nil // the last line has no end yet; the next read says that it was the last
	}
	return text, err
}
