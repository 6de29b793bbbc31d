//go:build unix

package fix

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// realGo is a home of its own with the go command that runs these tests.
func realGo(t *testing.T) (dir string, facts Facts) {
	t.Helper()
	program, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	dir, err = filepath.EvalSymlinks(t.TempDir())
	must(t, err)
	must(t, os.MkdirAll(filepath.Join(dir, "home", "go"), 0o755))
	goenv := filepath.Join(dir, "home", "go", "env")
	cache, err := exec.Command(program, "env", "GOCACHE").Output()
	must(t, err)
	env := []string{"HOME=" + filepath.Join(dir, "home"), "PATH=/usr/bin:/bin", "GOENV=" + goenv, "GOTOOLCHAIN=local", "GOPROXY=off", "GOFLAGS=",
		"GOPATH=" + filepath.Join(dir, "gopath"), "GOCACHE=" + strings.TrimSpace(string(cache)), "GOTELEMETRY=off"}
	return dir, Facts{System: "linux", Roots: []string{filepath.Join(dir, "work")}, Home: filepath.Join(dir, "home"), Env: env,
		Look: func(name string) string {
			if name == "go" {
				return program
			}
			return ""
		}}
}

// The file that go env -w writes is changed by go, or by us where the file keeps go from running.
func TestRealGoEnv(t *testing.T) {
	for _, tc := range []struct {
		name, text, before, after, want string
		viaGo                           bool
	}{
		{"unset", "GOFLAGS=-v\nGOPROXY=off\n", "-v", "", "GOPROXY=off\n", true},
		{"set", "GOPROXY=off\n", "", "-v", "GOFLAGS=-v\nGOPROXY=off\n", true},
		{"file that keeps go from running", "GOROOT=/nowhere\nGOFLAGS=-v\n", "-v", "", "GOROOT=/nowhere\n", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir, facts := realGo(t)
			file := filepath.Join(dir, "home", "go", "env")
			must(t, os.WriteFile(file, []byte(tc.text), 0o644))
			step := health.Step{Kind: health.StepGoEnv, Target: health.Target{File: health.Path(file), Key: "GOFLAGS"}}
			if tc.before != "" {
				step.Before = health.DataOf(tc.before)
			}
			if tc.after != "" {
				step.After = health.DataOf(tc.after)
			}
			p, err := Resolve(t.Context(), Disk{}, oneStep(step), facts)
			must(t, err)
			if viaGo := p.Steps[0].Command != nil; viaGo != tc.viaGo {
				t.Errorf("by go: %v", viaGo)
			}
			e := realEngine(dir)
			_, err = e.Apply(t.Context(), p, "x", nil)
			must(t, err)
			if got, _ := os.ReadFile(file); string(got) != tc.want {
				t.Errorf("the file is %q", got)
			}
			_, err = e.Undo(t.Context(), "", AllSteps, nil)
			must(t, err)
			if got, _ := os.ReadFile(file); string(got) != tc.text {
				t.Errorf("undone to %q", got)
			}
		})
	}
}

// A vendor directory is written anew by go, and every byte and mode comes back.
func TestRealVendor(t *testing.T) {
	dir, facts := realGo(t)
	for path, text := range map[string]string{
		"work/go.mod": "module m\n\ngo 1.21\n\nrequire example.com/a v0.0.0\n\nreplace example.com/a => ../a\n", "work/m.go": "package m\n\nimport _ \"example.com/a\"\n",
		"a/go.mod": "module example.com/a\n", "a/a.go": "package a\n", "work/vendor/modules.txt": "# stale\n", "work/vendor/old/old.go": "package old\n", "home/x": "",
	} {
		path = filepath.Join(dir, path)
		must(t, os.MkdirAll(filepath.Dir(path), 0o755))
		must(t, os.WriteFile(path, []byte(text), 0o644))
	}
	before, err := onDisk(dir, "work")
	must(t, err)
	p, err := Resolve(t.Context(), Disk{}, oneStep(runOf(health.Path(filepath.Join(dir, "work")), "go", "mod", "vendor")), facts)
	must(t, err)
	e := realEngine(dir)
	_, err = e.Apply(t.Context(), p, "x", nil)
	must(t, err)
	if text, err := os.ReadFile(filepath.Join(dir, "work", "vendor", "modules.txt")); err != nil || !strings.Contains(string(text), "## explicit") {
		t.Errorf("modules.txt is %q (%v)", text, err)
	}
	_, err = e.Undo(t.Context(), "", AllSteps, nil)
	must(t, err)
	after, err := onDisk(dir, "work") // go writes its telemetry at home
	must(t, err)
	if d := differences(before, after); d != "" {
		t.Error(d)
	}
}
