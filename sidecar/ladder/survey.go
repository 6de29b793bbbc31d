package ladder

import (
	"cmp"
	"context"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// promise is what a directory's imports let one hope for. Imports are ten times cheaper to read than whole files, and a
// large workspace has hundreds of packages.
type promise struct {
	dir   string
	score int
}

// promising orders the directories by what they promise; the walk's own order decides between equals.
func (c *chooser) promising(ctx context.Context) []string {
	var all []promise
	enough := c.most()
	for i, dir := range c.candidates() {
		if ctx.Err() != nil || i >= maxDirs {
			break
		}
		p := promise{dir, c.survey(dir)}
		all = append(all, p)
		if p.score >= enough && len(c.Nested) == 0 { // what is cut off may be imported by any package
			break
		}
	}
	slices.SortStableFunc(all, func(a, b promise) int { return cmp.Compare(b.score, a.score) })
	var dirs []string
	for _, p := range all {
		dirs = append(dirs, p.dir)
	}
	return dirs
}

// survey estimates the score of a directory. Files that only tests have do not count, unless there are no others.
func (c *chooser) survey(dir string) int {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return 0
	}
	f := &found{pkg: &pkg{}, targets: map[health.TargetKind]target{}}
	files, read, cut := 0, 0, false
	for _, e := range entries {
		if e.IsDir() || strings.HasSuffix(e.Name(), "_test.go") || !c.Build.matchesName(e.Name()) {
			continue
		}
		if read++; read > maxFiles {
			break
		}
		path := filepath.Join(dir, e.Name())
		text, err := readSource(path)
		if err != nil {
			continue
		}
		ast, err := parser.ParseFile(token.NewFileSet(), path, text, parser.ImportsOnly|parser.ParseComments)
		if err != nil || !c.Build.matches(ast) {
			continue
		}
		s := &source{path: path, ast: ast}
		files++
		f.pkg.name, f.pkg.cgo = ast.Name.Name, f.pkg.cgo || importsC(ast)
		f.pkg.files = append(f.pkg.files, s)
		for _, i := range s.imports() {
			at := c.locate(i.path)
			if at.kind != "" {
				f.targets[at.kind] = target{verified: at.dir != ""}
			}
			cut = cut || at.cut
		}
	}
	if files > 1 {
		f.targets[health.TargetSamePackage] = target{verified: true}
	}
	if files > 0 {
		f.targets[health.TargetBuiltin] = target{verified: true}
	}
	if f.pkg.cgo {
		c.cgo = append(c.cgo, dir)
	}
	if cut {
		c.cuts = append(c.cuts, dir)
	}
	return f.score(c.Ground)
}
