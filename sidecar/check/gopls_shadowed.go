package check

import (
	"github.com/govitals/govitals/sidecar/health"
	"golang.org/x/mod/semver"
)

const goplsShadowed texts = "gopls-shadowed"

// GoplsShadowed reports an older gopls that wins over a newer one.
var GoplsShadowed = &Check{
	ID:       health.CheckID(goplsShadowed),
	Severity: health.Warning,
	Doc: `an older gopls hides a newer one

You updated gopls, or a package manager did, and nothing changed: the editor goes on with another one that it finds first. The faults that the update mends stay, and settings that it knows are refused.

We search as the Go extension does (go.alternateTools, GOBIN, go.toolsGopath, GOPATH, GOROOT, PATH) and go on where it stops, to the places where tools usually lie. Only a newer released version counts, read from the binaries: a second copy, the same version or a development build is no finding. A gopls that you named yourself in go.alternateTools is a choice, and only a note.

The fix names the newer one in go.alternateTools, or installs the newest where the Go extension looks first. It does not say which of them your terminal runs.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeSettings, health.ProbeToolLookup, health.ProbeBinaries, health.ProbeOtherTools},
	Messages: map[string]health.Template{
		"older":  {Title: "The editor runs gopls {version}, although {newer} is installed", Detail: "{path} is found first. What was mended and added since does not reach you."},
		"chosen": {Title: "go.alternateTools names gopls {version}, and {newer} is installed too", Detail: "The editor runs {path}, as the setting says."},
		"taken":  {Title: "gopls that is found first ({why})"},
		"passed": {Title: "gopls that is passed over ({why})"},
		"use":    {Title: "Use {path}"},
		"remove": {Title: "Remove go.alternateTools.gopls"},
		"update": {Title: "Install the newest gopls where the editor looks first"},
		"delete": {Title: "Delete the older one"},
		"hand":   {Title: "delete {path}, or update it the way it was installed, then restart the language server"},
	},
	Applies: hasGoFolders,
	Run: func(s *health.Snapshot) []health.Finding {
		return eachFolder(s, func(f health.Folder) []verdict { return shadowed(s, f) })
	},
}

func shadowed(s *health.Snapshot, f health.Folder) []verdict {
	l, ok := s.Lookup(f.Path, "gopls", health.ForEditor)
	b, known := s.Binary(l.Path)
	if !ok || l.Path == "" || !known || b.Build == nil || !semver.IsValid(string(b.Build.Version)) {
		return nil // none, or one that tells no version: a wrapper, a development build
	}
	best := health.OtherTool{Version: b.Build.Version}
	for _, o := range s.OtherTools {
		if o.Tool == "gopls" && o.Folder == f.Path && semver.IsValid(string(o.Version)) && semver.Prerelease(string(o.Version)) == "" &&
			semver.Compare(string(o.Version), string(best.Version)) > 0 {
			best = o
		}
	}
	if best.Path == "" {
		return nil
	}
	c := goplsShadowed
	args := health.Args{"version": health.V(b.Build.Version), "newer": health.V(best.Version), "path": health.V(l.Path)}
	out := health.Finding{Severity: health.Warning, Message: c.say("older", args), Evidence: []health.Evidence{
		{What: c.say("taken", health.Args{"why": health.V(l.Why)}), Observed: health.V(health.Text(string(b.Build.Version) + " (" + string(l.Path) + ")")),
			Expected: health.V(best.Version), Source: l.Source},
		{What: c.say("passed", health.Args{"why": health.V(best.Why)}), Observed: health.V(health.Text(string(best.Version) + " (" + string(best.Path) + ")")),
			Source: health.Source{Kind: health.FromBinary, Name: "gopls", File: best.Path}}}}
	set, named := s.Setting(f.Path, "go.alternateTools", "gopls")
	if named && l.Why == "alternateTool" {
		out.Severity, out.Message = health.Info, c.say("chosen", args)
		out.Fixes = []health.Fix{oneFix("remove-alternate", health.RiskSafe, c.say("remove", nil), removeSetting(set, health.EffectRestartServer))}
	} else if s.Editor.Present || len(s.SettingsFiles) > 0 {
		out.Fixes = append(out.Fixes, oneFix("use-alternate", health.RiskSafe, c.say("use", health.Args{"path": health.V(best.Path)}), useTool(s, "gopls", best.Path)))
	}
	if l.Why == "gobin" || l.Why == "gopath" {
		out.Fixes = append(out.Fixes, oneFix("update-gopls", health.RiskConfirm, c.say("update", nil), installGopls(s, f.Path)))
	}
	out.Fixes = append(out.Fixes, oneFix("delete-older", health.RiskManual, c.say("delete", nil), manual(c.say("hand", args), health.EffectRestartServer)))
	return found(string(l.Path)+" "+string(best.Path), out)
}
