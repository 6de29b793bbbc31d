package ladder

import (
	"go/ast"
	"maps"
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

// chooser searches packages for targets.
type chooser struct {
	Ground
	declared map[string]declarations // of imported packages, by directory
	nested   map[string]bool         // whether a directory lies in a module of its own, by directory
	only     map[string]bool         // Ground.Only, if that is given
	cgo      []string                // directories that import "C"
	cuts     []string                // directories that import what a nested module cuts off
	more     int                     // packages that were parsed for want of a type or a completion
}

// declarations are what an imported package declares.
type declarations struct {
	name  string // of the package
	names map[string]declaration
}

func newChooser(g Ground) *chooser {
	return &chooser{Ground: g, declared: map[string]declarations{}, nested: map[string]bool{}}
}

func (c *chooser) search(p *pkg) *found {
	f := &found{pkg: p, targets: map[health.TargetKind]target{}, declares: map[string]place{}}
	for _, s := range p.files {
		for name, d := range s.declares() {
			f.declares[name] = place{d, s}
		}
	}
	for _, s := range c.mayAsk(p.files) {
		if ast.IsGenerated(s.ast) && len(p.files) > 1 {
			continue
		}
		u := s.uses()
		c.samePackage(f, s, u)
		c.selectors(f, s, u)
		if importsC(s.ast) {
			f.cgo(s, u)
		}
	}
	if len(f.targets) == 0 || f.targets[health.TargetSamePackage].src == nil {
		c.sameFile(f)
	}
	return f
}

// mayAsk are the files in which may be asked, the active one first.
func (c *chooser) mayAsk(files []*source) []*source {
	var out []*source
	for _, s := range files {
		switch {
		case c.only != nil && !c.only[s.path]:
		case s.path == c.ActiveFile:
			out = slices.Insert(out, 0, s)
		default:
			out = append(out, s)
		}
	}
	return out
}

// offer takes a target unless there is one of its kind already; one whose declaration was seen displaces one without, and one
// that is cut off displaces all: others of its kind would hide that it fails.
func (f *found) offer(t target) {
	if old, ok := f.targets[t.Kind]; !ok || t.verified && !old.verified || t.cut && !old.cut {
		f.targets[t.Kind] = t
	}
	if t.IsType && f.typed.src == nil {
		f.typed = t
	}
}

func (c *chooser) samePackage(f *found, s *source, u uses) {
	for _, id := range u.plain {
		if f.targets[health.TargetSamePackage].verified && f.targets[health.TargetBuiltin].verified && f.typed.src != nil {
			return
		}
		t := target{src: s, verified: true, Target: Target{
			Symbol: f.pkg.name + "." + id.Name, Name: id.Name, File: s.path, Offset: s.offset(id.Pos()),
		}}
		switch at, declared := f.declares[id.Name]; {
		case declared && at.src != s:
			t.Kind, t.IsType = health.TargetSamePackage, at.isType
		case !declared && builtins[id.Name]:
			t.Kind, t.Symbol = health.TargetBuiltin, "builtin."+id.Name
		default:
			continue
		}
		f.offer(t)
	}
}

// builtins are names of the language that no package here declares. Old enough for every Go that gopls supports.
var builtins = words("append bool byte cap close copy delete error false float64 int int64 len make new nil panic print println recover rune string true uint8")

// sameFile takes a declaration's own name: there is no second file, or no symbol of it is used.
func (c *chooser) sameFile(f *found) {
	for _, s := range c.mayAsk(f.pkg.files) {
		for _, d := range s.ast.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv != nil || fn.Name.Name == "_" || fn.Name.Name == "init" {
				continue
			}
			f.offer(f.itself(s, declaration{id: fn.Name}))
		}
		declared := s.declares()
		for _, name := range slices.Sorted(maps.Keys(declared)) {
			f.offer(f.itself(s, declared[name]))
		}
	}
}

// itself is a declaration as its own target.
func (f *found) itself(s *source, d declaration) target {
	return target{src: s, verified: true, Target: Target{
		Kind: health.TargetSameFile, Symbol: f.pkg.name + "." + d.id.Name, Name: d.id.Name,
		File: s.path, Offset: s.offset(d.id.Pos()), IsType: d.isType,
	}}
}

// cgo takes uses of C. What it means is decided by the C compiler, so none of it is checked; a call is asked for rather
// than a type or constant, because it is what people want to follow.
func (f *found) cgo(s *source, u uses) {
	for _, sel := range u.cgo {
		f.offer(target{src: s, verified: sel.called, Target: Target{
			Kind: health.TargetCgo, Symbol: "C." + sel.name.Name, Name: sel.name.Name, File: s.path, Offset: s.offset(sel.name.Pos()),
		}})
	}
}

// declaredIn is what the package in a directory declares; nothing if none of its files is built here.
func (c *chooser) declaredIn(dir string) declarations {
	if d, ok := c.declared[dir]; ok {
		return d
	}
	d := declarations{names: map[string]declaration{}}
	if p := c.Build.load(dir, maxImport); p != nil {
		d.name = p.name
		for _, s := range p.files {
			maps.Copy(d.names, s.declares())
		}
	}
	c.declared[dir] = d
	return d
}
