//go:build unix

package drive

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// Place is a made-up machine: a workspace, a home, a temporary and a state directory below one root.
type Place struct {
	T                           testing.TB
	Root, Work, Home, Tmp, Bin  string
	State                       string
	Env                         map[string]string // of everything that is started
	Program, Go, GoRoot, Server string            // govitals, and the machine's own go and gopls
}

var builtIn string // set by build

var build = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "govitals-built-")
	if err != nil {
		return "", err
	}
	builtIn = dir
	program := filepath.Join(dir, "govitals")
	c := exec.Command("go", "build", "-o", program, "github.com/govitals/govitals/sidecar")
	c.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := c.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, out)
	}
	return program, os.Chmod(dir, 0o755) // other users run it too
})

// Clean removes what was built, if anything was; for TestMain.
func Clean() {
	if builtIn != "" {
		_ = os.RemoveAll(builtIn)
	}
}

// New makes a place with a small healthy module.
func New(t testing.TB) *Place {
	t.Helper()
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	at := func(name string) string { return filepath.Join(root, name) }
	p := &Place{T: t, Root: root, Work: at("work"), Home: at("home"), Tmp: at("tmp"), Bin: at("bin"), State: at("state"), Program: program}
	for _, dir := range []string{p.Work, p.Home, p.Tmp, p.Bin} {
		p.Must(os.MkdirAll(dir, 0o755))
	}
	out, err := exec.Command("go", "env", "GOROOT").Output()
	p.Must(err)
	p.GoRoot = strings.TrimSpace(string(out))
	p.Go = filepath.Join(p.GoRoot, "bin", "go")
	server, err := exec.LookPath("gopls")
	if err != nil {
		t.Skip("needs gopls on PATH (scripts/test installs it)")
	}
	p.Server, err = filepath.EvalSymlinks(server)
	p.Must(err)
	p.Must(os.Symlink(p.Server, filepath.Join(p.Bin, "gopls")))
	p.Env = map[string]string{
		"PATH": p.Bin + ":" + filepath.Dir(p.Go) + ":/usr/bin:/bin", "HOME": p.Home, "TMPDIR": p.Tmp, "LANG": "C.UTF-8", "SHELL": "/bin/sh",
		"GOVITALS_STATE_DIR": p.State, "GOPROXY": "off", "GOTOOLCHAIN": "local",
		"XDG_CACHE_HOME": filepath.Join(filepath.Dir(program), "cache"), // of all places: cold caches cost seconds each
	}
	t.Cleanup(p.makeRemovable)
	p.Write("work/go.mod", "module example.com/held\n\ngo 1.24\n", 0o644)
	p.Write("work/main.go", "package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(greeting()) }\n\nfunc greeting() string { return \"hello\" }\n", 0o644)
	return p
}

// In is the same place for a part of the test.
func (p *Place) In(t testing.TB) *Place {
	part := *p
	part.T = t
	return &part
}

// Must ends the test on an error.
func (p *Place) Must(err error) {
	p.T.Helper()
	if err != nil {
		p.T.Fatal(err)
	}
}

// Path is below the root.
func (p *Place) Path(name string) string { return filepath.Join(p.Root, name) }

// Write writes a file below the root, with its directories.
func (p *Place) Write(name, text string, mode os.FileMode) {
	p.T.Helper()
	path := p.Path(name)
	p.Must(os.MkdirAll(filepath.Dir(path), 0o755))
	p.Must(os.WriteFile(path, []byte(text), mode))
	p.Must(os.Chmod(path, mode))
}

// Script writes an executable shell script below the root.
func (p *Place) Script(name, lines string) string {
	p.T.Helper()
	p.Write(name, "#!/bin/sh\n"+lines+"\n", 0o755)
	return p.Path(name)
}

// Environ is the environment as a list.
func (p *Place) Environ() []string {
	var out []string
	for name, value := range p.Env {
		out = append(out, name+"="+value)
	}
	return out
}

// Command is govitals, not yet started, in the workspace.
func (p *Place) Command(ctx context.Context, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, p.Program, args...)
	c.Dir, c.Env = p.Work, p.Environ()
	return c
}

// Outcome is what came of a command line.
type Outcome struct {
	Stdout, Stderr string
	Exit           int // -1: a signal
}

// Run runs govitals to its end, which must come within two minutes.
func (p *Place) Run(args ...string) Outcome {
	p.T.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	return p.Finish(p.Command(ctx, args...))
}

// Finish runs a command to its end.
func (p *Place) Finish(c *exec.Cmd) Outcome {
	p.T.Helper()
	var out, words bytes.Buffer
	c.Stdout, c.Stderr = &out, &words
	err := c.Run()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		p.T.Fatalf("%v: %v\n%s", c.Args, err, words.String())
	}
	o := Outcome{Stdout: out.String(), Stderr: words.String(), Exit: c.ProcessState.ExitCode()}
	if strings.Contains(o.Stderr, "goroutine ") {
		p.T.Errorf("panicked: %s", o.Stderr)
	}
	return o
}

func (p *Place) makeRemovable() {
	_ = filepath.WalkDir(p.Root, func(path string, d os.DirEntry, _ error) error {
		if d != nil && d.IsDir() {
			_ = os.Chmod(path, 0o755)
		}
		return nil
	})
}

// Rebuild gives the place a program that is built with other sources: texts by the paths of the files they stand for.
func (p *Place) Rebuild(sources map[string]string) {
	p.T.Helper()
	replace := map[string]string{}
	for file, text := range sources {
		name := fmt.Sprintf("rebuilt/%d/%s", len(replace), filepath.Base(file))
		p.Write(name, text, 0o644)
		replace[file] = p.Path(name)
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	p.Must(err)
	p.Write("rebuilt/overlay.json", string(overlay), 0o644)
	p.Program = p.Path("rebuilt/govitals")
	c := exec.Command("go", "build", "-overlay", p.Path("rebuilt/overlay.json"), "-o", p.Program, "github.com/govitals/govitals/sidecar")
	c.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := c.CombinedOutput(); err != nil {
		p.T.Fatalf("build: %v\n%s", err, out)
	}
}
