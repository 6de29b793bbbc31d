package check

import "github.com/govitals/govitals/sidecar/health"

const goMissing texts = "go-missing"

// GoMissing reports that the editor, or gopls, has no go command to run.
var GoMissing = &Check{
	ID:       health.CheckID(goMissing),
	Severity: health.Error,
	Doc: `no go command where the editor looks

The Go extension needs a go command before it can do anything: without one its activation fails, no Go command of the editor exists, and gopls makes no view. Your terminal may well find a go all the same, because an editor that was started from the dock or the start menu does not read your shell's files.

We search as the Go extension does (go.alternateTools, GOBIN, go.goroot and GOROOT, the PATH of the editor, the default places), and as gopls does, which takes the first go on the PATH it is given and nothing else. /opt/homebrew/bin and the shims of version managers are found through PATH only.

The fix names a go that is on this machine in the setting go.alternateTools; where there is none, Go has to be installed.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeGoLookup},
	Messages: map[string]health.Template{
		"editor": {Title: "The editor finds no go command",
			Detail: "The Go extension cannot start without it: no commands, no gopls, no hover, no Go to Definition."},
		"server": {Title: "gopls has no go command on its PATH",
			Detail: "The Go extension runs {go}, but gopls searches PATH alone and finds none there, so it loads nothing."},
		"found-at":     {Title: "go that the search does not reach"},
		"editor-wants": {Title: "a go command on the PATH or at a default place"},
		"server-wants": {Title: "a go command on the PATH"},
		"with-go":      {Title: "with the directory of a go command"},
		"tried":        {Title: "{path} ({why})"},
		"activate":     {Title: "Let the Go extension put its go on the PATH"},
		"extend":       {Title: "Put the directory of go on the PATH"},
		"extend-hand":  {Title: "add {directory} to the PATH that the editor is started with, then quit the editor and start it anew"},
		"use":          {Title: "Use {go}"},
		"install":      {Title: "Install Go"},
		"by-hand":      {Title: "install Go from https://go.dev/dl/ or with your package manager, then quit the editor and start it anew so that it sees the new PATH"},
	},
	Applies: hasGoFolders,
	Run:     runGoMissing,
}

func runGoMissing(s *health.Snapshot) []health.Finding {
	return eachFolder(s, func(f health.Folder) []verdict {
		editor, ok := s.Lookup(f.Path, "go", health.ForEditor)
		if !ok {
			return open(f, message("no-lookup", nil))
		}
		if editor.Path == "" {
			path, _ := health.Find(s.Process.Variables, "PATH")
			return missingGo(editor, path, goMissing.say("editor", nil), installFixes(s, editor))
		}
		if server, ok := s.Lookup(f.Path, "go", health.ForServer); ok && server.Path == "" {
			path, _ := s.ToolVariable(f.Path, "PATH")
			return missingGo(server, path, goMissing.say("server", health.Args{"go": health.V(editor.Path)}), reachFixes(s, f, path, editor))
		}
		return nil
	})
}

// missingGo leaves a go without permission to run to go-unrunnable: there is one fault, not two.
func missingGo(l health.Lookup, path health.Variable, title health.Message, fixes []health.Fix) []verdict {
	if _, ok := forbidden(l); ok {
		return nil
	}
	f := health.Finding{Severity: health.Error, Message: title, Fixes: fixes}
	f.Evidence = append(f.Evidence, health.Evidence{What: message("lookup", health.Args{"tool": health.V(l.Tool)}),
		Observed: saying("absent"), Expected: goMissing.value(string(l.Purpose) + "-wants"),
		Source: health.Source{Kind: health.FromLookup, Name: health.Public(l.Purpose)}})
	if path.Name != "" {
		f.Evidence = append(f.Evidence, variableSeen(path, goMissing.value("with-go")))
	}
	for _, c := range l.Candidates {
		if c.State != health.CandidateMissing {
			f.Evidence = append(f.Evidence, health.Evidence{What: goMissing.say("tried", health.Args{"why": health.V(c.Why), "path": health.V(c.Path)}),
				Observed: health.V(c.State), Expected: saying("an-executable"), Source: health.Source{Kind: health.FromSystem, File: c.Path}})
		}
	}
	for _, other := range l.Elsewhere {
		f.Evidence = append(f.Evidence, health.Evidence{What: goMissing.say("found-at", nil), Observed: health.V(other),
			Source: health.Source{Kind: health.FromSystem, File: other}})
	}
	return found(string(l.Purpose)+string(f.Message.ID), f)
}

// installFixes name the first go out of reach, because the places come best first, or else how to get one.
func installFixes(s *health.Snapshot, l health.Lookup) []health.Fix {
	var out []health.Fix
	if len(l.Elsewhere) > 0 {
		out = append(out, health.Fix{ID: "use-alternate", Title: goMissing.say("use", health.Args{"go": health.V(l.Elsewhere[0])}), Risk: health.RiskSafe,
			Steps: []health.Step{useGo(s, l.Elsewhere[0])}})
	}
	return append(out, health.Fix{ID: "install", Title: goMissing.say("install", nil), Risk: health.RiskManual,
		Steps: []health.Step{manual(goMissing.say("by-hand", nil), health.EffectRestartEditor)}})
}

// reachFixes bring the go of the Go extension onto the PATH of gopls. Normally the extension does so itself; a PATH in
// go.toolsEnvVars replaces its work, and go.terminal.activateEnvironment switches it off.
func reachFixes(s *health.Snapshot, f health.Folder, path health.Variable, editor health.Lookup) []health.Fix {
	var out []health.Fix
	if path.Source.Kind == health.FromSetting {
		out = clearFixes(s, f.Path, path)
	} else if set, ok := s.Setting(f.Path, "go.terminal.activateEnvironment", ""); ok && set.Value == "false" {
		out = append(out, health.Fix{ID: "activate-environment", Title: goMissing.say("activate", nil), Risk: health.RiskSafe,
			Steps: []health.Step{changeSetting(set, "true", health.EffectReloadWindow)}})
	}
	args := health.Args{"directory": health.V(health.Path(health.Dir(string(s.System.OS), string(editor.Path))))}
	return append(out, health.Fix{ID: "extend-path", Title: goMissing.say("extend", nil), Risk: health.RiskManual,
		Steps: []health.Step{manual(goMissing.say("extend-hand", args), health.EffectRestartEditor)}})
}

// useGo plans go.alternateTools: the Go extension then runs that go and puts the bin directory of its release first on
// the PATH of gopls, whose search has no other way in. A value that stands there already is replaced where it stands.
func useGo(s *health.Snapshot, path health.Path) health.Step {
	set := health.Setting{Key: "go.alternateTools", Member: "go", Scope: health.ScopeUser}
	if s.Editor.Remote != "" {
		set.Scope = health.ScopeRemote
	}
	for _, f := range s.SettingsFiles {
		if f.Scope == set.Scope {
			set.File = f.File
		}
	}
	for _, f := range goFolders(s) {
		if old, ok := s.Setting(f.Path, set.Key, set.Member); ok && old.Scope != health.ScopeDefault {
			set = old
		}
	}
	return changeSetting(set, health.DataOf(string(path)), health.EffectReloadWindow)
}
