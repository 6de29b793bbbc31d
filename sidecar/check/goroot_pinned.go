package check

import (
	"regexp"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const gorootPinned texts = "goroot-pinned"

// GorootPinned reports a GOROOT that names one version of Go although the go that is found needs no help.
var GorootPinned = &Check{
	ID:       health.CheckID(gorootPinned),
	Severity: health.Warning,
	Doc: `GOROOT is tied to one version of Go

Since Go 1.10 the go command finds its own release. A GOROOT that names a version (…/Cellar/go/1.24.1/libexec, …/sdk/go1.24.13) therefore helps nobody today, and breaks every go command on the day that version is removed, or its builds on the day another go comes first on PATH.

We look at a GOROOT that somebody set (environment, go.goroot, go.toolsEnvVars, go env -w), that is a whole release, whose path names a version, and that another search would find as well: the go on PATH belongs to the same release, or a newer release is installed. A path without a version (/usr/local/go, /opt/homebrew/opt/go/libexec) keeps step with upgrades and is left alone, and so are values that version managers set and renew (asdf, mise, goenv, gvm, g, SDKMAN, Nix, direnv, toolchains in the module cache). It is a warning only where a newer Go is installed and the value holds for all projects; a choice in the settings of one workspace is a note.

The fix removes the value where it was set.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeToolEnv, health.ProbeGOENV, health.ProbeGoLookup, health.ProbeBinaries, health.ProbeGoTrees},
	After: []health.CheckID{"goroot-invalid", "goroot-mismatch"},
	ExplainedBy: func(_ *health.Snapshot, cause, own health.Finding) bool { // gopls may be told another GOROOT than all tools
		return sameFolder(cause, own) && sameAuthor(cause, own)
	},
	Messages: map[string]health.Template{
		"needless": {Title: "GOROOT is tied to Go {version}, and go does not need it", Detail: "The go on PATH belongs to this release and finds it by itself. When the release is removed by an upgrade, every go command stops because of this value."},
		"behind":   {Title: "GOROOT is tied to Go {version} while Go {newest} is installed", Detail: "The editor stays with the older Go whatever is first on PATH, and every go command stops when that release is removed."},
		"newest":   {Title: "newest Go on this machine"},
	},
	Applies: hasGoFolders,
	Run: func(s *health.Snapshot) []health.Finding {
		return eachFolder(s, func(f health.Folder) []verdict { return pinned(s, f) })
	},
}

// versionInPath finds a version of Go in a path: go1.24.13, go/1.24.1, go-1.22.
var versionInPath = regexp.MustCompile(`(?i)\bgo[-@/\\]?1\.\d+(\.\d+|rc\d+|beta\d+)?`)

// managers are the parts of paths that tell a version manager, which sets GOROOT itself and renews it.
var managers = []string{"/.asdf/", "/mise/", "/.goenv/", "/goenv/", "/.gvm/", "/.g/", "/.gobrew/", "/.sdkman/", "/nix/store/", "/.direnv/", "/.devbox/",
	"/.vfox/", "/.version-fox/", "/scoop/", "/golang.org/toolchain@"}

func pinned(s *health.Snapshot, f health.Folder) []verdict {
	root, ok := s.Origin(f.Path, "GOROOT")
	if !ok || !chosen(root) {
		return nil
	}
	tree, known := s.GoTree(health.Path(root.Value.Text))
	if !known || !tree.Whole() || tree.Version == "" || !versionInPath.MatchString(root.Value.Text) || managed(root.Value.Text) {
		return nil // what is no release at all is for goroot-invalid
	}
	has := strings.TrimPrefix(firstField(string(tree.Version)), "go")
	newest, at := newestGo(s)
	name, severity := "behind", health.Warning
	switch {
	case newer(newest, has):
		if root.Source.Scope == health.ScopeWorkspace || root.Source.Scope == health.ScopeFolder {
			severity = health.Info // one project wants this version
		}
	case onPath(s, f, tree.Path):
		name, severity = "needless", health.Info
	default:
		return nil // the value is how this Go is found
	}
	args := health.Args{"version": health.V(health.Public(has)), "newest": health.V(health.Public(newest))}
	out := health.Finding{Severity: severity, Message: gorootPinned.say(name, args),
		Evidence: []health.Evidence{variableSeen(root, saying("unset"))}, Fixes: clearFixes(s, f.Path, root)}
	if name == "behind" {
		out.Evidence = append(out.Evidence, health.Evidence{What: gorootPinned.say("newest", nil), Observed: args["newest"], Source: health.Source{Kind: health.FromBinary, File: at}})
	}
	return found(name+" "+root.Value.Text+" "+sourceKey(root.Source), out)
}

func managed(path string) bool {
	path = strings.ToLower(strings.ReplaceAll(path, `\`, "/"))
	return slices.ContainsFunc(managers, func(part string) bool { return strings.Contains(path, part) })
}

// onPath reports that the first go on PATH belongs to the release.
func onPath(s *health.Snapshot, f health.Folder, root health.Path) bool {
	l, _ := s.Lookup(f.Path, "go", health.ForTerminal)
	b, ok := s.Binary(l.Path)
	real := b.Real
	if !ok || real == "" {
		real = l.Path
	}
	return health.Within(string(s.System.OS), string(real), string(root))
}

// newestGo is the newest Go that was met on this machine, without "go", and where. A toolchain in the module cache is no
// installation: go comes and goes there by itself.
func newestGo(s *health.Snapshot) (newest string, at health.Path) {
	consider := func(v string, path health.Path) {
		v = strings.TrimPrefix(firstField(v), "go")
		if !strings.Contains(strings.ReplaceAll(string(path), `\`, "/"), "/golang.org/toolchain@") && newer(v, newest) {
			newest, at = v, path
		}
	}
	for _, t := range s.GoTrees {
		if t.Whole() {
			consider(string(t.Version), t.Path)
		}
	}
	for _, l := range s.Lookups {
		if l.Tool == "go" {
			consider(builtWith(s, l.Path), l.Path)
		}
	}
	return newest, at
}
