package check

import "github.com/govitals/govitals/sidecar/health"

const untrustedWorkspace texts = "untrusted-workspace"

// UntrustedWorkspace reports a window in restricted mode.
var UntrustedWorkspace = &Check{
	ID:       health.CheckID(untrustedWorkspace),
	Severity: health.Info,
	Doc: `the folder is not trusted

In restricted mode the editor does not run the Go extension at all: no gopls, no hover, no Go to Definition, no builds. Everything looks like plain text, and that is what restricted mode is for.

The editor says that the workspace is not trusted. Nothing is wrong, so this is information only; on the command line --untrusted is your own choice and is not mentioned.

The fix opens the editor's page about trust; whether you trust the folder's authors is yours to decide. Until then Go Vitals reads the folder's files as data, runs nothing of it, starts no gopls in it and heeds none of its settings. What was not looked at stands at the checks: they say that they were skipped.`,
	Needs: []health.ProbeID{health.ProbeEditor, health.ProbeFolders},
	Messages: map[string]health.Template{
		"restricted": {Title: "The Go extension is off because the folder is not trusted", Detail: "Restricted mode runs no language server. Go Vitals did not run anything in the folder either, so the pulse was not taken."},
		"trust":      {Title: "trust of the workspace"},
		"no":         {Title: "restricted mode"},
		"yes":        {Title: "trusted, if you know the authors"},
		"manage":     {Title: "Decide whether you trust the folder"},
		"open":       {Title: "open the page Manage Workspace Trust"},
	},
	Applies: func(s *health.Snapshot) bool { return s.Editor.Present && hasGoFolders(s) },
	Run: func(s *health.Snapshot) []health.Finding {
		if s.Editor.Trusted {
			return nil
		}
		c := untrustedWorkspace
		step := health.Step{Kind: health.StepEditor, Title: c.say("open", nil), Target: health.Target{Key: "workbench.trust.manage"}, Effect: health.EffectReloadWindow}
		return []health.Finding{{Severity: health.Info, Message: c.say("restricted", nil),
			Evidence: []health.Evidence{{What: c.say("trust", nil), Observed: c.value("no"), Expected: c.value("yes"),
				Source: health.Source{Kind: health.FromEditor, Name: "trust"}}},
			Fixes: []health.Fix{oneFix("manage-trust", health.RiskConfirm, c.say("manage", nil), step)}}}
	},
}
