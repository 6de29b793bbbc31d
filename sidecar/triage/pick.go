package triage

import (
	"bytes"
	"errors"
)

// tree names the members of a JSON object that are wanted, and below each those of its value; nil wants all of it. The elements of an
// array are looked at as the array itself.
type tree map[string]tree

var (
	errCut   = errors.New("it ends in the middle: the file was cut off")
	errJSON  = errors.New("it is no JSON")
	errDepth = errors.New("it is nested too deep")
)

// deepest is far below what a stack holds, and far above any report.
const deepest = 200

// pick copies the wanted parts of a JSON text: a tenth of a report, so that the decoder that comes after it has little to do. It checks
// no more than that brackets and strings end; what it copies is for the decoder to judge.
func pick(content []byte, want tree) ([]byte, error) {
	p := picker{in: content}
	if err := p.value(want, 0); err != nil {
		return nil, err
	}
	return p.out, nil
}

type picker struct {
	in  []byte
	at  int
	out []byte
}

func (p *picker) space() {
	for p.at < len(p.in) {
		switch p.in[p.at] {
		case ' ', '\t', '\n', '\r':
			p.at++
		default:
			return
		}
	}
}

func (p *picker) peek() byte {
	p.space()
	if p.at == len(p.in) {
		return 0
	}
	return p.in[p.at]
}

func (p *picker) value(want tree, depth int) error {
	switch c := p.peek(); {
	case depth > deepest:
		return errDepth
	case want != nil && c == '{':
		return p.object(want, depth)
	case want != nil && c == '[':
		return p.array(want, depth)
	}
	start := p.at
	if err := p.skip(); err != nil {
		return err
	}
	p.out = append(p.out, p.in[start:p.at]...)
	return nil
}

func (p *picker) object(want tree, depth int) error {
	p.at++
	p.out = append(p.out, '{')
	for first := true; ; {
		switch p.peek() {
		case '}':
			p.at++
			p.out = append(p.out, '}')
			return nil
		case ',':
			p.at++
			continue
		case '"':
		case 0:
			return errCut
		default:
			return errJSON
		}
		start := p.at
		if err := p.text(); err != nil {
			return err
		}
		key := p.in[start:p.at]
		if p.peek() != ':' {
			return p.broken()
		}
		p.at++
		below, wanted := want[string(key[1:len(key)-1])]
		if !wanted {
			if err := p.skip(); err != nil {
				return err
			}
			continue
		}
		if !first {
			p.out = append(p.out, ',')
		}
		first = false
		p.out = append(append(p.out, key...), ':')
		if err := p.value(below, depth+1); err != nil {
			return err
		}
	}
}

func (p *picker) array(want tree, depth int) error {
	p.at++
	p.out = append(p.out, '[')
	for first := true; ; {
		switch p.peek() {
		case ']':
			p.at++
			p.out = append(p.out, ']')
			return nil
		case ',':
			p.at++
			continue
		case 0:
			return errCut
		}
		if !first {
			p.out = append(p.out, ',')
		}
		first = false
		if err := p.value(want, depth+1); err != nil {
			return err
		}
	}
}

// skip passes over one value.
func (p *picker) skip() error {
	depth := 0
	for {
		switch p.peek() {
		case 0:
			return p.broken()
		case '"':
			if err := p.text(); err != nil {
				return err
			}
		case '{', '[':
			depth++
			p.at++
		case '}', ']':
			if depth--; depth < 0 {
				return errJSON
			}
			p.at++
		case ',', ':':
			if depth == 0 {
				return errJSON
			}
			p.at++
		default:
			p.word()
		}
		if depth == 0 {
			return nil
		}
	}
}

// word passes over a number, true, false or null.
func (p *picker) word() {
	for p.at < len(p.in) && !ends[p.in[p.at]] {
		p.at++
	}
}

var ends = [256]bool{' ': true, '\t': true, '\r': true, '\n': true, ',': true, ':': true, ']': true, '}': true, '[': true, '{': true, '"': true}

// text passes over a string.
func (p *picker) text() error {
	for from := p.at + 1; ; {
		i := bytes.IndexByte(p.in[from:], '"')
		if i < 0 {
			return errCut
		}
		end := from + i
		escapes := 0
		for p.in[end-1-escapes] == '\\' {
			escapes++
		}
		from = end + 1
		if escapes%2 == 0 {
			p.at = from
			return nil
		}
	}
}

func (p *picker) broken() error {
	if p.at == len(p.in) {
		return errCut
	}
	return errJSON
}
