package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/govitals/govitals/sidecar/check"
	"github.com/govitals/govitals/sidecar/cli"
	"github.com/govitals/govitals/sidecar/compare"
	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/lang"
)

// speaking are the packages whose phrases are said by a lang.Printer.
var speaking = []string{"report", "cli", "doctor", "rpc", "triage", "compare"}

// texts are all that there is to translate, in the order of the files: messages of checks, their documentation, words of closed
// lists, and phrases.
func texts(root string) ([]lang.Entry, error) {
	out := append(messages(), documentation()...)
	words, err := closedLists(filepath.Join(root, "sidecar", "health"))
	if err != nil {
		return nil, err
	}
	out = append(out, words...)
	seen := map[string]bool{}
	for _, pkg := range speaking {
		list, err := phrases(filepath.Join(root, "sidecar", pkg))
		if err != nil {
			return nil, err
		}
		if pkg == "cli" {
			list = append(list, cli.Texts()...)
		}
		for _, english := range list {
			if !seen[english] {
				seen[english] = true
				out = append(out, lang.Entry{File: "_" + pkg, English: english})
			}
		}
	}
	return out, nil
}

// messages are the titles and details of the catalogue, by check.
func messages() []lang.Entry {
	var out []lang.Entry
	catalogue := doctor.Catalogue(check.All)
	maps.Copy(catalogue, compare.Texts)
	ids := make([]health.MessageID, 0, len(catalogue))
	for id := range catalogue {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		t := catalogue[id]
		for _, e := range []lang.Entry{{Context: string(id), English: string(t.Title)}, {Context: lang.DetailContext(id), English: string(t.Detail)}} {
			if e.File = fileOf(string(id)); e.English != "" {
				out = append(out, e)
			}
		}
	}
	return out
}

// families are the shared messages that have a file of their own, by the beginning of their names.
var families = []string{"advice", "isolation", "ladder", "life", "rung", "why", "works"}

// fileOf is the check of a message, or for shared ones the family.
func fileOf(id string) string {
	check, name, _ := strings.Cut(id, ".")
	switch check {
	case "say":
	case "compare":
		return "_compare"
	default:
		return check
	}
	family, _, ok := strings.Cut(name, "-")
	if ok && slices.Contains(families, family) {
		return "_say-" + family
	}
	return "_say"
}

// documentation are the titles of the checks and what `explain` says of them.
func documentation() []lang.Entry {
	var out []lang.Entry
	for _, c := range check.All {
		title, doc, _ := strings.Cut(strings.TrimSpace(c.Doc), "\n")
		out = append(out, lang.Entry{File: string(c.ID), Context: lang.TitleContext(c.ID), English: strings.TrimSpace(title), Comment: "title of the check"},
			lang.Entry{File: string(c.ID), Context: lang.DocContext(c.ID), English: strings.TrimSpace(doc), Comment: "its documentation, in Markdown"})
	}
	return out
}

// closed are the types of health whose values people read.
var closed = []string{"Question", "TargetKind", "AnswerVerdict", "RungState", "Severity", "CheckState", "ProbeState", "Tier", "Scope", "Wait",
	"ProcessRole", "DebugStage", "Badge", "Purpose", "Risk", "FileState", "LadderVerdict"}

// spoken are words that no type of health lists: who asked for a start of gopls, where a tool was searched, what became of a step
// of a fix and of the whole.
var spoken = []string{"planned", "began", "applied", "failed", "left", "undoing", "undone", "fixed", "still-broken", "made-worse", "unproved", "activation", "manual", "automatic", "path", "the Go extension"}

// closedLists are the words of the closed lists.
func closedLists(dir string) ([]lang.Entry, error) {
	words := slices.Clone(spoken)
	err := eachFile(dir, func(f *ast.File) {
		ast.Inspect(f, func(n ast.Node) bool {
			v, ok := n.(*ast.ValueSpec)
			if !ok || v.Type == nil {
				return true
			}
			if t, ok := v.Type.(*ast.Ident); !ok || !slices.Contains(closed, t.Name) {
				return true
			}
			for _, value := range v.Values {
				if word, ok := constant(value); ok && word != "" {
					words = append(words, word)
				}
			}
			return true
		})
	})
	slices.Sort(words)
	var out []lang.Entry
	for _, word := range slices.Compact(words) {
		out = append(out, lang.Entry{File: "_words", Context: lang.WordContext(word), English: strings.ReplaceAll(word, "-", " ")})
	}
	return out, err
}

// inTemplate finds the phrases of a page: {{say "…"}} or (say "…").
var inTemplate = regexp.MustCompile(`\bsay ("(?:[^"\\]|\\.)*")`)

// phrases are the literals that a package gives to Say, Count and Mark, in order.
func phrases(dir string) ([]string, error) {
	var out []string
	err := eachFile(dir, func(f *ast.File) {
		ast.Inspect(f, func(n ast.Node) bool {
			if end, ok := n.(*ast.CompositeLit); ok { // how a command ends: exit{code, "…"}
				if t, ok := end.Type.(*ast.Ident); ok && t.Name == "exit" && len(end.Elts) == 2 {
					if text, ok := constant(end.Elts[1]); ok && text != "" {
						out = append(out, text)
					}
				}
				return true
			}
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			from, to, ok := said(call)
			for i := from; ok && i < min(to, len(call.Args)); i++ {
				if text, ok := constant(call.Args[i]); ok {
					out = append(out, text)
				}
			}
			return true
		})
	})
	if err != nil {
		return nil, err
	}
	pages, err := filepath.Glob(filepath.Join(dir, "*", "*.html"))
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			return nil, err
		}
		for _, m := range inTemplate.FindAllStringSubmatch(string(text), -1) {
			phrase, err := strconv.Unquote(m[1])
			if err != nil {
				return nil, fmt.Errorf("%s: %s: %w", page, m[1], err)
			}
			out = append(out, phrase)
		}
	}
	return out, err
}

// said tells which arguments of a call are phrases.
func said(call *ast.CallExpr) (from, to int, ok bool) {
	if f, ok := call.Fun.(*ast.Ident); ok {
		return 0, 1, f.Name == "usage"
	}
	s, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return 0, 0, false
	}
	of := ""
	if x, ok := s.X.(*ast.Ident); ok {
		of = x.Name
	}
	switch s.Sel.Name {
	case "Say", "say": // health.Say names a message
		return 0, 1, of != "health" && of != "texts" // those name messages
	case "Count":
		return 1, 3, of != "strings" && of != "bytes"
	case "Mark":
		return 0, 1, of == "lang"
	}
	return 0, 0, false
}

// constant is the value of a literal, also of several joined by +.
func constant(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		left, ok1 := constant(e.X)
		right, ok2 := constant(e.Y)
		return left + right, ok1 && ok2 && e.Op == token.ADD
	}
	return "", false
}

func eachFile(dir string, do func(*ast.File)) error {
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return err
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			return err
		}
		do(f)
	}
	return nil
}
