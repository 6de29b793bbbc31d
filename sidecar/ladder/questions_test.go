package ladder

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// Completion must be asked only where gopls certainly offers the name.
func TestCompletionTarget(t *testing.T) {
	const util = "-- w/util/u.go --\npackage util\n\nfunc Name() {}\nvar U int\nvar Größe int\n"
	file := func(body string) string {
		return "-- w/a.go --\npackage a\n\nimport (\n\t\"fmt\"\n\t\"os\"\n\t\"example.com/w/util\"\n)\n\n" + body + "\n" + util
	}
	cases := map[string]struct{ archive, want string }{
		"of the module":                    {file("func A() { fmt.Println(); util.Name() }"), "util.Nam"},
		"of the standard library":          {file("func A() { fmt.Println() }"), "fmt.Printl"},
		"too new for the user's go line":   {file("var a os.Error"), ""},
		"one letter":                       {file("func A() { util.U++ }"), "util.U"},
		"a letter of two bytes":            {file("func A() { util.Größe++ }"), "util.Größ"},
		"among the keys of a literal":      {file("var a = []int{util.U}"), ""},
		"a name that the package has not":  {file("func A() { util.Nothing() }"), ""},
		"of a package that is not at hand": {"-- w/a.go --\npackage a\n\nimport \"gone.org/x\"\n\nfunc A() { x.X() }\n", ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			plan, _ := chooseIn(t, c.archive, nil)
			got := ""
			for _, q := range plan.Questions(true) {
				if q.Question != health.AskCompletion {
					continue
				}
				line := strings.Split(string(plan.Files[q.Target.File]), "\n")[q.At.Line]
				before := string([]rune(line)[:q.At.Character]) // no letter here takes two units
				got = before[strings.LastIndexAny(before, " \t{")+1:]
			}
			if got != c.want {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestQuestionsOfAPulse(t *testing.T) {
	plan, _ := chooseIn(t, `
-- w/a.go --
package a

import "fmt"

var s fmt.Stringer
-- w/c/c.go --
package c

import "C"

func A() { C.f() }
`, nil)
	count := func(thorough bool) map[health.Question]int {
		n := map[health.Question]int{}
		for _, q := range plan.Questions(thorough) {
			n[q.Question]++
		}
		return n
	}
	if got := fmt.Sprint(count(false)); got != "map[definition:2 document-symbols:1 hover:2]" {
		t.Errorf("a pulse asks %s", got)
	}
	if got := fmt.Sprint(count(true)); got != "map[definition:3 document-symbols:1 hover:3 type-definition:1 workspace-symbol:1]" {
		t.Errorf("a thorough examination asks %s", got)
	}
}

func TestNamed(t *testing.T) {
	many := func(n int) []string { return slices.Repeat([]string{"other"}, n) }
	cases := map[string]struct {
		q     health.Question
		names []string
		want  bool
	}{
		"there":               {health.AskCompletion, []string{"x", "Name"}, true},
		"not there":           {health.AskCompletion, []string{"x", "Names"}, false},
		"nothing":             {health.AskCompletion, nil, false},
		"with its package":    {health.AskWorkspaceSymbol, []string{"example.com/app.Name"}, true},
		"another's end":       {health.AskWorkspaceSymbol, []string{"SomeName"}, false},
		"perhaps cut off":     {health.AskWorkspaceSymbol, many(100), true},
		"not yet cut off":     {health.AskCompletion, many(100), false},
		"items that were cut": {health.AskCompletion, many(200), true},
	}
	for name, c := range cases {
		if got := Named(c.q, c.names, "Name"); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
