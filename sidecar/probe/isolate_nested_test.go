package probe

import (
	"os"
	"slices"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// A go.mod that cuts a package out of its module is found by hiding it from go and gopls, whatever else may hide or list it, and
// nothing of the user's is changed.
func TestIsolationOfNestedModules(t *testing.T) {
	util := func(w *world) string { return "nested util " + w.path("app/internal/util/go.mod") }
	cases := map[string]struct {
		prepare func(*world)
		want    func(*world) []string
	}{
		"a go.mod by accident": {func(*world) {}, func(w *world) []string { return []string{util(w)} }},
		"two and one lies in the other": {func(w *world) { w.write("app/internal/go.mod", "module inner\n", 0o644) },
			func(w *world) []string { return []string{"nested inner " + w.path("app/internal/go.mod"), util(w)} }},
		"listed in go.work": {func(w *world) { w.write("app/go.work", "go 1.24\n\nuse (\n\t.\n\t./internal/util\n)\n", 0o644) },
			func(w *world) []string { return []string{util(w)} }},
		"beside an overlay of the user's own": {func(w *world) {
			w.write("app/overlay.json", `{"Replace": {"helper.go": "`+w.path("helper.txt")+`"}}`, 0o644)
			w.write("helper.txt", "package main\n\nfunc helper() int { return 1 }\n", 0o644)
			w.env["GOFLAGS"] = "-overlay=" + w.path("app/overlay.json")
		}, func(w *world) []string { return []string{util(w)} }},
		"and a variable": {func(w *world) { w.env["GOROOT"] = "/nonexistent" },
			func(w *world) []string { return []string{util(w), "variable GOROOT /nonexistent"} }},
		"with a vendor directory": {func(w *world) {
			file := w.path("app/internal/util/go.mod")
			text, _ := os.ReadFile(file)
			_ = os.Remove(file)
			w.goRun(w.app, "mod", "vendor")
			w.write("app/internal/util/go.mod", string(text), 0o644)
		}, func(w *world) []string { return []string{util(w)} }},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, appWithDependency)
			w.publish(dependency, "example.org/dep@v1.0.0")
			w.sums(true)
			w.write("app/internal/util/go.mod", "module util\n\ngo 1.24\n", 0o644)
			c.prepare(w)
			got := w.isolation()
			if want := c.want(w); !slices.Equal(culpritsOf(got), want) {
				t.Errorf("culprits %q, want %q", culpritsOf(got), want)
			}
			if got.State != health.IsolationFound || !got.Confirmed || !got.Mended {
				t.Errorf("%s, confirmed %t, mended %t, %s", got.State, got.Confirmed, got.Mended, got.Reason.ID)
			}
			if text, err := os.ReadFile(w.path("app/internal/util/go.mod")); string(text) != "module util\n\ngo 1.24\n" {
				t.Errorf("the go.mod was changed: %q, %v", text, err)
			}
		})
	}
}
