//go:build unix

package fix

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// A tool is installed where golang.go's tools go, whatever stands there, and what stood there comes back; without network it
// stays.
func TestRealInstall(t *testing.T) {
	for _, tc := range []struct {
		name, former string // "-> " is a link
		text         string // of the error
		argument     func(dir string) string
	}{
		{"no network", "\x7fELF and so on", "put back", latestGopls},
		{"no network, over a script", "#!/bin/sh\n", "put back", latestGopls},
		{"no network, over a link", "-> elsewhere", "put back", latestGopls},
		{"over an executable", "\x7fELF and so on", "", ownGopls},
		{"over a script, which go does not replace", "#!/bin/sh\nexec gopls \"$@\"\n", "", ownGopls},
		{"over an empty file", "", "", ownGopls},
		{"over a link, through which go may write", "-> elsewhere", "", ownGopls},
		{"over a link that leads nowhere", "-> nowhere", "", ownGopls},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir, facts := realGo(t)
			tool, source, elsewhere := filepath.Join(dir, "gopath", "bin", "gopls"), filepath.Join(dir, "work", "gopls"), filepath.Join(dir, "gopath", "bin", "elsewhere")
			for path, text := range map[string]string{elsewhere: "#!/bin/sh\n", filepath.Join(source, "main.go"): "package main\n\nfunc main() {}\n", filepath.Join(source, "go.mod"): "module gopls\n"} {
				must(t, os.MkdirAll(filepath.Dir(path), 0o755))
				must(t, os.WriteFile(path, []byte(text), 0o640))
			}
			if target, link := strings.CutPrefix(tc.former, "-> "); link {
				must(t, os.Symlink(target, tool))
			} else {
				must(t, os.WriteFile(tool, []byte(tc.former), 0o750))
			}
			before, err := onDisk(dir, "gopath/bin")
			must(t, err)
			step := runOf(health.Path(source), "go", "install", health.Public(tc.argument(dir)))
			step.Kind, step.Target.Key = health.StepInstall, "gopls"
			p, err := Resolve(t.Context(), Disk{}, oneStep(step), facts)
			must(t, err)
			e := realEngine(dir)
			_, err = e.Apply(t.Context(), p, "x", nil)
			if (tc.text == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), tc.text) {
				t.Errorf("error %v", err)
			}
			if tc.text == "" {
				installed(t, tool, elsewhere)
				_, err = e.Undo(t.Context(), "", AllSteps, nil)
				must(t, err)
			}
			after, err := onDisk(dir, "gopath/bin")
			must(t, err)
			if len(after) != len(before) || differences(before, after) != "" {
				t.Errorf("the former tool is not there: %s", differences(before, after))
			}
		})
	}
}

func latestGopls(string) string  { return "golang.org/x/tools/gopls@latest" }
func ownGopls(dir string) string { return filepath.Join(dir, "work", "gopls") }

// installed demands a program of its own, and that nothing was written elsewhere.
func installed(t *testing.T, tool, elsewhere string) {
	t.Helper()
	data, err := os.ReadFile(tool)
	if info, statErr := os.Lstat(tool); err != nil || statErr != nil || !info.Mode().IsRegular() || info.Mode().Perm()&0o111 == 0 || len(data) < 1<<10 {
		t.Errorf("nothing was installed: %d bytes, %v", len(data), err)
	}
	if text, err := os.ReadFile(elsewhere); err != nil || string(text) != "#!/bin/sh\n" {
		t.Errorf("what the link leads to is %d bytes (%v)", len(text), err)
	}
}
