package ladder

import (
	"context"
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

// Choose picks what to ask: for each kind of target one symbol that is used in a file the go command builds here, and that
// certainly is declared where the import says, as far as sources are at hand. The package of the active file comes first,
// then commands, then others; the best one supplies most targets, so that few files need to be opened.
func Choose(ctx context.Context, g Ground) Plan {
	c := newChooser(g)
	if g.Only != nil {
		return c.amongOpen(ctx)
	}
	var best, second, cgo, cut *found
	searched := map[string]bool{}
	for i, dir := range c.promising(ctx) {
		if ctx.Err() != nil || i >= maxSearched {
			break
		}
		searched[dir] = true
		p := g.Build.load(dir, maxFiles)
		if p == nil {
			continue
		}
		f := c.search(p)
		if _, has := f.targets[health.TargetCgo]; has && cgo == nil {
			cgo = f
		}
		if f.targets[health.TargetSameModule].cut && cut == nil {
			cut = f
		}
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
	if cgo == nil {
		cgo = c.firstWith(health.TargetCgo, c.cgo, searched)
	}
	if cut == nil {
		cut = c.firstWith(health.TargetSameModule, c.cuts, searched)
	}
	return plan(best, second, cgo, cut.only(health.TargetSameModule))
}

// firstWith searches packages that were seen and not searched for a kind of target; one of the same module must be cut off.
func (c *chooser) firstWith(kind health.TargetKind, dirs []string, searched map[string]bool) *found {
	tries := 0
	for _, dir := range dirs {
		if searched[dir] {
			continue
		}
		if tries++; tries > maxMore {
			break
		}
		if p := c.Build.load(dir, maxFiles); p != nil {
			all := c.search(p)
			if t := all.targets[kind]; t.src != nil && (t.cut || kind == health.TargetCgo) {
				return all.only(kind)
			}
		}
	}
	return nil
}

// only is a package with one of its targets; nil of nil.
func (f *found) only(kind health.TargetKind) *found {
	if f == nil {
		return nil
	}
	return &found{pkg: f.pkg, targets: map[health.TargetKind]target{kind: f.targets[kind]}}
}

// kinds in the order in which they are asked: what needs least comes first, so that a server that dies tells how far it came.
var kinds = []health.TargetKind{
	health.TargetSameFile, health.TargetSamePackage, health.TargetBuiltin, health.TargetStandard,
	health.TargetSameModule, health.TargetLocalReplace, health.TargetVendored, health.TargetDependency, health.TargetCgo,
}

// found are the targets of one package, one of each kind.
type found struct {
	pkg      *pkg
	targets  map[health.TargetKind]target
	declares map[string]place
	typed    target // the first use of a type
	complete target // a use for completion
}

// place is a declaration and the file in which it stands.
type place struct {
	declaration
	src *source
}

type target struct {
	Target
	src      *source
	verified bool // the declaration was seen
	cut      bool // see spot.cut
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
		if kind == health.TargetSameFile || kind == health.TargetCgo {
			continue
		}
		score += weightKind
		if t.verified {
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
		if _, ok := to.targets[kind]; !ok && kind != health.TargetCgo {
			n++
		}
	}
	return n
}

func (p *pkg) holds(path string) bool {
	return slices.ContainsFunc(p.files, func(s *source) bool { return s.path == path })
}
