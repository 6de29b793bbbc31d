package fix

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/tailscale/hujson"

	"github.com/govitals/govitals/sidecar/health"
)

// workspaceSuffix names files whose settings stand in their member "settings".
const workspaceSuffix = ".code-workspace"

// settingPlaces are the paths at which a setting stands in a file. The editor merges keys that reach into an object, as
// "gopls.build.env", into "gopls": {"build": {"env": …}}, so a member may stand at several.
type settingPlaces struct {
	base   []string // the object that holds the settings
	key    string
	member string
	flat   []string // names that reach into the member, in the order of the file
}

func findSetting(d *document, t health.Target) settingPlaces {
	p := settingPlaces{key: string(t.Key), member: string(t.Member)}
	if strings.HasSuffix(string(t.File), workspaceSuffix) {
		p.base = []string{"settings"}
	}
	if t.Scope == health.ScopeLanguage {
		p.base = append(p.base, languageBlock(d, p))
	}
	o := d.object(p.base)
	if p.member == "" || strings.Contains(p.member, ".") || o == nil {
		return p // a member with a full stop is a name inside the object
	}
	whole := p.key + "." + p.member
	for _, m := range o.Members {
		if name := memberName(m); (name == whole || strings.HasPrefix(name, whole+".")) && !slices.Contains(p.flat, name) {
			p.flat = append(p.flat, name)
		}
	}
	return p
}

// languageBlock is the last block of Go files that holds the setting.
func languageBlock(d *document, p settingPlaces) string {
	found := "[go]"
	if o := d.object(p.base); o != nil {
		for _, m := range o.Members {
			name := memberName(m)
			inner, ok := m.Value.Value.(*hujson.Object)
			isGo := strings.HasPrefix(name, "[") && (strings.Contains(name, "[go]") || strings.Contains(name, "[go.mod]") || strings.Contains(name, "[go.work]"))
			if ok && isGo && find(inner, p.key) >= 0 {
				found = name
			}
		}
	}
	return found
}

func (d *document) object(path []string) *hujson.Object {
	v, _ := d.lookup(path...)
	o, _ := v.Value.(*hujson.Object)
	return o
}

// nested is the path inside the object that the key names.
func (p settingPlaces) nested() []string {
	path := append(slices.Clone(p.base), p.key)
	if p.member != "" {
		path = append(path, p.member)
	}
	return path
}

// value is what the editor makes of all the places; nil if nobody set it.
func (p settingPlaces) value(d *document) any {
	var out any
	if v, ok := d.lookup(p.nested()...); ok {
		out = decoded(raw(v))
	}
	for _, name := range p.flat {
		v, ok := d.lookup(append(slices.Clone(p.base), name)...)
		if !ok {
			continue
		}
		rest := strings.TrimPrefix(strings.TrimPrefix(name, p.key+"."+p.member), ".")
		if rest == "" {
			out = decoded(raw(v))
			continue
		}
		out = inside(out, strings.Split(rest, "."), decoded(raw(v)))
	}
	return out
}

// inside sets a value at a path inside an object; what is no object stays.
func inside(old any, path []string, value any) any {
	if len(path) == 0 {
		return value
	}
	o, ok := old.(map[string]any)
	if !ok {
		if old != nil {
			return old
		}
		o = map[string]any{}
	}
	o[path[0]] = inside(o[path[0]], path[1:], value)
	return o
}

func decoded(text json.RawMessage) any {
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.UseNumber()
	var v any
	if decoder.Decode(&v) != nil {
		return nil
	}
	return v
}

// SettingIn is the value of a setting in a settings file, as compact JSON; empty if it is not set there.
func SettingIn(data []byte, t health.Target) (health.Data, error) {
	d, err := parseDocument(data)
	if err != nil {
		return "", fault(Unsuitable, string(t.File), "is not JSON with comments: %v", err)
	}
	v := findSetting(d, t).value(d)
	if v == nil {
		return "", nil
	}
	return health.DataOf(v), nil
}

// EditSetting is a settings file with one setting changed, or removed where after is empty. Every other byte stays, comments
// and trailing commas too. before is what must be found, as a snapshot says it: its secrets are hidden.
func EditSetting(data []byte, t health.Target, before, after health.Data, system string) ([]byte, error) {
	d, err := parseDocument(data)
	if err != nil {
		return nil, fault(Unsuitable, string(t.File), "is not JSON with comments: %v", err)
	}
	name := string(t.Key)
	if t.Member != "" {
		name += "." + string(t.Member)
	}
	p := findSetting(d, t)
	if found := p.value(d); !seenAs(system, string(t.Member), found, before) {
		return nil, fault(Changed, string(t.File), "%s %s", name, differs(found, before))
	}
	if after == "" {
		for _, path := range append([][]string{p.nested()}, p.flatPaths()...) {
			if data, err = removeMembers(data, path); err != nil {
				return nil, fault(Unsuitable, string(t.File), "%v", err)
			}
		}
		return data, nil
	}
	return p.set(d, data, string(t.File), after)
}

func (p settingPlaces) flatPaths() (out [][]string) {
	for _, name := range p.flat {
		out = append(out, append(slices.Clone(p.base), name))
	}
	return out
}

// set changes the one place that counts; where several make up the value, one takes the place of all.
func (p settingPlaces) set(d *document, data []byte, file string, after health.Data) ([]byte, error) {
	path := p.nested()
	_, inObject := d.lookup(path...)
	switch {
	case !inObject && len(p.flat) == 1 && p.flat[0] == p.key+"."+p.member:
		path = p.flatPaths()[0]
	case len(p.flat) > 0:
		for _, flat := range p.flatPaths() {
			var err error
			if data, err = removeMembers(data, flat); err != nil {
				return nil, fault(Unsuitable, file, "%v", err)
			}
		}
	}
	out, err := setMember(data, path, json.RawMessage(after))
	if err != nil {
		return nil, fault(Unsuitable, file, "%v", err)
	}
	return out, nil
}
