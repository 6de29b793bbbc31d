package check

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const homebrewIntel texts = "homebrew-intel"

// intelBrew is where Homebrew for Intel keeps what it installs; links in /usr/local/bin lead there. On Apple silicon it is
// /opt/homebrew.
var intelBrew = []string{"/usr/local/Cellar/", "/usr/local/opt/", "/usr/local/Homebrew/"}

// HomebrewIntel reports tools of Homebrew for Intel that win the search on Apple silicon.
var HomebrewIntel = &Check{
	ID:       health.CheckID(homebrewIntel),
	Severity: health.Info,
	Doc: `Homebrew for Intel provides a Go tool on Apple silicon

A Mac that was set up from an old one may have two Homebrews: the one for Intel in /usr/local, and the native one in /opt/homebrew. Whichever stands first on PATH wins, and what the one for Intel installs runs translated, for as long as macOS still translates.

The processor is Apple silicon, and the go, gopls or Delve in use lies, after links, in the cellar of Homebrew for Intel. A Go in /usr/local/go is that of go.dev and no Homebrew.

The fix names the native tool where there is one, or says how to install it. Nothing has to be done while everything works; where the tool is built for Intel that is a finding of its own.`,
	Needs:     []health.ProbeID{health.ProbeFolders, health.ProbeGoLookup, health.ProbeToolLookup, health.ProbeBinaries, health.ProbeProcesses},
	After:     []health.CheckID{"tool-foreign-arch"},
	Platforms: []health.Public{"darwin"},
	// A tool for Intel is the same fault; it is told where that came from.
	ExplainedBy: func(_ *health.Snapshot, cause, own health.Finding) bool {
		return sameFolder(cause, own) && (cause.Subject.Text == own.Subject.Text || cause.Message.Args["tool"].Text == "go")
	},
	Messages: map[string]health.Template{
		"wins":    {Title: "{tool} comes from Homebrew for Intel", Detail: "This Mac has Apple silicon; the native Homebrew lives in /opt/homebrew."},
		"leads":   {Title: "where {path} leads"},
		"native":  {Title: "below /opt/homebrew"},
		"other":   {Title: "native {tool} that the search does not reach"},
		"use":     {Title: "Use {other}"},
		"install": {Title: "Install it with the native Homebrew"},
		"by-hand": {Title: "install Homebrew in /opt/homebrew (https://brew.sh), run /opt/homebrew/bin/brew install {formula}, and have /opt/homebrew/bin stand before /usr/local/bin on PATH: eval \"$(/opt/homebrew/bin/brew shellenv)\" in ~/.zprofile"},
	},
	Applies: func(s *health.Snapshot) bool {
		machine, _, known := hardware(s)
		return known && machine == "arm64" && hasGoFolders(s)
	},
	Run: runHomebrewIntel,
}

func runHomebrewIntel(s *health.Snapshot) []health.Finding {
	c := homebrewIntel
	var out []health.Finding
	all := toolsInUse(s, "go", "gopls", "dlv")
	for _, t := range all {
		b, ok := s.Binary(t.path)
		place := b.Real
		if place == "" {
			place = t.file
		}
		if !ok || !slices.ContainsFunc(intelBrew, func(dir string) bool { return strings.HasPrefix(string(place), dir) }) {
			continue
		}
		formula := map[health.Public]health.Public{"go": "go", "gopls": "gopls", "dlv": "delve"}[t.name]
		args := health.Args{"tool": health.V(t.name), "path": health.V(t.path), "formula": health.V(formula)}
		f := health.Finding{Severity: health.Info, Subject: subjectOf(t, all), Folder: t.folder, Message: c.say("wins", args),
			Evidence: []health.Evidence{{What: c.say("leads", args), Observed: health.V(place), Expected: c.value("native"),
				Source: health.Source{Kind: health.FromBinary, Name: t.name, File: t.path}}}}
		if other := nativeTool(s, t); other != "" {
			f.Evidence = append(f.Evidence, health.Evidence{What: c.say("other", args), Observed: health.V(other), Source: health.Source{Kind: health.FromSystem, File: other}})
			f.Fixes = append(f.Fixes, oneFix("use-alternate", health.RiskSafe, c.say("use", health.Args{"other": health.V(other)}), useTool(s, t.name, other)))
		}
		f.Fixes = append(f.Fixes, oneFix("install", health.RiskManual, c.say("install", nil), manual(c.say("by-hand", args), health.EffectRestartEditor)))
		out = append(out, f)
	}
	return out
}

// nativeTool is a tool of the native Homebrew that the search does not reach.
func nativeTool(s *health.Snapshot, t tool) health.Path {
	l, _ := s.Lookup(t.first.Path, t.name, health.ForEditor)
	others := slices.Clone(l.Elsewhere)
	for _, o := range s.OtherTools {
		if o.Tool == t.name {
			others = append(others, o.Path)
		}
	}
	i := slices.IndexFunc(others, func(p health.Path) bool { return strings.HasPrefix(string(p), "/opt/homebrew/") })
	if i < 0 {
		return ""
	}
	return others[i]
}
