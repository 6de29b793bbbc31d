package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/govitals/govitals/sidecar"

// arrows are the packages that each package builds on. It may import them, whatever they build on, and health.
var arrows = map[string][]string{
	"health":  {},
	"child":   {"process"},
	"check":   {"health"},
	"lang":    {"health"},
	"report":  {"lang"},
	"gopls":   {"health", "child"},
	"fix":     {"health", "child"},
	"ladder":  {"gopls"},
	"image":   {},
	"process": {"health"},
	"probe":   {"ladder", "child", "policy", "image", "process", "logs", "history"},
	"watch":   {"probe"},
	"policy":  {},
	"logs":    {},
	"history": {},
	"doctor":  {"lang", "check", "probe", "fix", "watch", "history"},
	"compare": {"report"},
	"triage":  {"report"},
	"cli":     {"doctor", "report", "compare", "triage"},
	"rpc":     {"doctor", "report"},
	"main":    {"cli", "rpc"},
}

// ground are the packages below which there is nothing of ours.
var ground = []string{"health", "child"}

// pure are packages whose every outcome depends on their arguments alone, with all that they may import: no files, no
// processes, no network, no clock, no chance, and no path function of the system they happen to run on.
var pure = map[string][]string{
	"health": {"bytes", "cmp", "encoding/json", "errors", "fmt", "go/version", "maps", "net/url", "path", "regexp", "slices", "sort", "strconv", "strings", "unicode", "unicode/utf8"},
	"check": {"bytes", "cmp", "encoding/json", "errors", "fmt", "go/build/constraint", "go/version", "maps", "net/url", "path", "regexp", "slices", "sort", "strconv", "strings",
		"unicode", "unicode/utf8", "golang.org/x/mod/module", "golang.org/x/mod/semver", "golang.org/x/mod/modfile"},
}

// runners alone start programs: everywhere else a child would have neither a deadline nor a proven end.
var runners = []string{"child", "gopls"}

// speakers alone write to standard output: it carries the result, or the protocol.
var speakers = []string{"cli", "main"}

const (
	longestFile     = 300 // lines
	longestFunction = 60
)

// source is a file with the package it belongs to, by folder.
type source struct {
	pkg, name string
	text      string
}

// allowed are all packages of ours that a package may import.
func allowed(pkg string) []string {
	out := slices.Clone(arrows[pkg])
	for i := 0; i < len(out); i++ {
		for _, below := range arrows[out[i]] {
			if !slices.Contains(out, below) {
				out = append(out, below)
			}
		}
	}
	if !slices.Contains(ground, pkg) && !slices.Contains(out, "health") {
		out = append(out, "health")
	}
	return out
}

// faults are what a file does against the design. Build constraints are not looked at: what holds for all files holds
// for all six targets.
func faults(src source) []string {
	if _, known := arrows[src.pkg]; !known {
		return []string{fmt.Sprintf("package %s has no place in the house", src.pkg)}
	}
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, src.name, src.text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return []string{err.Error()}
	}
	out := importFaults(src.pkg, file)
	if !ast.IsGenerated(file) {
		out = append(out, sizeFaults(src, set, file)...)
	}
	if !slices.Contains(speakers, src.pkg) {
		out = append(out, outputFaults(set, file)...)
	}
	return out
}

func importFaults(pkg string, file *ast.File) (out []string) {
	for _, spec := range file.Imports {
		name := strings.Trim(spec.Path.Value, `"`)
		if ours, ok := strings.CutPrefix(name, module+"/"); ok {
			if !slices.Contains(allowed(pkg), ours) {
				out = append(out, fmt.Sprintf("%s may not import %s", pkg, ours))
			}
			continue
		}
		if list, ok := pure[pkg]; ok && !slices.Contains(list, name) {
			out = append(out, fmt.Sprintf("%s is pure and may not import %s", pkg, name))
		}
		if name == "os/exec" && !slices.Contains(runners, pkg) {
			out = append(out, fmt.Sprintf("%s may not start programs itself (os/exec)", pkg))
		}
	}
	return out
}

func sizeFaults(src source, set *token.FileSet, file *ast.File) (out []string) {
	if lines := strings.Count(src.text, "\n"); lines > longestFile {
		out = append(out, fmt.Sprintf("%d lines, at most %d", lines, longestFile))
	}
	ast.Inspect(file, func(n ast.Node) bool {
		f, ok := n.(*ast.FuncDecl)
		if !ok {
			return true
		}
		if lines := set.Position(f.End()).Line - set.Position(f.Pos()).Line + 1; lines > longestFunction {
			out = append(out, fmt.Sprintf("%s has %d lines, at most %d", f.Name.Name, lines, longestFunction))
		}
		return true
	})
	return out
}

// outputFaults finds uses of standard output, by name: a local variable called os or fmt would be worth a finding too.
func outputFaults(set *token.FileSet, file *ast.File) (out []string) {
	ast.Inspect(file, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := s.X.(*ast.Ident); ok && (x.Name == "fmt" && strings.HasPrefix(s.Sel.Name, "Print") || x.Name == "os" && s.Sel.Name == "Stdout") {
			out = append(out, fmt.Sprintf("line %d writes to standard output (%s.%s)", set.Position(s.Pos()).Line, x.Name, s.Sel.Name))
		}
		return true
	})
	return out
}

func TestTheHouseIsBuiltAsDrawn(t *testing.T) {
	seen := map[string]bool{}
	err := filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "testdata" || strings.HasPrefix(entry.Name(), ".") && file != ".") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		pkg := path.Dir(filepath.ToSlash(file))
		if pkg == "." {
			pkg = "main"
		}
		seen[pkg] = true
		for _, fault := range faults(source{pkg, file, string(text)}) {
			t.Errorf("%s: %s", file, fault)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, pkg := range []string{"main", "health", "check", "probe"} {
		if !seen[pkg] {
			t.Errorf("no file of package %s was looked at", pkg)
		}
	}
}

// The arrows must lead downwards: a circle would allow everything on it.
func TestArrowsHaveNoCircle(t *testing.T) {
	for pkg, below := range arrows {
		if slices.Contains(allowed(pkg), pkg) {
			t.Errorf("%s builds on itself", pkg)
		}
		for _, b := range below {
			if _, known := arrows[b]; !known {
				t.Errorf("%s builds on %s, which is not drawn", pkg, b)
			}
		}
	}
}

// The rules must catch what they are made for.
func TestRulesCatchFaults(t *testing.T) {
	importing := func(names ...string) string {
		return "package x\n\nimport (\n\t\"" + strings.Join(names, "\"\n\t\"") + "\"\n)\n"
	}
	for _, tc := range []struct {
		name, pkg, text string
		want            string // part of the only fault; empty: none
	}{
		{"fitting", "check", importing(module+"/health", "strings", "golang.org/x/mod/modfile"), ""},
		{"arrow against the stream", "health", importing(module + "/check"), "health may not import check"},
		{"ground has nothing below", "health", importing(module + "/child"), "health may not import child"},
		{"sideways", "check", importing(module + "/probe"), "check may not import probe"},
		{"further down the arrows", "doctor", importing(module + "/gopls"), ""},
		{"health for all", "cli", importing(module + "/health"), ""},
		{"file behind a build tag", "probe", "//go:build windows\n\n" + importing(module+"/doctor"), "probe may not import doctor"},
		{"files in a check", "check", importing("os"), "pure"},
		{"system's paths in health", "health", importing("path/filepath"), "pure"},
		{"clock", "check", importing("time"), "pure"},
		{"chance", "health", importing("math/rand/v2"), "pure"},
		{"network", "health", importing("net"), "pure"},
		{"addresses are text", "health", importing("net/url"), ""},
		{"other people's code", "check", importing("golang.org/x/mod/sumdb"), "pure"},
		{"starts a program", "probe", importing("os/exec"), "start programs"},
		{"the one that may", "child", importing("os/exec"), ""},
		{"prints", "doctor", "package x\n\nfunc f() { fmt.Println() }\n", "standard output"},
		{"takes standard output", "rpc", "package x\n\nvar w = os.Stdout\n", "standard output"},
		{"the command line speaks", "cli", "package x\n\nfunc f() { fmt.Fprintln(os.Stdout) }\n", ""},
		{"formats", "doctor", "package x\n\nfunc f() { fmt.Sprint() }\n", ""},
		{"long function", "fix", "package x\n\nfunc f() {\n" + strings.Repeat("\tf()\n", 60) + "}\n", "f has 62 lines"},
		{"long method", "fix", "package x\n\nfunc (t T) m() {\n" + strings.Repeat("\tf()\n", 60) + "}\n", "m has 62 lines"},
		{"long file", "fix", "package x\n" + strings.Repeat("\n", 300), "301 lines"},
		{"generated", "fix", "// Code generated by a script. DO NOT EDIT.\n\npackage x\n" + strings.Repeat("\n", 300), ""},
		{"stranger", "util", "package util\n", "no place"},
		{"broken", "fix", "package", "expected"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := faults(source{tc.pkg, "x.go", tc.text})
			switch {
			case tc.want == "" && len(got) > 0:
				t.Errorf("a fault is seen where none is: %q", got)
			case tc.want != "" && (len(got) != 1 || !strings.Contains(got[0], tc.want)):
				t.Errorf("faults %q, want one with %q", got, tc.want)
			}
		})
	}
}
