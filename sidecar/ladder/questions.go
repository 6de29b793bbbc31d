package ladder

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/govitals/govitals/sidecar/gopls"
	"github.com/govitals/govitals/sidecar/health"
)

// Asked is one question: what is asked, about which symbol, and at which place of Target.File. The query of a workspace
// symbol, and the name that a completion must offer, are Target.Name.
type Asked struct {
	Question health.Question
	Target   Target
	At       gopls.Position
}

// Questions lists what to ask, in order: what needs least comes first, so that a server that dies tells how far it came.
// Thorough adds type definition, completion, workspace symbol and cgo in a file of its own.
func (p Plan) Questions(thorough bool) []Asked {
	var out []Asked
	add := func(q health.Question, t Target, offset int) {
		out = append(out, Asked{q, t, gopls.PositionAt(p.Files[t.File], offset)})
	}
	typed := p.Typed
	for _, t := range p.Targets {
		if t.Kind == health.TargetCgo && !thorough && !p.needs(t.File) {
			continue
		}
		add(health.AskHover, t, t.Offset)
		add(health.AskDefinition, t, t.Offset)
		if t.IsType && thorough {
			add(health.AskTypeDefinition, t, t.Offset)
			typed = Target{}
		}
	}
	if p.Document != "" {
		add(health.AskSymbols, Target{Kind: health.TargetDocument, File: p.Document}, 0)
	}
	if !thorough {
		return out
	}
	if typed.Name != "" {
		add(health.AskTypeDefinition, typed, typed.Offset)
	}
	if t := p.Complete; t.Name != "" {
		add(health.AskCompletion, t, t.Offset+typedSoFar(t.Name))
	}
	if t := p.Declared; t.Name != "" {
		add(health.AskWorkspaceSymbol, t, t.Offset)
	}
	return out
}

// needs reports that a file is opened anyway, for another kind than cgo.
func (p Plan) needs(file string) bool {
	return slices.ContainsFunc(p.Targets, func(t Target) bool { return t.File == file && t.Kind != health.TargetCgo })
}

// typedSoFar is how much of a name stands before the cursor: all but the last letter, so that few names fit.
func typedSoFar(name string) int {
	if _, last := utf8.DecodeLastRuneInString(name); last < len(name) {
		return len(name) - last
	}
	return len(name)
}

// What a server, or the record of its answer, names at most: gopls cuts workspace symbols at 100.
const (
	maxSymbols = 100
	maxItems   = 200
)

// Named reports that a completion or workspace symbol answers with the name that was asked for, or with so many that it may
// have been cut off. Workspace symbols may come with their package, as the user's setting symbolStyle has it: main.helper,
// example.com/app.helper.
func Named(q health.Question, names []string, name string) bool {
	if len(names) >= maxItems || q == health.AskWorkspaceSymbol && len(names) >= maxSymbols {
		return true
	}
	return slices.ContainsFunc(names, func(n string) bool { return n == name || strings.HasSuffix(n, "."+name) })
}

// files are those that must be open for the questions, each once. Workspace symbols need none.
func files(list []Asked) []string {
	var out []string
	for _, a := range list {
		if a.Question != health.AskWorkspaceSymbol && !slices.Contains(out, a.Target.File) {
			out = append(out, a.Target.File)
		}
	}
	return out
}
