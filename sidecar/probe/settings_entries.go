package probe

import (
	"maps"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// objectSettings are the settings whose members stand as entries of their own, because the editor merges them over the
// scopes member by member.
var objectSettings = []string{"gopls", "go.toolsEnvVars", "go.alternateTools"}

// wantedSetting is the allow-list of settings that may enter a snapshot.
func wantedSetting(key string) bool {
	switch key {
	case "gopls", "http.proxy", "http.proxySupport", "editor.multiCursorModifier", "files.watcherExclude",
		"rust-analyzer.cargo.sysroot", "rust-analyzer.cargo.sysrootSrc", "rust-analyzer.cargo.extraEnv", "rust-analyzer.server.extraEnv":
		return true
	}
	return strings.HasPrefix(key, "go.") || strings.HasPrefix(key, "gopls.") || strings.HasPrefix(key, "editor.gotoLocation.")
}

// goLanguageBlock reports a block such as "[go]" or "[go][go.mod]".
func goLanguageBlock(key string) bool {
	return strings.HasPrefix(key, "[") && (strings.Contains(key, "[go]") || strings.Contains(key, "[go.mod]") || strings.Contains(key, "[go.work]"))
}

// entry is one setting of one file or answer, before it is cleaned.
type entry struct {
	key, member string
	scope       health.Scope
	at          position
	raw         any
}

// entries turns a settings object into entries, in the order of the file. Top-level keys that reach into an object, as
// "gopls.build.env", are merged into it the way the editor does it: "gopls": {"build": {"env": …}}.
func entries(o object, scope health.Scope) []entry {
	var out []entry
	for _, m := range o {
		if goLanguageBlock(m.name) {
			if scope != health.ScopeLanguage {
				out = append(out, entries(m.inner, health.ScopeLanguage)...)
			}
			continue
		}
		if !wantedSetting(m.name) {
			continue
		}
		key, path := splitKey(m.name)
		switch {
		case len(path) > 0:
			out = addInside(out, entry{key: key, scope: scope, at: m.at, raw: m.value}, path)
		case slices.Contains(objectSettings, key):
			out = addObject(out, scope, m)
		default:
			out = append(out, entry{key: key, scope: scope, at: m.at, raw: m.value})
		}
	}
	return out
}

// splitKey splits a key that reaches into one of objectSettings.
func splitKey(name string) (key string, path []string) {
	for _, key := range objectSettings {
		if rest, ok := strings.CutPrefix(name, key+"."); ok && rest != "" {
			return key, strings.Split(rest, ".")
		}
	}
	return name, nil
}

// addObject replaces all entries of a key by those of an object; a value of another type stands whole.
func addObject(out []entry, scope health.Scope, m member) []entry {
	out = slices.DeleteFunc(out, func(e entry) bool { return e.key == m.name && e.scope == scope })
	value, ok := m.value.(map[string]any)
	if !ok {
		return append(out, entry{key: m.name, scope: scope, at: m.at, raw: m.value})
	}
	if len(m.inner) == 0 { // an answer of the editor: no order and no lines
		for _, name := range sortedKeys(value) {
			out = append(out, entry{key: m.name, member: name, scope: scope, at: m.at, raw: value[name]})
		}
		return out
	}
	for _, inner := range m.inner {
		out = append(out, entry{key: m.name, member: inner.name, scope: scope, at: inner.at, raw: inner.value})
	}
	return out
}

// addInside sets one value at a path inside an object setting.
func addInside(out []entry, e entry, path []string) []entry {
	e.member = path[0]
	for i := range out {
		if out[i].key != e.key || out[i].scope != e.scope {
			continue
		}
		if out[i].member == "" {
			return out // a value of another type is in the way
		}
		if out[i].member == e.member {
			if raw, ok := setPath(out[i].raw, path[1:], e.raw); ok {
				out[i].raw, out[i].at = raw, e.at
			}
			return out
		}
	}
	e.raw, _ = setPath(map[string]any{}, path[1:], e.raw)
	return append(out, e)
}

// setPath returns a value with another one set at a path inside. ok is false where something that is no object is in the
// way: the editor ignores such a key.
func setPath(old any, path []string, value any) (changed any, ok bool) {
	if len(path) == 0 {
		return value, true
	}
	from, ok := old.(map[string]any)
	if !ok {
		return old, false
	}
	inner, there := from[path[0]]
	if !there {
		inner = map[string]any{}
	}
	if inner, ok = setPath(inner, path[1:], value); !ok {
		return old, false
	}
	into := maps.Clone(from)
	into[path[0]] = inner
	return into, true
}

func sortedKeys(m map[string]any) []string {
	out := make([]string, 0, len(m))
	for name := range m {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}
