package probe

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// FuzzKept: what is kept in the state directory is believed only if it is ours, and of the same binary.
func FuzzKept(f *testing.F) {
	own := keptSchema{Version: keptVersion, Path: "/bin/gopls", Real: "/bin/gopls", Size: 7, Modified: "2026-01-02T03:04:05Z"}
	written := own
	written.Schema = []health.GoplsSetting{{}}
	for _, v := range []any{written, keptReleases{Version: releasesVersion, Releases: []keptRelease{{Root: "/go", Print: "x", Files: 3}}}} {
		b, err := json.Marshal(v)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte(`{"version":1,"releases":[{},null],"schema":[null]}`))
	dir := f.TempDir()
	f.Setenv("GOVITALS_STATE_DIR", dir)
	f.Fuzz(func(t *testing.T, text []byte) {
		if schema, ok := own.read(text); ok && (len(schema) == 0 || len(text) < len(own.Path)) {
			t.Errorf("%q is the schema %v", text, schema)
		}
		other := own
		other.Size++
		if _, ok := own.read(text); ok {
			if _, too := other.read(text); too {
				t.Errorf("%q is of two binaries", text)
			}
		}
		if err := os.WriteFile(filepath.Join(dir, releasesFile), text, 0o600); err != nil {
			t.Fatal(err)
		}
		if kept := readReleases(); kept.Version != releasesVersion {
			t.Errorf("%q is of version %d", text, kept.Version)
		}
	})
}
