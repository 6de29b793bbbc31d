package probe

import (
	"context"
	"io/fs"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// Caps of one folder's walk.
const (
	maxEntries          = 20_000
	maxDepth            = 12
	maxModules          = 200
	maxRequiresOfFolder = 2000 // of all go.mod files together
)

// walk goes through a folder level by level, so that a cap cuts what is deepest. Symbolic links are not followed, as the
// go command does not follow them either.
type walk struct {
	system   System
	name     string // GOOS
	entries  int
	requires int // that may still be told
	modules  []*ruled
}

// ruled is a go.mod file with what it rules.
type ruled struct {
	dir     string
	mod     health.GoMod
	goFiles int
	tests   int
}

type directory struct {
	path  string
	depth int
	rule  *ruled // nearest go.mod; nil if none
}

func (w *walk) run(ctx context.Context, root string, out *health.Folder) error {
	above := w.ruleAbove(root)
	queue := []directory{{path: health.Clean(w.name, root), rule: above}}
	for len(queue) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		next, below, cut := w.directory(queue[0], out)
		out.Cut = out.Cut || cut
		if len(queue) == 1 && next.depth == 0 && next.rule != above {
			above = nil // the folder has its own go.mod
		}
		queue = append(queue[1:], below...)
	}
	for _, m := range w.modules[:min(len(w.modules), maxModules)] {
		out.Modules = append(out.Modules, m.finish())
	}
	if above != nil {
		mod := above.finish()
		out.Above = &mod
	}
	return nil
}

// ruleAbove reads the nearest go.mod above a folder.
func (w *walk) ruleAbove(root string) *ruled {
	for dir := health.Clean(w.name, root); ; {
		up := health.Dir(w.name, dir)
		if up == dir || up == "." {
			return nil
		}
		dir = up
		file := health.Join(w.name, dir, "go.mod")
		if info, err := w.system.Stat(file); err == nil && !info.IsDir() {
			return w.rule(dir)
		}
	}
}

func (w *walk) rule(dir string) *ruled {
	mod := readGoMod(w.system, dir, w.requires)
	w.requires -= len(mod.Requires)
	return &ruled{dir: dir, mod: mod}
}

func (r *ruled) finish() health.GoMod {
	r.mod.GoFiles, r.mod.TestsOnly = r.goFiles, r.goFiles > 0 && r.tests == r.goFiles
	return r.mod
}

// directory reads one directory and returns it with its rule, the directories below, and whether a cap was reached.
func (w *walk) directory(d directory, out *health.Folder) (seen directory, below []directory, cut bool) {
	limit := maxEntries - w.entries
	if limit <= 0 {
		return d, nil, true
	}
	entries, err := w.system.ReadDir(d.path, limit)
	if err != nil && d.depth > 0 {
		return d, nil, false // the check of unreadable parts is another's
	}
	w.entries += len(entries)
	cut = len(entries) == limit
	for _, e := range entries {
		if e.Name() == "go.mod" && !e.IsDir() {
			d.rule = w.rule(d.path)
			w.modules = append(w.modules, d.rule)
		}
	}
	for _, e := range entries {
		switch {
		case e.IsDir():
			if skipped(e.Name()) {
				continue
			}
			if d.depth+1 > maxDepth {
				cut = true
				continue
			}
			below = append(below, directory{path: health.Join(w.name, d.path, e.Name()), depth: d.depth + 1, rule: d.rule})
		case isGoFile(e):
			out.GoFiles++
			w.count(d, e.Name(), out)
		}
	}
	return d, below, cut
}

func (w *walk) count(d directory, file string, out *health.Folder) {
	if d.rule == nil {
		if out.Unmoduled == "" {
			out.Unmoduled = health.Path(d.path)
		}
		return
	}
	d.rule.goFiles++
	if strings.HasSuffix(file, "_test.go") {
		d.rule.tests++
	}
}

// skipped are the directories that the go command leaves out of ./..., and those of other languages' dependencies.
func skipped(name string) bool {
	return name == "vendor" || name == "testdata" || name == "node_modules" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")
}

// isGoFile reports a file that the go command would look at.
func isGoFile(e fs.DirEntry) bool {
	name := e.Name()
	return strings.HasSuffix(name, ".go") && !strings.HasPrefix(name, ".") && !strings.HasPrefix(name, "_") &&
		(e.Type().IsRegular() || e.Type()&fs.ModeSymlink != 0)
}
