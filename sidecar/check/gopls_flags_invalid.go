package check

import (
	"regexp"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const goplsFlagsInvalid texts = "gopls-flags-invalid"

// GoplsFlagsInvalid reports go.languageServerFlags that the installed gopls refuses.
var GoplsFlagsInvalid = &Check{
	ID:       health.CheckID(goplsFlagsInvalid),
	Severity: health.Error,
	Doc: `gopls refuses its command-line flags

gopls ends before it says a word, so there is no language server at all. The Go extension tries a few times and gives up; its message blames the version of gopls or the connection, and never the flag.

We start the installed gopls with the flags of go.languageServerFlags and a harmless command, so it parses them and ends. Flags of the go command, such as -mod or -tags, are none of gopls; many guides name flags that no gopls ever had.

The fix takes the refused flag out of the setting. Build flags belong into the setting gopls.build.buildFlags.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeSettings, health.ProbeGopls},
	After: []health.CheckID{"gopls-missing"},
	Messages: map[string]health.Template{
		"unknown":   {Title: "gopls does not know the flag {flag}", Detail: "It ends with exit status {exit} before it starts to work, so there is no language server: no hover, no completion, no Go to Definition."},
		"logfile":   {Title: "gopls cannot create its log file", Detail: "It ends with exit status {exit} before it starts to work, so there is no language server."},
		"refused":   {Title: "gopls refuses its flags", Detail: "It ends with exit status {exit} before it starts to work, so there is no language server."},
		"type":      {Title: "go.languageServerFlags is no list of strings", Detail: "The Go extension cannot start gopls with it."},
		"accepted":  {Title: "flags that gopls accepts"},
		"list":      {Title: "an array of strings"},
		"drop":      {Title: "Remove the flag {flag}"},
		"remove":    {Title: "Remove all flags"},
		"not-tried": {Title: "the flags of gopls could not be tried"},
	},
	Applies: func(s *health.Snapshot) bool { return len(languageServerFlags(s)) > 0 },
	Run:     runGoplsFlagsInvalid,
}

// languageServerFlags are the settings of that name that are in force somewhere and not empty.
func languageServerFlags(s *health.Snapshot) []health.Setting {
	var out []health.Setting
	for _, f := range goFolders(s) {
		set, ok := s.Setting(f.Path, "go.languageServerFlags", "")
		if ok && set.Value != "[]" && set.Value.Kind() != "null" && !containsSetting(out, set) {
			out = append(out, set)
		}
	}
	return out
}

func containsSetting(list []health.Setting, set health.Setting) bool {
	for _, s := range list {
		if s == set {
			return true
		}
	}
	return false
}

func runGoplsFlagsInvalid(s *health.Snapshot) []health.Finding {
	set, c := languageServerFlags(s)[0], goplsFlagsInvalid
	remove := oneFix("remove-setting", health.RiskSafe, c.say("remove", nil), removeSetting(set, health.EffectRestartServer))
	if _, ok := set.Value.Strings(); !ok {
		return []health.Finding{{Severity: health.Error, Folder: ofFolder(set), Message: c.say("type", nil), Fixes: []health.Fix{remove},
			Evidence: []health.Evidence{settingSeen(set, c.value("list"))}}}
	}
	switch {
	case !s.Gopls.FlagsTried:
		return []health.Finding{Open("", c.say("not-tried", nil))}
	case s.Gopls.FlagsExit == 0:
		return nil
	}
	args := health.Args{"exit": number(s.Gopls.FlagsExit)}
	f := health.Finding{Severity: health.Error, Folder: ofFolder(set), Message: c.say("refused", args), Evidence: []health.Evidence{
		settingSeen(set, c.value("accepted")), answerSeen("gopls version", s.Gopls.FlagsError, c.value("accepted"))}}
	f.Evidence = append(f.Evidence, flagsExplained(set)...)
	if name := unknownFlag.FindStringSubmatch(string(s.Gopls.FlagsError)); name != nil {
		args["flag"] = health.V(health.Public(name[1]))
		f.Message = c.say("unknown", args)
		f.Fixes = append(f.Fixes, withoutFlag(set, name[1], c.say("drop", args)))
	} else if logFile.MatchString(string(s.Gopls.FlagsError)) {
		f.Message = c.say("logfile", args)
		f.Fixes = append(f.Fixes, withoutFlag(set, "-logfile", c.say("drop", health.Args{"flag": health.V(health.Public("-logfile"))})))
	} else {
		f.Fixes = append(f.Fixes, remove)
	}
	return []health.Finding{f}
}

// ofFolder is the folder that a setting is limited to.
func ofFolder(set health.Setting) health.Path {
	if set.Scope == health.ScopeFolder {
		return set.Folder
	}
	return ""
}

var logFile = regexp.MustCompile(`(?i)(?:unable to create|cannot create|could not create) log ?file`)

// withoutFlag plans a list of flags less one, with the value that follows it as an argument of its own; the setting goes
// if nothing is left, or if a hidden secret among the others could not be written back.
func withoutFlag(set health.Setting, name string, title health.Message) health.Fix {
	flags, _ := set.Value.Strings()
	var rest []string
	for i := 0; i < len(flags); i++ {
		if !sameFlag(flags[i], name) {
			rest = append(rest, flags[i])
			continue
		}
		if !strings.Contains(flags[i], "=") && i+1 < len(flags) && !strings.HasPrefix(flags[i+1], "-") {
			i++
		}
	}
	if after := health.DataOf(rest); len(rest) > 0 && !after.Hidden() {
		return oneFix("drop-flag", health.RiskSafe, title, changeSetting(set, after, health.EffectRestartServer))
	}
	if len(rest) > 0 {
		step := openFile(title, set.File)
		return oneFix("drop-flag", health.RiskManual, title, step)
	}
	return oneFix("remove-setting", health.RiskSafe, title, removeSetting(set, health.EffectRestartServer))
}
