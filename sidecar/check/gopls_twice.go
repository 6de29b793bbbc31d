package check

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// spelledTwice reports the settings that gopls gets under two spellings, by the user alone or with the help of golang.go
// (go-editor-facts §1.11).
func spelledTwice(s *health.Snapshot) []health.Finding {
	var out []health.Finding
	seen := map[health.Public]bool{}
	for _, folder := range foldersOrNone(s) {
		byName := map[health.Public][]health.Setting{}
		for _, set := range s.Members(folder, "gopls") {
			name := goplsName(set.Member)
			byName[name] = append(byName[name], set)
			if len(byName[name]) == 2 && !seen[name] {
				seen[name] = true
				out = append(out, twice(name, byName[name]))
			}
		}
		for _, name := range []health.Public{"vulncheck", "buildFlags"} {
			if f, ok := addedByExtension(s, folder, name, byName[name]); ok && !seen[name] {
				seen[name] = true
				out = append(out, f)
			}
		}
	}
	return out
}

func foldersOrNone(s *health.Snapshot) []health.Path {
	out := []health.Path{}
	for _, f := range s.Folders {
		out = append(out, f.Path)
	}
	if len(out) == 0 {
		out = append(out, "")
	}
	return out
}

func twice(name health.Public, pair []health.Setting) health.Finding {
	c := goplsSettingDuplicate
	f := health.Finding{Severity: health.Warning, Subject: health.V(name), Message: c.say("twice", health.Args{"name": health.V(name)})}
	for i, set := range pair {
		other := pair[1-i]
		f.Evidence = append(f.Evidence, settingSeen(set, c.value("once")))
		f.Fixes = append(f.Fixes, oneFix(health.FixID([]string{"keep-first", "keep-second"}[i]), health.RiskSafe,
			c.say("keep", health.Args{"member": health.V(set.Member)}), removeSetting(other, health.EffectRestartServer)))
	}
	return f
}

// addedByExtension: golang.go sends ui.vulncheck made of go.diagnostic.vulncheck whatever stands in the object, and
// build.buildFlags made of go.buildFlags and go.buildTags unless that very spelling stands there.
func addedByExtension(s *health.Snapshot, folder health.Path, name health.Public, sets []health.Setting) (health.Finding, bool) {
	if len(sets) != 1 || !goExtensionRuns(s) {
		return health.Finding{}, false
	}
	set, c := sets[0], goplsSettingDuplicate
	other, to, value := health.Public("go.diagnostic.vulncheck"), health.Public("go.diagnostic.vulncheck"), set.Value
	switch {
	case name == "vulncheck" && (set.Member == "ui.vulncheck" || !atLeast(s.Gopls.Version, "v0.11.0")):
		return health.Finding{}, false
	case name == "buildFlags":
		tags, hasTags := s.Setting(folder, "go.buildTags", "")
		flags, hasFlags := s.Setting(folder, "go.buildFlags", "")
		hasTags, hasFlags = hasTags && tags.Value != `""` && tags.Value != "", hasFlags && flags.Value != "[]" && flags.Value != ""
		if set.Member == "build.buildFlags" || !hasTags && !hasFlags {
			return health.Finding{}, false
		}
		other, to = "go.buildTags", "go.buildFlags"
		if hasFlags {
			other = "go.buildFlags"
		}
		value = joined(flags.Value, set.Value)
	}
	f := health.Finding{Severity: health.Warning, Subject: health.V(name),
		Message:  c.say("added", health.Args{"name": health.V(name), "other": health.V(other)}),
		Evidence: []health.Evidence{settingSeen(set, c.value("once"))}}
	if seen, ok := s.Setting(folder, other, ""); ok {
		f.Evidence = append(f.Evidence, settingSeen(seen, c.value("once")))
	}
	if value != "" && !value.Hidden() {
		target := health.Setting{Key: to, Scope: set.Scope, Folder: set.Folder, File: set.File}
		for _, old := range s.Settings {
			if old.Key == to && old.Scope == set.Scope && old.Folder == set.Folder {
				target = old
			}
		}
		f.Fixes = append(f.Fixes, oneFix("move-setting", health.RiskSafe, c.say("move", health.Args{"name": health.V(to)}),
			removeSetting(set, health.EffectNone), changeSetting(target, value, health.EffectRestartServer)))
	}
	remove := oneFix("remove-setting", health.RiskSafe, c.say("remove", health.Args{"member": health.V(set.Member)}), removeSetting(set, health.EffectRestartServer))
	f.Fixes = append(f.Fixes, remove)
	return f, true
}

// goExtensionRuns is true on the command line, where the editor's extensions are not known.
func goExtensionRuns(s *health.Snapshot) bool {
	return !s.Editor.Present || slices.ContainsFunc(s.Editor.Extensions, func(e health.Extension) bool {
		return strings.EqualFold(string(e.ID), "golang.go")
	})
}

// joined is a list of flags with those of another added; "" if one of them is no list.
func joined(first, second health.Data) health.Data {
	flags, ok := first.Strings()
	more, okMore := second.Strings()
	if first != "" && !ok || !okMore {
		return ""
	}
	for _, flag := range more {
		if !slices.Contains(flags, flag) {
			flags = append(flags, flag)
		}
	}
	return health.DataOf(flags)
}
