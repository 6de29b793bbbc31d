package probe

import "testing"

func TestSelectRelease(t *testing.T) {
	cases := map[string]struct {
		gotoolchain, local, goLine, toolchain string
		want                                  release
	}{
		"nothing asks for another":           {"auto", "go1.26.8", "1.24", "", release{}},
		"go line is newer":                   {"auto", "go1.26.8", "1.27.1", "", release{Want: "go1.27.1"}},
		"go line without patch":              {"auto", "go1.26.8", "1.99", "", release{Want: "go1.99.0"}},
		"toolchain line is newer":            {"auto", "go1.26.8", "1.24", "go1.27.0", release{Want: "go1.27.0"}},
		"toolchain line is older":            {"auto", "go1.26.8", "1.24", "go1.25.0", release{}},
		"go line beats toolchain line":       {"auto", "go1.26.8", "1.28.0", "go1.27.0", release{Want: "go1.28.0"}},
		"toolchain default leaves local":     {"auto", "go1.26.8", "1.99", "default", release{}},
		"local never switches":               {"local", "go1.26.8", "1.99", "", release{}},
		"a named release, older":             {"go1.24.13", "go1.26.8", "1.99", "", release{Want: "go1.24.13"}},
		"the named release is this one":      {"go1.26.8", "go1.26.8", "1.99", "", release{}},
		"a named least release":              {"go1.25.0+auto", "go1.26.8", "1.27.0", "", release{Want: "go1.27.0"}},
		"a named least release that is less": {"go1.25.0+auto", "go1.26.8", "1.20", "", release{Want: "go1.25.0"}},
		"on PATH alone":                      {"path", "go1.26.8", "1.27.0", "", release{Want: "go1.27.0", PathOnly: true}},
		"least release, on PATH alone":       {"local+path", "go1.26.8", "1.27.0", "", release{Want: "go1.27.0", PathOnly: true}},
		"custom toolchain name":              {"auto", "go1.26.8", "1.24", "go1.27.0-corp", release{Want: "go1.27.0-corp"}},
		"invalid value":                      {"newest", "go1.26.8", "1.24", "", release{Invalid: `invalid GOTOOLCHAIN "newest"`}},
		"invalid suffix":                     {"go1.25.0+never", "go1.26.8", "1.24", "", release{Invalid: `invalid GOTOOLCHAIN "go1.25.0+never"`}},
		"unset":                              {"", "go1.26.8", "1.99", "", release{}},
		"before go 1.21 nothing is selected": {"auto", "go1.20.5", "1.99", "", release{}},
		"a go whose version is not known":    {"auto", "devel", "1.99", "", release{}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := selectRelease(c.gotoolchain, c.local, c.goLine, c.toolchain); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestReleaseLines(t *testing.T) {
	f := newFake(t, "linux", `
-- /w/go.work --
go 1.25.1

toolchain go1.27.0

use ./m
-- /w/m/go.mod --
module m // go 9.9

go	1.24 // comment
toolchain "default"
<<<<<<< HEAD
-- /w/empty/go.mod --
module m
`)
	cases := map[string]struct{ work, mod, goLine, toolchain string }{
		"go.work alone counts":        {"/w/go.work", "/w/m/go.mod", "1.25.1", "go1.27.0"},
		"go.work is off":              {"off", "/w/m/go.mod", "1.24", "default"},
		"go.mod that does not parse":  {"", "/w/m/go.mod", "1.24", "default"},
		"no lines":                    {"", "/w/empty/go.mod", "", ""},
		"no module":                   {"", "/dev/null", "", ""},
		"a file that cannot be read":  {"", "/w/none/go.mod", "", ""},
		"nothing at all":              {"", "", "", ""},
		"the null device of windows":  {"", "NUL", "", ""},
		"go.work that cannot be read": {"/w/none.work", "/w/m/go.mod", "", ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if g, tc := releaseLines(f, c.work, c.mod); g != c.goLine || tc != c.toolchain {
				t.Errorf("got %q and %q, want %q and %q", g, tc, c.goLine, c.toolchain)
			}
		})
	}
}

func TestReleaseAt(t *testing.T) {
	f := newFake(t, "linux", `
-- /mod/cache/download/golang.org/toolchain/@v/v0.0.1-go1.27.0.linux-amd64.ziphash --
h1:x
-- /mod/golang.org/toolchain@v0.0.1-go1.27.0.linux-amd64/VERSION --
go1.27.0
-- /bin2/go1.25.0 --
-- /mod/golang.org/toolchain@v0.0.1-go1.28.0.linux-amd64/VERSION --
half extracted
`)
	f.exec("/bin2/go1.25.0")
	cases := map[string]struct {
		r    release
		want string
	}{
		"in the module cache":             {release{Want: "go1.27.0"}, "/mod/golang.org/toolchain@v0.0.1-go1.27.0.linux-amd64"},
		"in the module cache, PATH alone": {release{Want: "go1.27.0", PathOnly: true}, ""},
		"on PATH":                         {release{Want: "go1.25.0", PathOnly: true}, "/bin2/go1.25.0"},
		"half extracted":                  {release{Want: "go1.28.0"}, ""},
		"nowhere":                         {release{Want: "go1.29.0"}, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := releaseAt(f, c.r, "/bin:/bin2", "/mod", "linux", "amd64"); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
