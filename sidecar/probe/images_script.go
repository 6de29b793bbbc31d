package probe

import (
	"regexp"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// wrapper is a script that may do nothing but hand its arguments on.
type wrapper struct {
	system, file string
	text         []byte
	// value is that of an environment variable that may be looked at.
	value func(name string) (string, bool)
}

// passesAll is how scripts hand on all of their arguments: sh, fish, cmd.
var passesAll = regexp.MustCompile(`"?\$[@*]|"?\$\{[@*]\}|\$argv\b|%\*`)

// assignment is a line that gives a variable a value.
var assignment = regexp.MustCompile(`^(?:export\s+|readonly\s+|declare\s+(?:-\w+\s+)?)?([A-Za-z_]\w*)=(.*)$`)

// wrapperTarget is the command that a script hands its arguments to: a path, or a bare name. ok is false if it does not say, or
// if several lines say different things, so that only a run could tell.
func wrapperTarget(w wrapper) (target string, ok bool) {
	text := strings.NewReplacer("\\\r\n", " ", "\\\n", " ", "\r\n", "\n").Replace(string(w.text))
	set := map[string]string{}
	batch := !strings.HasPrefix(text, "#!")
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "#") || batch && isBatchComment(line) {
			continue
		}
		if !passesAll.MatchString(line) {
			if m := assignment.FindStringSubmatch(line); m != nil && !batch {
				set[m[1]] = unknownWord
				if words, whole := w.words(m[2], set); whole && len(words) == 1 {
					set[m[1]] = words[0]
				}
			}
			continue
		}
		command := ""
		if batch {
			command = w.batchCommand(line)
		} else {
			words, _ := w.words(line, set)
			command = commandOf(words)
		}
		if command == "" || strings.Contains(command, unknownWord) || target != "" && command != target {
			return "", false
		}
		target = command
	}
	return target, target != ""
}

// unknownWord stands for what only a run could tell. No path holds it.
const unknownWord = "\x00"

// commandOf is the first word that is a command: what runs others, with its options, is passed over.
func commandOf(words []string) string {
	for i := 0; i < len(words); {
		switch word := words[i]; {
		case word == "exec":
			i += 1 + options(words[i+1:], "-a")
		case word == "env" || word == "/usr/bin/env" || word == "command" || word == "nohup":
			i += 1 + options(words[i+1:], "-u", "-C")
		case word == "arch" || word == "/usr/bin/arch":
			i += 1 + options(words[i+1:], "-arch", "-d", "-e")
		case assignment.MatchString(word):
			i++
		case strings.HasPrefix(word, "-") || passesAll.MatchString(word):
			return "" // an option, or a shift of arguments, where a command should be
		default:
			return word
		}
	}
	return ""
}

// options counts the words that are options; those named take the next word with them.
func options(words []string, withValue ...string) int {
	n := 0
	for n < len(words) && strings.HasPrefix(words[n], "-") {
		word := words[n]
		n++
		if word == "--" {
			break
		}
		for _, name := range withValue {
			if word == name && n < len(words) {
				n++
				break
			}
		}
	}
	return n
}

func isBatchComment(line string) bool {
	lower := strings.ToLower(strings.TrimPrefix(line, "@"))
	return strings.HasPrefix(lower, "rem ") || strings.HasPrefix(line, "::")
}

// batchCommand is the command of a line of a batch file: @"%~dp0..\go\bin\go.exe" %*.
func (w wrapper) batchCommand(line string) string {
	line = strings.TrimLeft(line, "@ \t")
	for _, before := range []string{"call ", "start /b /wait "} {
		if len(line) > len(before) && strings.EqualFold(line[:len(before)], before) {
			line = strings.TrimSpace(line[len(before):])
		}
	}
	command, _, _ := strings.Cut(line, " ")
	if rest, quoted := strings.CutPrefix(line, `"`); quoted {
		command, _, _ = strings.Cut(rest, `"`)
	}
	if rest, beside := strings.CutPrefix(command, "%~dp0"); beside {
		return health.Join(w.system, health.Dir(w.system, w.file), strings.TrimLeft(rest, `\/`))
	}
	command = batchVariable.ReplaceAllStringFunc(command, func(name string) string {
		if value, ok := w.value(strings.Trim(name, "%")); ok {
			return value
		}
		return unknownWord
	})
	return strings.ReplaceAll(command, "%", unknownWord)
}

var batchVariable = regexp.MustCompile(`%\w+%`)
