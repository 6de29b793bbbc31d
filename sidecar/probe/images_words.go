package probe

import (
	"regexp"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// beside are the usual ways of a script to name its own directory.
var beside = regexp.MustCompile(`^(?:\$\(\s*dirname\s+(?:--\s+)?"?\$\{?(?:0|BASH_SOURCE(?:\[0\])?)\}?"?\s*\)|\$\{0%/\*\}|\$\{BASH_SOURCE(?:\[0\])?%/\*\})`)

// variableOf is the use of a variable.
var variableOf = regexp.MustCompile(`^\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))`)

// words splits the first command of a line of shell into words, quotes taken away and variables put in; whole is false where
// another command follows. What cannot be known without running it becomes unknownWord.
func (w wrapper) words(line string, set map[string]string) (out []string, whole bool) {
	var word strings.Builder
	started, quote := false, byte(0)
	end := func() {
		if started {
			out = append(out, word.String())
		}
		word.Reset()
		started = false
	}
	for i := 0; i < len(line); {
		c := line[i]
		switch {
		case quote == '\'' && c != '\'', quote == 0 && !strings.ContainsRune(" \t\"'\\$`;&|<>()#~", rune(c)), quote == '"' && !strings.ContainsRune("\"\\$`", rune(c)):
			word.WriteByte(c)
			started = true
		case c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote, started = c, true
		case c == '\\' && i+1 < len(line):
			i++
			word.WriteByte(line[i])
			started = true
		case c == '$':
			text, n := w.expand(line[i:], set)
			word.WriteString(text)
			started = true
			i += n
			continue
		case quote == 0 && (c == ' ' || c == '\t'):
			end()
		case quote == 0 && (c == ';' || c == '&' || c == '|'), quote == 0 && c == '#' && !started:
			end()
			return out, c == '#' || strings.Trim(line[i:], "; ") == ""
		case c == '~' && quote == 0 && !started && strings.HasPrefix(line[i:], "~/"):
			text, ok := w.value("HOME")
			if !ok {
				text = unknownWord
			}
			word.WriteString(text)
			started = true
		case c == '#' || c == '~':
			word.WriteByte(c)
		default: // a substitution, a redirection, a subshell
			word.WriteString(unknownWord)
			started = true
		}
		i++
	}
	end()
	return out, quote == 0
}

// expand is what stands for a dollar sign and what belongs to it, and how much of the text that is. All arguments stay as they are.
func (w wrapper) expand(text string, set map[string]string) (string, int) {
	if m := beside.FindString(text); m != "" {
		return health.Dir(w.system, w.file), len(m)
	}
	if m := passesAll.FindStringIndex(text); m != nil && m[0] == 0 {
		return text[:m[1]], m[1]
	}
	if m := variableOf.FindStringSubmatch(text); m != nil {
		name := m[1] + m[2]
		if value, ok := set[name]; ok {
			return value, len(m[0])
		}
		if value, ok := w.value(name); ok {
			return value, len(m[0])
		}
		return unknownWord, len(m[0])
	}
	return unknownWord, 1
}
