package health

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Scope is the level an editor setting stands at, lowest first.
type Scope string

const (
	ScopeDefault   Scope = "default"
	ScopeUser      Scope = "user"
	ScopeRemote    Scope = "remote"
	ScopeWorkspace Scope = "workspace"
	ScopeFolder    Scope = "folder"
	ScopeLanguage  Scope = "language" // a "[go]" block; never effective for go.* settings
)

func (Scope) Class() Class { return ClassPublic }

func (s Scope) rank() int {
	switch s {
	case ScopeUser:
		return 1
	case ScopeRemote:
		return 2
	case ScopeWorkspace:
		return 3
	case ScopeFolder:
		return 4
	}
	return 0
}

// Data is a JSON value of a setting, as compact JSON. Its strings are free text to the redaction; secrets were taken
// out by the probe.
type Data string

func (Data) Class() Class { return ClassText }

// MarshalJSON writes the value itself, so that a report shows settings as people know them; null if absent.
func (d Data) MarshalJSON() ([]byte, error) {
	if d == "" {
		return []byte("null"), nil
	}
	return []byte(d), nil
}

// UnmarshalJSON reads any JSON value, and takes out the indentation of the report that it stood in: evidence shows it, and plans
// compare it.
func (d *Data) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*d = ""
		return nil
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, b); err != nil {
		return err
	}
	*d = Data(compact.String())
	return nil
}

// String is the value if it is a JSON string.
func (d Data) String() (string, bool) {
	var s string
	err := json.Unmarshal([]byte(d), &s)
	return s, err == nil
}

// Bool is the value if it is a JSON boolean.
func (d Data) Bool() (value, ok bool) {
	err := json.Unmarshal([]byte(d), &value)
	return value, err == nil && d != ""
}

// Strings is the value if it is an array of strings.
func (d Data) Strings() ([]string, bool) {
	var list []string
	if err := json.Unmarshal([]byte(d), &list); err != nil || d == "" {
		return nil, false
	}
	return list, true
}

// Kind is the JSON type: null, bool, number, string, array or object.
func (d Data) Kind() Public {
	switch {
	case d == "" || d == "null":
		return "null"
	case strings.HasPrefix(string(d), "{"):
		return "object"
	case strings.HasPrefix(string(d), "["):
		return "array"
	case strings.HasPrefix(string(d), `"`):
		return "string"
	case d == "true" || d == "false":
		return "bool"
	}
	return "number"
}

// Redacted reports that a secret was taken out of the value, which therefore cannot be written back.
func (d Data) Redacted() bool { return strings.Contains(string(d), secretHidden) }

// Without is an object less one member, the others in their order; anything but an object is returned unchanged.
func (d Data) Without(member Public) Data { return d.edit(member, "") }

// With is an object with one member set: in its place if it was there, else at the end.
func (d Data) With(member Public, value Data) Data { return d.edit(member, value) }

// edit keeps the order of the members, because people keep theirs and a preview must show the one change alone.
func (d Data) edit(member Public, value Data) Data {
	read := json.NewDecoder(strings.NewReader(string(d)))
	if open, err := read.Token(); err != nil || open != json.Delim('{') {
		return d
	}
	var members []string
	add := func(value Data) { members = append(members, string(DataOf(string(member)))+":"+string(value)) }
	placed := value == ""
	for read.More() {
		key, err := read.Token()
		name, ok := key.(string)
		var old json.RawMessage
		if err != nil || !ok || read.Decode(&old) != nil {
			return d
		}
		switch {
		case name != string(member):
			members = append(members, string(DataOf(name))+":"+string(old))
		case !placed:
			add(value)
			placed = true
		}
	}
	if !placed {
		add(value)
	}
	return Data("{" + strings.Join(members, ",") + "}")
}

// Hidden reports that a secret was taken out of the value, so that it cannot be compared with, or written back as, what
// really stands there.
func (d Data) Hidden() bool { return strings.Contains(string(d), secretHidden) }

// DataOf makes Data of a Go value that JSON can hold. The characters <, > and & stay as people write them.
func DataOf(v any) Data {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return ""
	}
	return Data(bytes.TrimSpace(out.Bytes()))
}

// SettingsFile is a file that settings were read from.
type SettingsFile struct {
	Scope  Scope     `json:"scope"`
	Folder Path      `json:"folder,omitempty"`
	File   Path      `json:"file"`
	State  FileState `json:"state"`
	Error  Text      `json:"error,omitempty"`
	Line   int       `json:"line,omitempty"`
}

// Setting is one value at one scope. The members of the objects "gopls", "go.toolsEnvVars" and "go.alternateTools"
// stand as entries of their own (Member), because the editor merges such objects over the scopes; an object
// setting of the wrong type stands whole, with no Member.
type Setting struct {
	Key    Public `json:"key"`
	Member Public `json:"member,omitempty"`
	Scope  Scope  `json:"scope"`
	Folder Path   `json:"folder,omitempty"` // for the scope folder
	File   Path   `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
	Value  Data   `json:"value"`
}

// Source says who set it.
func (s Setting) Source() Source {
	name := s.Key
	if s.Member != "" {
		name += "." + s.Member
	}
	return Source{Kind: FromSetting, Name: name, File: s.File, Line: s.Line, Column: s.Column, Scope: s.Scope}
}

// Setting returns the value in force for a folder: the highest scope wins. ok is false if nobody set it.
func (s *Snapshot) Setting(folder Path, key, member Public) (best Setting, ok bool) {
	for _, c := range s.Settings {
		if c.Key != key || c.Member != member || c.Scope == ScopeLanguage {
			continue
		}
		if c.Scope == ScopeFolder && c.Folder != folder {
			continue
		}
		if !ok || c.Scope.rank() >= best.Scope.rank() {
			best, ok = c, true
		}
	}
	return best, ok
}

// Members returns the members of an object setting in force for a folder, in the order of the snapshot.
func (s *Snapshot) Members(folder Path, key Public) []Setting {
	var out []Setting
	seen := map[Public]bool{}
	for _, c := range s.Settings {
		if c.Key != key || c.Member == "" || seen[c.Member] {
			continue
		}
		if best, ok := s.Setting(folder, key, c.Member); ok {
			seen[c.Member] = true
			out = append(out, best)
		}
	}
	return out
}
