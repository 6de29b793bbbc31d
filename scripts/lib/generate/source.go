package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

const modulePath = "github.com/govitals/govitals/sidecar/"

// words is what reflection does not know of the types: their comments, and the constants of an enumeration.
type words struct {
	docs   map[string]string   // "health.Finding" or "health.Finding.Subject"
	values map[string][]string // "health.Severity": its constants, in the order of the source
}

// readSources reads packages below dir.
func readSources(dir string, packages ...string) (*words, error) {
	w := &words{docs: map[string]string{}, values: map[string][]string{}}
	for _, name := range packages {
		files, err := filepath.Glob(filepath.Join(dir, name, "*.go"))
		if err != nil {
			return nil, err
		}
		set := token.NewFileSet()
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			parsed, err := parser.ParseFile(set, file, nil, parser.ParseComments)
			if err != nil {
				return nil, err
			}
			for _, d := range parsed.Decls {
				if d, ok := d.(*ast.GenDecl); ok {
					w.declaration(name, d)
				}
			}
		}
	}
	return w, nil
}

func (w *words) declaration(pkg string, d *ast.GenDecl) {
	for _, spec := range d.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			w.typeSpec(pkg, d, spec)
		case *ast.ValueSpec:
			if d.Tok == token.CONST {
				w.constants(pkg, spec)
			}
		}
	}
}

func (w *words) constants(pkg string, spec *ast.ValueSpec) {
	named, ok := spec.Type.(*ast.Ident)
	if !ok {
		return
	}
	for _, v := range spec.Values {
		literal, ok := v.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			continue
		}
		if text, err := strconv.Unquote(literal.Value); err == nil {
			w.values[pkg+"."+named.Name] = append(w.values[pkg+"."+named.Name], text)
		}
	}
}

func (w *words) typeSpec(pkg string, d *ast.GenDecl, spec *ast.TypeSpec) {
	name := pkg + "." + spec.Name.Name
	doc := spec.Doc
	if doc == nil {
		doc = d.Doc
	}
	w.docs[name] = comment(doc)
	fields, ok := spec.Type.(*ast.StructType)
	if !ok {
		return
	}
	for _, f := range fields.Fields.List {
		text := strings.TrimSpace(comment(f.Doc) + " " + comment(f.Comment))
		for _, n := range f.Names {
			w.docs[name+"."+n.Name] = text
		}
	}
}

func comment(c *ast.CommentGroup) string {
	return strings.Join(strings.Fields(c.Text()), " ")
}

// nameOf is the key of a type in words: its package's last element and its name.
func nameOf(t reflect.Type) string {
	return strings.TrimPrefix(t.PkgPath(), modulePath) + "." + t.Name()
}

func (w *words) doc(t reflect.Type) string                { return w.docs[nameOf(t)] }
func (w *words) field(t reflect.Type, name string) string { return w.docs[nameOf(t)+"."+name] }

// enumeration returns the values of a string type, and false if it is open. The empty string stands for "does not apply"
// in the types that are not always filled.
func (w *words) enumeration(t reflect.Type) ([]string, bool) {
	values := w.values[nameOf(t)]
	if len(values) == 0 || t.Kind() != reflect.String {
		return nil, false
	}
	if mayBeEmpty[nameOf(t)] && !slices.Contains(values, "") {
		values = append(slices.Clone(values), "")
	}
	return values, true
}

var mayBeEmpty = map[string]bool{
	"health.Scope": true, "health.SourceKind": true, "health.Stage": true, "health.Tree": true,
}
