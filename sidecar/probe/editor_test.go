package probe

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestEditor(t *testing.T) {
	f := newFake(t, "linux", "")
	s := examine(t, f, Request{}, editorProbe)
	if s.Editor.Present || !s.Editor.Trusted {
		t.Errorf("command line: %+v", s.Editor)
	}
	s = examine(t, f, Request{Untrusted: true, Editor: &EditorFacts{Name: "code-server", Version: "1.139.1", Remote: "ssh-remote+ada@box", HostPID: 7,
		ActiveFile: "/w/main.go", LogDir: "/logs", Extensions: []EditorExtension{{ID: "golang.go", Version: "0.56.0", Active: true}},
		Commands: []string{"gopls.views", "go.test.package", "workbench.action.files.save", "golf.play", "gopls.views"}}}, editorProbe)
	e := s.Editor
	if !e.Present || e.Trusted || e.Name != "code-server" || e.Version != "1.139.1" || e.HostPID != 7 || e.ActiveFile != "/w/main.go" || e.Running != nil {
		t.Errorf("editor %+v", e)
	}
	if fmt.Sprint(e.Commands) != "[go.test.package gopls.views]" || e.Extensions[0] != (health.Extension{ID: "golang.go", Version: "0.56.0", Active: true}) {
		t.Errorf("commands %v, extensions %v", e.Commands, e.Extensions)
	}
}

func TestRunning(t *testing.T) {
	views := `[{"ID": "1", "Type": "GoMod", "Root": "file:///w%20x", "Folder": "file:///w%20x", "EnvOverlay": null}, {"Type": "AdHoc"}]`
	stats := `{"Views": [{"GoCommandVersion": "go1.26.8", "WorkspacePackages": {"Packages": 3}}, {"GoCommandVersion": "go1.26.8", "WorkspacePackages": {"Packages": 4}}]}`
	for _, c := range []struct {
		name string
		raw  EditorRunning
		want string // views null packages timed-out error
	}{
		{"answers", EditorRunning{Asked: true, Views: json.RawMessage(views), Stats: json.RawMessage(stats)}, "[{GoMod /w x /w x} {AdHoc  }] false 7 false "},
		{"no view could be made", EditorRunning{Asked: true, Views: json.RawMessage("null"), Stats: json.RawMessage(`{"Views": null}`)}, "[] true 0 false "},
		{"no views", EditorRunning{Asked: true, Views: json.RawMessage("[]")}, "[] false 0 false "},
		{"nothing came back", EditorRunning{Asked: true}, "[] false 0 false "},
		{"timed out", EditorRunning{Asked: true, TimedOut: true, Views: json.RawMessage("null")}, "[] false 0 true "},
		{"not asked", EditorRunning{Reason: "no Go file is open"}, "[] false 0 false "},
		{"another shape", EditorRunning{Asked: true, Views: json.RawMessage(`{"a": 1}`), Stats: json.RawMessage(`[]`)},
			"[] false 0 false answer of gopls.views: json: cannot unmarshal object into Go value of type []struct { Type string; Root string; Folder string }; " +
				"answer of gopls.workspace_stats: json: cannot unmarshal array into Go value of type struct { Views []struct { GoCommandVersion string; WorkspacePackages struct { Packages int } } }"},
		{"an error of its own", EditorRunning{Asked: true, Error: "command 'gopls.views' not found"}, "[] false 0 false command 'gopls.views' not found"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := running("linux", c.raw)
			if got := fmt.Sprint(r.Views, " ", r.ViewsNil, " ", r.Packages, " ", r.TimedOut, " ", r.Error); got != c.want {
				t.Errorf("running %q, want %q", got, c.want)
			}
		})
	}
}

func TestGoVersionOfTheServer(t *testing.T) {
	for stats, want := range map[string]health.Public{
		`{"Views": [{"GoCommandVersion": "go1.26.8"}, {"GoCommandVersion": "go1.26.8"}]}`:                           "go1.26.8",
		`{"Views": [{"GoCommandVersion": "go1.26.8"}, {"GoCommandVersion": "go1.25.0"}]}`:                           "",
		`{"Views": [{"GoCommandVersion": "go1.26.8"}, {"GoCommandVersion": "go1.25.0"}, {"WorkspacePackages":{}}]}`: "",
		`{"Views": [{"GoCommandVersion": "go version go1.26.8 linux/amd64"}]}`:                                      "go1.26.8 linux/amd64",
		`{"Views": []}`: "",
	} {
		if _, got, err := parseStats([]byte(stats)); got != want || err != nil {
			t.Errorf("%s: %q, %v", stats, got, err)
		}
	}
}

func TestURIPath(t *testing.T) {
	for _, c := range [][3]string{
		{"linux", "file:///home/ada/a%20b", "/home/ada/a b"},
		{"windows", "file:///c%3A/Users/ada", `C:\Users\ada`},
		{"windows", "file://server/share/x", `\\server\share\x`},
		{"linux", "vscode-vfs://github/x", "vscode-vfs://github/x"},
		{"linux", "ssh://ada:pw@host/x", "ssh://host/x"},
		{"linux", "%", "%"},
	} {
		if got := uriPath(c[0], c[1]); got != c[2] {
			t.Errorf("%s on %s is %q, want %q", c[1], c[0], got, c[2])
		}
	}
}

// FuzzRunning: whatever an editor sends, an answer.
func FuzzRunning(f *testing.F) {
	f.Add([]byte(`[{"Type": "GoMod", "Root": "file:///w"}]`), []byte(`{"Views": [{"WorkspacePackages": {"Packages": -3}}]}`))
	f.Add([]byte(`null`), []byte(`null`))
	f.Add([]byte(`[null]`), []byte(`{"Views": {}}`))
	f.Fuzz(func(t *testing.T, views, stats []byte) {
		r := running("windows", EditorRunning{Asked: true, Views: views, Stats: stats})
		if r.Packages < 0 || r.ViewsNil && len(r.Views) > 0 {
			t.Errorf("running %+v", r)
		}
	})
}
