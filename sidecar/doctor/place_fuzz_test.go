package doctor

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/probe"
)

// FuzzWorkspaceFile: a .code-workspace of a stranger names absolute folders or none.
func FuzzWorkspaceFile(f *testing.F) {
	for _, seed := range []string{"\ufeff{ // folders\n \"folders\": [{\"path\": \"one\"}, {\"path\": \"./two\",},], }", `{"folders":[{"uri":"file:///tmp"},{"uri":"vscode-remote://x/y"}]}`,
		`{"folders":[{"path":"../../../../.."},{"path":"\u0000"}]}`, `{"folders":{}}`, `{"folders":[`, "{"} {
		f.Add([]byte(seed))
	}
	file := filepath.Join(f.TempDir(), "x.code-workspace")
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		place, err := Resolve(probe.Machine{}, file)
		if err == nil && len(place.Folders) == 0 {
			t.Errorf("%q holds nothing and is no mistake", text)
		}
		for _, folder := range place.Folders {
			if !health.IsAbs(probe.Machine{}.OS(), folder) {
				t.Errorf("%q names %q", text, folder)
			}
		}
	})
}
