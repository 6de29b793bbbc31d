package probe

import (
	"os"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

const wholeTree = `
-- /go/VERSION --
go1.26.8
time 2026-01-01T00:00:00Z
-- /go/bin/go --
-- /go/src/runtime/r.go --
-- /go/src/unsafe/u.go --
-- /go/src/builtin/b.go --
-- /go/pkg/include/a.h --
-- /go/pkg/tool/linux_amd64/compile --
`

func TestLookAtTree(t *testing.T) {
	f := newFake(t, "linux", wholeTree+`
-- /usr/lib/go/bin/go --
-- /usr/lib/go/pkg/tool/linux_amd64/compile --
-- /project/go.mod --
-- /file --
-- /other/pkg/tool/windows_amd64/compile --
`)
	f.dir("/empty")
	cases := map[string]func(health.GoTree) bool{
		"/go": func(g health.GoTree) bool {
			return g.Whole() && g.GoBinary && g.Version == "go1.26.8" && !g.IsBin && !g.HasGoMod
		},
		"/go/bin":     func(g health.GoTree) bool { return g.Exists && g.IsBin && !g.Whole() },
		"/empty":      func(g health.GoTree) bool { return g == health.GoTree{Path: "/empty", Exists: true} },
		"/nowhere":    func(g health.GoTree) bool { return g == health.GoTree{Path: "/nowhere"} },
		"go":          func(g health.GoTree) bool { return g == health.GoTree{Path: "go"} },
		"/project":    func(g health.GoTree) bool { return g.HasGoMod && !g.Whole() },
		"/file":       func(g health.GoTree) bool { return g.Exists && !g.Whole() },
		"/usr/lib/go": func(g health.GoTree) bool { return g.GoBinary && g.Compile && !g.Runtime },
		"/other":      func(g health.GoTree) bool { return !g.Compile },
	}
	for path, good := range cases {
		t.Run(path, func(t *testing.T) {
			if g := lookAtTree(f, path); !good(g) {
				t.Errorf("%+v", g)
			}
		})
	}
}

func TestLookAtRealTree(t *testing.T) {
	if realGo == nil {
		t.Skip("skipped: go is not on PATH")
	}
	if g := lookAtTree(Machine{}, realGo["GOROOT"]); !g.Whole() || string(g.Version) != realGo["GOVERSION"] {
		t.Errorf("%+v", g)
	}
	if os.Getuid() == 0 {
		return // may read everything
	}
	shut := t.TempDir()
	if err := os.Chmod(shut, 0); err != nil {
		t.Fatal(err)
	}
	if g := lookAtTree(Machine{}, shut); !g.Unreadable {
		t.Errorf("%+v", g)
	}
}

func TestGoroots(t *testing.T) {
	f := newFake(t, "linux", wholeTree+`
-- /shims/go --
#!/bin/sh
-- /home/ada/.config/go/env --
GOROOT=/from/goenv
-- /w/.vscode/settings.json --
{"go.goroot": "~/from-setting", "gopls": {"build.env": {"GOROOT": "/from/server"}}}
`)
	f.exec("/go/bin/go", "/shims/go")
	f.link("/usr/bin/go", "/go/bin/go")
	f.env = []string{"HOME=/home/ada", "GOROOT=/from/env"}
	lookups := still(health.ProbeGoLookup, func(s *health.Snapshot, _ *Private) {
		s.Lookups = []health.Lookup{{Tool: "go", Path: "/usr/bin/go"}, {Tool: "go", Path: "/shims/go"}, {Tool: "gopls", Path: "/tools/bin/gopls"}}
	})
	answer := still(health.ProbeGoEnv, func(s *health.Snapshot, _ *Private) {
		v, _ := health.MakeVariable("linux", "GOROOT", "/answered", health.Source{})
		s.GoEnvs = []health.GoEnv{{Folder: "/w", Values: []health.Variable{v}}}
	})
	s := examine(t, f, Request{Folders: []string{"/w"}}, append(untilGoEnv, lookups, answer, goTreesProbe)...)
	for _, path := range []health.Path{"/from/env", "/from/goenv", "/home/ada/from-setting", "/from/server", "/answered", "/go"} {
		if _, ok := s.GoTree(path); !ok {
			t.Errorf("%s was not looked at", path)
		}
	}
	if len(s.GoTrees) != 6 {
		t.Errorf("trees: %+v", s.GoTrees)
	}
}
