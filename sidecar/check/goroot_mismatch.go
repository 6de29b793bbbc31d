package check

import (
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const gorootMismatch texts = "goroot-mismatch"

// GorootMismatch reports a GOROOT of another Go version than a go command that runs with it.
var GorootMismatch = &Check{
	ID:       health.CheckID(gorootMismatch),
	Severity: health.Error,
	Doc: `GOROOT belongs to another Go than the go command

A go command with the GOROOT of another release looks well: go version is right, hover and Go to Definition answer, only they lead into the sources of the wrong version. Builds, tests and debugging stop with: compile: version "go1.24.13" does not match go tool version "go1.26.8".

We compare the VERSION file at the GOROOT in force with the version of each go that runs with it: the one the Go extension runs, the one gopls finds on its PATH, and the first on the PATH of terminals, tasks and the debugger. The Go extension prefers the go inside GOROOT to the one on PATH, so a wrong GOROOT often hurts the terminal alone: that is a warning. A toolchain switch brings its own GOROOT and is right.

The fix removes GOROOT where it was set: each go then uses the release it came with.

It does not explain a release that was unpacked over an older one; there both versions agree.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeToolEnv, health.ProbeGOENV, health.ProbeEnvironment, health.ProbeGoLookup, health.ProbeGoEnv,
		health.ProbeBinaries, health.ProbeGoTrees},
	After: []health.CheckID{"goroot-invalid"},
	Messages: map[string]health.Template{
		"editor":     {Title: "GOROOT is {tree}, but the go of the editor is {go}", Detail: "Builds, tests and debugging stop with \"does not match go tool version\", and Go to Definition leads into the sources of {tree}."},
		"server":     {Title: "GOROOT is {tree}, but the go that gopls runs is {go}", Detail: "gopls lists packages with {go} and reads the sources of {tree}: types and definitions of the standard library are those of the wrong version."},
		"terminal":   {Title: "GOROOT is {tree}, but the go of the terminal is {go}", Detail: "The editor runs the go inside GOROOT and looks well. In terminals, tasks and the debugger builds stop with \"does not match go tool version\"."},
		"tree":       {Title: "VERSION of the release at {root}"},
		"go-version": {Title: "version of {program}"},
		"no-tree":    {Title: "the version of the Go release at {root} is not known"},
		"same-go":    {Title: "Use one release for both"},
		"by-hand":    {Title: "{program} stands outside its release and takes {root} for it: put the bin directory of one release on PATH, and no copy of go elsewhere; then reload the window"},
	},
	Applies: hasGoFolders,
	Run: func(s *health.Snapshot) []health.Finding {
		return eachFolder(s, func(f health.Folder) []verdict { return mismatched(s, f) })
	},
}

// pair is a go and the GOROOT that it runs with.
type pair struct {
	name     string // message
	severity health.Severity
	program  health.Path
	version  string
	root     health.Variable
}

func mismatched(s *health.Snapshot, f health.Folder) []verdict {
	g := s.GoEnv(f.Path)
	if g.Failure != "" {
		return open(f, goSilent(g))
	}
	for _, p := range []pair{editorPair(s, f, g), extensionPair(s, f, g), serverPair(s, f, g), terminalPair(s, f)} {
		if p.root.Value.Empty() || p.version == "" {
			continue
		}
		root := health.Path(p.root.Value.Text)
		tree, known := s.GoTree(root)
		switch {
		case known && !tree.Exists:
			continue // goroot-invalid speaks of it
		case tree.Version == "" && known && tree.Whole():
			continue // built from a checkout: such trees carry no VERSION
		case tree.Version == "":
			return open(f, gorootMismatch.say("no-tree", health.Args{"root": health.V(root)}))
		}
		if firstField(string(tree.Version)) != p.version {
			return mismatch(s, f, p, root, tree)
		}
	}
	return nil
}

// editorPair asks go itself: after a toolchain switch both answers come from the toolchain that took over.
func editorPair(s *health.Snapshot, f health.Folder, g health.GoEnv) pair {
	root, _ := health.Find(g.Values, "GOROOT")
	if v, ok := s.Origin(f.Path, "GOROOT"); ok && v.Value.Text == root.Value.Text {
		root = v // the same value, with its author
	}
	return pair{"editor", health.Error, g.Go, firstField(g.Get("GOVERSION")), root}
}

// extensionPair looks at the go that the Go extension builds and tests with, where it is not the one that gopls runs: an
// absolute go.alternateTools.go, or GOBIN, outranks the go inside GOROOT, but not GOROOT itself.
func extensionPair(s *health.Snapshot, f health.Folder, g health.GoEnv) pair {
	root, ok := s.Origin(f.Path, "GOROOT")
	l, found := s.Lookup(f.Path, "go", health.ForEditor)
	if !ok || !found || !chosen(root) || l.Path == g.Go {
		return pair{}
	}
	p := pair{"editor", health.Error, l.Path, builtWith(s, l.Path), root}
	if switches(s, f, p.version) {
		return pair{}
	}
	return p
}

// serverPair looks at a go of gopls that is not the one that was asked, or that gets a GOROOT of its own.
func serverPair(s *health.Snapshot, f health.Folder, g health.GoEnv) pair {
	root, alone, _ := toGopls(s, f.Path, "GOROOT")
	l, ok := s.Lookup(f.Path, "go", health.ForServer)
	if !ok || !chosen(root) || l.Path == g.Go && !alone {
		return pair{}
	}
	p := pair{"server", health.Error, l.Path, builtWith(s, l.Path), root}
	if switches(s, f, p.version) {
		return pair{}
	}
	return p
}

// terminalPair looks at the first go on PATH with the GOROOT of the process environment or of the GOENV file. Settings
// of the editor do not reach a terminal.
func terminalPair(s *health.Snapshot, f health.Folder) pair {
	root, ok := health.Find(s.Process.Variables, "GOROOT")
	if !ok || root.Value.Empty() {
		root, ok = health.Find(s.GOENV.Variables, "GOROOT")
		if !ok || s.GOENV.State != health.FileOK {
			return pair{}
		}
	}
	l, _ := s.Lookup(f.Path, "go", health.ForTerminal)
	p := pair{"terminal", health.Warning, l.Path, builtWith(s, l.Path), root}
	if switches(s, f, p.version) {
		return pair{}
	}
	return p
}

// builtWith is the version of a go binary; empty for a script, which may run any.
func builtWith(s *health.Snapshot, path health.Path) string {
	b, ok := s.Binary(path)
	if !ok || b.Build == nil || b.Build.Package != "cmd/go" {
		return ""
	}
	return firstField(string(b.Build.GoVersion))
}

// switches reports that a go of this version would hand over to a newer toolchain in the folder, with its own GOROOT.
func switches(s *health.Snapshot, f health.Folder, have string) bool {
	if frozen(toolchainOf(s, f)) {
		return false
	}
	for _, n := range needs(f, true) {
		if newer(n.version, strings.TrimPrefix(have, "go")) {
			return true
		}
	}
	return false
}

func mismatch(s *health.Snapshot, f health.Folder, p pair, root health.Path, tree health.GoTree) []verdict {
	args := health.Args{"tree": health.V(tree.Version), "go": health.V(health.Public(p.version)), "root": health.V(root), "program": health.V(p.program)}
	out := health.Finding{Severity: p.severity, Message: gorootMismatch.say(p.name, args), Evidence: []health.Evidence{
		variableSeen(p.root, saying("unset")),
		{What: gorootMismatch.say("tree", args), Observed: args["tree"], Expected: args["go"],
			Source: health.Source{Kind: health.FromFile, File: health.Path(health.Join(string(s.System.OS), string(root), "VERSION"))}},
		{What: gorootMismatch.say("go-version", args), Observed: args["go"], Expected: args["tree"],
			Source: health.Source{Kind: health.FromBinary, File: p.program}},
	}}
	switch {
	case p.name == "terminal" && p.root.Source.Kind == health.FromEnvironment: // a setting of the editor would not reach it
		out.Fixes = []health.Fix{removeByHand(s, p.root, message("fix-clear", health.Args{"name": health.V(p.root.Name)}))}
	case chosen(p.root):
		out.Fixes = clearFixes(s, f.Path, p.root)
	default:
		out.Evidence[0].Expected = health.Value{}
		out.Fixes = []health.Fix{{ID: "same-go", Title: gorootMismatch.say("same-go", nil), Risk: health.RiskManual,
			Steps: []health.Step{manual(gorootMismatch.say("by-hand", args), health.EffectReloadWindow)}}}
	}
	return found(p.name+" "+string(root)+" "+string(p.program)+" "+p.version, out)
}

// firstField leaves out what follows a version, such as the experiments of "go1.26.8 X:nodwarf5".
func firstField(v string) string {
	first, _, _ := strings.Cut(v, " ")
	return first
}
