package check

import (
	"go/version"

	"github.com/govitals/govitals/sidecar/health"
	"golang.org/x/mod/semver"
)

const goVersionOld texts = "go-version-old"

// GoVersionOld reports a Go that the installed gopls or Go extension supports no more.
var GoVersionOld = &Check{
	ID:       health.CheckID(goVersionOld),
	Severity: health.Error,
	Doc: `Go is too old for gopls or the Go extension

gopls reads what go list tells it. With a Go that it supports no more it starts all the same and shows a message, and whatever the old go command does not tell is missing without a word. The Go extension says so too, and cannot install tools.

We compare the Go that runs in each folder with the oldest one that the installed gopls accepts (from gopls 0.17 on Go 1.21, before that Go 1.18 to 1.19) and with that of the Go extension (Go 1.23 since 0.52). It is an error only where gopls answers nothing, and for the extension alone it is a note: Go 1.21 and 1.22 work with every gopls so far.

The fix is a newer Go, or for a project that must stay with the old one the last gopls that was made for it. A debugger that wants another Go is a matter of its own.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeEditor, health.ProbeGoEnv, health.ProbeBinaries, health.ProbeGopls, health.ProbeGoExtension},
	Messages: map[string]health.Template{
		"gopls":     {Title: "{go} is too old for gopls {gopls}", Detail: "This gopls supports {oldest} and newer. It shows a message at each start and works as far as the old go command lets it."},
		"extension": {Title: "{go} is older than the Go extension {extension} supports", Detail: "It asks for {oldest} or newer and reminds you of it. What the editor shows comes from gopls, which works."},
		"runs":      {Title: "Go that runs in the folder"},
		"install":   {Title: "Install a newer Go"},
		"by-hand":   {Title: "install Go from https://go.dev/dl/ or with your package manager (never unpack it over the old one), then reload the window"},
		"fitting":   {Title: "Install the last gopls for {go}"},
	},
	Applies: hasGoFolders,
	Run: func(s *health.Snapshot) []health.Finding {
		return eachFolder(s, func(f health.Folder) []verdict { return tooOld(s, f) })
	},
}

// oldestFor are the oldest Go releases that a gopls accepts without a message, from that gopls on. Source: the table of
// gopls's goversion package at each tag, go-editor-facts §5.
var oldestFor = []struct{ gopls, oldest string }{
	{"v0.17.0", "go1.21"}, {"v0.15.0", "go1.19"}, {"v0.12.0", "go1.18"}, {"v0.10.0", "go1.16"},
}

// The Go extension's own wish: CHANGELOG of 0.52.0.
const (
	extensionWishes = "v0.52.0"
	wishedGo        = "go1.23"
)

func tooOld(s *health.Snapshot, f health.Folder) []verdict {
	g := s.GoEnv(f.Path)
	if g.Failure != "" {
		return open(f, goSilent(g))
	}
	has := runningVersion(s, g)
	if !version.IsValid(has) {
		return nil // a development version is new enough
	}
	c, gopls := goVersionOld, string(s.Gopls.Version)
	for _, row := range oldestFor {
		if !semver.IsValid(gopls) || semver.Compare(gopls, row.gopls) < 0 {
			continue
		}
		if !newerLanguage(row.oldest, has) {
			break
		}
		args := health.Args{"go": health.V(health.Public(has)), "gopls": health.V(s.Gopls.Version), "oldest": health.V(health.Public(row.oldest))}
		out := health.Finding{Severity: health.Warning, Message: c.say("gopls", args), Evidence: []health.Evidence{
			oldSeen(g, has, row.oldest), {What: message("version-of", health.Args{"tool": health.V(s.Gopls.Path)}), Observed: health.V(s.Gopls.Version),
				Source: health.Source{Kind: health.FromBinary, Name: "gopls", File: s.Gopls.Path}}}}
		if pulseIsBad(s, f.Path) {
			out.Severity = health.Error
		}
		out.Fixes = append(newerGo(), oneFix("fitting-gopls", health.RiskConfirm, c.say("fitting", args), installGopls(s, f.Path)))
		return found("gopls "+has, out)
	}
	extension := "v" + string(s.GoExtensionVersion())
	if semver.IsValid(extension) && semver.Compare(extension, extensionWishes) >= 0 && newerLanguage(wishedGo, has) {
		args := health.Args{"go": health.V(health.Public(has)), "extension": health.V(s.GoExtensionVersion()), "oldest": health.V(health.Public(wishedGo))}
		return found("extension "+has, health.Finding{Severity: health.Info, Message: c.say("extension", args),
			Evidence: []health.Evidence{oldSeen(g, has, wishedGo)}, Fixes: newerGo()})
	}
	return nil
}

func oldSeen(g health.GoEnv, has, oldest string) health.Evidence {
	return health.Evidence{What: goVersionOld.say("runs", nil), Observed: health.V(health.Public(has)), Expected: health.V(health.Public(oldest)),
		Source: health.Source{Kind: health.FromCommand, Name: "go env GOVERSION", File: g.Go}}
}

func newerGo() []health.Fix {
	return []health.Fix{oneFix("install-go", health.RiskManual, goVersionOld.say("install", nil), manual(goVersionOld.say("by-hand", nil), health.EffectReloadWindow))}
}
