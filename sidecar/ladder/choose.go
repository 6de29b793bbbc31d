package ladder

import (
	"context"

	"github.com/govitals/govitals/sidecar/health"
)

// Choose picks what to ask: for each kind of target one symbol that is used in a file the go command builds here, and that
// certainly is declared where the import says, as far as sources are at hand. The package of the active file comes first,
// then commands, then others; the best one supplies most targets, so that few files need to be opened.
func Choose(ctx context.Context, g Ground) Plan {
	c := &chooser{Ground: g, exported: map[string]map[string]bool{}}
	var best, second *found
	for i, dir := range c.promising(ctx) {
		if ctx.Err() != nil || i >= maxSearched {
			break
		}
		p := g.Build.load(dir, maxFiles)
		if p == nil {
			continue
		}
		f := c.search(p)
		switch {
		case best == nil || f.score(g) > best.score(g):
			best, second = f, best
		case second == nil || f.adds(best) > second.adds(best):
			second = f
		}
		if best.score(g) >= g.most() {
			break
		}
	}
	if best == nil {
		return Plan{}
	}
	return best.plan(second)
}

// kinds in the order in which they are asked: what needs least comes first, so that a server that dies tells how far it came.
var kinds = []health.TargetKind{
	health.TargetSameFile, health.TargetSamePackage, health.TargetBuiltin, health.TargetStandard,
	health.TargetSameModule, health.TargetLocalReplace, health.TargetVendored, health.TargetDependency,
}

// found are the targets of one package, one of each kind.
type found struct {
	pkg     *pkg
	targets map[health.TargetKind]target
}

type target struct {
	Target
	src      *source
	verified bool // the declaration was seen
}

// Weights of a package: a kind of target counts most, and of equal packages one without cgo, whose generated files confuse
// positions, and a command, which people open first.
const (
	weightKind    = 10
	weightPlain   = 5
	weightCommand = 2
	weightActive  = 15
)

func (f *found) score(g Ground) int {
	score := 0
	for kind, t := range f.targets {
		if kind != health.TargetSameFile {
			score += weightKind
		}
		if t.verified && kind != health.TargetSameFile {
			score++
		}
	}
	if !f.pkg.cgo {
		score += weightPlain
	}
	if f.pkg.name == "main" {
		score += weightCommand
	}
	if g.ActiveFile != "" && f.pkg.holds(g.ActiveFile) {
		score += weightActive
	}
	return score
}

// most is a score that makes further search useless: same package, language, standard library and each kind of module.
func (g Ground) most() int {
	kinds := map[health.TargetKind]bool{health.TargetSamePackage: true, health.TargetBuiltin: true, health.TargetStandard: true}
	for _, r := range g.Roots {
		kinds[r.Kind] = true
	}
	return len(kinds)*(weightKind+1) + weightPlain
}

// adds counts the kinds that another package lacks.
func (f *found) adds(to *found) int {
	n := 0
	for kind := range f.targets {
		if _, ok := to.targets[kind]; !ok {
			n++
		}
	}
	return n
}

func (p *pkg) holds(path string) bool {
	for _, s := range p.files {
		if s.path == path {
			return true
		}
	}
	return false
}

// plan makes the plan of the best package, with what only the second one has.
func (f *found) plan(second *found) Plan {
	plan := Plan{Files: map[string][]byte{}}
	for _, kind := range kinds {
		t, ok := f.targets[kind]
		if _, package_ := f.targets[health.TargetSamePackage]; kind == health.TargetSameFile && package_ {
			continue // a question about the declaration itself is only for want of a better one
		}
		if !ok && second != nil && kind != health.TargetSameFile {
			t, ok = second.targets[kind]
		}
		if !ok {
			continue
		}
		plan.Targets = append(plan.Targets, t.Target)
		plan.Files[t.File] = t.src.text
		if plan.Document == "" {
			plan.Document = t.File
		}
	}
	return plan
}
