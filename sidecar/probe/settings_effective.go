package probe

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

// effective are the settings in force for a folder, raw: for probes that do what golang.go would do with them.
type effective struct {
	whole   map[string]RawSetting            // settings that are no object, or of the wrong type
	members map[string]map[string]RawSetting // by key and member
}

// scopes in the order in which they overrule each other. Blocks of a language never count for settings of golang.go.
var scopes = []health.Scope{health.ScopeDefault, health.ScopeUser, health.ScopeRemote, health.ScopeWorkspace, health.ScopeFolder}

// effectiveFor merges the scopes for a folder. Settings of an untrusted workspace are not applied: they could name a
// program of the workspace as a tool.
func effectiveFor(ex *Examination, folder health.Path) effective {
	out := effective{whole: map[string]RawSetting{}, members: map[string]map[string]RawSetting{}}
	for _, scope := range scopes {
		if ex.Request.Untrusted && (scope == health.ScopeWorkspace || scope == health.ScopeFolder) {
			continue
		}
		for _, s := range ex.Private.Settings {
			if s.Scope == scope && (scope != health.ScopeFolder || s.Folder == folder) {
				out.set(s)
			}
		}
	}
	return out
}

func (e effective) set(s RawSetting) {
	key := string(s.Key)
	if s.Member == "" {
		e.whole[key] = s
		delete(e.members, key)
		return
	}
	delete(e.whole, key) // an object over a value of the wrong type
	if e.members[key] == nil {
		e.members[key] = map[string]RawSetting{}
	}
	if lower, ok := e.members[key][string(s.Member)]; ok {
		s.Raw = mergeObjects(lower.Raw, s.Raw)
	}
	e.members[key][string(s.Member)] = s
}

// mergeObjects lays one value over another as the editor merges the scopes: objects member by member.
func mergeObjects(under, over any) any {
	a, isObject := under.(map[string]any)
	b, both := over.(map[string]any)
	if !isObject || !both {
		return over
	}
	out := make(map[string]any, len(a)+len(b))
	for name, value := range a {
		out[name] = value
	}
	for name, value := range b {
		out[name] = mergeObjects(a[name], value)
	}
	return out
}

// text returns a setting that is a string; empty if it is not.
func (e effective) text(key string) (string, health.Source) {
	s, ok := e.whole[key]
	if !ok {
		return "", health.Source{}
	}
	text, _ := s.Raw.(string)
	return text, s.Source()
}

// flag returns a setting that is true or false.
func (e effective) flag(key string, unset bool) bool {
	if value, ok := e.whole[key].Raw.(bool); ok {
		return value
	}
	return unset
}

// member returns a member of an object setting that is a string; empty if it is not.
func (e effective) member(key, name string) (string, health.Source) {
	s, ok := e.members[key][name]
	if !ok {
		return "", health.Source{}
	}
	text, _ := s.Raw.(string)
	return text, s.Source()
}

// sortedMembers returns the members of an object setting, by name.
func (e effective) sortedMembers(key string) []RawSetting {
	var out []RawSetting
	names := make([]string, 0, len(e.members[key]))
	for name := range e.members[key] {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		out = append(out, e.members[key][name])
	}
	return out
}

// foldersOf are the folders to speak of; without any folder the machine itself, under an empty path.
func foldersOf(ex *Examination) []health.Path {
	if len(ex.Request.Folders) == 0 {
		return []health.Path{""}
	}
	out := make([]health.Path, len(ex.Request.Folders))
	for i, folder := range ex.Request.Folders {
		out[i] = health.Path(folder)
	}
	return out
}
