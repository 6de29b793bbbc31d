package check

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// culpritFixes are the ways to take a culprit away, best first.
func culpritFixes(s *health.Snapshot, folder health.Path, c health.Culprit) []health.Fix {
	args := health.Args{"name": health.V(c.Name), "value": valueOf(c), "folder": health.V(folder)}
	switch c.Kind {
	case health.CulpritVariable:
		v, _ := s.ToolVariable(folder, health.Public(c.Name))
		return variableFixes(s, folder, c, v)
	case health.CulpritGOENV:
		v, _ := health.Find(s.GOENV.Variables, health.Public(c.Name))
		return variableFixes(s, folder, c, v)
	case health.CulpritSetting:
		return settingFixes(s, folder, c)
	case health.CulpritFlag:
		if set, ok := s.Setting(folder, "go.languageServerFlags", ""); ok {
			name, _, _ := strings.Cut(string(c.Name), "=")
			return []health.Fix{withoutFlag(set, name, culprit.say("remove", args))}
		}
	case health.CulpritWorkFile:
		by := mendFile(args, health.Path(c.Value.Text))
		if step, ok := setForTools(s, "GOWORK", "off"); ok {
			return []health.Fix{by, oneFix("no-work", health.RiskConfirm, culprit.say("no-work", nil), step)}
		}
		return []health.Fix{by}
	case health.CulpritVendor:
		return []health.Fix{vendorFix(s, folder, c)}
	case health.CulpritNested:
		return []health.Fix{oneFix("join", health.RiskManual, culprit.say("join", nil), openFile(culprit.say("join-by-hand", args), c.Source.File))}
	case health.CulpritModule:
		return []health.Fix{oneFix("anew", health.RiskManual, culprit.say("anew", nil), manual(culprit.say("anew-by-hand", args), health.EffectRestartServer))}
	}
	return []health.Fix{mendFile(args, c.Source.File)}
}

// mendFile leaves a file to the person who wrote it.
func mendFile(args health.Args, file health.Path) health.Fix {
	return oneFix("mend", health.RiskManual, culprit.say("mend", args), openFile(culprit.say("mend-file", args), file))
}

// variableFixes take away a variable, or one flag of GOFLAGS or one directory of PATH. whole is the variable as it is set; its
// name is empty where it is not on the list of those whose values are kept.
func variableFixes(s *health.Snapshot, folder health.Path, c health.Culprit, whole health.Variable) []health.Fix {
	if whole.Name == "" {
		whole = health.Variable{Name: health.Public(c.Name), Value: c.Value, Source: c.Source}
	}
	args := health.Args{"name": health.V(c.Name), "value": valueOf(c)}
	switch {
	case whole.Name == "PATH":
		return []health.Fix{oneFix("by-hand", health.RiskManual, culprit.say("remove", health.Args{"name": valueOf(c)}),
			manual(culprit.say("path-entry", args), health.EffectRestartEditor))}
	case whole.Name == "GOFLAGS" && !whole.Value.Redacted():
		if rest, ok := goflagsWithout(whole.Value.Text, c.Value.Text); ok && rest != "" {
			return flagFixes(s, folder, whole, rest, args)
		}
	}
	if c.Kind == health.CulpritGOENV && whole.Source.Kind != health.FromGOENV { // a file that cannot be read as lines
		return []health.Fix{mendFile(args, s.GOENV.Path)}
	}
	if c.Kind == health.CulpritVariable && !emptyIsUnset(string(whole.Name)) {
		return []health.Fix{removeByHand(s, whole, message("fix-clear", args))}
	}
	return clearFixes(s, folder, whole)
}

// flagFixes leave a variable with the flags that are innocent: where it was set, or by hand where that is a shell's file.
func flagFixes(s *health.Snapshot, folder health.Path, whole health.Variable, rest string, args health.Args) []health.Fix {
	var out []health.Fix
	title := culprit.say("without-flag", args)
	if fix, ok := setVariable(s, folder, whole, rest, title); ok {
		fix.ID = "drop-flag"
		out = append(out, fix)
	}
	if whole.Source.Kind == health.FromEnvironment {
		step := manual(culprit.say("rest", health.Args{"name": health.V(whole.Name), "rest": health.V(health.Text(rest))}), health.EffectRestartEditor)
		out = append(out, oneFix("by-hand", health.RiskManual, title, step))
	}
	return out
}

// emptyIsUnset reports variables that their readers take for unset when they are empty, so that they can be hidden from the
// tools with an empty value; an empty HOME would be worse than any.
func emptyIsUnset(name string) bool {
	return strings.HasPrefix(name, "GO") || strings.HasPrefix(name, "CGO_") || slices.Contains([]string{"TMPDIR", "TMP", "TEMP", "CC", "CXX"}, name)
}

// goflagsWithout is GOFLAGS less the flags of a culprit; ok is false if nothing of it was found there.
func goflagsWithout(flags, drop string) (rest string, ok bool) {
	fields, quote := splitGoflags(flags)
	gone, _ := splitGoflags(drop)
	kept := slices.DeleteFunc(slices.Clone(fields), func(f string) bool { return slices.Contains(gone, f) })
	if quote != "" || len(kept) == len(fields) {
		return "", false
	}
	return joinGoflags(kept)
}

// settingFixes take away a setting, or the member or entry of it that is the culprit.
func settingFixes(s *health.Snapshot, folder health.Path, c health.Culprit) []health.Fix {
	set, ok := settingOf(s, folder, c.Source)
	args := health.Args{"name": health.V(c.Name), "value": valueOf(c)}
	title := culprit.say("remove", args)
	if !ok || set.Value.Hidden() && set.Value.Kind() != "string" {
		return []health.Fix{oneFix("by-hand", health.RiskManual, title, openFile(culprit.say("mend-file", health.Args{"value": health.V(c.Name)}), c.Source.File))}
	}
	safe := func(step health.Step) []health.Fix {
		return []health.Fix{oneFix("remove-setting", health.RiskSafe, title, step)}
	}
	if list, ok := set.Value.Strings(); ok {
		if rest := withoutRun(list, strings.Split(c.Value.Text, " ")); len(rest) > 0 && len(rest) < len(list) {
			return safe(changeSetting(set, health.DataOf(rest), health.EffectRestartServer))
		}
	}
	if member, ok := strings.CutPrefix(string(c.Name), string(set.Source().Name)+"."); ok && set.Value.Kind() == "object" {
		return safe(dropFromSetting(set, health.Public(member)))
	}
	if flags, ok := set.Value.String(); ok && isEntry(c) {
		if rest, ok := goflagsWithout(flags, c.Value.Text); ok && rest != "" {
			return safe(changeSetting(set, health.DataOf(rest), health.EffectReloadWindow))
		}
	}
	return safe(removeSetting(set, health.EffectReloadWindow))
}

// withoutRun is a list less one run of entries, such as a flag and its value.
func withoutRun(list, run []string) []string {
	for i := range len(list) - len(run) + 1 {
		if slices.Equal(list[i:i+len(run)], run) {
			return slices.Delete(slices.Clone(list), i, i+len(run))
		}
	}
	return list
}

// vendorFix writes the vendor directory anew, in the way in which it is used.
func vendorFix(s *health.Snapshot, folder health.Path, c health.Culprit) health.Fix {
	system := string(s.System.OS)
	f, _ := s.Folder(folder)
	dir, what := folder, health.Public("mod")
	for _, v := range vendorings(s, f) {
		if health.Same(system, health.Join(system, string(v.dir), "vendor"), c.Value.Text) {
			dir = v.dir
			if v.work != nil {
				what = "work"
			}
		}
	}
	return oneFix("vendor", health.RiskConfirm, culprit.say("vendor-anew", nil), runGo(s, folder, dir, what, "vendor"))
}
