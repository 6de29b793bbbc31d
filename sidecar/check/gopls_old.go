package check

import (
	"github.com/govitals/govitals/sidecar/health"
	"golang.org/x/mod/semver"
)

const goplsOld texts = "gopls-old"

// GoplsOld reports a gopls that is older than what is asked of it.
var GoplsOld = &Check{
	ID:       health.CheckID(goplsOld),
	Severity: health.Warning,
	Doc: `gopls is older than what is asked of it

The Go extension updates itself, gopls does not unless you agree. Then the extension sends settings that the old gopls refuses with an error message at every start, or the workspace has a shape that the old gopls cannot load.

We compare the installed version with two things that are known to go wrong: Go extensions from 0.52 on send vulncheck "Prompt", which gopls knows from 0.21 on (unless you set go.diagnostic.vulncheck to something else); and before 0.15 gopls loads the modules below a folder only with a go.work file. Not being the newest is no finding, and a development build counts as new. Where the Go extension's version is not known, nothing is said about it.

The fix installs the newest gopls that your Go can build. A gopls that was built with an old Go has a check of its own.`,
	Needs: []health.ProbeID{health.ProbeEditor, health.ProbeFolders, health.ProbeSettings, health.ProbeBinaries, health.ProbeGopls, health.ProbeGoExtension, health.ProbeGoEnv},
	After: []health.CheckID{"gopls-shadowed"},
	// The hidden gopls explains it only if that one is new enough.
	ExplainedBy: func(_ *health.Snapshot, cause, own health.Finding) bool {
		return sameFolder(cause, own) && len(own.Evidence) > 0 &&
			semver.Compare(cause.Message.Args["newer"].Text, own.Evidence[0].Expected.Text) >= 0
	},
	Messages: map[string]health.Template{
		"prompt":    {Title: "gopls {version} refuses what the Go extension {extension} sends it", Detail: "At every start it shows an error: invalid option \"Prompt\" for enum (vulncheck). Everything else works."},
		"modules":   {Title: "gopls {version} does not load the modules below {folder}", Detail: "Before 0.15 gopls wants a go.work file for a folder whose modules lie below it: in their files nothing is resolved."},
		"installed": {Title: "version of gopls"},
		"sends":     {Title: "version of the Go extension"},
		"modules-n": {Title: "modules below the folder"},
		"one-at":    {Title: "a go.mod at the folder, or a go.work"},
		"update":    {Title: "Update gopls"},
		"off":       {Title: "Set go.diagnostic.vulncheck to Off"},
	},
	Applies: func(s *health.Snapshot) bool { return semver.IsValid(string(s.Gopls.Version)) && hasGoFolders(s) },
	Run: func(s *health.Snapshot) []health.Finding {
		return eachFolder(s, func(f health.Folder) []verdict { return oldGopls(s, f) })
	},
}

func oldGopls(s *health.Snapshot, f health.Folder) []verdict {
	c, version := goplsOld, string(s.Gopls.Version)
	args := health.Args{"version": health.V(s.Gopls.Version), "extension": health.V(s.GoExtensionVersion()), "folder": health.V(f.Path)}
	update := oneFix("update-gopls", health.RiskConfirm, c.say("update", nil), installGopls(s, f.Path))
	seen := func(expected health.Public) health.Evidence {
		return health.Evidence{What: c.say("installed", nil), Observed: health.V(s.Gopls.Version), Expected: health.V(expected),
			Source: health.Source{Kind: health.FromBinary, Name: "gopls", File: s.Gopls.Path}}
	}
	if semver.Compare(version, "v0.15.0") < 0 && !serverIsOff(s, f.Path) && len(f.Modules) > 0 && f.Above == nil && f.Work == nil && f.Modules[0].Dir != f.Path {
		return found("modules", health.Finding{Severity: health.Warning, Message: c.say("modules", args), Fixes: []health.Fix{update},
			Evidence: []health.Evidence{seen("v0.15.0"), {What: c.say("modules-n", nil), Observed: number(len(f.Modules)), Expected: c.value("one-at"),
				Source: health.Source{Kind: health.FromFile, File: f.Modules[0].File}}}})
	}
	extension := "v" + string(s.GoExtensionVersion())
	sends := semver.IsValid(extension) && semver.Compare(extension, "v0.52.0-0") >= 0
	set, changed := s.Setting(f.Path, "go.diagnostic.vulncheck", "")
	if value, _ := set.Value.String(); changed && value != "Prompt" {
		sends = false
	}
	if !sends || serverIsOff(s, f.Path) || semver.Compare(version, "v0.11.0") < 0 || semver.Compare(version, "v0.21.0-0") >= 0 {
		return nil
	}
	out := health.Finding{Severity: health.Warning, Message: c.say("prompt", args), Fixes: []health.Fix{update}, Evidence: []health.Evidence{seen("v0.21.0"),
		{What: c.say("sends", nil), Observed: health.V(s.GoExtensionVersion()), Source: health.Source{Kind: health.FromFile, File: s.GoExtension.Dir}}}}
	if changed {
		out.Evidence = append(out.Evidence, settingSeen(set, saying("absent")))
		out.Fixes = append(out.Fixes, oneFix("off", health.RiskSafe, c.say("off", nil), changeSetting(set, health.DataOf("Off"), health.EffectRestartServer)))
	}
	return found("prompt "+version, out)
}
