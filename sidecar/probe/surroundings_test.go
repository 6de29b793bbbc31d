package probe

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// Under -mod=mod a fresh gopls and go list edit go.mod, wherever the flag stands.
func TestModModNeverEdits(t *testing.T) {
	cases := map[string]struct {
		prepare   func(*world)
		deviation string
	}{
		"environment": {func(w *world) { w.env["GOFLAGS"] = "-mod=mod" }, "GOFLAGS"},
		"GOENV file": {func(w *world) {
			delete(w.env, "GOFLAGS")
			w.write("home/.config/go/env", "GOFLAGS=-mod=mod\n", 0o644)
		}, "GOFLAGS"},
		"go.toolsEnvVars": {func(w *world) { w.settings(`{"go.toolsEnvVars": {"GOFLAGS": "-mod=mod"}}`) }, "GOFLAGS"},
		"gopls env":       {func(w *world) { w.settings(`{"gopls": {"build.env": {"GOFLAGS": "-mod=mod"}}}`) }, "GOFLAGS"},
		"environment and nothing downloaded": {func(w *world) {
			w.env["GOFLAGS"] = "-mod=mod"
			discard(w.path("gopath"))
		}, "GOFLAGS"},
		"gopls build flags": {func(w *world) { w.settings(`{"gopls": {"buildFlags": ["-mod=mod"]}}`) }, "gopls.buildFlags"},
		"go.buildFlags":     {func(w *world) { w.settings(`{"go.buildFlags": ["-mod=mod"]}`) }, "gopls.build.buildFlags"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, `
-- app/go.mod --
module example.com/app

go 1.24

require example.org/dep v1.0.0
-- app/main.go --
package main

import (
	"example.org/dep"
	"example.org/dep/sub"
)

func main() { dep.New(sub.One) }
-- home/x --
`)
			w.publish(dependency+"-- example.org/dep@v1.0.0 sub/sub.go --\npackage sub\n\nconst One = 1\n", "example.org/dep@v1.0.0")
			c.prepare(w) // go.sum is missing: with -mod=mod go writes it
			s := w.examine()
			if names := deviationNames(w.rung(s).Deviations); !slices.Contains(names, c.deviation) {
				t.Errorf("deviations %q", names)
			}
			if _, err := os.Stat(w.path("app/go.sum")); err == nil {
				t.Error("go.sum was written")
			}
		})
	}
}

// settings gives the world's user settings for the editor.
func (w *world) settings(text string) {
	w.write("user.json", text, 0o644)
	w.r.UserSettings = w.path("user.json")
}

// The gopls setting "env" overrules the environment of the process: our own values must be there too.
func TestServerEnvCannotUndo(t *testing.T) {
	w := newWorld(t, appWithDependency)
	w.publish(dependency)
	w.write("app/go.sum", "example.org/dep v1.0.0 h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nexample.org/dep v1.0.0/go.mod h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", 0o644)
	w.settings(`{"gopls": {"build.env": {"GOPROXY": "` + w.env["GOPROXY"] + `", "GOMODCACHE": "` + w.path("gopath/pkg/mod") + `"}}}`)
	s := w.examine() // fails if the proxy is asked or the module cache is written
	if r := w.rung(s); r.Judge() != health.RungFails {
		t.Errorf("rung %s", r.Judge())
	}
}

// A Go release that go.mod wants and that is not here must not be fetched by the private server either.
func TestPulseOfAnotherRelease(t *testing.T) {
	w := newWorld(t, "-- app/go.mod --\nmodule app\n\ngo 1.99\n-- app/a.go --\npackage a\n\nfunc A() {}\n")
	w.env["GOTOOLCHAIN"] = "auto"
	s := w.examine()
	r := w.rung(s)
	if r.Judge() != health.RungFails || r.Load.Views != 0 || !strings.Contains(strings.Join(texts(r.Load.Messages), "\n"), "toolchain not available") {
		t.Errorf("rung %s with %d views: %v", r.Judge(), r.Load.Views, r.Load.Messages)
	}
}

func texts(list []health.Text) []string {
	var out []string
	for _, t := range list {
		out = append(out, string(t))
	}
	return out
}

func TestServerSettings(t *testing.T) {
	f := newFake(t, "linux", `
-- /w/.vscode/settings.json --
{
	"go.buildTags": "integration e2e",
	"go.buildFlags": ["-trimpath"],
	"gopls": {"ui.semanticTokens": true, "env": {"GOPROXY": "https://corp.example", "MY": "own"}, "build.directoryFilters": ["-x"]}
}
-- /v/.vscode/settings.json --
{"go.buildTags": "integration", "gopls": {"build.buildFlags": ["-tags=other"]}}
`)
	f.env = []string{"HOME=/home/ada"}
	var got, other map[string]any
	var tags []string
	take := &Probe{ID: "take", Needs: []health.ProbeID{health.ProbeToolEnv}, Tier: health.TierFast, Deadline: toolWait,
		Run: taking(func(ex *Examination) {
			s := surroundingsOf(ex, "/w")
			got, _ = serverSettings(ex, "/w", s)
			other, _ = serverSettings(ex, "/v", surroundingsOf(ex, "/v"))
			tags = tagsOf(ex, "/w", "-tags=fromflags")
		})}
	examine(t, f, Request{Folders: []string{"/w", "/v"}}, append(untilGoEnv, take)...)
	want := map[string]any{
		"ui.semanticTokens": true, "build.directoryFilters": []any{"-x"}, "env": map[string]any{"GOPROXY": "off", "MY": "own"},
		"build.buildFlags": []any{"-trimpath", "-tags", "integration e2e"},
	}
	if string(health.DataOf(got)) != string(health.DataOf(want)) {
		t.Errorf("got %s", health.DataOf(got))
	}
	if string(health.DataOf(other)) != `{"build.buildFlags":["-tags=other"]}` {
		t.Errorf("the other folder: %s", health.DataOf(other))
	}
	if !slices.Equal(tags, []string{"integration", "e2e"}) {
		t.Errorf("tags %q", tags)
	}
}

func TestLastTags(t *testing.T) {
	cases := map[string]struct {
		flags []string
		want  []string
	}{
		"with =":      {[]string{"-tags=a,b"}, []string{"a", "b"}},
		"two dashes":  {[]string{"--tags=a"}, []string{"a"}},
		"apart":       {[]string{"-tags", "a b"}, []string{"a", "b"}},
		"the last":    {[]string{"-tags=a", "-tags=b"}, []string{"b"}},
		"none":        {[]string{"-trimpath", "-tagsoup=x"}, nil},
		"value is no": {[]string{"-tags"}, nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got, _ := lastTags(c.flags); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
