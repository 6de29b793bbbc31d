package fix

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"github.com/tailscale/hujson"
)

var errNoObject = errors.New("a value that is no object is in the way")

// cut is a piece of text to be replaced.
type cut struct {
	from, to int
	with     string
}

// spliced is the text with cuts made, which must be in order and apart.
func (d *document) spliced(cuts ...cut) []byte {
	out := bytes.Clone(d.mark)
	at := 0
	for _, c := range cuts {
		out = append(append(out, d.text[at:c.from]...), c.with...)
		at = c.to
	}
	return append(out, d.text[at:]...)
}

// setMember gives the member at a path a value, and makes the objects on the way if there are none.
func setMember(data []byte, path []string, value json.RawMessage) ([]byte, error) {
	d, err := parseDocument(data)
	if err != nil {
		return nil, err
	}
	if d.root.Value == nil {
		return d.begin(path, value), nil
	}
	at := d.root
	for i, name := range path {
		o, ok := at.Value.(*hujson.Object)
		if !ok {
			if l, isLiteral := at.Value.(hujson.Literal); !isLiteral || l.Kind() != 'n' {
				return nil, errNoObject
			}
			return d.replace(at, nested(path[i:], value)), nil
		}
		found := find(o, name)
		if found < 0 {
			return d.insert(at, o, path[i], nested(path[i+1:], value)), nil
		}
		at = o.Members[found].Value
	}
	return d.replace(at, value), nil
}

// nested wraps a value in one object for each name.
func nested(path []string, value json.RawMessage) json.RawMessage {
	for i := len(path) - 1; i >= 0; i-- {
		value = json.RawMessage("{" + quote(path[i]) + ":" + string(value) + "}")
	}
	return value
}

func (d *document) replace(old hujson.Value, value json.RawMessage) []byte {
	return d.spliced(cut{old.StartOffset, old.EndOffset, d.style().format(value, d.indentAt(old.StartOffset))})
}

// begin writes the object of a file that has none, behind its comments.
func (d *document) begin(path []string, value json.RawMessage) []byte {
	s := d.style()
	lead := ""
	if trimmed := bytes.TrimRight(d.text, " \t\r\n"); len(trimmed) > 0 && !bytes.HasSuffix(d.text, []byte("\n")) {
		lead = s.eol
	}
	object := "{" + s.eol + s.unit + quote(path[0]) + ": " + s.format(nested(path[1:], value), s.unit) + s.eol + "}" + s.eol
	return d.spliced(cut{len(d.text), len(d.text), lead + object})
}

// insert adds a member behind the last one and behind every comment of the object.
func (d *document) insert(at hujson.Value, o *hujson.Object, name string, value json.RawMessage) []byte {
	s := d.style()
	close := at.EndOffset - 1
	end := close - len(o.AfterExtra) // where the last member, or its comma, ends
	extra := len(bytes.TrimRight(d.text[end:close], " \t\r\n"))
	var cuts []cut
	lines, comma := true, ""
	indent := d.indentAt(at.StartOffset) + s.unit
	if n := len(o.Members); n > 0 {
		first, last := o.Members[0].Name, o.Members[n-1].Value
		head := d.text[at.StartOffset:first.StartOffset]
		lines = bytes.ContainsRune(head, '\n') || bytes.ContainsRune(d.text[end:close], '\n')
		if own := d.lineLead(first.StartOffset); own.blank {
			indent = own.space
		}
		if last.AfterExtra != nil {
			comma = ","
		} else {
			end = last.EndOffset
			cuts = append(cuts, cut{end, end, ","})
			extra = len(bytes.TrimRight(d.text[end:close], " \t\r\n"))
		}
	}
	text, until := quote(name)+": ", end+extra
	if lines {
		text = s.eol + indent + text + s.format(value, indent) + comma
		if !bytes.ContainsRune(d.text[until:close], '\n') {
			text += s.eol + d.indentAt(at.StartOffset)
			until = close // the blank before a brace that stood in the line is no indentation
		}
	} else {
		text = " " + text + s.flat(value) + comma
	}
	return d.spliced(append(cuts, cut{end + extra, until, text})...)
}

// removeMembers takes away every member that has the last name of a path inside the object before it: were only the last one
// removed, an earlier one of the same name would begin to count. Comments stay.
func removeMembers(data []byte, path []string) ([]byte, error) {
	for {
		d, err := parseDocument(data)
		if err != nil {
			return nil, err
		}
		parent, ok := d.lookup(path[:len(path)-1]...)
		o, isObject := parent.Value.(*hujson.Object)
		if !ok || !isObject {
			return data, nil
		}
		i := find(o, path[len(path)-1])
		if i < 0 {
			return data, nil
		}
		data = d.remove(o, i)
	}
}

func (d *document) remove(o *hujson.Object, i int) []byte {
	m := o.Members[i]
	name, value := m.Name, m.Value
	comma := value.EndOffset + len(value.AfterExtra)
	own := comma < len(d.text) && d.text[comma] == ','
	if commented(d.text[name.EndOffset:value.StartOffset]) || own && commented(d.text[value.EndOffset:comma]) {
		colon := name.EndOffset + len(name.AfterExtra)
		cuts := []cut{{name.StartOffset, name.EndOffset, ""}, {colon, colon + 1, ""}, {value.StartOffset, value.EndOffset, ""}}
		if own {
			cuts = append(cuts, cut{comma, comma + 1, ""})
		}
		return d.spliced(d.withPrevious(o, i, own, cuts)...)
	}
	from, to := name.StartOffset, value.EndOffset
	if own {
		to = comma + 1
	}
	lead := d.lineLead(from)
	rest := until(d.text[to:], "\n")
	switch blank := len(bytes.TrimSpace(d.text[to:to+rest])) == 0; {
	case lead.blank && blank && to+rest < len(d.text):
		from, to = from-len(lead.space), to+rest+1
	case lead.blank || d.text[from-1] == '{' || d.text[from-1] == ' ':
		to += len(d.text[to:]) - len(bytes.TrimLeft(d.text[to:], " \t"))
	}
	return d.spliced(d.withPrevious(o, i, own, []cut{{from, to, ""}})...)
}

// withPrevious also takes away the comma before a last member that had none of its own, with the space between.
func (d *document) withPrevious(o *hujson.Object, i int, own bool, cuts []cut) []cut {
	if own || i == 0 {
		return cuts
	}
	before := o.Members[i-1].Value
	comma := before.EndOffset + len(before.AfterExtra)
	first := &cuts[0]
	if between := d.text[comma+1 : first.from]; len(bytes.Trim(between, " \t")) == 0 {
		first.from = comma
		return cuts
	}
	return append([]cut{{comma, comma + 1, ""}}, cuts...)
}

func commented(extra []byte) bool { return bytes.ContainsRune(extra, '/') }

// lead is what stands on a line before an offset.
type lead struct {
	space string
	blank bool // nothing but space
}

func (d *document) lineLead(offset int) lead {
	start := bytes.LastIndexByte(d.text[:offset], '\n') + 1
	text := string(d.text[start:offset])
	return lead{text, strings.Trim(text, " \t") == "" && (start > 0 || offset == 0)}
}

// indentAt is the space that begins the line of an offset.
func (d *document) indentAt(offset int) string {
	start := bytes.LastIndexByte(d.text[:offset], '\n') + 1
	line := string(d.text[start:offset])
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))]
}

func until(text []byte, set string) int {
	if i := bytes.IndexAny(text, set); i >= 0 {
		return i
	}
	return len(text)
}
