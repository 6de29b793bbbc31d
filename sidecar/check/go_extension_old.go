package check

import (
	"github.com/govitals/govitals/sidecar/health"
	"golang.org/x/mod/semver"
)

const goExtensionOld texts = "go-extension-old"

// GoExtensionOld reports a golang.go with known faults.
var GoExtensionOld = &Check{
	ID:       health.CheckID(goExtensionOld),
	Severity: health.Info,
	Doc: `the Go extension has a known fault

Editors update extensions by themselves, unless that is switched off, the editor is too old for a newer one, or somebody installed a file by hand. Then faults that were mended long ago stay.

We compare the version that the editor names, or that is installed, with a short list of faults that matter: before 0.52 the Go extension runs go in a folder that you have not trusted, so that a repository may choose what runs (CVE-2025-68120); before 0.40 it may use providers that are long abandoned where gopls is switched off. Not being the newest is no finding.

The fix is to update it in the Extensions view. This explains none of the other findings.`,
	Needs: []health.ProbeID{health.ProbeEditor, health.ProbeFolders, health.ProbeGoExtension},
	Messages: map[string]health.Template{
		"untrusted": {Title: "The Go extension {version} runs go in folders that are not trusted", Detail: "In Restricted Mode a repository could choose the program that runs (CVE-2025-68120). It is mended in 0.52.0."},
		"legacy":    {Title: "The Go extension {version} still carries the providers from before gopls", Detail: "Where the language server is switched off it uses tools that nobody maintains. They are gone since 0.40.0; before 0.52.0 it also runs go in folders that are not trusted (CVE-2025-68120)."},
		"installed": {Title: "version of golang.go"},
		"update":    {Title: "Update the Go extension"},
		"by-hand":   {Title: "open the Extensions view, search for @id:golang.go and choose Update, then reload the window; if there is no update, the editor itself is too old for one"},
	},
	Applies: func(s *health.Snapshot) bool {
		return semver.IsValid("v"+string(s.GoExtensionVersion())) && hasGoFolders(s)
	},
	Run: func(s *health.Snapshot) []health.Finding {
		version, c := s.GoExtensionVersion(), goExtensionOld
		name, mended := "", health.Public("0.52.0")
		switch {
		case semver.Compare("v"+string(version), "v0.40.0") < 0:
			name = "legacy"
		case semver.Compare("v"+string(version), "v0.52.0-0") < 0:
			name = "untrusted"
		default:
			return nil
		}
		source := health.Source{Kind: health.FromFile, File: s.GoExtension.Dir}
		if e, ok := s.GoExtensionRuns(); ok && e.Version == version {
			source = health.Source{Kind: health.FromEditor, Name: "extensions"}
		}
		return []health.Finding{{Severity: health.Info, Message: c.say(name, health.Args{"version": health.V(version)}),
			Evidence: []health.Evidence{{What: c.say("installed", nil), Observed: health.V(version), Expected: health.V(mended), Source: source}},
			Fixes:    []health.Fix{oneFix("update-extension", health.RiskManual, c.say("update", nil), manual(c.say("by-hand", nil), health.EffectReloadWindow))}}}
	},
}
