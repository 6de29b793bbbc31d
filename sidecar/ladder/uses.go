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
	selectors []selector
	cgo       []selector
	declared  map[string]bool
}

// selector is a name behind that of a package: fmt.Println.
type selector struct {
	pkg, name *ast.Ident
	called    bool
	// inLiteral says that it stands in a composite literal, where completion may offer keys and nothing else.
	inLiteral bool
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
			u.selects(n, stack)
		case *ast.Ident:
			if !u.declared[n.Name] && n.Name != "_" && refers(n, stack) {
				u.plain = append(u.plain, n)
			}
		}
		return true
	})
	return u
}

func (u *uses) selects(n *ast.SelectorExpr, stack []ast.Node) {
	x, ok := n.X.(*ast.Ident)
	if !ok || u.declared[x.Name] || embeds(n, stack) {
		return
	}
	sel := selector{pkg: x, name: n.Sel}
	if call, ok := stack[len(stack)-2].(*ast.CallExpr); ok {
		sel.called = call.Fun == n
	}
	for _, above := range stack {
		if _, literal := above.(*ast.CompositeLit); literal {
			sel.inLiteral = true
		}
	}
	switch {
	case x.Name == "C":
		u.cgo = append(u.cgo, sel)
	case n.Sel.IsExported():
		u.selectors = append(u.selectors, sel)
	}
}

// refers reports that a name stands where it refers to a declaration, and not for a field, a key or a label.
func refers(id *ast.Ident, stack []ast.Node) bool {
	switch p := stack[len(stack)-2].(type) {
	case *ast.File, *ast.ImportSpec, *ast.BranchStmt, *ast.LabeledStmt, *ast.SelectorExpr:
		return false
	case *ast.KeyValueExpr:
		return p.Value == id
	case *ast.Field:
		return p.Type == id && len(p.Names) > 0 // one of the names people point at, and no embedded field
	}
	return !embeds(id, stack)
}

// embeds reports that a type's name stands for an embedded field, whose definition may be the field itself. The stack ends
// with the name; between it and the field stand only what makes T into *T or T[int].
func embeds(n ast.Expr, stack []ast.Node) bool {
	for i := len(stack) - 2; i >= 0; i-- {
		switch above := stack[i].(type) {
		case *ast.StarExpr, *ast.ParenExpr:
		case *ast.IndexExpr:
			if above.X != n {
				return false
			}
		case *ast.IndexListExpr:
			if above.X != n {
				return false
			}
		case *ast.Field:
			_, inStruct := stack[max(i-2, 0)].(*ast.StructType)
			return inStruct && len(above.Names) == 0
		default:
			return false
		}
		n, _ = stack[i].(ast.Expr)
	}
	return false
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
			for _, name := range receiverParameters(n) {
				add(name)
			}
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

// receiverParameters are the type parameters that a method names anew: T in func (l *List[T]) Len().
func receiverParameters(f *ast.FuncDecl) []ast.Expr {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return nil
	}
	t := ast.Unparen(f.Recv.List[0].Type)
	if star, ok := t.(*ast.StarExpr); ok {
		t = ast.Unparen(star.X)
	}
	switch t := t.(type) {
	case *ast.IndexExpr:
		return []ast.Expr{t.Index}
	case *ast.IndexListExpr:
		return t.Indices
	}
	return nil
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
