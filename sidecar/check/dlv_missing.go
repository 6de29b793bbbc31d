package check

import "github.com/govitals/govitals/sidecar/health"

const dlvMissing texts = "dlv-missing"

// DlvMissing reports that there is no debugger where somebody wants to debug.
var DlvMissing = &Check{
	ID:       health.CheckID(dlvMissing),
	Severity: health.Warning,
	Doc: `there is no debugger for Go

Debugging needs Delve (dlv). The Go extension offers to install it when a session starts; if that is declined once, later sessions fail with a message about a missing program.

We search as the Go extension does: go.alternateTools, GOBIN, go.toolsGopath, GOPATH, GOROOT and PATH. It is a warning only where a debug configuration of type go wants a debugger on this machine, and a note where go.delveConfig or go.alternateTools speaks of one. Without any such sign nobody debugs here, and nothing is reported.

The fix installs Delve as the Go extension does.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeSettings, health.ProbeToolLookup, health.ProbeGoEnv, health.ProbeLaunches},
	Messages: map[string]health.Template{
		"none":    {Title: "The editor finds no debugger (dlv)", Detail: "The debug configurations of this folder cannot start, until the Go extension may install Delve."},
		"wanted":  {Title: "The editor finds no debugger (dlv), although settings speak of one", Detail: "Debugging starts once the Go extension may install Delve."},
		"install": {Title: "Install Delve"},
		"use":     {Title: "Use {dlv}"},
	},
	Applies: func(s *health.Snapshot) bool {
		for _, f := range goFolders(s) {
			if _, wanted := debugs(s, f.Path); wanted {
				return true
			}
		}
		return false
	},
	Run: func(s *health.Snapshot) []health.Finding {
		return eachFolder(s, func(f health.Folder) []verdict { return noDebugger(s, f) })
	},
}

func noDebugger(s *health.Snapshot, f health.Folder) []verdict {
	severity, wanted := debugs(s, f.Path)
	l, ok := s.Lookup(f.Path, "dlv", health.ForEditor)
	if !wanted || !ok || l.Path != "" {
		return nil
	}
	if g := s.GoEnv(f.Path); g.Failure != "" { // GOPATH, where dlv usually lies, is not known
		return open(f, goSilent(g))
	}
	c := dlvMissing
	out := health.Finding{Severity: severity, Message: c.say("wanted", nil), Evidence: []health.Evidence{{
		What: message("lookup", health.Args{"tool": health.V(l.Tool)}), Observed: saying("absent"), Expected: saying("an-executable"),
		Source: health.Source{Kind: health.FromLookup, Name: health.Public(l.Purpose)}}}}
	if severity == health.Warning {
		out.Message = c.say("none", nil)
		first := launchesOf(s, f.Path)[0]
		out.Evidence = append(out.Evidence, launchSeen(first, health.V(first.Request), health.Value{}))
	}
	if len(l.Elsewhere) > 0 && (s.Editor.Present || len(s.SettingsFiles) > 0) {
		out.Fixes = append(out.Fixes, oneFix("use-alternate", health.RiskSafe, c.say("use", health.Args{"dlv": health.V(l.Elsewhere[0])}), useTool(s, "dlv", l.Elsewhere[0])))
	}
	out.Fixes = append(out.Fixes, oneFix("install-dlv", health.RiskConfirm, c.say("install", nil), installDlv(s, f.Path)))
	return found("missing "+string(severity), out)
}

// installDlv is the intent to install Delve as golang.go does: the newest that this Go can build and that can debug it.
func installDlv(s *health.Snapshot, folder health.Path) health.Step {
	step := installGopls(s, folder)
	target := health.Module("github.com/go-delve/delve/cmd/dlv@" + dlvFor(s.GoEnv(folder).Get("GOVERSION")))
	run := runCommand("", health.EffectRestartServer, step.Argv[0], step.Argv[1], health.V(target))
	run.Kind, run.Target.Key, run.Env = health.StepInstall, "dlv", step.Env
	return run
}
