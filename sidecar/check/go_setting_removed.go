package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

const goSettingRemoved texts = "go-setting-removed"

// GoSettingRemoved reports settings of the Go extension that it does not know, and other things that nothing reads.
var GoSettingRemoved = &Check{
	ID:       health.CheckID(goSettingRemoved),
	Severity: health.Info,
	Doc: `a setting that the Go extension does not read

The editor greys such a setting out and nobody says more: what it was meant to do does not happen. Some belonged to tools that gopls replaced years ago, some are slips of the pen, and some never existed and are copied from guide to guide.

We compare the keys that begin with "go." with those that the installed Go extension declares in its manifest; where that is not found, only with a list of keys that are known to be gone or never to have been. Environment variables that guides invented, and a path of the debugger in a debug configuration (the Go extension takes it from go.alternateTools alone), are told too. A key that another extension declares under that name would be reported as well; this is a note, and nothing is wrong with leaving it.

The fix moves the value to the setting that does what was meant, where there is one and the value fits, or removes it at the very scope and line.`,
	Needs: []health.ProbeID{health.ProbeSettings, health.ProbeEnvironment, health.ProbeEditor, health.ProbeGoExtension, health.ProbeLaunches},
	Messages: map[string]health.Template{
		"removed":   {Title: "The Go extension does not read {key}", Detail: "The setting has no effect."},
		"unknown":   {Title: "The Go extension {version} does not know {key}", Detail: "The setting has no effect: a slip of the pen, or a setting that is gone."},
		"variable":  {Title: "Nothing reads the variable {key}", Detail: "It does no harm and no good."},
		"attribute": {Title: "{key} in the debug configuration {launch} has no effect", Detail: "The Go extension takes the debugger from go.alternateTools and its usual search, and overwrites what stands there."},
		"declared":  {Title: "a setting that golang.go declares"},
		"in-launch": {Title: "{key} of the debug configuration {launch}"},
		"rename":    {Title: "Move the value to {name}"},
		"remove":    {Title: "Remove {key}"},
		"by-hand":   {Title: "remove {key} from the configuration {launch} in {file}, line {line}"},
	},
	Run: runGoSettingRemoved,
}

func runGoSettingRemoved(s *health.Snapshot) []health.Finding {
	out := append(unreadSettings(s), unreadVariables(s)...)
	for _, l := range s.Launches {
		for _, a := range l.Attributes {
			out = append(out, unreadAttribute(l, a))
		}
	}
	return out
}

// unreadSettings groups by key, with each scope that sets it.
func unreadSettings(s *health.Snapshot) []health.Finding {
	var order []health.Public
	groups := map[health.Public][]health.Setting{}
	for _, set := range s.Settings {
		if set.Scope == health.ScopeDefault || set.Scope == health.ScopeLanguage || !unread(s, set.Key) {
			continue
		}
		if groups[set.Key] == nil {
			order = append(order, set.Key)
		}
		groups[set.Key] = append(groups[set.Key], set)
	}
	var out []health.Finding
	for _, key := range order {
		out = append(out, unreadSetting(s, key, groups[key]))
	}
	return out
}

// unread reports a key that golang.go does not read: by its manifest, or by the list of those that are gone.
func unread(s *health.Snapshot, key health.Public) bool {
	if len(key) < 3 || key[:3] != "go." {
		return false
	}
	declared := slices.Contains(s.GoExtension.Keys, key)
	if s.GoExtension.State == health.FileOK && len(s.GoExtension.Keys) > 0 {
		return !declared
	}
	_, gone := goSettingAdvice[key]
	return gone
}

func unreadSetting(s *health.Snapshot, key health.Public, group []health.Setting) health.Finding {
	c := goSettingRemoved
	args := health.Args{"key": health.V(key), "version": health.V(s.GoExtension.Version)}
	f := health.Finding{Severity: health.Info, Subject: health.V(key), Message: c.say("unknown", args)}
	to, known := goSettingAdvice[key]
	if known {
		f.Message = c.say("removed", args)
	} else if right, ok := nearest(key, s.GoExtension.Keys); ok {
		to.to = right
	}
	if fix, ok := moveSetting(s, group, to); ok {
		f.Fixes = append(f.Fixes, fix)
	}
	remove := oneFix("remove-setting", health.RiskSafe, c.say("remove", args))
	for i, set := range group {
		f.Evidence = append(f.Evidence, settingSeen(set, c.value("declared")))
		if known && i == 0 {
			f.Evidence = append(f.Evidence, explained(string(key), set.Source()))
		}
		remove.Steps = append(remove.Steps, removeSetting(set, health.EffectRestartServer))
	}
	f.Fixes = append(f.Fixes, remove)
	return f
}

// moveSetting plans the setting that does what was meant, at each scope. ok is false where it is set already, where the
// value does not fit, or where a hidden secret could not be written back.
func moveSetting(s *health.Snapshot, group []health.Setting, to advice) (health.Fix, bool) {
	if to.to == "" {
		return health.Fix{}, false
	}
	name := to.to
	if to.member != "" {
		name += "." + to.member
	}
	fix := oneFix("rename-setting", health.RiskConfirm, goSettingRemoved.say("rename", health.Args{"name": health.V(name)}))
	for _, set := range group {
		value := set.Value
		if to.convert != nil {
			var ok bool
			if value, ok = to.convert(set.Value); !ok {
				return health.Fix{}, false
			}
		}
		there := slices.ContainsFunc(s.Settings, func(o health.Setting) bool { return o.Key == to.to && o.Member == to.member })
		if there || set.Value.Hidden() || set.Member != "" {
			return health.Fix{}, false
		}
		added := health.Setting{Key: to.to, Member: to.member, Scope: set.Scope, Folder: set.Folder, File: set.File}
		fix.Steps = append(fix.Steps, removeSetting(set, health.EffectNone), changeSetting(added, value, health.EffectRestartServer))
	}
	return fix, true
}

// unreadVariables are variables of the environment, or of go.toolsEnvVars, that guides invented.
func unreadVariables(s *health.Snapshot) []health.Finding {
	c := goSettingRemoved
	var out []health.Finding
	add := func(name health.Public, evidence health.Evidence, fixes []health.Fix) {
		args := health.Args{"key": health.V(name)}
		out = append(out, health.Finding{Severity: health.Info, Subject: health.V(name), Message: c.say("variable", args), Fixes: fixes,
			Evidence: []health.Evidence{evidence, explained(string(name), evidence.Source)}})
	}
	for _, v := range s.Process.Variables {
		if _, ok := variableAdvice[v.Name]; ok {
			title := message("fix-clear", health.Args{"name": health.V(v.Name)})
			add(v.Name, variableSeen(v, saying("unset")), []health.Fix{removeByHand(s, v, title)})
		}
	}
	for _, set := range s.Settings {
		if _, ok := variableAdvice[set.Member]; ok && set.Key == "go.toolsEnvVars" && !slices.ContainsFunc(out, func(f health.Finding) bool { return f.Subject.Text == string(set.Member) }) {
			add(set.Member, settingSeen(set, saying("absent")), []health.Fix{oneFix("remove-setting", health.RiskSafe,
				c.say("remove", health.Args{"key": health.V(set.Source().Name)}), removeSetting(set, health.EffectRestartServer))})
		}
	}
	return out
}

func unreadAttribute(l health.Launch, a health.LaunchAttribute) health.Finding {
	c := goSettingRemoved
	args := health.Args{"key": health.V(a.Name), "launch": health.V(l.Name), "file": health.V(l.File), "line": number(a.Line)}
	source := health.Source{Kind: health.FromFile, Name: a.Name, File: l.File, Line: a.Line}
	observed := health.V(a.Value)
	if a.Value == "" {
		observed = saying("present")
	}
	return health.Finding{Severity: health.Info, Subject: health.V(health.Text(string(l.Name) + "." + string(a.Name))), Folder: l.Folder, Message: c.say("attribute", args),
		Evidence: []health.Evidence{{What: c.say("in-launch", args), Observed: observed, Expected: saying("absent"), Source: source}},
		Fixes:    []health.Fix{oneFix("remove-attribute", health.RiskManual, c.say("remove", args), openFile(c.say("by-hand", args), l.File))}}
}
