package ladder

import (
	_ "embed"
	"os"
	"path/filepath"

	"golang.org/x/tools/txtar"

	"github.com/govitals/govitals/sidecar/health"
)

//go:embed minimal.txtar
var minimalArchive []byte

// Minimal writes the minimal module into an empty directory and returns where to ask in it, but for the fields of the machine
// (Build, Goroot). Its one dependency comes by a local replace and stands in a consistent vendor directory as well, so that no
// legal value of -mod breaks it, and it needs no network and no module cache. Its go line is as low as vendoring allows, so
// that no go wants to switch to another release for it.
func Minimal(dir string) (Ground, error) {
	for _, f := range txtar.Parse(minimalArchive).Files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return Ground{}, err
		}
		if err := os.WriteFile(path, f.Data, 0o600); err != nil {
			return Ground{}, err
		}
	}
	app := filepath.Join(dir, "app")
	return Ground{
		Dirs: []string{app},
		Roots: []Root{
			{Path: "example.com/app", Dir: app, Kind: health.TargetSameModule},
			{Path: "example.org/dep", Dir: filepath.Join(app, "vendor", "example.org", "dep"), Kind: health.TargetVendored},
		},
	}, nil
}

// MinimalFolder is the workspace of the minimal module below the directory that was given to Minimal.
func MinimalFolder(dir string) string { return filepath.Join(dir, "app") }
