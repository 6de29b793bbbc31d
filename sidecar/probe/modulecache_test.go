package probe

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// have is the part of a module cache that one extracted module takes.
func have(path, version string) string {
	return fmt.Sprintf("-- /mod/cache/download/%s/@v/%s.ziphash --\nh1:x\n-- /mod/%s@%s/a.go --\npackage a\n", path, version, path, version)
}

func TestMissingModules(t *testing.T) {
	ok := health.FileOK
	mod := func(dir string, goLine health.Public, requires ...string) health.GoMod {
		m := health.GoMod{File: health.Path(dir + "/go.mod"), Dir: health.Path(dir), State: ok, Path: health.Module("example.com" + dir), Go: goLine}
		for _, r := range requires {
			path, version, _ := strings.Cut(r, "@")
			version, indirect := strings.CutSuffix(version, "//")
			m.Requires = append(m.Requires, health.Require{Path: health.Module(path), Version: health.Public(version), Indirect: indirect})
		}
		return m
	}
	with := func(m health.GoMod, change func(*health.GoMod)) health.GoMod { change(&m); return m }
	cases := map[string]struct {
		cache   string
		folder  health.Folder
		goflags string
		module  string // GO111MODULE
		want    []string
	}{
		"all there":     {have("a.org/x", "v1.0.0"), health.Folder{Modules: []health.GoMod{mod("/w", "1.24", "a.org/x@v1.0.0")}}, "", "", nil},
		"escaped names": {have("a.org/!x", "v1.0.0"), health.Folder{Modules: []health.GoMod{mod("/w", "1.24", "a.org/X@v1.0.0")}}, "", "", nil},
		"missing": {"", health.Folder{Modules: []health.GoMod{mod("/w", "1.24", "a.org/x@v1.0.0", "b.org/y@v1.0.0//")}}, "", "",
			[]string{"a.org/x@v1.0.0", "b.org/y@v1.0.0"}},
		"zip only": {"-- /mod/cache/download/a.org/x/@v/v1.0.0.zip --\nzip\n", health.Folder{Modules: []health.GoMod{mod("/w", "1.24", "a.org/x@v1.0.0")}}, "", "", nil},
		"half extracted, no zip": {have("a.org/x", "v1.0.0") + "-- /mod/cache/download/a.org/x/@v/v1.0.0.partial --\n",
			health.Folder{Modules: []health.GoMod{mod("/w", "1.24", "a.org/x@v1.0.0")}}, "", "", []string{"a.org/x@v1.0.0"}},
		"replaced by a directory": {"", health.Folder{Modules: []health.GoMod{with(mod("/w", "1.24", "a.org/x@v1.0.0"), func(m *health.GoMod) {
			m.Replaces = []health.Replace{{Old: "a.org/x", Local: "/x"}}
		})}}, "", "", nil},
		"replaced by a module": {have("a.org/x", "v1.0.0"), health.Folder{Modules: []health.GoMod{with(mod("/w", "1.24", "a.org/x@v1.0.0"), func(m *health.GoMod) {
			m.Replaces = []health.Replace{{Old: "a.org/x", New: "fork.org/x", NewVersion: "v1.0.1"}}
		})}}, "", "", []string{"fork.org/x@v1.0.1"}},
		"replacement of another version": {have("a.org/x", "v1.0.0"), health.Folder{Modules: []health.GoMod{with(mod("/w", "1.24", "a.org/x@v1.0.0"), func(m *health.GoMod) {
			m.Replaces = []health.Replace{{Old: "a.org/x", OldVersion: "v0.9.0", New: "fork.org/x", NewVersion: "v1.0.1"}}
		})}}, "", "", nil},
		"vendored": {"", health.Folder{Modules: []health.GoMod{with(mod("/w", "1.24", "a.org/x@v1.0.0"), func(m *health.GoMod) {
			m.Vendor = &health.Vendor{State: ok}
		})}}, "", "", nil},
		"vendor directory that is not used": {"", health.Folder{Modules: []health.GoMod{with(mod("/w", "1.24", "a.org/x@v1.0.0"), func(m *health.GoMod) {
			m.Vendor = &health.Vendor{State: ok}
		})}}, "-mod=mod", "", []string{"a.org/x@v1.0.0"}},
		"vendor by flag":  {"", health.Folder{Modules: []health.GoMod{mod("/w", "1.24", "a.org/x@v1.0.0")}}, "-trimpath '-mod=vendor'", "", nil},
		"modules are off": {"", health.Folder{Modules: []health.GoMod{mod("/w", "1.24", "a.org/x@v1.0.0")}}, "", "off", nil},
		"go.mod does not parse": {"", health.Folder{Modules: []health.GoMod{with(mod("/w", "1.24", "a.org/x@v1.0.0"), func(m *health.GoMod) { m.State = health.FileInvalid })}},
			"", "", nil},
		"a workspace selects the highest and knows its own": {have("a.org/x", "v1.2.0"), health.Folder{
			Modules: []health.GoMod{mod("/w/a", "1.24", "a.org/x@v1.0.0", "example.com/w/b@v0.0.0"), mod("/w/b", "1.24", "a.org/x@v1.2.0")},
			Work:    &health.Workspace{Uses: []health.Use{{Dir: "/w/a", Module: "example.com/w/a"}, {Dir: "/w/b", Module: "example.com/w/b"}}},
		}, "", "", nil},
		"a workspace that is off": {have("a.org/x", "v1.2.0"), health.Folder{
			Modules: []health.GoMod{mod("/w/a", "1.24", "a.org/x@v1.0.0"), mod("/w/b", "1.24", "a.org/x@v1.2.0")},
			Work:    &health.Workspace{Off: true, Uses: []health.Use{{Dir: "/w/a"}, {Dir: "/w/b"}}},
		}, "", "", []string{"a.org/x@v1.0.0"}},
		"vendored workspace": {"", health.Folder{
			Modules: []health.GoMod{mod("/w/a", "1.24", "a.org/x@v1.0.0")},
			Work:    &health.Workspace{Go: "1.22", Vendor: &health.Vendor{State: ok}, Uses: []health.Use{{Dir: "/w/a"}}},
		}, "", "", nil},
		"an old module: a dependency selects a higher version": {have("a.org/x", "v1.0.0") + have("b.org/y", "v1.1.0") +
			"-- /mod/cache/download/a.org/x/@v/v1.0.0.mod --\nmodule a.org/x\nrequire b.org/y v1.1.0\n",
			health.Folder{Modules: []health.GoMod{mod("/w", "1.15", "a.org/x@v1.0.0", "b.org/y@v1.0.0")}}, "", "", nil},
		"go.mod above the folder": {"", health.Folder{Above: func() *health.GoMod { m := mod("/", "1.24", "a.org/x@v1.0.0"); return &m }()}, "", "",
			[]string{"a.org/x@v1.0.0"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFake(t, "linux", c.cache)
			c.folder.Path = "/w"
			s := examine(t, f, Request{Folders: []string{"/w"}}, still(health.ProbeFolders, func(s *health.Snapshot, p *Private) {
				s.Folders = []health.Folder{c.folder}
				p.GoValues = map[health.Path]map[string]string{"/w": {"GOMODCACHE": "/mod", "GOFLAGS": c.goflags, "GO111MODULE": c.module}}
			}), still(health.ProbeGoEnv, nil), moduleCacheProbe)
			var got []string
			for _, m := range s.Missing {
				got = append(got, string(m.Path)+"@"+string(m.Version))
			}
			slices.Sort(got)
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestMissingModulesCapped(t *testing.T) {
	m := health.GoMod{File: "/w/go.mod", Dir: "/w", State: health.FileOK, Go: "1.24"}
	for i := range 1000 {
		m.Requires = append(m.Requires, health.Require{Path: health.Module(fmt.Sprintf("a.org/m%d", i)), Version: "v1.0.0"})
	}
	s := examine(t, newFake(t, "linux", ""), Request{}, still(health.ProbeFolders, func(s *health.Snapshot, p *Private) {
		s.Folders = []health.Folder{{Path: "/w", Modules: []health.GoMod{m}}}
		p.GoValues = map[health.Path]map[string]string{"/w": {"GOMODCACHE": "/mod"}}
	}), still(health.ProbeGoEnv, nil), moduleCacheProbe)
	if len(s.Missing) != missingKept || s.MissingCut != 1000-missingKept {
		t.Errorf("%d kept, %d cut", len(s.Missing), s.MissingCut)
	}
}

func TestSplitFlags(t *testing.T) {
	cases := map[string][]string{
		"":                          nil,
		"  ":                        nil,
		"-a -b=c":                   {"-a", "-b=c"},
		`'-ldflags=-s -w' -mod=mod`: {"-ldflags=-s -w", "-mod=mod"},
		`"-tags=a b"`:               {"-tags=a b"},
		`'-unclosed -x`:             {"'-unclosed -x"},
		"-a\t-b\n-c":                {"-a", "-b", "-c"},
	}
	for text, want := range cases {
		if got := splitFlags(text); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func FuzzFlags(f *testing.F) {
	for _, seed := range []string{"-a", "'-a b' c", `"x'y"`, "-mod=mod", "'", "a'b c"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		fields := splitFlags(text)
		for _, field := range fields {
			if strings.Contains(field, "'") && (strings.Contains(field, `"`) || strings.ContainsAny(field[:1], "'")) {
				return // go itself has no way to write it
			}
			if field == "" || strings.HasPrefix(field, `"`) {
				return
			}
		}
		if again := splitFlags(joinFlags(fields)); !slices.Equal(again, fields) {
			t.Errorf("%q: %q became %q", text, fields, again)
		}
	})
}

func TestReadOnlyFlags(t *testing.T) {
	cases := map[string]struct {
		want    string
		changed bool
	}{
		"":                            {"", false},
		"-mod=mod":                    {"-mod=readonly", true},
		"--mod=mod -trimpath":         {"-mod=readonly -trimpath", true},
		"-mod=mod -mod=vendor":        {"-mod=mod -mod=vendor", false},
		"'-ldflags=-s -w' '-mod=mod'": {"'-ldflags=-s -w' -mod=readonly", true},
		"-mod=readonly":               {"-mod=readonly", false},
		"-modfile=mod -modcacherw":    {"-modfile=mod -modcacherw", false},
	}
	for flags, c := range cases {
		if got, changed := readOnlyFlags(flags); got != c.want || changed != c.changed {
			t.Errorf("%q: got %q %t, want %q %t", flags, got, changed, c.want, c.changed)
		}
	}
}
