package report

import (
	"regexp"
	"strings"
	"testing"
)

// outsideOfCode drops code spans: from a run of backticks to the next run of the same length. A backtick behind a backslash is
// a character.
func outsideOfCode(line string) string {
	var out strings.Builder
	for i := 0; i < len(line); {
		switch {
		case line[i] == '\\' && i+1 < len(line):
			out.WriteString(line[i : i+2])
			i += 2
		case line[i] == '`':
			n := len(line[i:]) - len(strings.TrimLeft(line[i:], "`"))
			end := closing(line[i+n:], n)
			if end < 0 {
				out.WriteString(line[i : i+n])
				i += n
				continue
			}
			i += n + end + n
		default:
			out.WriteByte(line[i])
			i++
		}
	}
	return out.String()
}

// closing is where a run of exactly n backticks begins.
func closing(s string, n int) int {
	for _, at := range regexp.MustCompile("`+").FindAllStringIndex(s, -1) {
		if at[1]-at[0] == n {
			return at[0]
		}
	}
	return -1
}

func TestOutsideOfCode(t *testing.T) {
	for in, want := range map[string]string{"a `b` c": "a  c", "a `` b`c `` d": "a  d", "a \\` <x> ` b": "a \\` <x> ` b", "`<a>": "`<a>"} {
		if got := outsideOfCode(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
