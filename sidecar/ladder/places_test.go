package ladder

import (
	"path/filepath"
	"testing"

	"github.com/govitals/govitals/sidecar/gopls"
	"github.com/govitals/govitals/sidecar/health"
)

func TestTree(t *testing.T) {
	p := Places{
		System: "linux", Folders: []string{"/w"}, Goroots: []string{"/mod/golang.org/toolchain@v0.0.1-go1.27.0.linux-amd64"}, ModCaches: []string{"/mod"},
		GoCaches: []string{"/cache"}, VendorDirs: []string{"/w/vendor"},
	}
	cases := map[string]health.Tree{
		"/w/a.go": health.TreeWorkspace, "/w/vendor/a.org/x/x.go": health.TreeVendor, "/mod/a.org/x@v1/x.go": health.TreeModuleCache,
		"/mod/golang.org/toolchain@v0.0.1-go1.27.0.linux-amd64/src/fmt/print.go": health.TreeStandard, "/cache/ab/x-d": health.TreeBuildCache,
		"/elsewhere/x.go": health.TreeElsewhere, "/w2/a.go": health.TreeElsewhere,
	}
	for path, want := range cases {
		if got := p.tree(path); got != want {
			t.Errorf("%s: %s", path, got)
		}
	}
}

func TestWhere(t *testing.T) {
	dir := unpack(t, `
-- go/VERSION --
go1.25.9
time x
-- go/src/runtime/r.go --
package runtime
-- go/src/fmt/print.go --
package fmt

func Println() {}
-- private/a.org/x@v1/x.go --
package x

func New() {}
`)
	at := func(file string, line, character int) gopls.Place {
		path := filepath.Join(dir, filepath.FromSlash(file))
		return gopls.Place{Path: path, URI: gopls.FileURI(path), Start: gopls.Position{Line: line, Character: character}}
	}
	p := Places{System: "linux", Private: filepath.Join(dir, "private"), Real: "/home/ada/go/pkg/mod", ModCaches: []string{"/home/ada/go/pkg/mod"}}
	cases := map[string]struct {
		places []gopls.Place
		name   string
		want   health.Place
	}{
		"right":             {[]gopls.Place{at("go/src/fmt/print.go", 2, 5)}, "Println", health.Place{Exists: true, Matches: true, Tree: health.TreeStandard, GoVersion: "go1.25.9", Line: 3, Column: 6}},
		"stale line":        {[]gopls.Place{at("go/src/fmt/print.go", 0, 0)}, "Println", health.Place{Exists: true, Tree: health.TreeStandard, GoVersion: "go1.25.9", Line: 1, Column: 1}},
		"behind the end":    {[]gopls.Place{at("go/src/fmt/print.go", 99, 0)}, "Println", health.Place{Exists: true, Tree: health.TreeStandard, GoVersion: "go1.25.9", Line: 100, Column: 1}},
		"file is gone":      {[]gopls.Place{at("go/src/fmt/gone.go", 2, 5)}, "Println", health.Place{Tree: health.TreeElsewhere, Line: 3, Column: 6}},
		"no file":           {[]gopls.Place{{URI: "https://pkg.go.dev/fmt"}}, "Println", health.Place{Tree: health.TreeElsewhere, Line: 1, Column: 1}},
		"a stand-in":        {[]gopls.Place{at("private/a.org/x@v1/x.go", 2, 5)}, "New", health.Place{Exists: true, Matches: true, Tree: health.TreeModuleCache, Line: 3, Column: 6}},
		"the one that fits": {[]gopls.Place{at("go/src/fmt/gone.go", 0, 0), at("go/src/fmt/print.go", 2, 5)}, "Println", health.Place{Exists: true, Matches: true, Tree: health.TreeStandard, GoVersion: "go1.25.9", Line: 3, Column: 6}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got := *p.Where(c.places, c.name)
			if name == "a stand-in" && got.File != "/home/ada/go/pkg/mod/a.org/x@v1/x.go" {
				t.Errorf("names the private directory: %s", got.File)
			}
			got.File = ""
			if got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
	if p.Where(nil, "x") != nil {
		t.Error("no place is none")
	}
}
