package probe

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/tailscale/hujson"

	"github.com/govitals/govitals/sidecar/health"
)

// maxNesting bounds how deep a settings file may be nested: the parser recurses, and a file of a million brackets would
// end the whole process.
const maxNesting = 200

// position is a place in a file. Line and column count from 1, columns in UTF-16 units as editors do; 0 is unknown.
type position struct{ line, column int }

// jsonError says where a settings file is no JSON.
type jsonError struct {
	line int
	text string
}

func (e *jsonError) Error() string { return e.text }

// object is a JSON object in the order of its file.
type object []member

type member struct {
	name  string
	at    position
	value any    // decoded; numbers are json.Number
	inner object // the members, if the value is an object

	replaced bool // by a later member of the same name
}

// parseObject reads a settings file as the editor does: comments, trailing commas and a byte order mark are allowed, an
// empty file is an empty object, and of two members with one name the later counts. Of the outermost members only those
// that keep names are decoded. The error is a *jsonError.
func parseObject(data []byte, keep func(name string) bool) (object, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(data) {
		return nil, &jsonError{text: "not UTF-8 text"}
	}
	if line := tooDeep(data); line > 0 {
		return nil, &jsonError{line, fmt.Sprintf("nested deeper than %d levels", maxNesting)}
	}
	data = append(slices.Clip(data), '\n') // the parser wants an end of line behind a comment that ends the file
	root, err := hujson.Parse(data)
	if err != nil {
		if onlyComments(data) {
			return nil, nil
		}
		return nil, describe(err, bytes.Count(data[:len(data)-1], []byte("\n"))+1)
	}
	text := newText(data)
	o, ok := root.Value.(*hujson.Object)
	if !ok {
		return nil, &jsonError{text.position(root.StartOffset).line, "not an object"}
	}
	return members(text, o, 2, keep)
}

// onlyComments reports a file without a value, by giving it one.
func onlyComments(data []byte) bool {
	v, err := hujson.Parse(append(slices.Clone(data), "\n{}"...))
	return err == nil && len(v.BeforeExtra) == len(data)+1
}

// members decodes an object; the members of its objects are kept down to the given number of levels.
func members(text fileText, o *hujson.Object, levels int, keep func(string) bool) (object, error) {
	var out object
	index := map[string]int{}
	for _, m := range o.Members {
		literal, ok := m.Name.Value.(hujson.Literal)
		if !ok {
			return nil, &jsonError{text: "a name that is no string"}
		}
		name := literal.String()
		if !keep(name) {
			continue
		}
		entry := member{name: name, at: text.position(m.Name.StartOffset)}
		value := m.Value.Clone()
		value.Minimize()
		decoder := json.NewDecoder(bytes.NewReader(value.Pack()))
		decoder.UseNumber()
		if err := decoder.Decode(&entry.value); err != nil {
			return nil, &jsonError{entry.at.line, err.Error()}
		}
		if inner, ok := m.Value.Value.(*hujson.Object); ok && levels > 0 {
			var err error
			if entry.inner, err = members(text, inner, levels-1, always); err != nil {
				return nil, err
			}
		}
		if earlier, twice := index[name]; twice {
			out[earlier].replaced = true
		}
		index[name] = len(out)
		out = append(out, entry)
	}
	return slices.DeleteFunc(out, func(m member) bool { return m.replaced }), nil
}

func always(string) bool { return true }

// get returns a member by its name.
func (o object) get(name string) (member, bool) {
	for _, m := range o {
		if m.name == name {
			return m, true
		}
	}
	return member{}, false
}

// maxColumn bounds the search for a column: a large file on one line has thousands of members.
const maxColumn = 1 << 14

// fileText finds lines by offset.
type fileText struct {
	data  []byte
	lines []int // offsets of the first byte of each line
}

func newText(data []byte) fileText {
	t := fileText{data: data, lines: []int{0}}
	for i, c := range data {
		if c == '\n' {
			t.lines = append(t.lines, i+1)
		}
	}
	return t
}

func (t fileText) position(offset int) position {
	line, exact := slices.BinarySearch(t.lines, offset)
	if !exact {
		line--
	}
	if offset-t.lines[line] > maxColumn {
		return position{line: line + 1}
	}
	column := 1
	for _, r := range string(t.data[t.lines[line]:offset]) {
		if column++; r > 0xffff {
			column++
		}
	}
	return position{line + 1, column}
}

var hujsonPlace = regexp.MustCompile(`^hujson: line (\d+), column \d+: `)

// describe takes the place out of the parser's error; last is the number of lines of the file.
func describe(err error, last int) error {
	text, line := err.Error(), 0
	if m := hujsonPlace.FindStringSubmatch(text); m != nil {
		text = strings.TrimPrefix(text, m[0])
		line, _ = strconv.Atoi(m[1])
	}
	// What stands in the literal may be a secret.
	if before, _, ok := strings.Cut(text, "invalid literal: "); ok {
		text = before + "a string or number that is not valid"
	}
	return &jsonError{min(line, last), health.CleanText(text)}
}

// tooDeep returns the line where nesting passes maxNesting, or 0. Strings and comments are skipped.
func tooDeep(data []byte) int {
	depth, line := 0, 1
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case c == '\n':
			line++
		case c == '"':
			for i++; i < len(data) && data[i] != '"' && data[i] != '\n'; i++ {
				if data[i] == '\\' {
					i++
				}
			}
			if i < len(data) && data[i] == '\n' {
				line++
			}
		case c == '/' && bytes.HasPrefix(data[i:], []byte("//")):
			for i < len(data) && data[i] != '\n' {
				i++
			}
			line++
		case c == '/' && bytes.HasPrefix(data[i:], []byte("/*")):
			end := bytes.Index(data[i+2:], []byte("*/"))
			if end < 0 {
				return 0
			}
			line += bytes.Count(data[i:i+2+end], []byte("\n"))
			i += 2 + end + 1
		case c == '{' || c == '[':
			if depth++; depth > maxNesting {
				return line
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return 0
}
