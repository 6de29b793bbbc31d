package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

const goExtensionFailed texts = "go-extension-failed"

// GoExtensionFailed reports that golang.go gave up while it started.
var GoExtensionFailed = &Check{
	ID:       health.CheckID(goExtensionFailed),
	Severity: health.Error,
	Doc: `the Go extension failed to start

Before anything else the Go extension asks go for its environment. If there is no go, or go env fails, the whole extension gives up: no gopls, and every command of it answers "command not found". The editor still shows it as active, and no message stays.

An extension that started gives an interface to others; this one is active and gives none. Where none of its commands exists either, that is shown as well. An extension that was not needed yet is not active, and no finding; nor is one that is just starting, because it becomes active at its end.

The fix is to mend what made go fail, which is shown as the cause where it is found, and then to reload the window: the Go extension does not try again by itself.`,
	Needs: []health.ProbeID{health.ProbeEditor, health.ProbeFolders},
	After: []health.CheckID{"go-missing", "go-unrunnable", "go-hangs", "go-noisy", "goroot-invalid", "goflags-invalid", "gotoolchain-invalid",
		"env-value-invalid", "go-version-required", "go-mod-invalid", "go-work-invalid", "signature-invalid", "tool-quarantined"},
	// Only what stops go env where the extension asks it explains it; a mere warning does not.
	ExplainedBy: func(s *health.Snapshot, cause, _ health.Finding) bool {
		g := s.GoEnv(activationFolder(s))
		if (cause.Check == "signature-invalid" || cause.Check == "tool-quarantined") && !stopsTool(cause, "go") {
			return false
		}
		return cause.Severity == health.Error && g.Failure != "" && g.Failure != health.GoNotAsked && concerns(cause, g.Folder)
	},
	Messages: map[string]health.Template{
		"failed":    {Title: "The Go extension failed to start", Detail: "It gave up before it registered its commands and before it started gopls: no hover, no completion, no Go to Definition, and \"command not found\" for every Go command."},
		"interface": {Title: "interface of golang.go {version}"},
		"commands":  {Title: "its command go.languageserver.restart"},
		"reload":    {Title: "Reload the window once the cause is mended"},
		"look":      {Title: "Look at what it said"},
		"log":       {Title: "open the Output view (View: Toggle Output) and choose Go: the last line that begins with \"Failed to run\" names the command and go's answer; mend that, then reload the window"},
	},
	Applies: func(s *health.Snapshot) bool {
		_, ok := s.GoExtensionRuns()
		return ok && s.Editor.Trusted
	},
	Run: func(s *health.Snapshot) []health.Finding {
		e, _ := s.GoExtensionRuns()
		if !e.Active || e.Exports {
			return nil
		}
		c := goExtensionFailed
		out := health.Finding{Severity: health.Error, Message: c.say("failed", nil), Evidence: []health.Evidence{{
			What: c.say("interface", health.Args{"version": health.V(e.Version)}), Observed: saying("absent"), Expected: saying("present"),
			Source: health.Source{Kind: health.FromEditor, Name: "extensions"}}}}
		if slices.Contains(s.Editor.Commands, "go.languageserver.restart") {
			return nil // it got far enough to register its commands
		}
		out.Evidence = append(out.Evidence, health.Evidence{What: c.say("commands", nil), Observed: saying("absent"), Expected: saying("present"),
			Source: health.Source{Kind: health.FromEditor, Name: "commands"}})
		out.Fixes = []health.Fix{oneFix("reload", health.RiskSafe, c.say("reload", nil), reloadWindow()),
			oneFix("look", health.RiskManual, c.say("look", nil), manual(c.say("log", nil), health.EffectReloadWindow))}
		return []health.Finding{out}
	},
}

// activationFolder is where golang.go runs go env when it starts: the folder of the active file, else the first one.
func activationFolder(s *health.Snapshot) health.Path {
	best := health.Path("")
	for _, f := range s.Folders {
		inside := s.Editor.ActiveFile != "" && health.Within(string(s.System.OS), string(s.Editor.ActiveFile), string(f.Path))
		if best == "" || inside {
			best = f.Path
		}
	}
	return best
}
