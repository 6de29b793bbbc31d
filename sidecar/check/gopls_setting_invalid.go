package check

import (
	"regexp"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const goplsSettingInvalid texts = "gopls-setting-invalid"

// GoplsSettingInvalid reports members of the setting gopls whose values it refuses.
var GoplsSettingInvalid = &Check{
	ID:       health.CheckID(goplsSettingInvalid),
	Severity: health.Error,
	Doc: `gopls refuses the value of a setting

gopls keeps its default instead of what you set, and shows an error message each time it reads its settings. A build flag that go does not know is worse: then nothing loads at all.

The values are judged by the types that the installed gopls lists (gopls api-json): a duration has a unit, a directory filter begins with + or -, environment values are strings. An unknown build flag is told by go's own words.

The fix writes the value that was meant, where that is plain, or removes the setting, at the very scope and line.`,
	Needs: []health.ProbeID{health.ProbeSettings, health.ProbeGopls, health.ProbeFolders},
	After: []health.CheckID{"gopls-missing"},
	Messages: map[string]health.Template{
		"type":         {Title: "The gopls setting {member} wants {want}, not {kind}", Detail: ignoredValue},
		"member":       {Title: "{inner} in the gopls setting {member} wants {want}", Detail: "gopls refuses it and what comes after it in the object, in no fixed order, and shows an error message each time it reads its settings."},
		"duration":     {Title: "The gopls setting {member} wants a duration with its unit", Detail: ignoredValue},
		"option":       {Title: "The gopls setting {member} does not know the value {value}", Detail: ignoredValue},
		"filter":       {Title: "The directory filter {filter} begins with neither + nor -", Detail: ignoredValue},
		"wildcard":     {Title: "The directory filter {filter} has a wildcard that gopls does not know", Detail: ignoredValue},
		"object":       {Title: "The setting gopls is no object", Detail: "gopls gets none of its settings and shows an error message each time it reads them."},
		"flag":         {Title: "go does not know the build flag {flag} that gopls gives it", Detail: "Every go command of gopls fails, so nothing loads and nothing is answered."},
		"filter-rule":  {Title: "+ or -, then a path; ** is the only wildcard"},
		"known-flag":   {Title: "flags of go list"},
		"correct":      {Title: "Set it to {value}"},
		"remove":       {Title: "Remove {member}"},
		"drop-flag":    {Title: "Remove the flag {flag}"},
		"kind-bool":    {Title: "true or false"},
		"kind-string":  {Title: "text in quotes"},
		"kind-strings": {Title: "a list of texts"},
		"kind-array":   {Title: "a list"},
		"kind-number":  {Title: "a number"},
		"kind-integer": {Title: "a whole number"},
		"kind-object":  {Title: "an object"},
		"no-schema":    {Title: "the installed gopls did not tell which settings it knows"},
	},
	Applies: func(s *health.Snapshot) bool { return hasGoplsSettings(s) || len(unknownFlags(s)) > 0 },
	Run:     runGoplsSettingInvalid,
}

const ignoredValue = "gopls keeps its default and shows an error message each time it reads its settings."

func runGoplsSettingInvalid(s *health.Snapshot) []health.Finding {
	out := unknownFlags(s)
	for _, set := range s.Settings {
		if set.Key == "gopls" && set.Member == "" && set.Value.Kind() != "object" && set.Value.Kind() != "null" && set.Scope != health.ScopeLanguage {
			out = append(out, notAnObject(set))
		}
	}
	if hasGoplsSettings(s) && len(s.Gopls.Schema) == 0 {
		return append(out, Open("", goplsSettingInvalid.say("no-schema", nil)))
	}
	for _, group := range goplsMembers(s) {
		told := func(o health.Finding) bool { return o.Subject.Text == string(group[0].Member) }
		if f, ok := invalidValue(s, group); ok && !slices.ContainsFunc(out, told) {
			out = append(out, f)
		}
	}
	return out
}

func notAnObject(set health.Setting) health.Finding {
	return health.Finding{Severity: health.Warning, Subject: health.V(set.Key), Message: goplsSettingInvalid.say("object", nil),
		Evidence: []health.Evidence{settingSeen(set, kindText("object"))},
		Fixes: []health.Fix{oneFix("remove-setting", health.RiskSafe, goplsSettingInvalid.say("remove", health.Args{"member": health.V(set.Key)}),
			removeSetting(set, health.EffectRestartServer))}}
}

// invalidValue judges a member at each scope where its value has a say.
func invalidValue(s *health.Snapshot, group []health.Setting) (health.Finding, bool) {
	member := group[0].Member
	entry, known := goplsSchema(s.Gopls, goplsName(member))
	if _, old := retired(s.Gopls, goplsName(member)); !known || old {
		return health.Finding{}, false
	}
	c := goplsSettingInvalid
	f := health.Finding{Severity: health.Warning, Subject: health.V(member)}
	correct := oneFix("correct-value", health.RiskSafe, health.Message{})
	remove := oneFix("remove-setting", health.RiskSafe, c.say("remove", health.Args{"member": health.V(member)}))
	wrong := 0
	for _, set := range group {
		fault, bad := settingFault(entry, set.Value)
		if !bad || !counts(s, set) {
			continue
		}
		if len(f.Evidence) == 0 {
			f.Message = c.say(fault.text, faultArgs(fault, set))
			correct.Title = c.say("correct", health.Args{"value": health.V(health.Text(fault.right))})
		}
		f.Evidence = append(f.Evidence, settingSeen(set, fault.want))
		wrong++
		f.Evidence = append(f.Evidence, goplsExplained(set)...)
		remove.Steps = append(remove.Steps, removeSetting(set, health.EffectRestartServer))
		if fault.right != "" && !set.Value.Hidden() {
			correct.Steps = append(correct.Steps, changeSetting(set, fault.right, health.EffectRestartServer))
		}
	}
	if len(correct.Steps) > 0 && len(correct.Steps) == wrong {
		f.Fixes = append(f.Fixes, correct)
	}
	f.Fixes = append(f.Fixes, remove)
	return f, len(f.Evidence) > 0
}

func faultArgs(fault valueFault, set health.Setting) health.Args {
	args := health.Args{"member": health.V(set.Member), "want": fault.want, "kind": kindText(set.Value.Kind()), "value": health.V(health.Text(set.Value))}
	for name, value := range fault.args {
		args[name] = value
	}
	return args
}

// counts reports that a value reaches gopls: the editor merges objects over the scopes, and of other values the highest
// scope wins.
func counts(s *health.Snapshot, set health.Setting) bool {
	if set.Value.Kind() == "object" || len(s.Folders) == 0 {
		return true
	}
	return slices.ContainsFunc(s.Folders, func(f health.Folder) bool {
		best, ok := s.Setting(f.Path, set.Key, set.Member)
		return ok && best == set
	})
}

var unknownFlag = regexp.MustCompile(`flag provided but not defined: (-\S+)`)

// unknownFlags are the build flags that made the load fail.
func unknownFlags(s *health.Snapshot) []health.Finding {
	var out []health.Finding
	for _, f := range goFolders(s) {
		said, ok := saidOf(s, f.Path, health.CheckID(goplsSettingInvalid))
		set, seen := buildFlags(s, f.Path)
		if !ok || !seen || !pulseIsBad(s, f.Path) {
			continue
		}
		name := unknownFlag.FindStringSubmatch(string(said.line))
		flags, isList := set.Value.Strings()
		if name == nil || !isList || !slices.ContainsFunc(flags, func(flag string) bool { return sameFlag(flag, name[1]) }) {
			continue
		}
		args := health.Args{"flag": health.V(health.Public(name[1]))}
		finding := health.Finding{Severity: health.Error, Folder: f.Path, Subject: health.V(set.Source().Name), Message: goplsSettingInvalid.say("flag", args),
			Evidence: []health.Evidence{settingSeen(set, goplsSettingInvalid.value("known-flag")), wordsSeen(said)}}
		fix := withoutFlag(set, name[1], goplsSettingInvalid.say("drop-flag", args))
		out = append(out, addFinding(nil, finding, fix)...)
	}
	return slices.CompactFunc(out, func(a, b health.Finding) bool { return a.ID() == b.ID() })
}

func addFinding(out []health.Finding, f health.Finding, fixes ...health.Fix) []health.Finding {
	f.Fixes = append(f.Fixes, fixes...)
	return append(out, f)
}

func sameFlag(flag, name string) bool {
	bare, _, _ := strings.Cut(strings.TrimLeft(flag, "-"), "=")
	return strings.HasPrefix(flag, "-") && bare == strings.TrimLeft(name, "-")
}
