package ladder

import (
	"go/ast"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// chooser searches packages for targets. exported caches the exported names of imported packages, by directory.
type chooser struct {
	Ground
	exported map[string]map[string]bool
}

func (c *chooser) search(p *pkg) *found {
	f := &found{pkg: p, targets: map[health.TargetKind]target{}}
	declared := map[string]*source{}
	for _, s := range p.files {
		for name := range s.declares() {
			declared[name] = s
		}
	}
	for _, s := range c.activeFirst(p.files) {
		if ast.IsGenerated(s.ast) && len(p.files) > 1 {
			continue
		}
		u := s.uses()
		c.samePackage(f, s, u, declared)
		c.selectors(f, s, u)
	}
	if len(f.targets) == 0 || f.targets[health.TargetSamePackage].src == nil {
		c.sameFile(f)
	}
	return f
}

func (c *chooser) activeFirst(files []*source) []*source {
	for i, s := range files {
		if s.path == c.ActiveFile && i > 0 {
			return append(append([]*source{s}, files[:i]...), files[i+1:]...)
		}
	}
	return files
}

// offer takes a target unless there is one of its kind already; one whose declaration was seen displaces one without.
func (f *found) offer(t target) {
	if old, ok := f.targets[t.Kind]; !ok || t.verified && !old.verified {
		f.targets[t.Kind] = t
	}
}

func (c *chooser) samePackage(f *found, s *source, u uses, declared map[string]*source) {
	for _, id := range u.plain {
		if f.targets[health.TargetSamePackage].verified && f.targets[health.TargetBuiltin].verified {
			return
		}
		t := target{src: s, verified: true, Target: Target{
			Symbol: f.pkg.name + "." + id.Name, Name: id.Name, File: s.path, Offset: s.offset(id.Pos()),
		}}
		switch at := declared[id.Name]; {
		case at != nil && at != s:
			t.Kind = health.TargetSamePackage
		case at == nil && builtins[id.Name]:
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
	for _, s := range c.activeFirst(f.pkg.files) {
		for _, d := range s.ast.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv != nil || fn.Name.Name == "_" || fn.Name.Name == "init" {
				continue
			}
			f.offer(target{src: s, verified: true, Target: Target{
				Kind: health.TargetSameFile, Symbol: f.pkg.name + "." + fn.Name.Name, Name: fn.Name.Name,
				File: s.path, Offset: s.offset(fn.Name.Pos()),
			}})
		}
		declared := s.declares()
		for _, name := range slices.Sorted(maps.Keys(declared)) {
			f.offer(target{src: s, verified: true, Target: Target{
				Kind: health.TargetSameFile, Symbol: f.pkg.name + "." + name, Name: name, File: s.path, Offset: s.offset(declared[name].Pos()),
			}})
		}
	}
}

// selectors takes uses of imported packages: fmt.Println.
func (c *chooser) selectors(f *found, s *source, u uses) {
	byName := map[string]imported{}
	for _, i := range s.imports() {
		for _, name := range i.names() {
			if _, taken := byName[name]; !taken {
				byName[name] = i
			}
		}
	}
	for _, sel := range u.selectors {
		i, ok := byName[sel.X.(*ast.Ident).Name]
		if !ok {
			continue
		}
		kind, dir := c.locate(i.path)
		if kind == "" || f.targets[kind].verified {
			continue
		}
		verified := false
		if dir != "" {
			if verified = c.declaredIn(dir)[sel.Sel.Name]; !verified {
				continue // perhaps a mistake in the user's code, which is not what is examined
			}
		}
		f.offer(target{src: s, verified: verified, Target: Target{
			Kind: kind, Symbol: i.path + "." + sel.Sel.Name, Name: sel.Sel.Name, File: s.path, Offset: s.offset(sel.Sel.Pos()),
		}})
	}
}

// locate says what kind of package an import path names, and where its sources are; dir is empty if they are not at hand,
// which is no reason not to ask. A path that nothing supplies has no kind: it is broken code, or a fault that another
// question meets too.
func (c *chooser) locate(path string) (kind health.TargetKind, dir string) {
	var root *Root
	for i, r := range c.Roots {
		if path != r.Path && !strings.HasPrefix(path, r.Path+"/") {
			continue
		}
		if root == nil || len(r.Path) > len(root.Path) {
			root = &c.Roots[i]
		}
	}
	if root != nil {
		if root.Dir == "" {
			return root.Kind, ""
		}
		return root.Kind, filepath.Join(root.Dir, filepath.FromSlash(strings.TrimPrefix(path, root.Path)))
	}
	first, _, _ := strings.Cut(path, "/")
	if strings.Contains(first, ".") {
		return "", ""
	}
	src := filepath.Join(c.Goroot, "src")
	if c.Goroot == "" || !isDir(filepath.Join(src, "runtime")) {
		return health.TargetStandard, "" // no sources: that is the fault to be shown
	}
	if dir = filepath.Join(src, filepath.FromSlash(path)); !isDir(dir) {
		return "", ""
	}
	return health.TargetStandard, dir
}

// declaredIn lists the names that the package in a directory declares.
func (c *chooser) declaredIn(dir string) map[string]bool {
	if names, ok := c.exported[dir]; ok {
		return names
	}
	names := map[string]bool{}
	if p := c.Build.load(dir, maxImport); p != nil {
		for _, s := range p.files {
			for name := range s.declares() {
				names[name] = true
			}
		}
	}
	c.exported[dir] = names
	return names
}
