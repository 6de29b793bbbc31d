package ladder

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Bounds of what is read to choose targets.
const (
	maxSource = 512 << 10 // bytes of a file
	maxDirs   = 60        // packages whose imports are read

	maxSearched = 5    // packages that are parsed as a whole
	maxFiles    = 40   // files of one package, to find uses
	maxImport   = 400  // files of an imported one, to find declarations
	maxWalk     = 4000 // directory entries
)

// source is a parsed file that the go command builds here.
type source struct {
	path string
	text []byte
	ast  *ast.File
	fset *token.FileSet
}

// pkg is a directory's files of one package: without tests, or its tests if there is nothing else.
type pkg struct {
	dir   string
	name  string
	files []*source
	cgo   bool
}

var errTooLarge = errors.New("file is too large")

func readSource(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxSource {
		return nil, errTooLarge
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxSource))
}

// parse reads a file; nil if it does not parse or is not built here. A file with a syntax error is the user's work in
// progress, about which nothing can be promised.
func (b Build) parse(path string) *source {
	if !b.matchesName(filepath.Base(path)) {
		return nil
	}
	text, err := readSource(path)
	if err != nil {
		return nil
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, path, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil || !b.matches(f) {
		return nil
	}
	return &source{path: path, text: text, ast: f, fset: fset}
}

// load parses a directory; nil if nothing there is built. Test files stand for the package only where there are no others.
func (b Build) load(dir string, limit int) *pkg {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	var names, tests []string
	for _, e := range entries {
		switch name := e.Name(); {
		case e.IsDir() || !strings.HasSuffix(name, ".go"):
		case strings.HasSuffix(name, "_test.go"):
			tests = append(tests, name)
		default:
			names = append(names, name)
		}
	}
	if p := b.join(dir, names, limit); p != nil {
		return p
	}
	return b.join(dir, tests, limit)
}

func (b Build) join(dir string, names []string, limit int) *pkg {
	p := &pkg{dir: dir}
	for _, name := range names[:min(len(names), limit)] {
		s := b.parse(filepath.Join(dir, name))
		if s == nil || p.name != "" && s.ast.Name.Name != p.name {
			continue // of two packages in one directory (x and x_test) one is enough
		}
		p.name = s.ast.Name.Name
		p.cgo = p.cgo || importsC(s.ast)
		p.files = append(p.files, s)
	}
	if len(p.files) == 0 {
		return nil
	}
	return p
}

func (s *source) offset(pos token.Pos) int { return s.fset.Position(pos).Offset }

// declaration is a name that a file declares at package level. isType says that it is a type of its own, no alias.
type declaration struct {
	id     *ast.Ident
	isType bool
}

// declares lists the names that a file declares at package level, methods left out.
func (s *source) declares() map[string]declaration {
	out := map[string]declaration{}
	add := func(id *ast.Ident, isType bool) {
		if id.Name != "_" && id.Name != "init" {
			out[id.Name] = declaration{id, isType}
		}
	}
	for _, d := range s.ast.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil {
				add(d.Name, false)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					add(spec.Name, !spec.Assign.IsValid())
				case *ast.ValueSpec:
					for _, id := range spec.Names {
						add(id, false)
					}
				}
			}
		}
	}
	return out
}
