package ladder

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// spot is what an import path names.
type spot struct {
	kind health.TargetKind // empty for a path that nothing supplies: broken code, or a fault that another question meets too
	dir  string            // where its sources are; empty if they are not at hand, which is no reason not to ask
	// cut says that a go.mod of its own cuts the directory out of its module, and that no other module supplies the package.
	// The import means a package that is there and that go does not find: that is the project's fault, and worth a question.
	cut bool
}

// locate says what kind of package an import path names, and where its sources are.
func (c *chooser) locate(path string) spot {
	var root *Root
	for i, r := range c.Roots {
		if below(path, r.Path) && (root == nil || len(r.Path) > len(root.Path)) {
			root = &c.Roots[i]
		}
	}
	if root != nil {
		if root.Dir == "" {
			return spot{kind: root.Kind}
		}
		dir := root.at(path)
		if c.inNested(root.Dir, dir) {
			if !c.cutOff(root, path, dir) {
				return spot{} // go does not look for it there
			}
			return spot{kind: root.Kind, dir: dir, cut: true}
		}
		return spot{kind: root.Kind, dir: dir}
	}
	first, _, _ := strings.Cut(path, "/")
	if strings.Contains(first, ".") {
		return spot{}
	}
	src := filepath.Join(c.Goroot, "src")
	if c.Goroot == "" || !isDir(filepath.Join(src, "runtime")) {
		return spot{kind: health.TargetStandard} // no sources: that is the fault to be shown
	}
	if dir := filepath.Join(src, filepath.FromSlash(path)); isDir(dir) {
		return spot{kind: health.TargetStandard, dir: dir}
	}
	return spot{}
}

// below reports a package of a module, as far as paths tell.
func below(path, module string) bool {
	return path == module || strings.HasPrefix(path, module+"/")
}

// at is the directory of one of the module's packages.
func (r *Root) at(path string) string {
	return filepath.Join(r.Dir, filepath.FromSlash(strings.TrimPrefix(path, r.Path)))
}

// cutOff reports a package in a nested module that cannot be imported by this path: go looks for it in every module whose path
// the import begins with, and finds it in none. What cannot be looked at may supply it.
func (c *chooser) cutOff(root *Root, path, dir string) bool {
	if root.Kind != health.TargetSameModule {
		return false
	}
	for d := dir; len(d) > len(root.Dir); d = filepath.Dir(d) {
		if isFile(filepath.Join(d, "go.mod")) && !slices.Contains(c.Nested, d) {
			return false
		}
	}
	for i := range c.Roots {
		r := &c.Roots[i]
		if r != root && below(path, r.Path) && (r.Dir == "" || isDir(r.at(path)) && !c.inNested(r.Dir, r.at(path))) {
			return false
		}
	}
	return !slices.ContainsFunc(c.Elsewhere, func(module string) bool { return below(path, module) })
}

// inNested reports that a directory below root belongs to another module, whose go.mod lies between them.
func (c *chooser) inNested(root, dir string) bool {
	if dir == root || len(dir) <= len(root) {
		return false
	}
	if known, ok := c.nested[dir]; ok {
		return known
	}
	out := isFile(filepath.Join(dir, "go.mod")) || c.inNested(root, filepath.Dir(dir))
	c.nested[dir] = out
	return out
}
