package probe

import (
	"io/fs"
	"slices"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

const manifestOf56 = `{"name":"go","version":"0.56.0","contributes":{"configuration":{"title":"Go","properties":{
"go.testTimeout":{"type":"string"},"go.goroot":{"type":["string","null"]},"gopls":{"type":"object"},"other.key":{}}}}}`

func TestGoExtension(t *testing.T) {
	const installed = "\n-- /home/ada/.vscode/extensions/golang.go-0.56.0/package.json --\n" + manifestOf56 + `
-- /home/ada/.vscode/extensions/golang.go-0.9.0/package.json --
{"version":"0.9.0"}
-- /home/ada/.vscode/extensions/golang.go-nightly-2021/package.json --
{}
-- /home/ada/.vscode/extensions/golang.go-0.57.2-universal/package.json --
{"version":"0.57.2","contributes":{"configuration":[{"properties":{"go.a":{}}},{"properties":{"go.b":{}}}]}}
-- /home/ada/.vscode/extensions/.obsolete --
{"golang.go-0.57.2-universal":true}
-- /home/ada/.vscode-server/extensions/golang.go-0.52.0/package.json --
not json
`
	editor := func(version, remote string) *EditorFacts {
		return &EditorFacts{Name: "VS Code", Remote: remote, Extensions: []EditorExtension{{ID: "golang.go", Version: version, Active: true, Exports: true}}}
	}
	for _, tc := range []struct {
		name    string
		archive string
		env     []string
		editor  *EditorFacts
		want    health.GoExtension
	}{
		{"nowhere", "-- /home/ada/x --\n", nil, nil, health.GoExtension{State: health.FileMissing}},
		{"newest that is not obsolete", installed, nil, nil, health.GoExtension{State: health.FileOK, Version: "0.56.0",
			Dir: "/home/ada/.vscode/extensions/golang.go-0.56.0", Keys: []health.Public{"go.goroot", "go.testTimeout", "gopls"}}},
		{"version of the editor", installed, nil, editor("0.9.0", ""), health.GoExtension{State: health.FileOK, Version: "0.9.0", Dir: "/home/ada/.vscode/extensions/golang.go-0.9.0"}},
		{"not the version of the editor", installed, nil, editor("0.1.0", ""), health.GoExtension{State: health.FileMissing}},
		{"remote", installed, nil, editor("0.52.0", "ssh"), health.GoExtension{State: health.FileInvalid, Dir: "/home/ada/.vscode-server/extensions/golang.go-0.52.0"}},
		{"named directory, two sections", "-- /x/golang.go-0.57.2-universal/package.json --\n" + `{"version":"0.57.2","contributes":{"configuration":[{"properties":{"go.a":{}}},{"properties":{"go.b":{}}}]}}`,
			[]string{"VSCODE_EXTENSIONS=/x"}, editor("0.57.2", ""), health.GoExtension{State: health.FileOK, Version: "0.57.2", Dir: "/x/golang.go-0.57.2-universal", Keys: []health.Public{"go.a", "go.b"}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := newFake(t, "linux", tc.archive)
			f.env = append([]string{"HOME=/home/ada"}, tc.env...)
			s := examine(t, f, Request{Folders: []string{"/w"}, Editor: tc.editor}, environmentProbe, machineProbe, editorProbe, settingsProbe, goExtensionProbe)
			got := s.GoExtension
			if got.State == health.FileInvalid {
				got.Error = ""
			}
			if got.State != tc.want.State || got.Dir != tc.want.Dir || got.Version != tc.want.Version || !slices.Equal(got.Keys, tc.want.Keys) {
				t.Errorf("%+v, want %+v", got, tc.want)
			}
		})
	}
}

// A manifest of any shape is survived, and declares only what it declares.
func FuzzManifest(f *testing.F) {
	f.Add([]byte(manifestOf56))
	f.Add([]byte(`{"contributes":{"configuration":[{"properties":{"go.a":{}}},7]}}`))
	f.Add([]byte(`{"contributes":{"configuration":"x"},"version":7}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		system := &fakeSystem{os: "linux", nodes: map[string]*fakeNode{}}
		system.nodes["/"] = &fakeNode{mode: fs.ModeDir | 0o755}
		system.write("/e/package.json", string(data))
		e := readManifest(system, "/e")
		if e.State == "" || e.State != health.FileOK && len(e.Keys) > 0 || len(e.Keys) > maxManifestKeys {
			t.Errorf("%+v", e)
		}
	})
}
