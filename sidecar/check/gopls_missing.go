package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

const goplsMissing texts = "gopls-missing"

// GoplsMissing reports that golang.go finds no gopls.
var GoplsMissing = &Check{
	ID:       health.CheckID(goplsMissing),
	Severity: health.Error,
	Doc: `no gopls where the Go extension looks

gopls is the language server: hover, completion, Go to Definition, references and diagnostics come from it. The Go extension offers to install it once; if that was declined or failed, little tells you later why nothing works.

We search as the Go extension does: go.alternateTools, GOBIN, go.toolsGopath, the bin directory of GOPATH and of GOROOT, and the PATH of the editor, which need not be that of your terminal.

The fix installs the newest gopls that your Go can build, with the same clean environment as the Go extension, or names one that is on this machine already.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeSettings, health.ProbeToolLookup, health.ProbeGoEnv},
	After: []health.CheckID{"go-missing", "go-unrunnable"},
	// The Go extension asks its own go where gopls may lie; a go that only gopls lacks does not hide gopls.
	ExplainedBy: func(_ *health.Snapshot, cause, own health.Finding) bool {
		return sameFolder(cause, own) && cause.Message.ID != goMissing.say("server", nil).ID
	},
	Messages: map[string]health.Template{
		"none":      {Title: "The editor finds no gopls", Detail: "gopls is the language server of Go: without it there is no hover, no completion, no Go to Definition and no diagnostics."},
		"unusable":  {Title: "The gopls that the editor finds cannot be used", Detail: "There is a file of that name, but it may not be executed, so there is no language server: no hover, no completion, no Go to Definition."},
		"tried":     {Title: "place searched ({why})"},
		"elsewhere": {Title: "gopls that the search does not reach"},
		"use":       {Title: "Use {gopls}"},
		"install":   {Title: "Install gopls"},
		"no-lookup": {Title: "gopls was not searched"},
	},
	Applies: func(s *health.Snapshot) bool {
		return slices.ContainsFunc(goFolders(s), func(f health.Folder) bool { return !serverIsOff(s, f.Path) })
	},
	Run: runGoplsMissing,
}

func runGoplsMissing(s *health.Snapshot) []health.Finding {
	return eachFolder(s, func(f health.Folder) []verdict {
		l, ok := s.Lookup(f.Path, "gopls", health.ForEditor)
		g := s.GoEnv(f.Path)
		switch {
		case serverIsOff(s, f.Path):
			return nil
		case !ok:
			return open(f, goplsMissing.say("no-lookup", nil))
		case l.Path != "" && health.IsAbs(string(s.System.OS), string(l.Path)):
			return nil
		case g.Failure != "": // GOPATH, where gopls usually lies, is not known
			return open(f, goSilent(g))
		}
		return found("missing", withoutGopls(s, f.Path, l))
	})
}

func withoutGopls(s *health.Snapshot, folder health.Path, l health.Lookup) health.Finding {
	c := goplsMissing
	f := health.Finding{Severity: health.Error, Message: c.say("none", nil), Evidence: []health.Evidence{{
		What: message("lookup", health.Args{"tool": health.V(l.Tool)}), Observed: saying("absent"), Expected: saying("an-executable"),
		Source: health.Source{Kind: health.FromLookup, Name: health.Public(l.Purpose)}}}}
	for _, candidate := range l.Candidates {
		if candidate.State == health.CandidateMissing || candidate.State == health.CandidateUsable {
			continue
		}
		if candidate.State == health.CandidateNotExecutable {
			f.Message = c.say("unusable", nil)
		}
		f.Evidence = append(f.Evidence, health.Evidence{What: c.say("tried", health.Args{"why": health.V(candidate.Why)}),
			Observed: health.V(health.Text(string(candidate.Path) + ": " + string(candidate.State))), Expected: saying("an-executable"),
			Source: health.Source{Kind: health.FromSystem, File: candidate.Path}})
	}
	install := oneFix("install-gopls", health.RiskConfirm, c.say("install", nil), installGopls(s, folder))
	if len(l.Elsewhere) > 0 {
		path := l.Elsewhere[0]
		f.Evidence = append(f.Evidence, health.Evidence{What: c.say("elsewhere", nil), Observed: health.V(path),
			Source: health.Source{Kind: health.FromSystem, File: path}})
		if s.Editor.Present || len(s.SettingsFiles) > 0 {
			f.Fixes = append(f.Fixes, oneFix("use-alternate", health.RiskSafe, c.say("use", health.Args{"gopls": health.V(path)}), useTool(s, "gopls", path)))
		}
	}
	f.Fixes = append(f.Fixes, install)
	return f
}

// useTool plans go.alternateTools for a tool; a value that stands there already is replaced where it stands.
func useTool(s *health.Snapshot, tool health.Public, path health.Path) health.Step {
	set := health.Setting{Key: "go.alternateTools", Member: tool, Scope: health.ScopeUser}
	if s.Editor.Remote != "" {
		set.Scope = health.ScopeRemote
	}
	for _, f := range s.SettingsFiles {
		if f.Scope == set.Scope {
			set.File = f.File
		}
	}
	for _, f := range goFolders(s) {
		if old, ok := s.Setting(f.Path, set.Key, tool); ok {
			set = old
		}
	}
	return changeSetting(set, health.DataOf(string(path)), health.EffectRestartServer)
}
