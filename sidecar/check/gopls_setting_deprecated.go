package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

const goplsSettingDeprecated texts = "gopls-setting-deprecated"

// GoplsSettingDeprecated reports members of the setting gopls that it has retired.
var GoplsSettingDeprecated = &Check{
	ID:       health.CheckID(goplsSettingDeprecated),
	Severity: health.Warning,
	Doc: `a setting of gopls is deprecated

gopls has given the setting up. It does not obey it any more (a few are still obeyed), and it shows a message about it each time it reads its settings; since gopls 0.16 that message looks like an error, although the server works.

We compare the names with the list of what the installed version has retired, and with the deprecation notes in its own list of settings. An older gopls that still obeys a setting is left in peace.

The fix moves the value to the name that took its place, where there is one, or removes the setting, at the very scope and line.`,
	Needs: []health.ProbeID{health.ProbeSettings, health.ProbeGopls, health.ProbeFolders},
	After: []health.CheckID{"gopls-missing"},
	Messages: map[string]health.Template{
		"no-effect": {Title: "The gopls setting {member} has no effect any more", Detail: "gopls {version} ignores it and shows an error message about it each time it reads its settings."},
		"renamed":   {Title: "The gopls setting {member} is now called {name}", Detail: "gopls {version} ignores the old name and shows an error message about it each time it reads its settings."},
		"obeyed":    {Title: "The gopls setting {member} is deprecated", Detail: "gopls {version} still obeys it, but shows a message about it each time it reads its settings, and a later version will drop it."},
		"rename":    {Title: "Move the value to {name}"},
		"remove":    {Title: "Remove {member}"},
		"no-schema": {Title: "the installed gopls did not tell which settings it knows"},
	},
	Applies: func(s *health.Snapshot) bool { return len(goplsMembers(s)) > 0 },
	Run:     runGoplsSettingDeprecated,
}

func runGoplsSettingDeprecated(s *health.Snapshot) []health.Finding {
	if len(s.Gopls.Schema) == 0 {
		return []health.Finding{Open("", goplsSettingDeprecated.say("no-schema", nil))}
	}
	var out []health.Finding
	for _, group := range goplsMembers(s) {
		if f, ok := deprecatedSetting(s, group); ok {
			out = append(out, f)
		}
	}
	return out
}

func deprecatedSetting(s *health.Snapshot, group []health.Setting) (health.Finding, bool) {
	c, member := goplsSettingDeprecated, group[0].Member
	name := goplsName(member)
	row, old := retired(s.Gopls, name)
	entry, _ := goplsSchema(s.Gopls, name)
	soft := !old && (entry.Deprecated != "" || name == "importsSource" && atLeast(s.Gopls.Version, "v0.18.0"))
	if !old && !soft {
		return health.Finding{}, false
	}
	args := health.Args{"member": health.V(member), "version": health.V(s.Gopls.Version)}
	f := health.Finding{Severity: health.Warning, Subject: health.V(member), Message: c.say("no-effect", args)}
	expected := saying("absent")
	switch {
	case soft:
		f.Severity, f.Message = health.Info, c.say("obeyed", args)
		if entry.Deprecated != "" {
			expected = health.V(entry.Deprecated)
		}
	case row.to != "":
		to := canonical(s.Gopls, row.to)
		args["name"], expected = health.V(to), health.V(to)
		f.Message = c.say("renamed", args)
		if row.works {
			f.Message = c.say("obeyed", args)
		}
		if fix, ok := moveValue(s, group, row, c.say("rename", health.Args{"name": health.V(to)})); ok {
			f.Fixes = append(f.Fixes, fix)
		}
	}
	remove := oneFix("remove-setting", health.RiskSafe, c.say("remove", health.Args{"member": health.V(member)}))
	for i, set := range group {
		f.Evidence = append(f.Evidence, settingSeen(set, expected))
		if i == 0 {
			f.Evidence = append(f.Evidence, goplsExplained(set)...)
		}
		remove.Steps = append(remove.Steps, removeSetting(set, health.EffectRestartServer))
	}
	f.Fixes = append(f.Fixes, remove)
	return f, true
}

// moveValue plans the new name with a value that says the same. ok is false where the new name is set already, or no
// such value is known.
func moveValue(s *health.Snapshot, group []health.Setting, row retiredSetting, title health.Message) (health.Fix, bool) {
	moved := slices.Clone(group)
	if row.convert != nil {
		for i, set := range group {
			value, ok := row.convert(set.Value)
			if !ok {
				return health.Fix{}, false
			}
			moved[i].Value = value
		}
	}
	fix := oneFix("rename-setting", health.RiskSafe, title)
	for i, set := range group {
		if set.Value.Hidden() || spelt(s, row.to) {
			return health.Fix{}, false
		}
		fix.Steps = append(fix.Steps, removeSetting(set, health.EffectNone), newMember(set, canonical(s.Gopls, row.to), moved[i].Value))
	}
	return fix, true
}
