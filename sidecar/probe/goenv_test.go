package probe

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/child"
	"github.com/govitals/govitals/sidecar/health"
)

func TestMakeReply(t *testing.T) {
	object := `{"GOROOT":"/go"}`
	cases := map[string]struct {
		result  child.Result
		err     error
		failure health.GoFailure
		goroot  string
		noise   string
	}{
		"pure":               {child.Result{Stdout: []byte(object + "\n")}, nil, "", "/go", ""},
		"banner before":      {child.Result{Stdout: []byte("Using go 1.26\n" + object)}, nil, health.GoNoise, "/go", "Using go 1.26"},
		"banner with {":      {child.Result{Stdout: []byte("{hello}\n" + object)}, nil, health.GoNoise, "/go", "{hello}"},
		"words after":        {child.Result{Stdout: []byte(object + "\nbye")}, nil, health.GoNoise, "/go", "bye"},
		"nothing":            {child.Result{}, nil, health.GoNoise, "", "(nothing)"},
		"no object":          {child.Result{Stdout: []byte("hello")}, nil, health.GoNoise, "", "hello"},
		"null":               {child.Result{Stdout: []byte("null")}, nil, health.GoNoise, "", "null"},
		"exit":               {child.Result{ExitCode: 2, Stderr: []byte("go: bad"), Stdout: []byte(object)}, nil, health.GoExit, "", ""},
		"ended by signal":    {child.Result{ExitCode: -1, Signal: "SIGKILL"}, nil, health.GoExit, "", ""},
		"hangs":              {child.Result{TimedOut: true, Stdout: []byte(object)}, nil, health.GoHangs, "", ""},
		"floods":             {child.Result{Flooded: true, Stdout: []byte("yyyy")}, nil, health.GoFloods, "", "yyyy"},
		"cut":                {child.Result{StdoutCut: true, Stdout: []byte("yyyy")}, nil, health.GoFloods, "", "yyyy"},
		"does not start":     {child.Result{}, &child.StartError{Path: "/go", Kind: child.ExecFormat, Err: errors.New("x")}, health.GoNoStart, "", ""},
		"stderr is no noise": {child.Result{Stdout: []byte(object), Stderr: []byte("warning")}, nil, "", "/go", ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			r := makeReply(c.result, c.err)
			if r.Failure != c.failure || r.Values["GOROOT"] != c.goroot || string(r.Noise) != c.noise {
				t.Errorf("got %q, GOROOT %q, noise %q", r.Failure, r.Values["GOROOT"], r.Noise)
			}
		})
	}
}

func FuzzParseGoEnv(f *testing.F) {
	for _, seed := range []string{`{"A":"b"}`, `x{"A":"b"}y`, `{`, `{{{{`, "null", `{"A":1}`, "\xff{}"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		values, noise := parseGoEnv(b)
		if values == nil && noise == "" {
			t.Errorf("neither values nor noise in %q", b)
		}
	})
}

// lookupAt stands for the search for go.
func lookupAt(folder, path string) *Probe {
	return still(health.ProbeGoLookup, func(s *health.Snapshot, _ *Private) {
		s.Lookups = []health.Lookup{{Tool: "go", Purpose: health.ForServer, Folder: health.Path(folder), Path: health.Path(path)}}
	})
}

func folderAt(paths ...string) *Probe {
	return still(health.ProbeFolders, func(s *health.Snapshot, _ *Private) {
		for _, p := range paths {
			s.Folders = append(s.Folders, health.Folder{Path: health.Path(p), Real: health.Path(p), State: health.FolderOK})
		}
	})
}

// untilGoEnv are the probes that go env needs, but for the search and the folders.
var untilGoEnv = []*Probe{environmentProbe, machineProbe, editorProbe, settingsProbe, goenvFileProbe, toolEnvProbe}

func TestGoEnvSources(t *testing.T) {
	f := newFake(t, "linux", `
-- /home/ada/.config/go/env --
# made by go env -w
GOPRIVATE=corp.example
GOTOOLCHAIN=local
-- /go/go.env --
GOPROXY=https://mirror.example
GOTOOLCHAIN=auto
-- /w/.vscode/settings.json --
{"go.toolsEnvVars": {"GOARCH": "arm64"}}
`)
	f.env = []string{"HOME=/home/ada", "GOFLAGS=-mod=readonly", "GOOS="}
	f.answer = func(c child.Command) (child.Result, error) {
		return child.Result{Stdout: []byte(`{"GOROOT":"/go","GOFLAGS":"-mod=readonly","GOPRIVATE":"corp.example","GOTOOLCHAIN":"local",
			"GOPROXY":"https://mirror.example","GOARCH":"arm64","GOOS":"linux","GOVERSION":"go1.26.8","GOMOD":"/w/go.mod","GOEXPERIMENT":""}`)}, nil
	}
	s := examine(t, f, Request{Folders: []string{"/w"}}, append(untilGoEnv, folderAt("/w"), lookupAt("/w", "/go/bin/go"), goEnvProbe)...)
	g := s.GoEnv("/w")
	want := map[health.Public]struct {
		kind health.SourceKind
		line int
	}{
		"GOFLAGS": {health.FromEnvironment, 0}, "GOPRIVATE": {health.FromGOENV, 2}, "GOTOOLCHAIN": {health.FromGOENV, 3},
		"GOPROXY": {health.FromGoEnvFile, 1}, "GOARCH": {health.FromSetting, 0}, "GOOS": {health.FromDefault, 0},
		"GOROOT": {health.FromDefault, 0}, "GOVERSION": {health.FromCommand, 0}, "GOMOD": {health.FromCommand, 0},
	}
	for name, w := range want {
		v, ok := health.Find(g.Values, name)
		if !ok || v.Source.Kind != w.kind || w.line != 0 && v.Source.Line != w.line {
			t.Errorf("%s: %+v, want %s", name, v, w.kind)
		}
	}
	if _, ok := health.Find(g.Values, "GOEXPERIMENT"); ok {
		t.Error("an empty answer was kept")
	}
	if g.Get("GOTOOLCHAIN") != "local" || len(f.ran) != 1 || g.Failure != "" {
		t.Errorf("GOTOOLCHAIN %q after %d commands, failure %q", g.Get("GOTOOLCHAIN"), len(f.ran), g.Failure)
	}
}

// A release that is not on this machine must not be fetched, and the attempt must not touch the module cache.
func TestGoEnvOfAnotherRelease(t *testing.T) {
	const cached = `
-- /mod/cache/download/golang.org/toolchain/@v/v0.0.1-go1.27.0.linux-amd64.ziphash --
h1:x
-- /mod/golang.org/toolchain@v0.0.1-go1.27.0.linux-amd64/VERSION --
go1.27.0
`
	cases := map[string]struct {
		cache       string
		gotoolchain string
		failure     health.GoFailure
		version     string
		commands    int
		deviations  []string
	}{
		"there":         {cached, "auto", "", "go1.27.0", 2, []string{"GONOPROXY", "GOPROXY", "GOVCS"}},
		"missing":       {"", "auto", health.GoExit, "go1.26.8", 2, []string{"GOMODCACHE", "GONOPROXY", "GOPROXY", "GOVCS"}},
		"not asked for": {"", "local", "", "go1.26.8", 1, nil},
		"invalid":       {"", "best", health.GoExit, "go1.26.8", 2, []string{"GOMODCACHE", "GONOPROXY", "GOPROXY", "GOVCS"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFake(t, "linux", c.cache+"-- /w/go.mod --\nmodule w\n\ngo 1.27.0\n")
			f.env = []string{"HOME=/home/ada", "GOTOOLCHAIN=" + c.gotoolchain}
			f.answer = func(c child.Command) (child.Result, error) {
				get := func(name string) string { v, _ := getenv("linux", c.Env, name); return v }
				version := "go1.26.8"
				if get("GOTOOLCHAIN") != "local" {
					if get("GOPROXY") != "off" || get("GONOPROXY") != "none" || get("GOVCS") != "*:off" {
						t.Errorf("go may download: %q", c.Env)
					}
					if get("GOMODCACHE") != "" {
						return child.Result{ExitCode: 1, Stderr: []byte("go: download go1.27.0 for linux/amd64: toolchain not available")}, nil
					}
					version = "go1.27.0"
				}
				return child.Result{Stdout: []byte(`{"GOROOT":"/go","GOMOD":"/w/go.mod","GOMODCACHE":"/mod","GOHOSTOS":"linux","GOHOSTARCH":"amd64",
					"GOPROXY":"` + map[bool]string{true: "off", false: "https://corp.example"}[get("GOPROXY") == "off"] + `","GOVERSION":"` + version + `"}`)}, nil
			}
			s := examine(t, f, Request{Folders: []string{"/w"}}, append(untilGoEnv, folderAt("/w"), lookupAt("/w", "/go/bin/go"), goEnvProbe)...)
			g := s.GoEnv("/w")
			if g.Failure != c.failure || g.Get("GOVERSION") != c.version || len(f.ran) != c.commands {
				t.Errorf("failure %q (%s), version %s, %d commands", g.Failure, g.Error, g.Get("GOVERSION"), len(f.ran))
			}
			if g.Get("GOPROXY") != "https://corp.example" || g.Get("GOTOOLCHAIN") != c.gotoolchain {
				t.Errorf("GOPROXY %q and GOTOOLCHAIN %q are not the user's", g.Get("GOPROXY"), g.Get("GOTOOLCHAIN"))
			}
			if got := deviationNames(g.Deviations); !slices.Equal(got, c.deviations) {
				t.Errorf("deviations %q, want %q", got, c.deviations)
			}
		})
	}
}

func TestGoEnvUntrusted(t *testing.T) {
	f := newFake(t, "linux", `
-- /w/bin/go --
-- /usr/bin/go --
-- /w/.vscode/settings.json --
{"go.toolsEnvVars": {"GOFLAGS": "-toolexec=/w/evil"}, "go.alternateTools": {"go": "/w/bin/go"}}
`)
	f.exec("/w/bin/go", "/usr/bin/go")
	f.link("/opt/sneaky", "/w/bin")
	f.env = []string{"HOME=/home/ada", "PATH=bin:/w/bin:/opt/sneaky::/usr/bin"}
	f.answer = func(child.Command) (child.Result, error) {
		return child.Result{Stdout: []byte(`{"GOROOT":"/go","GOVERSION":"go1.20"}`)}, nil
	}
	s := examine(t, f, Request{Folders: []string{"/w"}, Untrusted: true},
		append(untilGoEnv, folderAt("/w"), lookupAt("/w", "/w/bin/go"), goEnvProbe)...)
	if len(f.ran) != 1 {
		t.Fatalf("%d commands", len(f.ran))
	}
	c := f.ran[0]
	path, _ := getenv("linux", c.Env, "PATH")
	toolchain, _ := getenv("linux", c.Env, "GOTOOLCHAIN")
	flags, _ := getenv("linux", c.Env, "GOFLAGS")
	if c.Path != "/usr/bin/go" || path != "/usr/bin" || toolchain != "local" || flags != "" || strings.HasPrefix(c.Dir, "/w") {
		t.Errorf("ran %s in %s with PATH=%s GOTOOLCHAIN=%s GOFLAGS=%s", c.Path, c.Dir, path, toolchain, flags)
	}
	if g := s.GoEnv("/w"); !slices.Contains(deviationNames(g.Deviations), "GOTOOLCHAIN") {
		t.Errorf("deviations %v", g.Deviations)
	}
}

func TestGoEnvNotAsked(t *testing.T) {
	cases := map[string]struct {
		state   health.FolderState
		path    string
		failure health.GoFailure
	}{
		"no go":             {health.FolderOK, "", health.GoNotFound},
		"folder is missing": {health.FolderMissing, "/go/bin/go", health.GoNotAsked},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFake(t, "linux", "")
			folders := still(health.ProbeFolders, func(s *health.Snapshot, _ *Private) {
				s.Folders = []health.Folder{{Path: "/w", State: c.state}}
			})
			s := examine(t, f, Request{Folders: []string{"/w"}}, append(untilGoEnv, folders, lookupAt("/w", c.path), goEnvProbe)...)
			if g := s.GoEnv("/w"); g.Failure != c.failure || len(f.ran) != 0 {
				t.Errorf("failure %q after %d commands", g.Failure, len(f.ran))
			}
		})
	}
}

// The real go: another release that is missing leaves no trace in the module cache, and the values stay.
func TestGoEnvReal(t *testing.T) {
	w := newWorld(t, "-- app/go.mod --\nmodule app\n\ngo 1.99\n-- app/a.go --\npackage a\n\nfunc A() {}\n")
	w.env["GOTOOLCHAIN"] = "auto"
	w.r.Tier = health.TierFast
	begun := time.Now()
	s := w.examine()
	g := w.goEnv(s)
	if g.Failure != health.GoExit || !strings.Contains(string(g.Error), "toolchain not available") {
		t.Errorf("failure %q: %s", g.Failure, g.Error)
	}
	if g.Get("GOROOT") == "" || g.Get("GOMODCACHE") != w.path("gopath/pkg/mod") {
		t.Errorf("values %v after %s", g.Values, time.Since(begun))
	}
}
