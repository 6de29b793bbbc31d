package ladder

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// What a go.mod of its own cuts off is asked about; a healthy repository of several modules is never asked about a package that
// another module supplies, or that nobody imports.
func TestChooseWhatIsCutOff(t *testing.T) {
	const (
		main = `
-- w/main.go --
package main

import (
	"example.com/w/a"
	"example.com/w/sub/util"
)

func main() { a.A(); var _ a.T; util.U(); _ = util.T{} }
-- w/a/a.go --
package a

func A() {}

type T struct{}
`
		util = "-- w/sub/util/u.go --\npackage util\n\nfunc U() {}\n\ntype T struct{}\n"
		cut  = "same-module example.com/w/sub/util.U main.go"
		sane = "same-module example.com/w/a.A main.go"
	)
	nested := func(dirs ...string) func(*Ground) {
		return func(g *Ground) {
			for _, dir := range dirs {
				g.Nested = append(g.Nested, filepath.Join(g.Dirs[0], dir))
			}
		}
	}
	with := func(path, dir string, kind health.TargetKind) func(*Ground) {
		return func(g *Ground) {
			nested("sub")(g)
			if dir != "" {
				dir = filepath.Join(filepath.Dir(g.Dirs[0]), dir)
			}
			g.Roots = append(g.Roots, Root{Path: path, Dir: dir, Kind: kind})
		}
	}
	const gomod = "-- w/sub/go.mod --\nmodule sub\n"
	cases := map[string]struct {
		archive string
		change  func(*Ground)
		want    string // the target of another package of the module
	}{
		"cut off":                               {main + util + gomod, nested("sub"), cut},
		"by a go.mod in the package itself":     {main + util + "-- w/sub/util/go.mod --\nmodule util\n", nested("sub/util"), cut},
		"nothing else is imported":              {"-- w/main.go --\npackage main\n\nimport \"example.com/w/sub/util\"\n\nfunc main() { var _ util.T; util.U() }\n" + util + gomod, nested("sub"), "same-module example.com/w/sub/util.T main.go"},
		"by two":                                {main + util + gomod + "-- w/sub/util/go.mod --\nmodule util\n", nested("sub", "sub/util"), cut},
		"by two, one of which is not known":     {main + util + gomod + "-- w/sub/util/go.mod --\nmodule util\n", nested("sub"), sane},
		"by one that is not known":              {main + util + gomod, nil, sane},
		"not cut off":                           {main + util, nested("sub"), sane},
		"a package that is not there":           {main + gomod, nested("sub"), sane},
		"a name that is not declared there":     {main + "-- w/sub/util/u.go --\npackage util\n" + gomod, nested("sub"), sane},
		"files for another system only":         {main + "-- w/sub/util/u_windows.go --\npackage util\n\nfunc U() {}\n" + gomod, nested("sub"), sane},
		"required, in the module cache":         {main + util + gomod, with("example.com/w/sub", "", health.TargetDependency), sane},
		"required and replaced, or in go.work":  {main + util + gomod, with("example.com/w/sub", "w/sub", health.TargetLocalReplace), sane},
		"supplied by the module above":          {main + util + gomod + "-- above/w/sub/util/u.go --\npackage util\n", with("example.com", "above", health.TargetDependency), sane},
		"by the module above, if that has it":   {main + util + gomod + "-- above/other/o.go --\npackage other\n", with("example.com", "above", health.TargetDependency), cut},
		"by a module that is not at hand":       {main + util + gomod, with("example.com", "", health.TargetDependency), sane},
		"replaced without being required":       {main + util + gomod, func(g *Ground) { nested("sub")(g); g.Elsewhere = []string{"example.com/w/sub"} }, sane},
		"another one is replaced":               {main + util + gomod, func(g *Ground) { nested("sub")(g); g.Elsewhere = []string{"example.com/w/subs"} }, cut},
		"nobody imports it":                     {strings.ReplaceAll(strings.ReplaceAll(main, "\t\"example.com/w/sub/util\"\n", ""), "util.U(); _ = util.T{}", "") + util + gomod, nested("sub"), sane},
		"only the nested module itself does so": {strings.Replace(main, "\t\"example.com/w/sub/util\"\n", "", 1) + util + gomod + "-- w/sub/main.go --\npackage main\n\nimport \"example.com/w/sub/util\"\n\nfunc main() { util.U() }\n", nested("sub"), sane},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			plan, _ := chooseIn(t, c.archive, c.change)
			if got := plan.ofKind(health.TargetSameModule); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			for _, asked := range plan.Questions(true) {
				if c.want != sane && asked.Question != health.AskHover && asked.Question != health.AskDefinition && strings.Contains(asked.Target.Symbol, "sub/util") {
					t.Errorf("also asked: %s of %s", asked.Question, asked.Target.Symbol)
				}
			}
		})
	}
}

func (p Plan) ofKind(kind health.TargetKind) string {
	i := slices.IndexFunc(p.words(), func(word string) bool { return strings.HasPrefix(word, string(kind)+" ") })
	if i < 0 {
		return ""
	}
	return p.words()[i]
}

// A package that imports what is cut off is found also behind others that promise more, and behind the active one.
func TestChooseFindsWhatIsCutOffAnywhere(t *testing.T) {
	archive := openModule + "-- w/sub/go.mod --\nmodule sub\n-- w/sub/s.go --\npackage sub\n\nfunc S() {}\n" +
		"-- w/late/l.go --\npackage late\n\nimport \"example.com/w/sub\"\n\nfunc L() { sub.S() }\n"
	for _, name := range []string{"b", "c", "d", "e", "f", "g"} {
		archive += "-- w/" + name + "/a.go --\npackage p\n\nimport (\n\t\"fmt\"\n\t\"example.com/w/util\"\n)\n\nfunc A() { fmt.Println(b()); util.U() }\n" +
			"-- w/" + name + "/b.go --\npackage p\n\nfunc b() int { return len(\"\") }\n"
	}
	for _, active := range []string{"", "util/u.go"} {
		plan, _ := chooseIn(t, archive, func(g *Ground) {
			g.Nested = []string{filepath.Join(g.Dirs[0], "sub")}
			if active != "" {
				g.ActiveFile = filepath.Join(g.Dirs[0], active)
			}
		})
		if got, want := plan.ofKind(health.TargetSameModule), "same-module example.com/w/sub.S l.go"; got != want {
			t.Errorf("active %q: got %q, want %q", active, got, want)
		}
	}
}

// In the editor only open documents are asked about, whoever else imports what is cut off.
func TestChooseAmongOpenWhatIsCutOff(t *testing.T) {
	archive := openModule + "-- w/sub/go.mod --\nmodule sub\n-- w/sub/s.go --\npackage sub\n\nfunc S() {}\n" +
		"-- w/late/l.go --\npackage late\n\nimport \"example.com/w/sub\"\n\nfunc L() { sub.S() }\n"
	for open, want := range map[string]string{
		"main.go":           "same-module example.com/w/util.U main.go",
		"main.go late/l.go": "same-module example.com/w/sub.S l.go",
		"sub/s.go":          "",
	} {
		plan, _ := chooseIn(t, archive, func(g *Ground) {
			g.Nested = []string{filepath.Join(g.Dirs[0], "sub")}
			for _, file := range strings.Fields(open) {
				g.Only = append(g.Only, filepath.Join(g.Dirs[0], file))
			}
		})
		if got := plan.ofKind(health.TargetSameModule); got != want {
			t.Errorf("%s: got %q, want %q", open, got, want)
		}
	}
}
