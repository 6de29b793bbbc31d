package check

import (
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const debugStripped texts = "debug-stripped"

// DebugStripped reports flags that take the debugging information out of what the debugger builds.
var DebugStripped = &Check{
	ID:       health.CheckID(debugStripped),
	Severity: health.Warning,
	Doc: `what the debugger builds has no debugging information

The linker flags -s and -w make a program smaller by leaving out what a debugger reads: "could not open debug info", breakpoints that are never hit, no variables. Guides recommend them for releases, and some even against faults of the debugger. Where they stand in GOFLAGS they hold for the debugger's builds too.

We look for -s and -w among the -ldflags of each debug configuration that the debugger builds itself, of GOFLAGS in the environment that the Go extension hands to its tools and of the configuration's own, and of go.testFlags and go.buildFlags, which debugging a test uses. A configuration for a program that is built elsewhere (exec, remote, attach) is left alone, and so is a GOFLAGS that a later -ldflags of the configuration replaces.

The fix takes the flags away where they were set. Put them on the command line of a release build instead.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeSettings, health.ProbeToolEnv, health.ProbeGOENV, health.ProbeGoEnv, health.ProbeLaunches},
	Messages: map[string]health.Template{
		"launch":  {Title: "The debug configuration {launch} builds without debugging information", Detail: "Delve refuses such a program, or hits no breakpoint and shows no variable."},
		"goflags": {Title: "GOFLAGS takes the debugging information out of every build", Detail: "Delve refuses what is built with it, or hits no breakpoint and shows no variable."},
		"tests":   {Title: "{key} takes the debugging information out of tests", Detail: "Debugging a test from the editor builds it with these flags: Delve hits no breakpoint and shows no variable."},
		"whole":   {Title: "no -s and no -w among -ldflags"},
		"change":  {Title: "Take the flags out of the debug configuration"},
		"by-hand": {Title: "take -s and -w out of -ldflags in the configuration {launch} in {file}, line {line}"},
		"drop":    {Title: "Take -ldflags out of {key}"},
	},
	Applies: hasGoFolders,
	Run:     runDebugStripped,
}

func runDebugStripped(s *health.Snapshot) []health.Finding {
	c := debugStripped
	var out []health.Finding
	for _, l := range s.Launches {
		builds := l.Request == "launch" && (l.Mode == "" || l.Mode == "auto" || l.Mode == "debug" || l.Mode == "test")
		flags := plainTexts(l.BuildFlags)
		if !builds || !strips(flags) && (!strips(fieldsOf(string(l.GOFLAGS))) || strings.Contains(strings.Join(flags, " "), "-ldflags")) {
			continue
		}
		args := health.Args{"launch": health.V(l.Name), "file": health.V(l.File), "line": number(l.Line)}
		observed := health.V(health.Text(strings.Join(flags, " ")))
		if len(flags) == 0 {
			observed = health.V("GOFLAGS=" + l.GOFLAGS)
		}
		out = append(out, health.Finding{Severity: health.Warning, Subject: health.V(l.Name), Folder: l.Folder, Message: c.say("launch", args),
			Evidence: []health.Evidence{launchSeen(l, observed, c.value("whole"))},
			Fixes:    []health.Fix{oneFix("change-configuration", health.RiskManual, c.say("change", nil), openFile(c.say("by-hand", args), l.File))}})
	}
	return append(out, eachFolder(s, func(f health.Folder) []verdict { return append(strippedByVariable(s, f), strippedTests(s, f)...) })...)
}

func strippedByVariable(s *health.Snapshot, f health.Folder) []verdict {
	v, ok := s.Origin(f.Path, "GOFLAGS")
	fields := fieldsOf(v.Value.Text)
	if !ok || !chosen(v) || !strips(fields) {
		return nil
	}
	c := debugStripped
	out := health.Finding{Severity: health.Warning, Subject: health.V(v.Name), Message: c.say("goflags", nil),
		Evidence: []health.Evidence{variableSeen(v, c.value("whole"))}}
	rest, readable := joinGoflags(withoutLinkerFlags(fields))
	if readable && rest != "" && !v.Value.Redacted() {
		if fix, ok := setVariable(s, f.Path, v, rest, c.say("drop", health.Args{"key": health.V(v.Name)})); ok {
			out.Fixes = append(out.Fixes, fix)
		}
	}
	if len(out.Fixes) == 0 {
		out.Fixes = clearFixes(s, f.Path, v)
	}
	return found("GOFLAGS "+v.Value.Text+" "+sourceKey(v.Source), out)
}

// strippedTests: debugging a test uses go.testFlags, or go.buildFlags where those are not set.
func strippedTests(s *health.Snapshot, f health.Folder) []verdict {
	set, ok := s.Setting(f.Path, "go.testFlags", "")
	if flags, isList := set.Value.Strings(); !ok || !isList || len(flags) == 0 {
		set, ok = s.Setting(f.Path, "go.buildFlags", "")
	}
	flags, _ := set.Value.Strings()
	if !ok || !strips(flags) {
		return nil
	}
	c, args := debugStripped, health.Args{"key": health.V(set.Key)}
	return found(string(set.Key)+sourceKey(set.Source()), health.Finding{Severity: health.Warning, Subject: health.V(set.Key), Message: c.say("tests", args),
		Evidence: []health.Evidence{settingSeen(set, c.value("whole"))},
		Fixes:    []health.Fix{withoutFlag(set, "-ldflags", c.say("drop", args))}})
}

// withoutLinkerFlags are the fields of GOFLAGS less -ldflags.
func withoutLinkerFlags(fields []string) []string {
	var out []string
	for _, f := range fields {
		if !sameFlag(f, "-ldflags") {
			out = append(out, f)
		}
	}
	return out
}

func fieldsOf(goflags string) []string {
	fields, _ := splitGoflags(goflags)
	return fields
}

func plainTexts(list []health.Text) []string {
	out := make([]string, len(list))
	for i, p := range list {
		out[i] = string(p)
	}
	return out
}
