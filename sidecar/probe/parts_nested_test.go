package probe

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func modIn(dir, path string, change ...func(*health.GoMod)) health.GoMod {
	m := health.GoMod{File: health.Path(dir + "/go.mod"), Dir: health.Path(dir), Path: health.Module(path), State: health.FileOK, GoFiles: 1}
	for _, c := range change {
		c(&m)
	}
	return m
}

func TestNestedGround(t *testing.T) {
	replace := func(m *health.GoMod) { m.Replaces = []health.Replace{{Old: "example.com/w/x", Local: "/w/x"}} }
	cases := map[string]struct {
		mods            []health.GoMod
		work            *health.Workspace
		dirs, elsewhere []string
	}{
		"none":                  {mods: []health.GoMod{modIn("/w", "example.com/w")}},
		"two":                   {mods: []health.GoMod{modIn("/w", "example.com/w"), modIn("/w/a", "a"), modIn("/w/b/c", "c")}, dirs: []string{"/w/a", "/w/b/c"}},
		"one that is no go.mod": {mods: []health.GoMod{modIn("/w", "example.com/w"), modIn("/w/a", "", func(m *health.GoMod) { m.State = health.FileInvalid })}, dirs: []string{"/w/a"}},
		"beside it":             {mods: []health.GoMod{modIn("/w", "example.com/w"), modIn("/wide", "a"), modIn("/other", "b")}},
		"replaced":              {mods: []health.GoMod{modIn("/w", "example.com/w", replace), modIn("/w/x", "example.com/w/x")}, dirs: []string{"/w/x"}, elsewhere: []string{"example.com/w/x"}},
		"replaced in go.work": {mods: []health.GoMod{modIn("/w", "example.com/w"), modIn("/w/x", "example.com/w/x")},
			work: &health.Workspace{Uses: []health.Use{{Dir: "/w"}}, Replaces: []health.Replace{{Old: "example.com/w/x"}}}, dirs: []string{"/w/x"}, elsewhere: []string{"example.com/w/x"}},
		"more requirements than are known": {mods: []health.GoMod{modIn("/w", "example.com/w", replace, func(m *health.GoMod) { m.Cut = true }), modIn("/w/a", "a")}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dirs, elsewhere := nestedGround("linux", health.Folder{Path: "/w", Modules: c.mods, Work: c.work}, c.mods[0])
			if !slices.Equal(dirs, c.dirs) || !slices.Equal(elsewhere, c.elsewhere) {
				t.Errorf("got %q %q, want %q %q", dirs, elsewhere, c.dirs, c.elsewhere)
			}
		})
	}
}

func TestNestedParts(t *testing.T) {
	all := []health.GoMod{modIn("/w", "example.com/w"), modIn("/w/a", "a"), modIn("/w/ab", "ab"), modIn("/w/b", "", func(m *health.GoMod) { m.State = health.FileInvalid }),
		modIn("/w/c", "c"), modIn("/w/d", "d")}
	fails := func(symbols ...string) health.Rung {
		r := health.Rung{}
		for _, symbol := range symbols {
			a := unanswered(health.AskHover, health.TargetSameModule, 1)
			a.Symbol = health.Module(symbol)
			r.Answers = append(r.Answers, a)
		}
		return r
	}
	says := func(text health.Text) health.Rung {
		return health.Rung{Load: health.Load{Messages: []health.Text{text}}}
	}
	healthy := fails("example.com/w/a.A")
	healthy.Answers[0] = answered(health.AskHover, health.TargetSameModule, 1)
	healthy.Answers[0].Symbol = "example.com/w/a.A"
	cases := map[string]struct {
		rung    health.Rung
		release string
		want    []string
	}{
		"nobody is blamed":                {health.Rung{}, "go1.26.8", nil},
		"an answer that came":             {healthy, "go1.26.8", nil},
		"a symbol of it":                  {fails("example.com/w/a.A"), "go1.26.8", []string{"nested a /w/a/go.mod"}},
		"a symbol of a package in it":     {fails("example.com/w/ab/x/y.Y"), "go1.26.8", []string{"nested ab /w/ab/go.mod"}},
		"a symbol of another package":     {fails("example.com/w/other.O"), "go1.26.8", nil},
		"the words of gopls":              {says(`could not import example.com/w/a (no required module provides package "example.com/w/a")`), "go1.26.8", []string{"nested a /w/a/go.mod"}},
		"the words of go":                 {says("no required module provides package example.com/w/a; to add it:"), "go1.26.8", []string{"nested a /w/a/go.mod"}},
		"a go.mod that does not parse":    {fails("example.com/w/b.B"), "go1.26.8", []string{"nested b /w/b/go.mod"}},
		"no more than three":              {fails("example.com/w/a.A", "example.com/w/ab.A", "example.com/w/c.C", "example.com/w/d.D"), "go1.26.8", []string{"nested a /w/a/go.mod", "nested ab /w/ab/go.mod", "nested c /w/c/go.mod"}},
		"go is too old to hide a file":    {fails("example.com/w/a.A"), "go1.15.15", nil},
		"a development version can do so": {fails("example.com/w/a.A"), "devel go1.27-1234567", []string{"nested a /w/a/go.mod"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			f := health.Folder{Path: "/w", State: health.FolderOK, Modules: all}
			ex := &Examination{System: newFake(t, "linux", "")}
			ex.Private.GoValues = map[health.Path]map[string]string{"/w": {"GOVERSION": c.release}}
			parts := nestedParts(ex, f, c.rung)
			if got := namesOf(parts); !slices.Equal(got, c.want) {
				t.Fatalf("got %q, want %q", got, c.want)
			}
			for _, p := range parts {
				st := compose("linux", bareTest, pathMix{}, []part{p}, func(int) bool { return false })
				if !slices.Equal(st.hidden, []string{p.culprit.Value.Text}) || p.culprit.Source.File != health.Path(p.culprit.Value.Text) {
					t.Errorf("hidden %q, source %+v", st.hidden, p.culprit.Source)
				}
				if kept := compose("linux", bareTest, pathMix{}, []part{p}, func(int) bool { return true }); kept.hidden != nil {
					t.Errorf("hidden although it is kept: %q", kept.hidden)
				}
			}
		})
	}
}

func TestHide(t *testing.T) {
	const theirs = `{"Replace": {"a.go": "/tmp/b.go", "/w/gone.go": "", "sub/../sub/go.mod": "/elsewhere/go.mod"}}`
	merged := map[string]string{"a.go": "/tmp/b.go", "/w/gone.go": "", "/w/sub/go.mod": ""}
	only := map[string]string{"/w/sub/go.mod": ""}
	cases := map[string]struct {
		start   start
		archive string
		want    map[string]string // nil if nothing is hidden
		flags   string            // GOFLAGS, with OURS for our file
		told    string
	}{
		"nothing hidden":        {start: start{env: []string{"GOFLAGS=-a"}}, flags: "-a"},
		"alone":                 {start: start{hidden: []string{"/w/sub/go.mod"}}, want: only, flags: "-overlay=OURS", told: "(private overlay)"},
		"beside other flags":    {start: start{hidden: []string{"/w/sub/go.mod"}, env: []string{"GOFLAGS=-tags=x"}}, want: only, flags: "-tags=x -overlay=OURS", told: "(private overlay)"},
		"with the user's own":   {start: start{hidden: []string{"/w/sub/go.mod"}, env: []string{"GOFLAGS=-overlay=/o.json -tags=x"}}, archive: "-- /o.json --\n" + theirs, want: merged, flags: "-tags=x -overlay=OURS", told: "/o.json"},
		"one that is relative":  {start: start{hidden: []string{"/w/sub/go.mod"}, env: []string{"GOFLAGS=--overlay=o.json"}}, archive: "-- /w/o.json --\n" + theirs, want: merged, flags: "-overlay=OURS", told: "/w/o.json"},
		"of the GOENV file":     {start: start{hidden: []string{"/w/sub/go.mod"}, goenvFlags: []string{"-overlay=/o.json"}}, archive: "-- /o.json --\n" + theirs, want: merged, flags: "-overlay=OURS", told: "/o.json"},
		"of the build flags":    {start: start{hidden: []string{"/w/sub/go.mod"}, settings: map[string]any{"build.buildFlags": []any{"-overlay", "/o.json", "-x"}}, env: []string{"GOFLAGS=-overlay=/none"}}, archive: "-- /o.json --\n" + theirs, want: merged, flags: "-overlay=OURS", told: "/o.json"},
		"of the setting env":    {start: start{hidden: []string{"/w/sub/go.mod"}, settings: map[string]any{"env": map[string]any{"GOFLAGS": "-overlay=/o.json"}}}, archive: "-- /o.json --\n" + theirs, want: merged, flags: "-overlay=OURS", told: "/o.json"},
		"one that is not there": {start: start{hidden: []string{"/w/sub/go.mod"}, env: []string{"GOFLAGS=-overlay=/none"}}, flags: "-overlay=/none"},
		"one that is no JSON":   {start: start{hidden: []string{"/w/sub/go.mod"}, env: []string{"GOFLAGS=-overlay=/o.json"}}, archive: "-- /o.json --\nno\n", flags: "-overlay=/o.json"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			b := &bench{ex: &Examination{System: newFake(t, "linux", "-- /w/sub/go.mod --\n"+c.archive)}, folder: health.Folder{Path: "/w"}, private: t.TempDir(), links: map[string]string{}}
			st := c.start
			st.system, st.bare = "linux", map[string]bool{}
			if err := b.hide(&st); err != nil {
				t.Fatal(err)
			}
			ours := filepath.Join(b.private, "overlay.json")
			if got := strings.ReplaceAll(st.value("GOFLAGS"), ours, "OURS"); got != c.flags {
				t.Errorf("GOFLAGS is %q, want %q", got, c.flags)
			}
			if list, _ := st.settings["build.buildFlags"].([]any); len(list) > 1 {
				t.Errorf("the build flags are still %q", list)
			}
			var got overlay
			if text, err := os.ReadFile(ours); err == nil {
				if err := json.Unmarshal(text, &got); err != nil {
					t.Fatal(err)
				}
			}
			if !maps.Equal(got.Replace, c.want) {
				t.Errorf("the overlay is %v, want %v", got.Replace, c.want)
			}
			if got, want := b.told("go: "+ours+": bad"), "go: "+c.told+": bad"; c.told != "" && got != want {
				t.Errorf("told %q, want %q", got, want)
			}
		})
	}
}

func TestWithoutUses(t *testing.T) {
	const text = "go 1.24\n\nuse (\n\t/w\n\t/w/sub // by accident\n\t/w/other\n)\n\nuse /w/sub/deep\n"
	cases := map[string]struct {
		hidden []string
		want   string
	}{
		"nothing": {nil, text},
		"one":     {[]string{"/w/sub/go.mod"}, "go 1.24\n\nuse (\n\t/w\n\t/w/other\n)\n\nuse /w/sub/deep\n"},
		"two":     {[]string{"/w/sub/go.mod", "/w/sub/deep/go.mod"}, "go 1.24\n\nuse (\n\t/w\n\t/w/other\n)\n"},
		"another": {[]string{"/elsewhere/go.mod"}, text},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "go.work")
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := withoutUses("linux", file, c.hidden); err != nil {
				t.Fatal(err)
			}
			if got, _ := os.ReadFile(file); string(got) != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}
