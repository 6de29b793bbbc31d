package report

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Escape sequences of colours and weights.
const (
	bold   = "\x1b[1m"
	dim    = "\x1b[2m"
	red    = "\x1b[31m"
	green  = "\x1b[32m"
	yellow = "\x1b[33m"
	cyan   = "\x1b[36m"
	reset  = "\x1b[0m"
)

const (
	indent = "  "
	// labels stand in a column of their own.
	labelWidth   = 7
	defaultWidth = 100
	minimumWidth = 40
)

// terminal lays out text in columns.
type terminal struct {
	out    strings.Builder
	colour bool
	width  int
}

func newTerminal(o TextOptions) *terminal {
	width := o.Width
	if width == 0 {
		width = defaultWidth
	}
	return &terminal{colour: o.Colour, width: max(width, minimumWidth)}
}

func (t *terminal) style(codes, s string) string {
	if !t.colour || s == "" {
		return s
	}
	return codes + s + reset
}

func (t *terminal) line() { t.out.WriteByte('\n') }

// labelled writes a line with a label before it, and goes on below itself.
func (t *terminal) labelled(label, s string) {
	column := label + strings.Repeat(" ", max(labelWidth-len(label), 1))
	t.paragraph(indent+t.style(dim, column), indent+strings.Repeat(" ", labelWidth), s)
}

// paragraph writes words and breaks lines between them. A word that is longer than a line stays whole, so that a path
// can be copied.
func (t *terminal) paragraph(first, hanging, s string) {
	t.out.WriteString(first)
	column := printed(first)
	start, gap := true, 0
	for _, word := range strings.Split(s, " ") {
		if !start {
			gap++
		}
		start = false
		w := printed(word)
		if w == 0 && word == "" {
			continue // one more space before the next word
		}
		if gap > 0 && column+gap+w > t.width {
			t.out.WriteString("\n" + hanging)
			column = printed(hanging)
		} else {
			t.out.WriteString(strings.Repeat(" ", gap))
			column += gap
		}
		t.out.WriteString(word)
		column += w
		gap = 0
	}
	t.line()
}

// printed is the number of columns a string takes on the screen.
func printed(s string) int {
	n := 0
	for i := 0; i < len(s); {
		if strings.HasPrefix(s[i:], "\x1b[") {
			if end := strings.IndexByte(s[i:], 'm'); end > 0 {
				i += end + 1
				continue
			}
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		n += columns(r)
	}
	return n
}

// columns of a character: two for East Asian ones, none for marks that sit on another.
func columns(r rune) int {
	switch {
	case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r):
		return 0
	case unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana), 0xff01 <= r && r <= 0xff60, 0x1f300 <= r && r <= 0x1faff:
		return 2
	}
	return 1
}

// clean makes words of other programs and files harmless on a screen: a go.mod must not be able to move the cursor,
// change colours or hide what follows. Line breaks become visible separators.
func clean(s string) string {
	s = strings.ReplaceAll(strings.TrimSpace(s), "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return '\v' // replaced below; no text holds one after this
		case r == '\t':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == utf8.RuneError, r == 0x2028, r == 0x2029:
			return -1
		}
		return r
	}, s)
	return strings.ReplaceAll(s, "\v", " ⏎ ")
}

// shorten keeps the beginning of a long text and says that there was more. limit is in bytes.
func shorten(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	cut := limit
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + " …"
}
