package fix

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/tailscale/hujson"
)

// maxNesting bounds how deep a settings file may be nested: the parser recurses, and a file of a million brackets, which may
// come with a workspace, would end the whole process.
const maxNesting = 200

var byteOrderMark = []byte("\xef\xbb\xbf")

// document is a settings file, parsed with positions. It is edited by cutting its own bytes, so that what is not meant to
// change cannot: comments, order, trailing commas, ends of lines and the byte order mark stay as they are.
type document struct {
	mark []byte // the byte order mark, if there is one
	text []byte // the rest
	// root is the object; its Value is nil in a file that holds nothing but space and comments.
	root hujson.Value
}

// parseDocument reads a settings file as the editor does: comments and trailing commas are allowed, an empty file is an
// empty object.
func parseDocument(data []byte) (*document, error) {
	d := &document{text: data}
	if rest, ok := bytes.CutPrefix(data, byteOrderMark); ok {
		d.mark, d.text = byteOrderMark, rest
	}
	if !utf8.Valid(d.text) {
		return nil, fmt.Errorf("not UTF-8 text")
	}
	if tooDeep(d.text) {
		return nil, fmt.Errorf("nested deeper than %d levels", maxNesting)
	}
	ended := append(bytes.Clone(d.text), '\n') // the parser wants an end of line behind a comment that ends the file
	root, err := hujson.Parse(ended)
	if err != nil {
		if empty, err := hujson.Parse(append(bytes.Clone(ended), "{}"...)); err == nil && len(empty.BeforeExtra) == len(ended) {
			return d, nil
		}
		return nil, withoutLiteral(err)
	}
	if _, ok := root.Value.(*hujson.Object); !ok {
		return nil, fmt.Errorf("not an object")
	}
	d.root = root
	return d, nil
}

// withoutLiteral takes what the parser quotes out of its error: it may be a secret.
func withoutLiteral(err error) error {
	text := strings.TrimPrefix(err.Error(), "hujson: ")
	if before, _, ok := strings.Cut(text, "invalid literal: "); ok {
		text = before + "a string or number that is not valid"
	}
	return fmt.Errorf("%s", text)
}

// tooDeep reports nesting beyond maxNesting. Strings and comments are skipped.
func tooDeep(text []byte) bool {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			for i++; i < len(text) && text[i] != '"' && text[i] != '\n'; i++ {
				if text[i] == '\\' {
					i++
				}
			}
		case c == '/' && bytes.HasPrefix(text[i:], []byte("//")):
			for i < len(text) && text[i] != '\n' {
				i++
			}
		case c == '/' && bytes.HasPrefix(text[i:], []byte("/*")):
			end := bytes.Index(text[i+2:], []byte("*/"))
			if end < 0 {
				return false
			}
			i += end + 3
		case c == '{' || c == '[':
			if depth++; depth > maxNesting {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}

// find is the last member of a name, which is the one that counts; -1 without.
func find(o *hujson.Object, name string) int {
	for i := len(o.Members) - 1; i >= 0; i-- {
		if memberName(o.Members[i]) == name {
			return i
		}
	}
	return -1
}

func memberName(m hujson.ObjectMember) string {
	literal, ok := m.Name.Value.(hujson.Literal)
	if !ok {
		return ""
	}
	return literal.String()
}

// lookup is the value at a path of names.
func (d *document) lookup(path ...string) (hujson.Value, bool) {
	at := d.root
	for _, name := range path {
		o, ok := at.Value.(*hujson.Object)
		if !ok {
			return hujson.Value{}, false
		}
		i := find(o, name)
		if i < 0 {
			return hujson.Value{}, false
		}
		at = o.Members[i].Value
	}
	return at, at.Value != nil
}

// raw is a value as standard JSON without space.
func raw(v hujson.Value) json.RawMessage {
	v = v.Clone()
	v.Minimize()
	return json.RawMessage(v.Pack())
}
