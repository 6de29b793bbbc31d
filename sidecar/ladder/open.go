package ladder

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// maxOpen bounds the packages of open documents that are parsed.
const maxOpen = 10

// amongOpen chooses in the open documents. Those of several packages supply what each has, because none needs to be opened
// for it.
func (c *chooser) amongOpen(ctx context.Context) Plan {
	open := c.openFiles()
	c.only = map[string]bool{}
	for _, path := range open {
		c.only[path] = true
	}
	var all []*found
	covered := map[string]bool{}
	for _, path := range open {
		if ctx.Err() != nil || len(all) >= maxOpen {
			break
		}
		if covered[path] {
			continue
		}
		covered[path] = true
		p := c.around(path)
		if p == nil {
			continue
		}
		for _, s := range p.files {
			covered[s.path] = true
		}
		in := *c
		if c.inNestedModule(path) {
			in.Roots = nil // they are those of the module around
		}
		all = append(all, in.search(p))
	}
	active := func(f *found) bool { return f.pkg.holds(filepath.Clean(c.ActiveFile)) }
	slices.SortStableFunc(all, func(a, b *found) int {
		switch {
		case active(a):
			return -1
		case active(b):
			return 1
		}
		return cmp.Compare(b.score(c.Ground), a.score(c.Ground))
	})
	return plan(all...)
}

// openFiles are the documents in which may be asked, the active one first: those below the directories that go looks at.
func (c *chooser) openFiles() []string {
	var out []string
	for _, path := range c.Only {
		path = filepath.Clean(path)
		root := c.rootOf(path)
		if root == "" || slices.Contains(out, path) {
			continue
		}
		below := filepath.Dir(path[len(root):])
		if slices.ContainsFunc(strings.Split(below, string(filepath.Separator)), skipped) {
			continue
		}
		if path == filepath.Clean(c.ActiveFile) {
			out = slices.Insert(out, 0, path)
			continue
		}
		out = append(out, path)
	}
	return out
}

// rootOf is the directory to choose in that holds the file; empty if none does.
func (c *chooser) rootOf(path string) string {
	for _, dir := range c.Dirs {
		if health.Within(runtime.GOOS, path, dir) {
			return filepath.Clean(dir)
		}
	}
	return ""
}

func (c *chooser) inNestedModule(path string) bool {
	return c.inNested(c.rootOf(path), filepath.Dir(path))
}

// around parses the package of an open document: the document, then the other open ones of its directory, then the others.
// Test files are read only where the document is one, as otherwise nothing in it can mean what they declare.
func (c *chooser) around(path string) *pkg {
	if c.Build.parse(path) == nil {
		return nil
	}
	dir, first := filepath.Split(path)
	dir = filepath.Clean(dir)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	tests := strings.HasSuffix(first, "_test.go")
	names := []string{first}
	var others []string
	for _, e := range entries {
		switch name := e.Name(); {
		case e.IsDir() || name == first || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") && !tests:
		case c.only[filepath.Join(dir, name)]:
			names = append(names, name)
		default:
			others = append(others, name)
		}
	}
	return c.Build.join(dir, append(names, others...), maxFiles)
}
