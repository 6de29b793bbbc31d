package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/govitals/govitals/sidecar/lang"
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
	say    *lang.Printer
}

func newTerminal(o TextOptions, say *lang.Printer) *terminal {
	width := o.Width
	if width == 0 {
		width = defaultWidth
	}
	return &terminal{colour: o.Colour, width: max(width, minimumWidth), say: say}
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
	column := label + strings.Repeat(" ", max(labelWidth-printed(label), 1))
	t.paragraph(indent+t.style(dim, column), indent+strings.Repeat(" ", labelWidth), s)
}

// paragraph writes words and breaks lines between them. A word that is longer than a line stays whole, so that a path
// can be copied. No line begins with what GitHub Actions takes for a command.
func (t *terminal) paragraph(first, hanging, s string) {
	t.out.WriteString(first)
	column := printed(first)
	gap := 0
	for _, piece := range pieces(s) {
		word := piece.text
		if piece.spaced {
			gap++
		}
		w := printed(word)
		if w == 0 && word == "" {
			continue // one more space before the next word
		}
		command := commandLine.MatchString(word)
		if command && strings.TrimSpace(first) == "" && column == printed(first) {
			t.out.WriteString("⏎ ")
			column += 2
		}
		if (gap > 0 || piece.breaks) && column+gap+w > t.width && !command {
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
		case hidden(r), r == utf8.RuneError:
			return -1
		}
		return r
	}, s)
	return strings.ReplaceAll(s, "\v", " ⏎ ")
}

// hidden are characters that change how others are shown: they move the cursor, begin escape sequences, or turn the order around.
func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == 0x2028 || r == 0x2029
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
