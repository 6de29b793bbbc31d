package ladder

import (
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ast/inspector"
)

// uses are the names of a file that certainly mean something of outside: what the file declares anywhere, at any depth, is
// left out, so no scopes need to be followed.
type uses struct {
	plain     []*ast.Ident // names of the same package or of the language
	selectors []*ast.SelectorExpr
	declared  map[string]bool
}

func (s *source) uses() uses {
	ins := inspector.New([]*ast.File{s.ast})
	u := uses{declared: declaredAnywhere(ins)}
	ins.WithStack([]ast.Node{(*ast.Ident)(nil), (*ast.SelectorExpr)(nil)}, func(n ast.Node, push bool, stack []ast.Node) bool {
		if !push {
			return false
		}
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && !u.declared[x.Name] && n.Sel.IsExported() {
				u.selectors = append(u.selectors, n)
			}
		case *ast.Ident:
			if !u.declared[n.Name] && n.Name != "_" && refers(n, stack[len(stack)-2]) {
				u.plain = append(u.plain, n)
			}
		}
		return true
	})
	return u
}

// refers reports that a name stands where it refers to a declaration, and not for a field, a key or a label.
func refers(id *ast.Ident, parent ast.Node) bool {
	switch p := parent.(type) {
	case *ast.File, *ast.ImportSpec, *ast.BranchStmt, *ast.LabeledStmt, *ast.SelectorExpr:
		return false
	case *ast.KeyValueExpr:
		return p.Value == id
	case *ast.Field:
		return p.Type == id && len(p.Names) > 0 // of an embedded field the definition may be the field
	}
	return true
}

// declaredAnywhere collects every name that the file declares: at package level, as parameter, variable, type or label.
func declaredAnywhere(ins *inspector.Inspector) map[string]bool {
	out := map[string]bool{}
	add := func(e ast.Expr) {
		if id, ok := e.(*ast.Ident); ok {
			out[id.Name] = true
		}
	}
	types := []ast.Node{
		(*ast.FuncDecl)(nil), (*ast.Field)(nil), (*ast.AssignStmt)(nil), (*ast.ValueSpec)(nil), (*ast.TypeSpec)(nil),
		(*ast.RangeStmt)(nil), (*ast.LabeledStmt)(nil),
	}
	ins.Preorder(types, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.FuncDecl:
			add(n.Name)
		case *ast.Field:
			for _, id := range n.Names {
				add(id)
			}
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				for _, e := range n.Lhs {
					add(e)
				}
			}
		case *ast.ValueSpec:
			for _, id := range n.Names {
				add(id)
			}
		case *ast.TypeSpec:
			add(n.Name)
		case *ast.RangeStmt:
			if n.Tok == token.DEFINE {
				add(n.Key)
				add(n.Value)
			}
		case *ast.LabeledStmt:
			add(n.Label)
		}
	})
	return out
}

// imported is a package that a file imports under a name.
type imported struct {
	path  string
	alias string // empty if the import names none
}

func (s *source) imports() []imported {
	var out []imported
	for _, spec := range s.ast.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil || p == "C" || p == "unsafe" {
			continue
		}
		i := imported{path: p}
		if spec.Name != nil {
			if spec.Name.Name == "_" || spec.Name.Name == "." {
				continue
			}
			i.alias = spec.Name.Name
		}
		out = append(out, i)
	}
	return out
}

// names are the names under which an import may be used: its alias, or what packages of such a path are called by custom.
func (i imported) names() []string {
	if i.alias != "" {
		return []string{i.alias}
	}
	base := path.Base(i.path)
	if majorVersion(base) && path.Dir(i.path) != "." {
		base = path.Base(path.Dir(i.path))
	}
	names := []string{base}
	if stem, _, ok := strings.Cut(base, ".v"); ok {
		names = append(names, stem) // gopkg.in/yaml.v3
	}
	for _, name := range slices.Clone(names) {
		name = strings.TrimSuffix(strings.TrimSuffix(strings.TrimPrefix(name, "go-"), "-go"), ".go")
		names = append(names, name, strings.ReplaceAll(name, "-", ""), strings.ReplaceAll(name, "-", "_"))
	}
	return names
}

func majorVersion(element string) bool {
	n, err := strconv.Atoi(strings.TrimPrefix(element, "v"))
	return err == nil && n > 1 && strings.HasPrefix(element, "v")
}
