package hostile

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

// testsOf are the test and fuzz functions of the tree, by the directory of their package.
func testsOf(t *testing.T) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for _, top := range []string{"sidecar", "scripts", "test"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, d fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, "_test.go") {
				return err
			}
			f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			dir, err := filepath.Rel(root, filepath.Dir(path))
			for _, d := range f.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && regexp.MustCompile(`^(Test|Fuzz)[A-Z]`).MatchString(fn.Name.Name) && fn.Name.Name != "TestMain" {
					out[filepath.ToSlash(dir)] = append(out[filepath.ToSlash(dir)], fn.Name.Name)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func document(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var quoted = regexp.MustCompile("`([^`\n]+)`")

// What SECURITY.md calls a proof is one: every test and every file that it names is in the tree, and every row names some.
func TestEveryNamedProofExists(t *testing.T) {
	all := slices.Concat(slices.Collect(maps.Values(testsOf(t)))...)
	_, table, _ := strings.Cut(document(t, "SECURITY.md"), "|---|---|---|---|---|\n")
	table, _, _ = strings.Cut(table, "\n\n")
	rows := strings.Split(table, "\n")
	if len(rows) < 20 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, row := range rows {
		cells := strings.Split(strings.Trim(row, "| "), " | ")
		if len(cells) != 5 {
			t.Errorf("%d cells in %s", len(cells), row)
			continue
		}
		proofs := quoted.FindAllStringSubmatch(cells[4], -1)
		if len(proofs) == 0 {
			t.Errorf("no proof in %s", row)
		}
		for _, proof := range proofs {
			name := proof[1]
			if strings.Contains(name, "/") {
				if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(name))); err != nil {
					t.Errorf("%s: %v", cells[0], err)
				}
			} else if !slices.Contains(all, name) {
				t.Errorf("%s: there is no %s", cells[0], name)
			}
		}
	}
}

var repeats = regexp.MustCompile("`go test \\./(\\S+) -run '?([^'` ]+)'?`|`scripts/faults (\\w+)`|`(Test\\w+)`")

// Every command of docs/reliability.md that names tests finds some.
func TestEveryNumberCanBeRepeated(t *testing.T) {
	all := testsOf(t)
	found := repeats.FindAllStringSubmatch(document(t, "docs/reliability.md"), -1)
	if len(found) < 20 {
		t.Errorf("%d commands", len(found))
	}
	for _, m := range found {
		dir, pattern := m[1], m[2]
		switch {
		case m[3] != "":
			dir, pattern = "test/faults", m[3]
		case m[4] != "":
			if !slices.Contains(slices.Concat(slices.Collect(maps.Values(all))...), m[4]) {
				t.Errorf("there is no %s", m[4])
			}
			continue
		}
		for part := range strings.SplitSeq(strings.ReplaceAll(pattern, `\|`, "|"), "|") {
			if !slices.ContainsFunc(all[dir], regexp.MustCompile(part).MatchString) {
				t.Errorf("%s runs nothing: no test of %s matches %s", m[0], dir, part)
			}
		}
	}
}

// What attackers and faults are tried with is told to people, too.
func TestEveryTrialIsDocumented(t *testing.T) {
	told := document(t, "SECURITY.md") + document(t, "docs/reliability.md")
	all := testsOf(t)
	for _, dir := range []string{"test/hostile", "test/faults"} {
		for _, name := range all[dir] {
			if !strings.HasPrefix(name, "TestEvery") && !strings.Contains(told, "`"+name+"`") {
				t.Errorf("%s of %s is not in SECURITY.md or docs/reliability.md", name, dir)
			}
		}
	}
}
