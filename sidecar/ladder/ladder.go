// Package ladder puts the same questions to several servers and records the raw answers: DESIGN calls it the control ladder.
// Here are the rungs with a private gopls ([Run]), and the search for what breaks one of them ([Search]).
//
// Where to ask is chosen by parsing ([Choose]), never by luck: a question about a symbol that is not there would accuse a
// healthy server. Verdicts are not made here but derived by package health from what is recorded.
package ladder

import "github.com/govitals/govitals/sidecar/health"

// Ground is where targets are chosen.
type Ground struct {
	Dirs       []string // directories to choose in, each with all below; the first is preferred
	ActiveFile string   // what the user looks at; empty or outside of Dirs is no matter
	// Only, if not nil, are the files (absolute paths) in which may be asked: the open documents of an editor, whose server
	// must not be made to open others. Other files are read to see what is declared there.
	Only  []string
	Build Build
	// Roots are the modules whose packages may be imported there. The longest path that fits an import counts.
	Roots []Root
	// Nested are directories below a root of the same module that have a go.mod of their own. What is imported from there is
	// cut off, and asked about, unless another root or a path of Elsewhere may supply it. Any other directory with a go.mod of
	// its own is left alone.
	Nested    []string
	Elsewhere []string // module paths that something besides Roots may supply: what is replaced and not required
	Goroot    string   // for the sources of the standard library
}

// Root is a module, and where its sources are.
type Root struct {
	Path string // the module's path
	// Dir holds its sources; empty if they are not on this machine.
	Dir  string
	Kind health.TargetKind
}

// Build decides which files the go command builds.
type Build struct {
	GOOS, GOARCH string
	CGO          bool
	Tags         []string // of -tags
	GoVersion    string   // go1.26.8
}

// Target is a symbol to ask about, and where it is used.
type Target struct {
	Kind   health.TargetKind
	Symbol string // fmt.Println
	Name   string // Println
	File   string
	Offset int // of the name in the file, in bytes
	// IsType says that it is declared as a type of its own, no alias: its type definition is its declaration.
	IsType bool
}

// Plan is what to ask. Typed, Complete and Declared have no Name if no such thing was found.
type Plan struct {
	Targets  []Target
	Typed    Target // the use of a type, for want of one in Targets
	Complete Target // the use of an imported package's symbol that completion offers for certain
	Declared Target // a symbol that the package of the first target declares
	Document string // the file that is asked for its outline
	// Files are the texts of all these files, by path, as they were read.
	Files map[string][]byte
}

// Empty reports that there is nothing to ask about.
func (p Plan) Empty() bool { return len(p.Targets) == 0 }
