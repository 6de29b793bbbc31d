package check

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

const goplsSettingUnknown texts = "gopls-setting-unknown"

// GoplsSettingUnknown reports members of the setting gopls that the installed gopls does not know.
var GoplsSettingUnknown = &Check{
	ID:       health.CheckID(goplsSettingUnknown),
	Severity: health.Warning,
	Doc: `gopls does not know a setting

gopls ignores the setting, so what it was meant to do does not happen, and shows an error message about it each time it reads its settings: at every start and at every change.

The names are compared with the list of the installed gopls itself (gopls api-json), not with a fixed one. Only the last part of a dotted name counts for gopls; an object inside the object (build, ui) is unknown to it, and so is a key such as "gopls.build.env" at the top of settings.json, which the editor turns into one.

The fix corrects the name where a similar one exists, spells nested names with dots, updates gopls where it is too old for the setting, or removes it, at the very scope and line.`,
	Needs: []health.ProbeID{health.ProbeSettings, health.ProbeGopls, health.ProbeFolders},
	After: []health.CheckID{"gopls-missing"},
	Messages: map[string]health.Template{
		"unknown":   {Title: "gopls {version} does not know the setting {member}", Detail: "It ignores the setting and shows an error message each time it reads its settings."},
		"unlisted":  {Title: "This gopls does not know the setting {member}", Detail: "It ignores the setting and shows an error message each time it reads its settings."},
		"nested":    {Title: "gopls does not read settings inside {member}", Detail: "It knows no nested objects: all that stands inside is ignored, with an error message each time it reads its settings. The names are to be joined with dots."},
		"too-new":   {Title: "gopls {version} is too old for the setting {member}", Detail: "The setting exists since gopls {since}. Until then it is ignored, with an error message each time gopls reads its settings."},
		"expected":  {Title: "one of the settings of this gopls"},
		"rename":    {Title: "Rename it to {name}"},
		"spell":     {Title: "Spell the names with dots"},
		"remove":    {Title: "Remove {member}"},
		"update":    {Title: "Update gopls"},
		"by-hand":   {Title: "move what stands inside {member} to names joined with dots"},
		"no-schema": {Title: "the installed gopls did not tell which settings it knows"},
	},
	Applies: func(s *health.Snapshot) bool { return len(goplsMembers(s)) > 0 },
	Run:     runGoplsSettingUnknown,
}

func runGoplsSettingUnknown(s *health.Snapshot) []health.Finding {
	if len(s.Gopls.Schema) == 0 {
		return []health.Finding{Open("", goplsSettingUnknown.say("no-schema", nil))}
	}
	var out []health.Finding
	for _, group := range goplsMembers(s) {
		name := goplsName(group[0].Member)
		_, known := goplsSchema(s.Gopls, name)
		if _, old := retired(s.Gopls, name); known || old {
			continue
		}
		out = append(out, unknownSetting(s, group))
	}
	return out
}

func unknownSetting(s *health.Snapshot, group []health.Setting) health.Finding {
	member := group[0].Member
	c := goplsSettingUnknown
	args := health.Args{"member": health.V(member), "version": health.V(s.Gopls.Version)}
	f := health.Finding{Severity: health.Warning, Subject: health.V(member), Message: c.say("unknown", args)}
	if s.Gopls.Version == "" { // a script in its place tells none
		f.Message = c.say("unlisted", args)
	}
	expected := c.value("expected")
	if leaves := leavesOf(s.Gopls, group[0].Value); len(leaves) > 0 {
		f.Message = c.say("nested", health.Args{"member": health.V(member)})
		expected = health.V(canonical(s.Gopls, leaves[0].Member))
		f.Fixes = append(f.Fixes, spellWithDots(s.Gopls, group))
	} else if since, ok := firstVersions[goplsName(member)]; ok && !atLeast(s.Gopls.Version, since) {
		args["since"] = health.V(health.Public(since))
		f.Message = c.say("too-new", args)
		f.Fixes = append(f.Fixes, oneFix("update-gopls", health.RiskConfirm, c.say("update", nil), installGopls(s, "")))
	} else if right, ok := nearest(goplsName(member), schemaNames(s.Gopls)); ok && !spelt(s, right) {
		f.Fixes = append(f.Fixes, renameSetting(s.Gopls, group, right, c.say("rename", health.Args{"name": health.V(canonical(s.Gopls, right))})))
	}
	f.Fixes = slices.DeleteFunc(f.Fixes, func(fix health.Fix) bool { return len(fix.Steps) == 0 })
	remove := oneFix("remove-setting", health.RiskSafe, c.say("remove", health.Args{"member": health.V(member)}))
	for i, set := range group {
		f.Evidence = append(f.Evidence, settingSeen(set, expected))
		if i == 0 {
			f.Evidence = append(f.Evidence, goplsExplained(set)...)
		}
		remove.Steps = append(remove.Steps, removeSetting(set, health.EffectRestartServer))
	}
	f.Fixes = append(f.Fixes, remove)
	return f
}

func schemaNames(g health.Gopls) []health.Public {
	var out []health.Public
	for _, e := range g.Schema {
		if e.Name != "staticcheckProvided" && retiredSettings[e.Name].since == "" {
			out = append(out, e.Name)
		}
	}
	return out
}

// spelt reports that the user sets a name already, in whatever spelling; a second one would be a duplicate.
func spelt(s *health.Snapshot, name health.Public) bool {
	return slices.ContainsFunc(goplsMembers(s), func(g []health.Setting) bool { return goplsName(g[0].Member) == name })
}

// renameSetting moves a value to another name at each scope. It has no steps if a value holds a hidden secret, which
// cannot be written back, or is none that the other name takes: that would only be the next fault.
func renameSetting(g health.Gopls, group []health.Setting, name health.Public, title health.Message) health.Fix {
	fix := oneFix("rename-setting", health.RiskSafe, title)
	entry, listed := goplsSchema(g, name)
	for _, set := range group {
		if set.Value.Hidden() {
			return health.Fix{}
		}
		if _, bad := settingFault(entry, set.Value); listed && bad {
			return health.Fix{}
		}
		fix.Steps = append(fix.Steps, removeSetting(set, health.EffectNone), newMember(set, canonical(g, name), set.Value))
	}
	return fix
}

// newMember is the intent to add a member beside another one.
func newMember(beside health.Setting, member health.Public, value health.Data) health.Step {
	added := health.Setting{Key: beside.Key, Member: member, Scope: beside.Scope, Folder: beside.Folder, File: beside.File}
	return changeSetting(added, value, health.EffectRestartServer)
}

// leavesOf returns the settings of gopls inside an object that itself is none, deepest names first decided: an object such
// as env is a value and not a level.
func leavesOf(g health.Gopls, value health.Data) []health.Setting {
	if value.Kind() != "object" {
		return nil
	}
	var members map[health.Public]health.Data
	if json.Unmarshal([]byte(value), &members) != nil {
		return nil
	}
	var out []health.Setting
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if _, known := goplsSchema(g, goplsName(name)); known {
			out = append(out, health.Setting{Member: goplsName(name), Value: members[name]})
			continue
		}
		out = append(out, leavesOf(g, members[name])...)
	}
	return out
}

func spellWithDots(g health.Gopls, group []health.Setting) health.Fix {
	c := goplsSettingUnknown
	fix := oneFix("spell-with-dots", health.RiskSafe, c.say("spell", nil))
	for _, set := range group {
		if set.Value.Hidden() {
			by := c.say("by-hand", health.Args{"member": health.V(set.Member)})
			return oneFix("spell-by-hand", health.RiskManual, c.say("spell", nil), openFile(by, set.File))
		}
		fix.Steps = append(fix.Steps, removeSetting(set, health.EffectNone))
		for _, leaf := range leavesOf(g, set.Value) {
			fix.Steps = append(fix.Steps, newMember(set, canonical(g, leaf.Member), leaf.Value))
		}
	}
	return fix
}
