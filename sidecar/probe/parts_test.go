package probe

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

var bareTest = []string{
	"PATH=/usr/local/go/bin:/usr/local/bin:/usr/bin:/bin", "GOENV=off", "GOFLAGS=", "GOWORK=off", "GOTOOLCHAIN=local", "GOPROXY=off",
	"GOPACKAGESDRIVER=off", "GOPATH=/private/gopath", "HOME=/home/ada", "TMPDIR=/private/tmp", "GOCACHE=/home/ada/.cache/go-build",
}

// partsAt makes the parts of the folder /w on a machine of an archive, and hands them on with the tool environment.
func partsAt(t *testing.T, archive string, env []string, changed ...health.Deviation) (parts []part, mix pathMix, tool []string) {
	t.Helper()
	f := newFake(t, "linux", archive)
	f.dir("/w")
	f.dir("/tmp")
	f.env = env
	r := Request{Folders: []string{"/w"}}
	take := &Probe{ID: "take", Needs: []health.ProbeID{health.ProbeToolEnv, health.ProbeGOENV}, Tier: health.TierFast, Deadline: toolWait,
		Run: taking(func(ex *Examination) {
			var environment []part
			environment, mix = environmentPartsOf(ex, "/w", bareTest, changed)
			parts = bySuspicion(slices.Concat(environment, goenvParts(ex), flagParts(ex, "/w"), settingParts(ex, "/w")))
			tool = toolEnviron(ex, "/w")
		})}
	examine(t, f, r, append(slices.Clone(untilGoEnv), take)...)
	return parts, mix, tool
}

func namesOf(parts []part) []string {
	var out []string
	for _, p := range parts {
		value := p.culprit.Value.Text + strings.Join(p.culprit.Value.Items, ",")
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s", p.culprit.Kind, p.culprit.Name, value)))
	}
	return out
}

func TestParts(t *testing.T) {
	plain := []string{"PATH=/usr/local/go/bin:/usr/local/bin:/usr/bin:/bin", "HOME=/home/ada"}
	unset := "variable GOPATH"
	cases := map[string]struct {
		archive string
		env     []string
		want    []string
	}{
		"nothing of the user's": {"", nil, []string{unset}},
		"variables by suspicion, secrets hidden": {"", []string{"ZED=1", "XDG_CACHE_HOME=/x", "CGO_ENABLED=1", "GOROOT=/gone", "TMPDIR=/gone/tmp", "API_TOKEN=abc"},
			[]string{"variable GOROOT /gone", unset, "variable TMPDIR /gone/tmp", "variable CGO_ENABLED 1", "variable XDG_CACHE_HOME /x",
				"variable API_TOKEN (hidden)", "variable ZED (hidden)"}},
		"a temporary directory that can be used": {"", []string{"TMPDIR=/tmp"}, []string{unset}},
		"what keeps us offline is no part":       {"", []string{"GOPROXY=direct", "GOVCS=*:all", "GONOPROXY=x", "GOENV=off"}, []string{unset}},
		"flags one by one":                       {"", []string{"GOFLAGS=-buildvcs=false '-ldflags=-X a=b' -foo"}, []string{"variable GOFLAGS -buildvcs=false", "variable GOFLAGS '-ldflags=(hidden)'", "variable GOFLAGS -foo", unset}},
		"entries of PATH":                        {"", []string{"PATH=/opt/bin:/usr/local/go/bin:/usr/local/bin:/usr/bin:/bin:/opt/bin:/late"}, []string{unset, "variable PATH /opt/bin", "variable PATH /late"}},
		"a PATH without what everybody has":      {"", []string{"PATH=/opt/bin:/usr/bin"}, []string{unset, "variable PATH /opt/bin", "variable PATH /opt/bin,/usr/bin"}},
		"lines of the GOENV file": {"-- /home/ada/.config/go/env --\nGOROOT=/gone\n# no\nGOPROXY=direct\nGOFLAGS=-a -mod=mod\nMY=secret\n", nil,
			[]string{unset, "goenv GOROOT /gone", "goenv GOFLAGS -a", "goenv GOFLAGS -mod=mod", "goenv MY (hidden)"}},
		"settings that make the environment": {"-- /w/.vscode/settings.json --\n" +
			`{"go.toolsEnvVars": {"GOROOT": "/gone", "GOFLAGS": "-x -y"}, "go.gopath": "/gp", "http.proxy": "http://u:p@proxy:1"}`, nil,
			[]string{"setting go.toolsEnvVars.GOFLAGS -x", "setting go.toolsEnvVars.GOFLAGS -y", "setting go.gopath /gp", "setting go.toolsEnvVars.GOROOT /gone",
				"setting http.proxy http://proxy:1"}},
		"settings of gopls": {"-- /w/.vscode/settings.json --\n" +
			`{"gopls": {"build.env": {"GOROOT": "/gone", "TOKEN": "s"}, "build.buildFlags": ["-mod=vendor", "-tags", "a b"], "build.directoryFilters": ["-x"], "ui.semanticTokens": true}, "go.buildTags": "unused"}`, nil,
			[]string{unset, "setting gopls.build.buildFlags -mod=vendor", "setting gopls.build.buildFlags -tags a b", `setting gopls.build.directoryFilters ["-x"]`,
				"setting gopls.build.env.GOROOT /gone", "setting gopls.build.env.TOKEN (hidden)", "setting gopls.ui.semanticTokens true"}},
		"settings of the wrong type": {"-- /w/.vscode/settings.json --\n" + `{"gopls": {"env": 1, "buildFlags": "-x"}}`, nil,
			[]string{unset, "setting gopls.buildFlags -x", "setting gopls.env 0"}},
		"build flags of golang.go": {"-- /w/.vscode/settings.json --\n" + `{"go.buildFlags": ["-trimpath"], "go.buildTags": "one two"}`, nil,
			[]string{unset, "setting go.buildFlags -trimpath", "setting go.buildTags one two"}},
		"flags of gopls": {"-- /w/.vscode/settings.json --\n" + `{"go.languageServerFlags": ["-v", "serve", "-bogus", "value", "-remote", "auto", "-mode=stdio"]}`, nil,
			[]string{unset, "flag -v", "flag serve", "flag -bogus (hidden)", "flag -mode=stdio"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			parts, _, _ := partsAt(t, c.archive, append(slices.Clone(plain), c.env...))
			if got := namesOf(parts); !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

// With all parts a trial has the user's own environment, with none the bare one: else the search would look for a culprit among
// things that do not make the difference.
func TestPartsMakeTheWholeDifference(t *testing.T) {
	archive := "-- /home/ada/.config/go/env --\nGOTOOLCHAIN=go1.25.0\nGOFLAGS=-a\n-- /w/.vscode/settings.json --\n" +
		`{"go.toolsEnvVars": {"GOFLAGS": "-x '-y z'"}, "http.proxy": "http://proxy:1", "gopls": {"build.env": {"A": "1", "B": "2"}, "buildFlags": ["-p", "1"]}, "go.languageServerFlags": ["-v"]}`
	env := []string{"PATH=/opt/bin:/bin:/usr/local/go/bin:/late", "HOME=/home/ada", "GOROOT=/gone", "GOPATH=/gp", "SECRET=1"}
	parts, mix, tool := partsAt(t, archive, env)
	whole := compose("linux", bareTest, mix, parts, func(int) bool { return true })
	for _, entry := range tool {
		name, value, _ := splitEntry(entry)
		if got, ok := getenv("linux", whole.env, name); got != value || !ok {
			t.Errorf("%s is %q, want %q", name, got, value)
		}
	}
	if got, ok := getenv("linux", whole.env, "GOTOOLCHAIN"); ok {
		t.Errorf("GOTOOLCHAIN=%s hides the line of the GOENV file", got)
	}
	if got := whole.goenvText(); got != "GOTOOLCHAIN=go1.25.0\nGOFLAGS=-a\n" {
		t.Errorf("GOENV file %q", got)
	}
	if got := string(health.DataOf(whole.settings)); got != `{"build.env":{"A":"1","B":"2"},"buildFlags":["-p","1"]}` {
		t.Errorf("settings %s", got)
	}
	none := compose("linux", bareTest, mix, parts, func(int) bool { return false })
	if !slices.Equal(none.env, bareTest) || len(none.settings) > 0 || len(none.flags) > 0 || none.goenvText() != "" {
		t.Errorf("with nothing kept: %q %v %q", none.env, none.settings, none.flags)
	}
	for i := range parts { // a part is nothing but itself: no trial may change what another one sees
		compose("linux", bareTest, mix, parts, func(j int) bool { return i == j })
	}
	again := compose("linux", bareTest, mix, parts, func(int) bool { return true })
	if !slices.Equal(again.env, whole.env) || string(health.DataOf(again.settings)) != string(health.DataOf(whole.settings)) {
		t.Error("the parts are not the same after other trials")
	}
}

func TestPathMix(t *testing.T) {
	bare := []string{"/go", "/usr/bin", "/bin"}
	cases := map[string]struct {
		user []string
		kept []int
		own  bool
		want string
	}{
		"nothing kept":                     {[]string{"/a", "/usr/bin", "/b"}, nil, false, "/go /usr/bin /bin"},
		"before what it precedes":          {[]string{"/go", "/a", "/usr/bin", "/bin"}, []int{1}, false, "/go /a /usr/bin /bin"},
		"behind all":                       {[]string{"/go", "/usr/bin", "/bin", "/a"}, []int{3}, false, "/go /usr/bin /bin /a"},
		"before what the user has not":     {[]string{"/usr/bin", "/a"}, []int{1}, false, "/a /go /usr/bin /bin"},
		"two in their order":               {[]string{"/a", "/b", "/go", "/usr/bin", "/bin"}, []int{0, 1}, false, "/a /b /go /usr/bin /bin"},
		"the user's own order":             {[]string{"/bin", "/a", "/go"}, []int{1}, true, "/bin /a /go"},
		"the user's own without one entry": {[]string{"/bin", "/a", "/go"}, nil, true, "/bin /go"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			m := pathMix{user: c.user, bare: bare, own: c.own, kept: map[int]bool{}}
			for _, i := range c.kept {
				m.kept[i] = true
			}
			if got := strings.Join(m.list(), " "); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// A packages driver on PATH is found by gopls only where nothing switches it off.
func TestPartsBringTheDriver(t *testing.T) {
	env := []string{"PATH=/opt/bin:/usr/local/go/bin:/usr/local/bin:/usr/bin:/bin", "HOME=/home/ada", "GOPATH=/gp"}
	parts, mix, _ := partsAt(t, "", env)
	kept := func(i int) bool { return parts[i].culprit.Name == "PATH" }
	if got, ok := getenv("linux", compose("linux", bareTest, mix, parts, kept).env, "GOPACKAGESDRIVER"); ok {
		t.Errorf("with the entry of PATH the driver is %q", got)
	}
	if got, _ := getenv("linux", compose("linux", bareTest, mix, parts, func(int) bool { return false }).env, "GOPACKAGESDRIVER"); got != "off" {
		t.Errorf("without it the driver is %q", got)
	}
}

func TestPartsOfPrivateCaches(t *testing.T) {
	changed := health.Deviation{Name: "GOCACHE", Why: health.Message{ID: whyBareCache}}
	parts, mix, _ := partsAt(t, "", []string{"PATH=/usr/local/go/bin:/usr/local/bin:/usr/bin:/bin", "HOME=/home/ada", "GOPATH=/gp"}, changed)
	i := slices.IndexFunc(parts, func(p part) bool { return p.culprit.Name == "GOCACHE" })
	if i < 0 || !parts[i].places {
		t.Fatalf("no part for a build cache that is private in the bare environment: %q", namesOf(parts))
	}
	if got, ok := getenv("linux", compose("linux", bareTest, mix, parts, func(int) bool { return true }).env, "GOCACHE"); ok {
		t.Errorf("with the part GOCACHE is %s, want go's default", got)
	}
}

func TestStartValue(t *testing.T) {
	s := &start{system: "linux", env: []string{"A=env", "GOFLAGS="}, goenv: []goenvLine{{1, "A", "goenv"}, {2, "B", "goenv"}}, goenvFlags: []string{"-x"},
		bare: map[string]bool{}, settings: map[string]any{"build.env": map[string]any{"C": "server"}, "env": map[string]any{"C": "later"}}}
	got := map[string]string{}
	for _, name := range []string{"A", "B", "C", "D", "GOFLAGS"} {
		got[name] = s.value(name)
	}
	want := map[string]string{"A": "env", "B": "goenv", "C": "later", "D": "", "GOFLAGS": "-x"}
	if !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	s.force("C", "ours")
	if s.value("C") != "ours" {
		t.Error("a setting overrules what was forced")
	}
}
