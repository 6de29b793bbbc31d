// Package ladder puts the same questions to several servers and records the raw answers: DESIGN calls it the control ladder.
// Here is rung 1: a fresh private gopls, with the user's binary, settings, flags and environment, in the user's workspace.
//
// Where to ask is chosen by parsing ([Choose]), never by luck: a question about a symbol that is not there would accuse a
// healthy server. Verdicts are not made here but derived by package health from what is recorded.
package ladder

import "github.com/govitals/govitals/sidecar/health"

// Ground is where targets are chosen.
type Ground struct {
	Dirs       []string // directories to choose in, each with all below; the first is preferred
	ActiveFile string   // what the user looks at; empty or outside of Dirs is no matter
	Build      Build
	// Roots are the modules whose packages may be imported there. The longest path that fits an import counts.
	Roots  []Root
	Goroot string // for the sources of the standard library
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
}

// Plan is what to ask.
type Plan struct {
	Targets []Target
	// Files are the texts of all files in Targets, by path, as they were read.
	Files    map[string][]byte
	Document string // the file that is asked for its outline
}

// Empty reports that there is nothing to ask about.
func (p Plan) Empty() bool { return len(p.Targets) == 0 }
