package fix

import (
	"bytes"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// editLines replaces lines of a text. before is found by its words: space around it, the end of line and, in go.mod and
// go.work, a comment behind it do not count and stay. Where it stands more than once, the intent has to say on which line.
func editLines(data []byte, intent health.Step) ([]byte, error) {
	file := string(intent.Target.File)
	before, ok := intent.Before.String()
	after, okAfter := intent.After.String()
	if !ok || before == "" || !okAfter && intent.After != "" {
		return nil, fault(Unsupported, file, "the fix names no text to be replaced")
	}
	comments := moduleFile(file)
	lines := strings.SplitAfter(string(data), "\n")
	wanted := strings.Split(strings.TrimRight(before, "\r\n"), "\n")
	var found []int
	for i := range lines {
		if i+len(wanted) <= len(lines) && matches(lines[i:i+len(wanted)], wanted, comments) {
			found = append(found, i)
		}
	}
	at := -1
	if line, err := strconv.Atoi(intent.Title.Args["line"].Text); err == nil {
		for _, i := range found {
			if i == line-1 {
				at = i
			}
		}
	}
	switch {
	case len(found) == 0:
		return nil, fault(Changed, file, "%q does not stand there any more", wanted[0])
	case at < 0 && len(found) > 1:
		return nil, fault(Changed, file, "%q stands there %d times", wanted[0], len(found))
	case at < 0:
		at = found[0]
	}
	return []byte(strings.Join(lines[:at], "") + newLines(lines[at:at+len(wanted)], wanted, after, comments) + strings.Join(lines[at+len(wanted):], "")), nil
}

func moduleFile(file string) bool {
	base := filepath.Base(file)
	return base == "go.mod" || base == "go.work"
}

func matches(lines, wanted []string, comments bool) bool {
	for i, line := range lines {
		_, words, _ := parts(line, comments)
		_, want, _ := parts(wanted[i], comments)
		if strings.Join(strings.Fields(words), " ") != strings.Join(strings.Fields(want), " ") {
			return false
		}
	}
	return true
}

// parts are the indentation of a line, its words, and what follows them: space, comment, end of line.
func parts(line string, comments bool) (indent, words, rest string) {
	words = strings.TrimLeft(line, " \t")
	indent = line[:len(line)-len(words)]
	end := len(words)
	if at := strings.Index(words, "//"); comments && at > 0 {
		end = at
	}
	end = len(strings.TrimRight(words[:end], " \t\r\n"))
	return indent, words[:end], words[end:]
}

// newLines are the lines that take the place of others, with the indentation of the first and what follows the words of the
// last. Nothing in the place of lines leaves their comments alone.
func newLines(old, wanted []string, after string, comments bool) string {
	indent, _, _ := parts(old[0], comments)
	_, _, rest := parts(old[len(old)-1], comments)
	eol := "\n"
	if strings.HasSuffix(old[0], "\r\n") {
		eol = "\r\n"
	}
	if after == "" {
		if comment := strings.TrimLeft(rest, " \t"); strings.HasPrefix(comment, "//") {
			return indent + comment
		}
		return ""
	}
	lines := strings.Split(strings.TrimRight(after, "\r\n"), "\n")
	if len(wanted) == 1 {
		for i := range lines {
			lines[i] = indent + strings.TrimSpace(lines[i])
		}
	}
	return strings.Join(lines, eol) + rest
}

// editGOENV changes one line of the file that go env -w writes. go takes the last line of a name, and lines that it does not
// understand are not ours to mend.
func editGOENV(data []byte, intent health.Step, system string) ([]byte, error) {
	file, name := string(intent.Target.File), string(intent.Target.Key)
	lines := bytes.SplitAfter(data, []byte("\n"))
	last := -1
	for i, line := range lines {
		if bytes.HasPrefix(line, []byte(name+"=")) {
			last = i
		}
	}
	before, _ := intent.Before.String()
	if err := sameVariable(lines, last, system, name, before, file); err != nil {
		return nil, err
	}
	after, _ := intent.After.String()
	if strings.ContainsAny(name+after, "\n\r\x00") || name == "" {
		return nil, fault(Unsupported, file, "a value of more than one line cannot be written there")
	}
	var out []byte
	for i, line := range lines {
		switch {
		case i == last && after != "":
			out = append(out, name+"="+after+"\n"...)
		case !bytes.HasPrefix(line, []byte(name+"=")) || after != "":
			out = append(out, line...)
		}
	}
	if last < 0 && after != "" {
		if len(out) > 0 && out[len(out)-1] != '\n' {
			out = append(out, '\n')
		}
		out = append(out, name+"="+after+"\n"...)
	}
	return out, nil
}

func sameVariable(lines [][]byte, last int, system, name, before, file string) error {
	switch {
	case last < 0 && before == "":
		return nil
	case last < 0:
		return fault(Changed, file, "%s is not set there any more", name)
	}
	value := strings.TrimPrefix(strings.TrimSuffix(string(lines[last]), "\n"), name+"=")
	if !sameText(system, name, value, before) || before == "" && value != "" {
		return fault(Changed, file, "%s is now %s", name, health.CleanText(value))
	}
	return nil
}
