package probe

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// canary matches the secrets of the canary test; each has a number of its own, so that a leak names its place.
var canary = regexp.MustCompile(`canary\d+`)

// assertNoCanary fails for every secret that came into a snapshot, and shows what is around it.
func assertNoCanary(t *testing.T, s *health.Snapshot) {
	t.Helper()
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range canary.FindAllIndex(b, -1) {
		t.Errorf("leaked: …%s…", b[max(0, at[0]-100):min(len(b), at[1]+40)])
	}
}

const canarySettings = `{
	"go.toolsEnvVars": {"MY_TOKEN": "canary1", "GOPROXY": "https://ada:canary2@proxy.corp,https://proxy.corp/?key=canary3", "GOFLAGS": "-ldflags=-X=main.key=canary4",
		"HTTPS_PROXY": "ada:canary5@proxy:3128", "MY_NUMBER": 5, "MY_LIST": ["canary6"], "MY_OBJECT": {"x": "canary7"}},
	"go.toolsEnvVars.DOTTED": "canary8",
	"go.buildFlags": ["-ldflags", "-X main.key=canary9 -X 'main.other=canary10'", "-tags=x", "-X", "canary11"],
	"go.testFlags": ["-args", "canary12", "canary13", "-password=canary14"],
	"go.testEnvVars": {"DATABASE": "canary15"},
	"go.vetFlags": "-flag canary16",
	"go.languageServerFlags": ["-otel=https://x:canary17@host", "-header=canary18"],
	"go.delveConfig": {"dlvFlags": ["--token", "canary19"], "env": {"X": "canary20"}},
	"http.proxy": "http://ada:canary22@proxy.corp:3128/?k=canary23",
	"gopls": {"build.env": {"GOPRIVATE_TOKEN": "canary24", "GOPROXY": "https://canary25@proxy.corp"}, "buildFlags": ["-ldflags=-X=a.b=canary26"],
		"env": ["X=canary27"], "local": "https://x:canary28@y"},
	"gopls.build.env": {"Z": "canary29"},
	"[go]": {"go.testEnvVars": {"X": "canary30"}, "gopls": {"env": {"X": "canary31"}}},
	"terminal.integrated.env.linux": {"X": "canary32"},
	"files.watcherExclude": {"**/token=canary33/**": true},
	"go.toolsGopath": "https://x:canary34@y",
	"go.generateTestsFlags": ["-template_params", "{\"secret\": \"canary35\"}"]
}`

func TestNoSecretEntersTheSnapshot(t *testing.T) {
	environment := map[string]string{"HOME": "/home/ada", "PATH": "/usr/bin", "AWS_SECRET_ACCESS_KEY": "canary40", "GOPROXY": "https://ada:canary41@proxy.corp|direct",
		"HTTP_PROXY": "http://ada:canary42@proxy", "GOFLAGS": "-ldflags=-X=main.key=canary43 -tags=x", "CC": "gcc -DTOKEN=canary44", "GONOSUMDB": "corp",
		"ALL_PROXY": "socks5://a:canary45@p"}
	goenv := lines("GOPROXY=https://ada:canary50@proxy.corp", "MY_KEY=canary51", "GOFLAGS=-ldflags=-X=a.b=canary52", "GOSUMDB=sum.corp https://u:canary53@sum.corp")
	told := func(value string) *EditorFacts {
		e := &EditorFacts{Name: "Code", Remote: "ssh://ada:canary60@box", EnvironmentAtActivation: map[string]string{"GOPROXY": "https://a:canary61@p", "K": "canary62"},
			Commands: []string{"gopls.token=canary63"},
			Running:  &EditorRunning{Asked: true, Error: "Get https://a:canary64@p/x: refused", Views: json.RawMessage(`[{"Root": "https://a:canary65@p"}]`)}}
		var all map[string]json.RawMessage
		if err := json.Unmarshal([]byte(value), &all); err != nil {
			t.Fatal(err)
		}
		for key, raw := range all {
			e.Settings = append(e.Settings, EditorSetting{Key: key, Scope: health.ScopeUser, Value: raw})
		}
		return e
	}
	for name, r := range map[string]Request{
		"command line": {Environment: environment, Folders: []string{"/w"}},
		"editor":       {Environment: environment, Folders: []string{"/w"}, Editor: told(canarySettings)},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t, "linux", "")
			f.exec("/usr/bin/go")
			f.write("/home/ada/.config/Code/User/settings.json", canarySettings)
			f.write("/home/ada/.config/go/env", goenv)
			f.write("/w/go.mod", "module x\nrequire y token=canary70\n")
			s := examine(t, f, r, append([]*Probe{still(health.ProbeGoEnv, nil), toolLookupProbe, binariesProbe, foldersProbe}, untilLookup...)...)
			assertNoCanary(t, s)
			b, _ := json.Marshal(s)
			for _, kept := range []string{"proxy.corp", "-tags=x", "MY_TOKEN", "-ldflags", "watcherExclude", hiddenText} {
				if !strings.Contains(string(b), kept) {
					t.Errorf("%q is not in the snapshot: too much was taken out", kept)
				}
			}
		})
	}
}

// Each way a quoted GOFLAGS can hold a value that the linker is given.
func TestNoSecretOfQuotedFlags(t *testing.T) {
	for _, flags := range []string{
		`'-ldflags=-X main.key=canary80 -s'`, `"-ldflags=-X main.key=canary81"`, `-ldflags='-X main.key=canary82'`, `-X canary83`, `-args canary84`,
	} {
		f := newFake(t, "linux", "")
		f.write("/home/ada/.config/go/env", "GOFLAGS="+flags+"\n")
		quoted, _ := json.Marshal(flags)
		f.write("/home/ada/.config/Code/User/settings.json", `{"go.toolsEnvVars": {"GOFLAGS": `+string(quoted)+`}, "go.buildFlags": [`+string(quoted)+`], "go.testFlags": `+string(quoted)+`}`)
		f.env = []string{"HOME=/home/ada", "PATH=/usr/bin", "GOFLAGS=" + flags}
		assertNoCanary(t, examine(t, f, Request{Folders: []string{"/w"}}, untilLookup...))
	}
}

// The parser's own words may quote what it could not read.
func TestNoSecretInTheErrorOfAFile(t *testing.T) {
	for _, text := range []string{`{"go.toolsEnvVars": {"TOKEN": "canary90\q"}}`, "{\"x\": \"canary91\tx\"}", `{"x": canary92}`, `{"x": 0canary93}`, `canary94`, `{"x": "y"} canary95`} {
		f := newFake(t, "linux", "")
		f.env = []string{"HOME=/home/ada"}
		f.write("/home/ada/.config/Code/User/settings.json", text)
		s := examine(t, f, Request{}, untilSettings...)
		if s.SettingsFiles[0].State != health.FileInvalid || s.SettingsFiles[0].Line != 1 {
			t.Errorf("%s is %+v", text, s.SettingsFiles[0])
		}
		assertNoCanary(t, s)
	}
}
