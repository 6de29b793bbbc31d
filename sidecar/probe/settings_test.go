package probe

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

var untilSettings = []*Probe{environmentProbe, machineProbe, settingsProbe}

// shown is a setting on one line: key.member@scope[:folder] line:column = value.
func shown(s health.Setting) string {
	return fmt.Sprintf("%s@%s %d:%d = %s", s.Source().Name, s.Scope, s.Line, s.Column, s.Value)
}

var settingsFiles = []struct {
	name   string
	system string
	env    []string
	files  string
	change func(*fakeSystem, *Request)
	want   []string
	states []string // scope file-base state line
}{
	{name: "comments, trailing commas and a byte order mark", files: lines("-- /home/ada/.config/Code/User/settings.json --",
		"\ufeff// mine", `{`, `  /* two`, `     lines */ "go.goroot": "/usr/local/go", // why`, `  "editor.fontSize": 12,`,
		`  "gopls": {`, `    "staticcheck": true,`, `    "build.env": {"GOOS": "linux", "TOKEN": "x",},`, `  },`, `}`),
		want: []string{`go.goroot@user 4:15 = "/usr/local/go"`, `gopls.staticcheck@user 7:5 = true`,
			`gopls.build.env@user 8:5 = {"GOOS":"linux","TOKEN":"(hidden)"}`}, states: []string{"user ok 0"}},
	{name: "a key that reaches into an object is merged as the editor does", files: lines("-- /home/ada/.config/Code/User/settings.json --",
		`{`, `"gopls.build.env": {"GOOS": "linux"},`, `"gopls.build.buildFlags": ["-tags=x"],`, `"go.toolsEnvVars.GOFLAGS": "-mod=mod"`, `}`),
		want:   []string{`gopls.build@user 3:1 = {"buildFlags":["-tags=x"],"env":{"GOOS":"linux"}}`, `go.toolsEnvVars.GOFLAGS@user 4:1 = "-mod=mod"`},
		states: []string{"user ok 0"}},
	{name: "a later object replaces what reached into it, and the reverse merges", files: lines("-- /home/ada/.config/Code/User/settings.json --",
		`{`, `"gopls.a": 1,`, `"gopls": {"b": 2},`, `"gopls.c": 3`, `}`),
		want: []string{`gopls.b@user 3:11 = 2`, `gopls.c@user 4:1 = 3`}, states: []string{"user ok 0"}},
	{name: "a value of another type is in the way of a key that reaches inside", files: lines("-- /home/ada/.config/Code/User/settings.json --",
		`{"gopls": 5, "gopls.a": 1, "go.toolsEnvVars": {"GOOS": "linux"}, "go.toolsEnvVars.GOOS.x": 1}`),
		want: []string{`gopls@user 1:2 = 5`, `go.toolsEnvVars.GOOS@user 1:48 = "linux"`}, states: []string{"user ok 0"}},
	{name: "of two keys with one name the later counts", files: lines("-- /home/ada/.config/Code/User/settings.json --",
		`{"go.goroot": "/a",`, `"go.goroot": "/b"}`), want: []string{`go.goroot@user 2:1 = "/b"`}, states: []string{"user ok 0"}},
	{name: "wrong types stand whole", files: lines("-- /home/ada/.config/Code/User/settings.json --",
		`{"gopls": [1], "go.toolsEnvVars": "X=y", "go.goroot": 5, "go.alternateTools": null}`),
		want:   []string{`gopls@user 1:2 = [1]`, `go.toolsEnvVars@user 1:16 = "(hidden)"`, `go.goroot@user 1:42 = 5`, `go.alternateTools@user 1:58 = `},
		states: []string{"user ok 0"}},
	{name: "language blocks have a scope of their own", files: lines("-- /home/ada/.config/Code/User/settings.json --",
		`{"[go]": {"go.formatTool": "gofumpt", "editor.tabSize": 4}, "[rust]": {"go.goroot": "/x"}}`),
		want: []string{`go.formatTool@language 1:11 = "gofumpt"`}, states: []string{"user ok 0"}},
	{name: "a single folder is its own workspace", files: lines("-- /home/ada/src/app/.vscode/settings.json --", `{"go.goroot": "/w"}`),
		want: []string{`go.goroot@workspace 1:2 = "/w"`}, states: []string{"workspace ok 0"}},
	{name: "several folders and a workspace file", files: lines("-- /home/ada/src/app/.vscode/settings.json --", `{"go.goroot": "/f"}`,
		"-- /home/ada/all.code-workspace --", `{"folders": [{"path": "src/app"}],`, ` "settings": {`, `  "go.goroot": "/w", // shared`, ` }}`),
		change: func(_ *fakeSystem, r *Request) { r.WorkspaceFile = "/home/ada/all.code-workspace" },
		want:   []string{`go.goroot@workspace 3:3 = "/w"`, `go.goroot@folder 1:2 = "/f"`}, states: []string{"workspace ok 0", "folder ok 0"}},
	{name: "a workspace file without settings", files: lines("-- /home/ada/all.code-workspace --", `{"folders": []}`),
		change: func(_ *fakeSystem, r *Request) { r.WorkspaceFile = "/home/ada/all.code-workspace" }, states: []string{"workspace ok 0"}},
	{name: "a workspace file with settings of the wrong type", files: lines("-- /home/ada/all.code-workspace --", `{"settings": []}`),
		change: func(_ *fakeSystem, r *Request) { r.WorkspaceFile = "/home/ada/all.code-workspace" }, states: []string{"workspace invalid 1"}},
	{name: "empty and comment-only files are no fault", files: lines("-- /home/ada/.config/Code/User/settings.json --", `// nothing yet`,
		"-- /home/ada/src/app/.vscode/settings.json --"), states: []string{"user ok 0", "workspace ok 0"}},
	{name: "a comment that ends the file without an end of line", change: func(f *fakeSystem, _ *Request) {
		f.write("/home/ada/.config/Code/User/settings.json", "{\"go.goroot\": \"/a\"} // mine")
	}, want: []string{`go.goroot@user 1:2 = "/a"`}, states: []string{"user ok 0"}},
	{name: "not JSON", files: lines("-- /home/ada/.config/Code/User/settings.json --", `{`, `  "go.goroot": "/a"`, `  "gopls": {}`, `}`,
		"-- /home/ada/src/app/.vscode/settings.json --", `{"go.gopath": "/g"}`),
		want: []string{`go.gopath@workspace 1:2 = "/g"`}, states: []string{"user invalid 3", "workspace ok 0"}},
	{name: "not an object", files: lines("-- /home/ada/.config/Code/User/settings.json --", ``, `[]`), states: []string{"user invalid 2"}},
	{name: "a million brackets", change: func(f *fakeSystem, _ *Request) {
		f.write("/home/ada/.config/Code/User/settings.json", "{\n\"gopls\": "+strings.Repeat("[", 1_000_000))
	}, states: []string{"user invalid 2"}},
	{name: "not UTF-8", change: func(f *fakeSystem, _ *Request) {
		f.write("/home/ada/.config/Code/User/settings.json", "{\"go.goroot\": \"\xff\"}")
	},
		states: []string{"user invalid 0"}},
	{name: "50 MB", change: func(f *fakeSystem, _ *Request) {
		f.write("/home/ada/.config/Code/User/settings.json", "{}").size = 50 << 20
	},
		states: []string{"user too-large 0"}},
	{name: "unreadable", change: func(f *fakeSystem, _ *Request) {
		f.write("/home/ada/.config/Code/User/settings.json", "{}")
		f.deny("/home/ada/.config/Code/User/settings.json")
	}, states: []string{"user unreadable 0"}},
	{name: "a directory", change: func(f *fakeSystem, _ *Request) { f.dir("/home/ada/src/app/.vscode/settings.json") },
		states: []string{"workspace unreadable 0"}},
	{name: "named file that is not there", change: func(_ *fakeSystem, r *Request) { r.UserSettings = "/nowhere/settings.json" },
		states: []string{"user missing 0"}},
	{name: "named file wins over the editor's place", files: lines("-- /home/ada/.config/Code/User/settings.json --", `{"go.goroot": "/a"}`,
		"-- /etc/mine.json --", `{"go.goroot": "/b"}`), change: func(_ *fakeSystem, r *Request) { r.UserSettings = "/etc/mine.json" },
		want: []string{`go.goroot@user 1:2 = "/b"`}, states: []string{"user ok 0"}},
	{name: "VSCodium after Code", files: lines("-- /home/ada/.config/VSCodium/User/settings.json --", `{"go.goroot": "/a"}`),
		want: []string{`go.goroot@user 1:2 = "/a"`}, states: []string{"user ok 0"}},
	{name: "XDG_CONFIG_HOME", env: []string{"XDG_CONFIG_HOME=/cfg"}, files: lines("-- /cfg/Code/User/settings.json --", `{"go.goroot": "/a"}`),
		want: []string{`go.goroot@user 1:2 = "/a"`}, states: []string{"user ok 0"}},
	{name: "code-server", files: lines("-- /home/ada/.local/share/code-server/User/settings.json --", `{"go.goroot": "/a"}`),
		want: []string{`go.goroot@user 1:2 = "/a"`}, states: []string{"user ok 0"}},
	{name: "remote machine", files: lines("-- /home/ada/.vscode-server/data/Machine/settings.json --", `{"go.goroot": "/a"}`),
		want: []string{`go.goroot@remote 1:2 = "/a"`}, states: []string{"remote ok 0"}},
	{name: "macOS", system: "darwin", files: lines("-- /Users/ada/Library/Application Support/Cursor/User/settings.json --", `{"go.goroot": "/a"}`),
		want: []string{`go.goroot@user 1:2 = "/a"`}, states: []string{"user ok 0"}},
	{name: "Windows", system: "windows", files: lines(`-- C:\Users\ada\AppData\Roaming\Code\User\settings.json --`, `{"go.goroot": "C:\\Go"}`),
		want: []string{`go.goroot@user 1:2 = "C:\\Go"`}, states: []string{"user ok 0"}},
}

func TestSettingsFromFiles(t *testing.T) {
	for _, c := range settingsFiles {
		t.Run(c.name, func(t *testing.T) {
			f, r := lookupCase{system: c.system, env: c.env}.machine(t)
			for name, n := range newFake(t, f.os, c.files).nodes {
				f.node(name)
				f.nodes[name] = n
			}
			if c.change != nil {
				c.change(f, &r)
			}
			s := examine(t, f, r, untilSettings...)
			var got, states []string
			for _, set := range s.Settings {
				got = append(got, shown(set))
			}
			for _, file := range s.SettingsFiles {
				states = append(states, fmt.Sprintf("%s %s %d", file.Scope, file.State, file.Line))
				if (file.State == health.FileOK || file.State == health.FileMissing) != (file.Error == "") {
					t.Errorf("%s: state %s with error %q", file.File, file.State, file.Error)
				}
			}
			compare(t, "settings", got, c.want)
			compare(t, "files", states, c.states)
		})
	}
}

func compare(t *testing.T, what string, got, want []string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s:\n%s\nwant:\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestSettingsFromEditor(t *testing.T) {
	f, r := lookupCase{}.machine(t)
	f.write("/user.json", lines("{", `  "go.goroot": "/from-the-file",`, `  "gopls": {`, `    "staticcheck": false`, `  }`, `}`))
	f.write("/w.code-workspace", lines(`{"settings": {`, `  "gopls.build.env": {"GOOS": "x"}`, `}}`))
	f.write("/broken.json", "{")
	r.Editor = &EditorFacts{
		Settings: []EditorSetting{
			{Key: "go.goroot", Scope: health.ScopeUser, Value: []byte(`"/from-the-editor"`)},
			{Key: "gopls", Scope: health.ScopeUser, Value: []byte(`{"staticcheck": true, "added": 1}`)},
			{Key: "gopls", Scope: health.ScopeWorkspace, Value: []byte(`{"build": {"env": {"GOOS": "linux"}}}`)},
			{Key: "go.gopath", Scope: health.ScopeFolder, Folder: r.Folders[0], Value: []byte(`"/g"`)},
			{Key: "go.toolsGopath", Scope: health.ScopeUser},
			{Key: "editor.fontSize", Scope: health.ScopeUser, Value: []byte(`12`)},
		},
		SettingsFiles: []EditorFile{{Scope: health.ScopeUser, File: "/user.json"}, {Scope: health.ScopeWorkspace, File: "/w.code-workspace"},
			{Scope: health.ScopeFolder, Folder: r.Folders[0], File: "/broken.json"}},
	}
	s := examine(t, f, r, untilSettings...)
	var got []string
	for _, set := range s.Settings {
		got = append(got, string(set.File)+" "+shown(set))
	}
	compare(t, "settings", got, []string{
		`/user.json go.goroot@user 2:3 = "/from-the-editor"`,
		`/user.json gopls.added@user 0:0 = 1`,
		`/user.json gopls.staticcheck@user 4:5 = true`,
		`/w.code-workspace gopls.build@workspace 2:3 = {"env":{"GOOS":"linux"}}`,
		`/broken.json go.gopath@folder 0:0 = "/g"`,
	})
	if got := s.SettingsFiles[2]; got.State != health.FileInvalid || got.Line != 1 {
		t.Errorf("the broken file is %+v", got)
	}
}

func TestSettingsFilePositions(t *testing.T) {
	data := []byte("{\r\n\t\"go.a\": 1, \"\U0001F600\": 0, \"go.b\": 2}")
	o, err := parseObject(data, wantedSetting)
	if err != nil {
		t.Fatal(err)
	}
	if o[0].at != (position{2, 2}) || o[1].at != (position{2, 22}) {
		t.Errorf("positions %v and %v, want 2:2 and 2:22 (columns in UTF-16 units)", o[0].at, o[1].at)
	}
}

// FuzzParseObject: whatever the file holds, an answer or an error; and an object that was read is told without a line 0.
func FuzzParseObject(f *testing.F) {
	for _, seed := range []string{"{}", "", "// x", `{"go.a": {"b": [1, 2.5e3, "\u00e9", null,],}, /* c */}`, `{"gopls": {"a": 1}, "gopls.b.c": {}}`,
		"\ufeff{", `[[[[`, `{"[go]": {"go.x": 1}}`, `{"go.a": 1, "go.a": 2}`, `{"go.toolsEnvVars": {"X": "y"}}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		o, err := parseObject(bytes.Clone(data), func(name string) bool { return wantedSetting(name) || goLanguageBlock(name) })
		if err != nil {
			if o != nil || err.Error() == "" {
				t.Errorf("error %q with an object %v", err, o)
			}
			return
		}
		for _, e := range entries(o, health.ScopeUser) {
			if e.at.line < 1 || e.key == "" {
				t.Errorf("entry %+v of %q", e, data)
			}
			value := cleanSetting("linux", e.key, e.member, e.raw)
			if e.raw != nil && value == "" {
				t.Errorf("value of %+v is lost", e)
			}
		}
	})
}
