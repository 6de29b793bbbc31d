package check

import (
	"go/version"

	"github.com/govitals/govitals/sidecar/health"
)

const goplsBuiltOld texts = "gopls-built-old"

// GoplsBuiltOld reports a gopls that was built with an older Go than the one whose code it has to read.
var GoplsBuiltOld = &Check{
	ID:       health.CheckID(goplsBuiltOld),
	Severity: health.Warning,
	Doc: `gopls was built with an older Go

gopls contains the type checker of the Go that built it. Code in a newer language version gets false errors in the editor, although it builds; hover and completion fail around it. No message names the reason.

We read the Go version out of the gopls binary and compare it with the go line of your go.mod and go.work files (a warning) and with the Go that runs here (only worth knowing, as long as your modules ask for an older language). Bug-fix releases do not matter.

The fix installs gopls anew with the Go of the editor.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeToolLookup, health.ProbeBinaries, health.ProbeGopls, health.ProbeGoEnv},
	After: []health.CheckID{"gopls-missing", "go-version-required"},
	// A newer Go that a module asks for makes a gopls old that fits the present one; one that lags behind that too is another matter.
	ExplainedBy: func(s *health.Snapshot, cause, own health.Finding) bool {
		return sameFolder(cause, own) && (cause.Check != "go-version-required" || !lagsBehind(s, own))
	},
	Messages: map[string]health.Template{
		"language":  {Title: "gopls was built with {built}, but {module} is written in Go {go}", Detail: "The editor shows false errors for what is new in the language since {built}, and answers nothing about such code, although it builds."},
		"toolchain": {Title: "gopls was built with {built}, which is older than the Go in use ({go})", Detail: "Your modules do not use the newer language yet. Once they do, the editor shows false errors; some parts of the newer standard library may already be unclear to it."},
		"install":   {Title: "Install gopls anew with the Go in use"},
		"unknown":   {Title: "which Go built gopls is not known"},
	},
	Applies: hasGoFolders,
	Run:     runGoplsBuiltOld,
}

func runGoplsBuiltOld(s *health.Snapshot) []health.Finding {
	return eachFolder(s, func(f health.Folder) []verdict {
		l, ok := s.Lookup(f.Path, "gopls", health.ForEditor)
		if !ok || l.Path == "" {
			return nil // gopls-missing speaks of it
		}
		built := builtBy(s, l.Path)
		if built == "" {
			return open(f, goplsBuiltOld.say("unknown", nil))
		}
		if !version.IsValid(string(built)) { // a development Go is taken for new enough
			return nil
		}
		if m, ok := newestLanguage(s, f); ok && newerLanguage("go"+string(m.Go), string(built)) {
			return builtOld(s, f, l.Path, built, m)
		}
		g := s.GoEnv(f.Path)
		if g.Failure != "" {
			return open(f, goSilent(g))
		}
		if current := g.Get("GOVERSION"); newerLanguage(current, string(built)) {
			args := health.Args{"built": health.V(built), "go": health.V(health.Public(current))}
			return found(string(l.Path)+current, health.Finding{Severity: health.Info, Message: goplsBuiltOld.say("toolchain", args),
				Evidence: []health.Evidence{builtSeen(l.Path, built, health.Public(version.Lang(current)))},
				Fixes:    []health.Fix{reinstallGopls(s, f.Path)}})
		}
		return nil
	})
}

func builtBy(s *health.Snapshot, gopls health.Path) health.Public {
	if b, ok := s.Binary(gopls); ok && b.Build != nil {
		return b.Build.GoVersion
	}
	if s.Gopls.Path == gopls {
		return s.Gopls.BuiltBy
	}
	return ""
}

// newerLanguage compares language versions: go1.26.3 reads what go1.26 wrote. What is no version is not newer.
func newerLanguage(a, b string) bool {
	return version.IsValid(a) && version.Compare(version.Lang(a), version.Lang(b)) > 0
}

// newestLanguage is the module with the newest go line among those that have Go files.
func newestLanguage(s *health.Snapshot, f health.Folder) (best health.GoMod, ok bool) {
	for _, m := range goMods(f) {
		if m.Go != "" && (m.GoFiles > 0 || governs(s, f, m)) && (!ok || newerLanguage("go"+string(m.Go), "go"+string(best.Go))) {
			best, ok = m, true
		}
	}
	return best, ok
}

func builtOld(s *health.Snapshot, f health.Folder, gopls health.Path, built health.Public, m health.GoMod) []verdict {
	args := health.Args{"built": health.V(built), "go": health.V(m.Go), "module": health.V(m.Path)}
	return found(string(gopls)+string(m.File), health.Finding{Severity: health.Warning, Message: goplsBuiltOld.say("language", args),
		Evidence: []health.Evidence{builtSeen(gopls, built, "go"+m.Go),
			fileSeen(m.File, m.GoLine, health.V("go "+m.Go), health.V(built))},
		Fixes: []health.Fix{reinstallGopls(s, f.Path)}})
}

func builtSeen(gopls health.Path, built, want health.Public) health.Evidence {
	return health.Evidence{What: message("built-with", health.Args{"tool": health.V(gopls)}), Observed: health.V(built),
		Expected: health.V(want), Source: health.Source{Kind: health.FromBinary, Name: "gopls", File: gopls}}
}

func reinstallGopls(s *health.Snapshot, folder health.Path) health.Fix {
	return oneFix("install-gopls", health.RiskConfirm, goplsBuiltOld.say("install", nil), installGopls(s, folder))
}

// lagsBehind reports a gopls that is built with an older Go than the one that runs.
func lagsBehind(s *health.Snapshot, own health.Finding) bool {
	for _, f := range goFolders(s) {
		l, _ := s.Lookup(f.Path, "gopls", health.ForEditor)
		if concerns(own, f.Path) && newerLanguage(runningVersion(s, s.GoEnv(f.Path)), string(builtBy(s, l.Path))) {
			return true
		}
	}
	return false
}
