package probe

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

var untilFolders = append([]*Probe{foldersProbe}, untilLookup...)

// looked examines one folder of a Linux machine made of an archive.
func looked(t *testing.T, folder, archive string, change func(*fakeSystem, *Request)) health.Folder {
	t.Helper()
	f := newFake(t, "linux", archive)
	f.env = []string{"HOME=/home/ada", "PATH=/usr/bin"}
	r := Request{Folders: []string{folder}}
	if change != nil {
		change(f, &r)
	}
	s := examine(t, f, r, untilFolders...)
	return s.Folders[0]
}

func TestFolderWalk(t *testing.T) {
	f := looked(t, "/w", lines(
		"-- /w/go.mod --", "module example.com/app", "go 1.26.0",
		"-- /w/main.go --", "-- /w/util/util.go --", "-- /w/util/util_test.go --",
		"-- /w/tool/go.mod --", "module example.com/app/tool",
		"-- /w/tool/tool_test.go --",
		"-- /w/vendor/x/x.go --", "-- /w/testdata/y.go --", "-- /w/.git/z.go --", "-- /w/_old/o.go --", "-- /w/node_modules/n/n.go --",
		"-- /w/_ignored.go --", "-- /w/.hidden.go --", "-- /w/notes.txt --"), func(f *fakeSystem, _ *Request) {
		f.write("/elsewhere/e.go", "")
		f.link("/w/linked", "/elsewhere")
		f.link("/w/alias.go", "/elsewhere/e.go")
	})
	if f.State != health.FolderOK || f.GoFiles != 5 || f.Cut || f.Unmoduled != "" || f.Above != nil || len(f.Modules) != 2 {
		t.Errorf("folder %+v", f)
	}
	for i, want := range []string{"/w/go.mod example.com/app 1.26.0 4 false", "/w/tool/go.mod example.com/app/tool  1 true"} {
		m := f.Modules[i]
		if got := fmt.Sprint(m.File, " ", m.Path, " ", m.Go, " ", m.GoFiles, " ", m.TestsOnly); got != want {
			t.Errorf("module %d is %q, want %q", i, got, want)
		}
	}
}

func TestFolderStates(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*fakeSystem, *Request)
		check  func(health.Folder) bool
	}{
		{"missing", nil, func(f health.Folder) bool { return f.State == health.FolderMissing && f.Error != "" }},
		{"a file", func(f *fakeSystem, _ *Request) { f.write("/w", "") }, func(f health.Folder) bool { return f.State == health.FolderNoFolder }},
		{"unreadable", func(f *fakeSystem, _ *Request) { f.dir("/w"); f.deny("/w") },
			func(f health.Folder) bool { return f.State == health.FolderUnreadable && f.Error != "" }},
		{"empty", func(f *fakeSystem, _ *Request) { f.dir("/w") }, func(f health.Folder) bool { return f.State == health.FolderOK && !f.HasGo() }},
		{"through a link", func(f *fakeSystem, _ *Request) { f.write("/real/a.go", ""); f.link("/w", "/real") },
			func(f health.Folder) bool { return f.Real == "/real" && f.GoFiles == 1 && f.Unmoduled == "/w" }},
		{"an unreadable part is passed over", func(f *fakeSystem, _ *Request) {
			f.write("/w/a.go", "")
			f.write("/w/locked/b.go", "")
			f.deny("/w/locked")
		}, func(f health.Folder) bool { return f.State == health.FolderOK && f.GoFiles == 1 }},
		{"ruled from above", func(f *fakeSystem, _ *Request) { f.write("/w/a.go", ""); f.write("/go.mod", "module stray\n") },
			func(f health.Folder) bool {
				return f.Above != nil && f.Above.File == "/go.mod" && f.Above.GoFiles == 1 && f.Unmoduled == ""
			}},
		{"its own go.mod hides the one above", func(f *fakeSystem, _ *Request) {
			f.write("/w/go.mod", "module own\n")
			f.write("/go.mod", "module stray\n")
		}, func(f health.Folder) bool { return f.Above == nil && len(f.Modules) == 1 }},
		{"a directory named go.mod is none", func(f *fakeSystem, _ *Request) { f.dir("/w/go.mod"); f.dir("/go.mod") },
			func(f health.Folder) bool { return f.Above == nil && len(f.Modules) == 0 }},
		{"too deep", func(f *fakeSystem, _ *Request) { f.write("/w"+strings.Repeat("/d", maxDepth+1)+"/a.go", "") },
			func(f health.Folder) bool { return f.Cut && f.GoFiles == 0 }},
		{"just deep enough", func(f *fakeSystem, _ *Request) { f.write("/w"+strings.Repeat("/d", maxDepth)+"/a.go", "") },
			func(f health.Folder) bool { return !f.Cut && f.GoFiles == 1 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			if f := looked(t, "/w", "", c.change); !c.check(f) {
				t.Errorf("folder %+v", f)
			}
		})
	}
}

func TestFolderCap(t *testing.T) {
	w := &walk{system: crowd{newFake(t, "linux", "")}, name: "linux", requires: 1}
	var f health.Folder
	if err := w.run(context.Background(), "/w", &f); err != nil {
		t.Fatal(err)
	}
	if !f.Cut || f.GoFiles != maxEntries || w.entries != maxEntries {
		t.Errorf("cut %t after %d entries with %d files", f.Cut, w.entries, f.GoFiles)
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if err := (&walk{system: crowd{newFake(t, "linux", "")}, name: "linux"}).run(ended, "/w", &f); err == nil {
		t.Error("the walk goes on although nobody waits for it")
	}
}

func TestGoWork(t *testing.T) {
	work := lines("-- /top/go.work --", "go 1.26.0", "use (", "\t./w", "\t./gone", "\t/abs", ")", "replace a.io/b => ./b",
		"-- /top/w/go.mod --", "module example.com/w", "go 1.25.0", "-- /top/vendor/modules.txt --")
	for _, c := range []struct {
		name   string
		change func(*fakeSystem, *Request)
		want   string // "" is none
	}{
		{"found above", nil, "/top/go.work ok file  off=false uses=3"},
		{"GOWORK=off", func(f *fakeSystem, _ *Request) { f.env = append(f.env, "GOWORK=off") }, "/top/go.work ok environment GOWORK off=true uses=3"},
		{"GOWORK=off in the GOENV file", func(f *fakeSystem, _ *Request) { f.write("/home/ada/.config/go/env", "GOWORK=off\n") },
			"/top/go.work ok goenv GOWORK off=true uses=3"},
		{"GOWORK=off in go.toolsEnvVars", func(f *fakeSystem, _ *Request) {
			f.write("/top/w/.vscode/settings.json", `{"go.toolsEnvVars": {"GOWORK": "off"}}`)
		}, "/top/go.work ok setting go.toolsEnvVars.GOWORK off=true uses=3"},
		{"GO111MODULE=off", func(f *fakeSystem, _ *Request) { f.env = append(f.env, "GO111MODULE=off") }, "/top/go.work ok environment GO111MODULE off=true uses=3"},
		{"GOWORK=auto", func(f *fakeSystem, _ *Request) { f.env = append(f.env, "GOWORK=auto") }, "/top/go.work ok file  off=false uses=3"},
		{"GOWORK names another", func(f *fakeSystem, _ *Request) {
			f.env = append(f.env, "GOWORK=/o/go.work")
			f.write("/o/go.work", "go 1.26.0\n")
		},
			"/o/go.work ok environment GOWORK off=false uses=0"},
		{"GOWORK names none s18d", func(f *fakeSystem, _ *Request) { f.env = append(f.env, "GOWORK=/gone/go.work") }, "/gone/go.work missing environment GOWORK off=false uses=0"},
		{"GOWORK is relative s18e", func(f *fakeSystem, _ *Request) { f.env = append(f.env, "GOWORK=go.work") }, "go.work invalid environment GOWORK off=false uses=0"},
		{"mistake", func(f *fakeSystem, _ *Request) { f.write("/top/go.work", "go 1.26.0\nuse\n") }, "/top/go.work invalid file  off=false uses=0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := looked(t, "/top/w", work, c.change)
			got := ""
			if w := f.Work; w != nil {
				got = fmt.Sprintf("%s %s %s %s off=%t uses=%d", w.File, w.State, w.Source.Kind, w.Source.Name, w.Off, len(w.Uses))
				if (w.State == health.FileInvalid) != (len(w.Problems) > 0) {
					t.Errorf("state %s with problems %v", w.State, w.Problems)
				}
			}
			if got != c.want {
				t.Errorf("go.work is %q, want %q", got, c.want)
			}
		})
	}
	w := looked(t, "/top/w", work, nil).Work
	want := []health.Use{{Dir: "/top/w", Exists: true, Module: "example.com/w", Go: "1.25.0", Line: 3, Written: "./w"}, {Dir: "/top/gone", Line: 4, Written: "./gone"}, {Dir: "/abs", Line: 5, Written: "/abs"}}
	for i := range want {
		if w.Uses[i] != want[i] {
			t.Errorf("use %d is %+v, want %+v", i, w.Uses[i], want[i])
		}
	}
	if w.Go != "1.26.0" || w.GoLine != 1 || w.Replaces[0].Local != "/top/b" || w.Replaces[0].Exists || w.Vendor == nil {
		t.Errorf("go.work %+v", w)
	}
}

func TestVendor(t *testing.T) {
	f := looked(t, "/w", lines("-- /w/go.mod --", "module x", "-- /w/vendor/modules.txt --",
		"# a.io/b v1.2.3", "## explicit; go 1.17", "a.io/b", "a.io/b/gone", "a.io/b/empty",
		"# c.io/d v0.1.0 => ../d", "## go 1.20", "c.io/d", "# e.io/f => g.io/f v1.0.0",
		"-- /w/vendor/a.io/b/b.go --", "-- /w/vendor/a.io/b/empty/README --", "-- /w/vendor/c.io/d/d.go --"), nil)
	v := f.Modules[0].Vendor
	want := []health.VendorModule{{Path: "a.io/b", Version: "v1.2.3", Explicit: true, Line: 1, Packages: 3},
		{Path: "c.io/d", Version: "v0.1.0", Replaced: true, ReplacedBy: "../d", Line: 6, Packages: 1},
		{Path: "e.io/f", Replaced: true, ReplacedBy: "g.io/f v1.0.0", Line: 9}}
	if v == nil || v.State != health.FileOK || len(v.Modules) != len(want) {
		t.Fatalf("vendor %+v", v)
	}
	for i := range want {
		if v.Modules[i] != want[i] {
			t.Errorf("module %d is %+v, want %+v", i, v.Modules[i], want[i])
		}
	}
	if fmt.Sprint(v.Missing) != "[a.io/b/gone a.io/b/empty]" {
		t.Errorf("missing %v", v.Missing)
	}
	f = looked(t, "/w", lines("-- /w/go.mod --", "module x", "-- /w/vendor/a.io/b/b.go --"), nil)
	if v := f.Modules[0].Vendor; v == nil || v.State != health.FileMissing {
		t.Errorf("vendor without modules.txt is %+v", v)
	}
}

func FuzzParseModulesTxt(f *testing.F) {
	f.Add("# a.io/b v1.2.3 => ../c\n## explicit\na.io/b\n")
	f.Add("# a =>\nb\n")
	f.Add("## explicit\n# \n#\n# a\n## workspace\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		modules, packages := parseModulesTxt(text)
		for _, m := range modules {
			if m.Line < 1 || m.Path == "" || m.Version == "" && !m.Replaced {
				t.Errorf("module %+v of %q", m, text)
			}
		}
		if len(packages) > 0 && len(modules) == 0 {
			t.Errorf("packages %q of no module", packages)
		}
	})
}
