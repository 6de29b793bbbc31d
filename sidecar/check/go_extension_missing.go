package check

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const goExtensionMissing texts = "go-extension-missing"

// GoExtensionMissing reports an editor without the Go extension.
var GoExtensionMissing = &Check{
	ID:       health.CheckID(goExtensionMissing),
	Severity: health.Warning,
	Doc: `the Go extension is not there

Everything that an editor knows about Go comes from the Go extension (golang.go): it finds Go, starts gopls, builds, tests and debugs. Without it a Go file is coloured text.

The editor tells which extensions run in this window. One that is switched off, for this workspace or everywhere, or that is installed on the other side of a remote window, is not told of and looks the same. In a window in Restricted Mode the Go extension is off on purpose, and nothing is reported; nor on the command line, where there is no editor, or in a window without Go.

The fix is to install or enable it on the side where the files are, by its id golang.go.`,
	Needs: []health.ProbeID{health.ProbeEditor, health.ProbeFolders, health.ProbeGoExtension},
	Messages: map[string]health.Template{
		"absent":  {Title: "The Go extension is not installed, or is switched off", Detail: "Without golang.go this editor has no gopls: no hover, no completion, no Go to Definition, no tests and no debugger for Go."},
		"off":     {Title: "The Go extension {version} is installed, but does not run in this window", Detail: "It is switched off here, or installed for another side of a remote window. Without it this editor has no gopls: no hover, no completion, no Go to Definition."},
		"listed":  {Title: "extension golang.go in this window"},
		"on-disk": {Title: "golang.go on this machine"},
		"fetch":   {Title: "install golang.go from the marketplace that this editor uses"},
		"install": {Title: "Install or enable the Go extension"},
		"search":  {Title: "open the Extensions view, search for @id:golang.go, and choose Install; where it is installed, choose Enable (for a remote window: Install in that window)"},
	},
	Applies: func(s *health.Snapshot) bool { return s.Editor.Present && s.Editor.Trusted && hasGoFolders(s) },
	Run: func(s *health.Snapshot) []health.Finding {
		if _, ok := s.GoExtensionRuns(); ok || serverLives(s) {
			return nil
		}
		c := goExtensionMissing
		out := health.Finding{Severity: health.Warning, Message: c.say("absent", nil), Evidence: []health.Evidence{{What: c.say("listed", nil),
			Observed: saying("absent"), Expected: saying("present"), Source: health.Source{Kind: health.FromEditor, Name: "extensions"}}}}
		if s.GoExtension.State == health.FileOK && s.Editor.Remote == "" {
			out.Message = c.say("off", health.Args{"version": health.V(s.GoExtension.Version)})
			out.Evidence = append(out.Evidence, health.Evidence{What: c.say("on-disk", nil), Observed: health.V(s.GoExtension.Dir),
				Source: health.Source{Kind: health.FromFile, File: s.GoExtension.Dir}})
		}
		byHand := manual(c.say("search", nil), health.EffectReloadWindow)
		out.Fixes = []health.Fix{oneFix("install-extension", health.RiskManual, c.say("install", nil), byHand)}
		if s.GoExtension.State != health.FileOK { // what is switched off, no command can switch on
			fetch := health.Step{Kind: health.StepEditor, Title: c.say("fetch", nil), Target: health.Target{Key: "workbench.extensions.installExtension", Member: "golang.go"}}
			out.Fixes = []health.Fix{oneFix("install-extension", health.RiskConfirm, c.say("install", nil), fetch), oneFix("by-hand", health.RiskManual, c.say("install", nil), byHand)}
		}
		return []health.Finding{out}
	},
}

// serverLives reports signs of a Go extension at work, whatever it is called in this editor: its commands, or a server
// that answered.
func serverLives(s *health.Snapshot) bool {
	return s.Editor.Running != nil && s.Editor.Running.Asked || slices.ContainsFunc(s.Editor.Commands, func(c health.Public) bool {
		return c == "go.languageserver.restart" || strings.HasPrefix(string(c), "gopls.")
	}) || slices.ContainsFunc(s.Ladders, func(l health.Ladder) bool {
		r, ok := l.Rung(0)
		return ok && r.Judge() != health.RungSkipped
	})
}
