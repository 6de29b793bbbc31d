package fix

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/tailscale/hujson"
)

// style is how a settings file is written.
type style struct{ unit, eol string }

// widest is the width up to which a list stays on one line.
const widest = 80

// style finds the indentation of the first member and the first end of line; without any, those of the editor.
func (d *document) style() style {
	s := style{unit: "    ", eol: "\n"}
	if i := bytes.IndexByte(d.text, '\n'); i > 0 && d.text[i-1] == '\r' {
		s.eol = "\r\n"
	}
	if o, ok := d.root.Value.(*hujson.Object); ok && len(o.Members) > 0 {
		if own := d.lineLead(o.Members[0].Name.StartOffset); own.blank && own.space != "" {
			s.unit = own.space
		}
	}
	return s
}

// format writes a value whose first line is indented already.
func (s style) format(value json.RawMessage, indent string) string {
	v, err := hujson.Parse(value)
	if err != nil {
		return string(value)
	}
	return s.value(v, indent)
}

// flat writes a value on one line.
func (s style) flat(value json.RawMessage) string {
	v, err := hujson.Parse(value)
	if err != nil {
		return string(value)
	}
	return oneLine(v)
}

func (s style) value(v hujson.Value, indent string) string {
	var parts []string
	open, close := "[", "]"
	switch x := v.Value.(type) {
	case *hujson.Object:
		open, close = "{", "}"
		for _, m := range x.Members {
			parts = append(parts, oneLine(m.Name)+": "+s.value(m.Value, indent+s.unit))
		}
	case *hujson.Array:
		if line := oneLine(v); len(line) <= widest && !strings.Contains(line, "{") {
			return line
		}
		for _, e := range x.Elements {
			parts = append(parts, s.value(e, indent+s.unit))
		}
	default:
		return oneLine(v)
	}
	if len(parts) == 0 {
		return open + close
	}
	inner := s.eol + indent + s.unit
	return open + inner + strings.Join(parts, ","+inner) + s.eol + indent + close
}

func oneLine(v hujson.Value) string {
	var parts []string
	switch x := v.Value.(type) {
	case *hujson.Object:
		for _, m := range x.Members {
			parts = append(parts, oneLine(m.Name)+": "+oneLine(m.Value))
		}
		if len(parts) == 0 {
			return "{}"
		}
		return "{ " + strings.Join(parts, ", ") + " }"
	case *hujson.Array:
		for _, e := range x.Elements {
			parts = append(parts, oneLine(e))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case hujson.Literal:
		if x.Kind() == '"' {
			return quote(x.String())
		}
		return string(x)
	}
	return ""
}

// quote writes a string as people do: < and > and & stay themselves.
func quote(text string) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(text) != nil {
		return `""`
	}
	return strings.TrimSuffix(out.String(), "\n")
}
