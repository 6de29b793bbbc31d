package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// referenceModule is measured on if no folder is named: of the size of real work, and the same for everybody. In a small module
// the questions of a rung weigh more than its load, and a ratio to gopls says less.
const referenceModule = "golang.org/x/tools@v0.52.0"

// reference unpacks the reference module below dir, writable as a checkout is, with its dependencies in the module cache.
func reference(ctx context.Context, dir string) (string, error) {
	download := exec.CommandContext(ctx, "go", "mod", "download", "-json", referenceModule)
	download.Dir, download.Env = dir, append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	text, err := download.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w: %w", referenceModule, errUnavailable, err)
	}
	var module struct{ Dir string }
	if err := json.Unmarshal(text, &module); err != nil {
		return "", err
	}
	checkout := filepath.Join(dir, "checkout")
	if err := os.CopyFS(checkout, os.DirFS(module.Dir)); err != nil {
		return "", err
	}
	dependencies := exec.CommandContext(ctx, "go", "mod", "download")
	dependencies.Dir, dependencies.Env = checkout, download.Env
	if out, err := dependencies.CombinedOutput(); err != nil {
		return "", fmt.Errorf("dependencies of %s: %w: %w\n%s", referenceModule, errUnavailable, err, out)
	}
	return checkout, nil
}
