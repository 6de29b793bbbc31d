package check

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const settingPathUnusable texts = "setting-path-unusable"

// SettingPathUnusable reports paths in settings and debug configurations that lead nowhere on this host.
var SettingPathUnusable = &Check{
	ID:       health.CheckID(settingPathUnusable),
	Severity: health.Warning,
	Doc: `a setting names a path that cannot be used here

The Go extension passes over a tool that is not where go.alternateTools says, without a word, and takes another one; a go.goroot that is no directory is ignored after one short message; tests and debugging sessions with a file of variables that is not there stop. Such paths come with a settings file from another machine, or with your own settings into a container or a remote host, where they are applied although nothing of them exists.

We resolve the paths as the Go extension does (~, environment references, workspaceFolder) and look at what stands there: go.alternateTools, go.goroot, go.toolsManagement.go, go.testEnvFile, and program, cwd and envFile of the debug configurations that the debugger builds itself. A path with a reference that only a running command can resolve is left alone, and so is the bare name of a tool that the search found, and what a task may build first.

The fix removes the setting at its scope, so that the usual search counts again; a debug configuration is for you to change.

That no usable tool is found at all is a finding of its own.`,
	Needs: []health.ProbeID{health.ProbeSettings, health.ProbeFolders, health.ProbeToolLookup, health.ProbeSettingPaths},
	Messages: map[string]health.Template{
		"missing":           {Title: "{name} is {path}, which does not exist here", Detail: "{effect}"},
		"directory":         {Title: "{name} is {path}, which is a directory", Detail: "{effect}"},
		"no-dir":            {Title: "{name} is {path}, which is not a directory", Detail: "{effect}"},
		"executable":        {Title: "{name} is {path}, which cannot be executed", Detail: "{effect}"},
		"unreadable":        {Title: "{name} is {path}, which this user cannot read", Detail: "{effect}"},
		"relative":          {Title: "{name} is {path}, which is not an absolute path", Detail: "{effect}"},
		"launch-missing":    {Title: "{name} of the debug configuration {launch} is {path}, which does not exist here", Detail: "{effect}"},
		"launch-directory":  {Title: "{name} of the debug configuration {launch} is {path}, which is a directory", Detail: "{effect}"},
		"launch-no-dir":     {Title: "{name} of the debug configuration {launch} is {path}, which is not a directory", Detail: "{effect}"},
		"launch-unreadable": {Title: "{name} of the debug configuration {launch} is {path}, which this user cannot read", Detail: "{effect}"},
		"passed":            {Title: "The Go extension passes over it without a word and takes what it finds elsewhere."},
		"ignored":           {Title: "The Go extension shows one short message and ignores the setting."},
		"tests":             {Title: "Every test that is started from the editor stops, because its file of variables cannot be read."},
		"debug":             {Title: "Debugging with this configuration stops before it begins."},
		"name":              {Title: "The Go extension takes it for a file name and searches for that in the usual places, where it is not."},
		"install":           {Title: "The Go extension cannot install or update tools with it."},
		"remote":            {Title: "remote host that this user setting is applied on"},
		"setting":           {Title: "{name} of the debug configuration {launch}"},
		"expected":          {Title: "a path that exists here"},
		"remove":            {Title: "Remove {name}"},
		"change":            {Title: "Change the debug configuration"},
		"by-hand":           {Title: "correct {name} of the configuration {launch} in {file}, line {line}"},
	},
	Applies: func(s *health.Snapshot) bool { return len(s.SettingPaths) > 0 },
	Run:     runSettingPathUnusable,
}

func runSettingPathUnusable(s *health.Snapshot) []health.Finding {
	var out []health.Finding
	for _, p := range s.SettingPaths {
		name := pathFault(s, p)
		if name == "" {
			continue
		}
		f := badPath(s, p, name)
		if !slices.ContainsFunc(out, func(o health.Finding) bool { return o.ID() == f.ID() }) {
			out = append(out, f)
		}
	}
	return out
}

// pathFault names what is wrong with a path; "" for nothing.
func pathFault(s *health.Snapshot, p health.SettingPath) string {
	if !health.IsAbs(string(s.System.OS), string(p.Path)) {
		return relativeFault(s, p)
	}
	switch p.State {
	case health.CandidateMissing:
		return "missing"
	case health.CandidateDirectory:
		return "directory"
	case health.CandidateNotDirectory:
		return "no-dir"
	case health.CandidateNotExecutable:
		return "executable"
	case health.CandidateUnreadable:
		return "unreadable"
	}
	return ""
}

// relativeFault: an alternate tool that is no absolute path is another name to search for, which is legal as long as the
// search finds it. In a debug configuration a relative path is taken from the folder, so it is left to the debugger.
func relativeFault(s *health.Snapshot, p health.SettingPath) string {
	tool, alternate := strings.CutPrefix(string(p.Name), "go.alternateTools.")
	if !alternate {
		if p.Launch != "" {
			return ""
		}
		return "relative"
	}
	if l, ok := s.Lookup(p.Folder, health.Public(tool), health.ForEditor); ok && l.Why == "alternateTool" && l.Path != "" {
		return ""
	} else if !ok && !strings.ContainsAny(string(p.Path), `/\`) {
		return "" // a tool that is not searched here
	}
	return "relative"
}

func badPath(s *health.Snapshot, p health.SettingPath, name string) health.Finding {
	c := settingPathUnusable
	args := health.Args{"name": health.V(p.Name), "path": health.V(p.Path), "launch": health.V(p.Launch), "effect": c.value(pathEffect(p, name)),
		"file": health.V(p.Source.File), "line": number(p.Source.Line)}
	if p.Launch != "" {
		args["effect"] = c.value("debug")
	}
	out := health.Finding{Severity: health.Warning, Subject: health.V(p.Name), Message: c.say(name, args)}
	observed := health.V(p.Written)
	if p.Launch != "" {
		out.Subject = health.V(health.Text(string(p.Launch) + "." + string(p.Name)))
		out.Message = c.say("launch-"+name, args)
		out.Evidence = []health.Evidence{{What: c.say("setting", args), Observed: observed, Expected: c.value("expected"), Source: p.Source}}
		out.Fixes = []health.Fix{oneFix("change-configuration", health.RiskManual, c.say("change", nil), openFile(c.say("by-hand", args), p.Source.File))}
		return out
	}
	set, ok := settingOf(s, p.Folder, p.Source)
	if !ok {
		out.Evidence = []health.Evidence{{What: message("setting", health.Args{"key": health.V(p.Name)}), Observed: observed, Expected: c.value("expected"), Source: p.Source}}
		out.Fixes = []health.Fix{oneFix("remove-by-hand", health.RiskManual, c.say("remove", args), openFile(c.say("remove", args), p.Source.File))}
		return out
	}
	out.Evidence = []health.Evidence{settingSeen(set, c.value("expected"))}
	if s.Editor.Remote != "" && set.Scope == health.ScopeUser {
		out.Evidence = append(out.Evidence, health.Evidence{What: c.say("remote", nil), Observed: health.V(s.Editor.Remote),
			Source: health.Source{Kind: health.FromEditor, Name: "remote"}})
	}
	effect := health.EffectRestartServer
	if p.Name == "go.goroot" || strings.HasSuffix(string(p.Name), ".go") {
		effect = health.EffectReloadWindow
	}
	out.Fixes = []health.Fix{oneFix("remove-setting", health.RiskSafe, c.say("remove", args), removeSetting(set, effect))}
	return out
}

func pathEffect(p health.SettingPath, fault string) string {
	switch {
	case p.Name == "go.goroot":
		return "ignored"
	case p.Name == "go.testEnvFile":
		return "tests"
	case p.Name == "go.toolsManagement.go":
		return "install"
	case fault == "relative":
		return "name"
	}
	return "passed"
}
