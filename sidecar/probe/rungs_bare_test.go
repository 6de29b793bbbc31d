package probe

import (
	"slices"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestWithoutModFile(t *testing.T) {
	for _, c := range []struct {
		flags, want string
		changed     bool
	}{
		{"", "", false},
		{"-trimpath -tags=modfile", "-trimpath -tags=modfile", false},
		{"-modfile=/a/go.mod -trimpath", "-trimpath", true},
		{"--overlay=/a.json", "", true},
		{"'-modfile=/with space/go.mod' -v", "-v", true},
	} {
		if got, changed := withoutModFile(c.flags); got != c.want || changed != c.changed {
			t.Errorf("%q: %q, %v", c.flags, got, changed)
		}
	}
}

func TestSettingsElsewhere(t *testing.T) {
	given := map[string]any{
		"build.directoryFilters": []any{"-", "+cmd", 7}, "buildFlags": []any{"-modfile=/x/go.mod", "-trimpath", "--overlay=/o", "modfile", 7},
		"build.buildFlags": []any{"-tags=a"}, "env": map[string]any{"A": "b"}, "ui.directoryFilters": "wrong",
	}
	before := string(health.DataOf(given))
	out, changed := settingsElsewhere(given)
	want := map[string]any{"buildFlags": []any{"-trimpath", "modfile", 7}, "build.buildFlags": []any{"-tags=a"}, "env": map[string]any{"A": "b"}, "ui.directoryFilters": "wrong"}
	if string(health.DataOf(out)) != string(health.DataOf(want)) {
		t.Errorf("got %s", health.DataOf(out))
	}
	if string(health.DataOf(given)) != before {
		t.Error("the user's settings were changed")
	}
	if got := strings.Join(deviationNames(changed), " "); got != "gopls.build.directoryFilters gopls.buildFlags" {
		t.Errorf("deviations %s", got)
	}
	if out, changed := settingsElsewhere(nil); out != nil || changed != nil {
		t.Errorf("none: %v, %v", out, changed)
	}
}

func TestBareGo(t *testing.T) {
	release := "-- /opt/go/VERSION --\ngo1.26.8\ntime x\n-- /opt/go/src/runtime/a.go --\n"
	cases := map[string]struct {
		prepare func(*fakeSystem)
		goroot  string // what go env names
		want    goPlace
		release string
	}{
		"in its release": {func(f *fakeSystem) {}, "/nowhere", goPlace{"/opt/go/bin", "/opt/go"}, "go1.26.8"},
		"a link to it":   {func(f *fakeSystem) { f.link("/links/go", "/opt/go/bin/go") }, "", goPlace{"/opt/go/bin", "/opt/go"}, "go1.26.8"},
		"a shim":         {func(f *fakeSystem) { f.exec("/shims/go") }, "/opt/go", goPlace{"/opt/go/bin", "/opt/go"}, "go1.26.8"},
		"a shim that is a link": {func(f *fakeSystem) { f.exec("/usr/bin/mise"); f.link("/shims/go", "/usr/bin/mise") }, "/opt/go",
			goPlace{"/opt/go/bin", "/opt/go"}, "go1.26.8"},
		"a shim that leads nowhere": {func(f *fakeSystem) { f.exec("/shims/go") }, "/nowhere", goPlace{"/shims", ""}, ""},
		"a release without go":      {func(f *fakeSystem) { f.exec("/shims/go"); f.write("/b/src/runtime/a.go", "") }, "/b", goPlace{"/shims", ""}, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFake(t, "linux", release)
			f.exec("/opt/go/bin/go")
			c.prepare(f)
			path := health.Path("/opt/go/bin/go")
			for _, p := range []string{"/links/go", "/shims/go"} {
				if _, ok := f.nodes[p]; ok {
					path = health.Path(p)
				}
			}
			ex := &Examination{System: f, Private: Private{GoValues: map[health.Path]map[string]string{"/w": {"GOROOT": c.goroot}}}}
			ex.Snapshot.Lookups = []health.Lookup{{Tool: "go", Purpose: health.ForServer, Folder: "/w", Path: path}}
			got := bareGo(ex, "/w")
			if got != c.want || got.release(f) != c.release {
				t.Errorf("got %v of %q", got, got.release(f))
			}
		})
	}
}

func TestBareEnviron(t *testing.T) {
	names := func(env []string) string {
		var out []string
		for _, entry := range env {
			name, _, _ := splitEntry(entry)
			out = append(out, name)
		}
		slices.Sort(out)
		return strings.Join(out, " ")
	}
	const unix = "GOCACHE GOENV GOFLAGS GOPACKAGESDRIVER GOPATH GOPLSCACHE GOPROXY GOTOOLCHAIN GOVCS GOWORK HOME PATH TMPDIR"
	cases := map[string]struct {
		system  string
		env     []string
		values  map[string]string
		fresh   bool
		names   string
		path    string
		private string // the caches that are not the user's
	}{
		"linux": {"linux", []string{"HOME=/home/ada", "SECRET=1", "GOROOT=/x", "GOCACHE=/c"}, map[string]string{"GOCACHE": "/c"}, false, unix,
			"/opt/go/bin:/usr/local/bin:/usr/bin:/bin", ""},
		"fresh": {"linux", []string{"HOME=/home/ada"}, map[string]string{"GOCACHE": "/c"}, true, unix,
			"/opt/go/bin:/usr/local/bin:/usr/bin:/bin", "GOCACHE GOPLSCACHE"},
		"caches off": {"linux", []string{"HOME=/home/ada", "GOPLSCACHE=rel"}, map[string]string{"GOCACHE": "off"}, false, unix,
			"/opt/go/bin:/usr/local/bin:/usr/bin:/bin", "GOCACHE GOPLSCACHE"},
		"go is mute": {"darwin", []string{"HOME=/home/ada"}, nil, false, unix, "/opt/go/bin:/usr/local/bin:/usr/bin:/bin", ""},
		"windows": {"windows", []string{`USERPROFILE=C:\Users\ada`, `SystemRoot=C:\WINDOWS`, `LocalAppData=C:\Users\ada\AppData\Local`, "SECRET=1"},
			map[string]string{"GOCACHE": `C:\c`}, false,
			"GOCACHE GOENV GOFLAGS GOPACKAGESDRIVER GOPATH GOPLSCACHE GOPROXY GOTOOLCHAIN GOVCS GOWORK LOCALAPPDATA PATH SystemRoot TEMP TMP USERPROFILE",
			`C:\go\bin;C:\WINDOWS\System32`, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFake(t, c.system, "")
			f.env = c.env
			goPath, folder := "/opt/go/bin/go", health.Path("/w")
			f.write("/home/ada/x", "")
			if c.system == "windows" {
				goPath, folder = `C:\go\bin\go.exe`, `C:\w`
				f.write(`C:\Users\ada\AppData\Local\x`, "")
			}
			f.exec(goPath)
			ex := &Examination{System: f, Private: Private{Environ: c.env, GoValues: map[health.Path]map[string]string{folder: c.values}}}
			ex.Snapshot.System.Home = health.Path(homeDir(c.system, c.env, ""))
			ex.Snapshot.Lookups = []health.Lookup{{Tool: "go", Purpose: health.ForServer, Folder: folder, Path: health.Path(goPath)}}
			var owned belongings
			defer owned.release()
			env, changed, err := bareEnviron(t.Context(), ex, folder, &owned, c.fresh)
			if err != nil {
				t.Fatal(err)
			}
			if got := names(env); got != c.names {
				t.Errorf("names %s", got)
			}
			if path, _ := getenv(c.system, env, "PATH"); path != c.path {
				t.Errorf("PATH %s", path)
			}
			if got := strings.Join(deviationNames(changed), " "); got != c.private {
				t.Errorf("private %s, want %s", got, c.private)
			}
		})
	}
}
