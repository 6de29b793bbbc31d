package main

import (
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// target is a fuzz target.
type target struct{ Package, Name string }

func (t target) String() string { return t.Package + " " + t.Name }

// targets are those of the tree, by package and name.
func targets(root string) (out []target, err error) {
	for _, top := range []string{"scripts", "sidecar", "test"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() && d.Name() == "testdata" {
				return cmp.Or(err, fs.SkipDir)
			}
			if !strings.HasSuffix(path, "_test.go") {
				return nil
			}
			dir, err := filepath.Rel(root, filepath.Dir(path))
			if err != nil {
				return err
			}
			names, err := fuzzed(path)
			for _, name := range names {
				out = append(out, target{filepath.ToSlash(dir), name})
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(out, compare)
	return out, nil
}

func compare(a, b target) int {
	return cmp.Or(cmp.Compare(a.Package, b.Package), cmp.Compare(a.Name, b.Name))
}

func fuzzed(path string) (names []string, err error) {
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && strings.HasPrefix(fn.Name.Name, "Fuzz") {
			names = append(names, fn.Name.Name)
		}
	}
	return names, nil
}

// The table stands between these lines.
const (
	begin = "<!-- scripts/fuzz --table -->"
	end   = "<!-- end of the table -->"
	head  = "| whose bytes | target | tries | new inputs | crashes |\n|---|---|---|---|---|\n"
)

// rewrite puts the results into the table of a file. Targets that did not run keep their rows, those that are no more lose them.
func rewrite(file string, all []target, done map[target]result) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	before, table, after, err := cut(string(text))
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	rows := parse(table)
	for t, r := range done {
		rows[t] = r
	}
	return os.WriteFile(file, []byte(before+begin+"\n"+format(all, rows)+end+after), 0o644)
}

func cut(text string) (before, table, after string, err error) {
	before, rest, ok := strings.Cut(text, begin)
	table, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		return "", "", "", errors.New("there is no table of fuzz targets")
	}
	return before, table, after, nil
}

// parse reads the rows of a table.
func parse(table string) map[target]result {
	out := map[target]result{}
	for line := range strings.SplitSeq(table, "\n") {
		cells := strings.Split(strings.Trim(line, "| "), " | ")
		if len(cells) != 5 || !strings.HasPrefix(cells[1], "`") {
			continue
		}
		dir, name, _ := strings.Cut(strings.Trim(cells[1], "`"), " ")
		number := func(i int) int {
			n, _ := strconv.Atoi(strings.ReplaceAll(cells[i], " ", ""))
			return n
		}
		out[target{dir, name}] = result{number(2), number(3), number(4)}
	}
	return out
}

// format writes the rows by boundary, and their sum.
func format(all []target, rows map[target]result) string {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b target) int { return cmp.Compare(boundaries[a.String()], boundaries[b.String()]) })
	var out strings.Builder
	var sum result
	count := 0
	out.WriteString("\n" + head)
	for _, t := range all {
		r, tried := rows[t]
		if !tried {
			continue
		}
		count++
		sum.Tries, sum.Fresh, sum.Crashes = sum.Tries+r.Tries, sum.Fresh+r.Fresh, sum.Crashes+r.Crashes
		fmt.Fprintf(&out, "| %s | `%s` | %s | %s | %d |\n", boundaries[t.String()], t, spaced(r.Tries), spaced(r.Fresh), r.Crashes)
	}
	fmt.Fprintf(&out, "| **all** | %d targets | %s | %s | %d |\n\n", count, spaced(sum.Tries), spaced(sum.Fresh), sum.Crashes)
	return out.String()
}

// spaced writes a number in groups of three.
func spaced(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + " " + text[i:]
	}
	return text
}
