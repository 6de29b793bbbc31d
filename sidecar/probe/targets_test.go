package probe

import (
	"slices"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestTargets(t *testing.T) {
	kinds := func(list []EditorQuestion) string {
		var out []string
		for _, q := range list {
			if kind := string(q.Question) + " " + string(q.Target); !slices.Contains(out, kind) {
				out = append(out, kind)
			}
		}
		slices.Sort(out)
		return strings.Join(out, ", ")
	}
	const inMain = "definition builtin, definition dependency, definition same-module, definition same-package, definition standard-library, " +
		"document-symbols document, hover builtin, hover dependency, hover same-module, hover same-package, hover standard-library"
	cases := map[string]struct {
		prepare func(*world)
		kinds   string
		file    string // of the first question
	}{
		"background":     {func(w *world) { w.edited("app/main.go"); w.r.Background = true }, inMain, "app/main.go"},
		"somebody asked": {func(w *world) { w.edited("app/main.go") }, "completion same-module, " + inMain + ", workspace-symbol same-package", "app/main.go"},
		"no document":    {func(w *world) { w.edited() }, "", ""},
		"other documents only": {func(w *world) {
			w.edited("app/go.mod", "elsewhere/main.go")
			w.r.Editor.ActiveFile = w.path("app/go.mod")
		}, "", ""},
		"untrusted":    {func(w *world) { w.edited("app/main.go"); w.r.Untrusted = true }, "", ""},
		"command line": {func(w *world) {}, "", ""},
		"the active one first": {func(w *world) {
			w.edited("app/helper.go", "app/internal/util/util.go", "app/main.go")
			w.r.Editor.ActiveFile, w.r.Background = w.path("app/main.go"), true
		}, inMain, "app/main.go"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, appWithDependency)
			w.publish(dependency, "example.org/dep@v1.0.0")
			w.sums(true)
			c.prepare(w)
			list := w.targets()
			if got := kinds(list); got != c.kinds {
				t.Errorf("asks %s", got)
			}
			if len(list) > 0 && list[0].File != w.path(c.file) {
				t.Errorf("first in %s", list[0].File)
			}
			for _, q := range list {
				if q.Question == health.AskWorkspaceSymbol {
					continue // it is asked in no document
				}
				if q.Folder != w.app || !slices.Contains(w.r.Editor.OpenFiles, q.File) {
					t.Errorf("asks in %s of %s", q.File, q.Folder)
				}
			}
		})
	}
}

// Thorough questions, many folders, a folder within another: no more than the bound, and every folder has its own.
func TestTargetsOfManyFolders(t *testing.T) {
	w := newWorld(t, "")
	var open []string
	for _, folder := range []string{"app", "app/inner", "c", "d", "e", "f", "g", "h"} {
		w.unpack("-- " + folder + "/go.mod --\nmodule example.com/" + folder + "\n\ngo 1.24\n-- " + folder + "/a.go --\n" +
			"package a\n\nimport (\n\t\"fmt\"\n\t\"os\"\n)\n\n// T is a type.\ntype T struct{ f *os.File }\n\nfunc A(t T) { fmt.Println(len(b(t))) }\n" +
			"-- " + folder + "/b.go --\npackage a\n\nfunc b(T) string { return \"b\" }\n")
		w.r.Folders = append(w.r.Folders, w.path(folder))
		open = append(open, folder+"/a.go")
	}
	w.r.Folders = slices.Compact(w.r.Folders)
	w.edited(open...)
	list := w.targets()
	if len(list) > maxAnswers {
		t.Errorf("%d questions", len(list))
	}
	asked := map[string]int{}
	for _, q := range list {
		asked[q.Folder]++
		if w.path("app/inner/a.go") == q.File && q.Folder != w.path("app/inner") {
			t.Errorf("%s belongs to the inner folder, not to %s", q.File, q.Folder)
		}
	}
	for _, folder := range w.r.Folders {
		if asked[folder] < leastQuestions {
			t.Errorf("%d questions in %s", asked[folder], folder)
		}
	}
}

func BenchmarkTargets(b *testing.B) {
	folder := strings.TrimSuffix(realGo["GOROOT"], "/") + "/src"
	r := Request{Tier: health.TierStandard, Background: true, Folders: []string{folder},
		Editor: &EditorFacts{OpenFiles: []string{folder + "/fmt/print.go"}, ActiveFile: folder + "/fmt/print.go", Settings: []EditorSetting{}}}
	for b.Loop() {
		if list, err := Targets(b.Context(), Options{System: Machine{}, Request: r}); err != nil || len(list) == 0 {
			b.Fatal(len(list), err)
		}
	}
}
