package gopls

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/child"
)

// A module on disk for a real gopls, with an environment of its own.
type module struct {
	dir   string
	files map[string]string
	env   []string
}

const mainText = `package main

import (
	"fmt"

	"example.com/app/util"
)

func main() {
	fmt.Println("𝄞", helper(), util.Answer)
	var name util.Name = "x"
	_ = name
}
`

// healthy are the files of a module in which everything works.
func healthy() map[string]string {
	return map[string]string{
		"go.mod":       "module example.com/app\n\ngo 1.24\n",
		"main.go":      mainText,
		"helper.go":    "package main\n\n// helper helps.\nfunc helper() int { return 1 }\n",
		"util/util.go": "package util\n\n// Answer is known.\nconst Answer = 42\n\n// Name names.\ntype Name string\n",
	}
}

// lay writes the files and makes an environment in which nothing of the machine's state but its tools is used.
func lay(t *testing.T, files map[string]string) module {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("unix-only: its wrappers are shell scripts")
	}
	root := t.TempDir()
	m := module{dir: filepath.Join(root, "work"), files: files}
	for name, text := range files {
		write(t, filepath.Join(m.dir, name), text, 0o644)
	}
	if err := os.MkdirAll(m.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	home := sharedHome
	m.env = []string{
		"HOME=" + home, "PATH=" + filepath.Dir(realGo(t)) + ":/usr/bin:/bin", "TMPDIR=" + t.TempDir(), "GOFLAGS=", "GOENV=off",
		"GOPATH=" + filepath.Join(home, "go"), "GOCACHE=" + filepath.Join(home, "cache"), "GOTOOLCHAIN=local", "GOPROXY=off",
		"CGO_ENABLED=0", // the packages of the standard library that use C would have to be compiled
	}
	return m
}

func write(t *testing.T, path, text string, mode fs.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}

// wrapGo puts a go command first on PATH that is this script; $GO is the real one.
func (m *module) wrapGo(t *testing.T, script string) {
	t.Helper()
	bin := t.TempDir()
	write(t, filepath.Join(bin, "go"), fmt.Sprintf("#!/bin/sh\nGO=%s\n%s\n", realGo(t), script), 0o755)
	for i, entry := range m.env {
		if rest, ok := strings.CutPrefix(entry, "PATH="); ok {
			m.env[i] = "PATH=" + bin + ":" + rest
		}
	}
}

func (m module) options(t *testing.T) Options {
	settings, _ := PrivateSettings(nil)
	return Options{Path: realGopls(t), Env: m.env, Folders: []string{m.dir}, Settings: settings}
}

func (m module) path(name string) string { return filepath.Join(m.dir, name) }

// at is the position of the first byte of what, which stands in the file once it is preceded by before.
func (m module) at(t *testing.T, name, before, what string) Position {
	t.Helper()
	text := []byte(m.files[name])
	i := bytes.Index(text, []byte(before+what))
	if i < 0 {
		t.Fatalf("no %q in %s", before+what, name)
	}
	return PositionAt(text, i+len(before))
}

func TestHealthyModule(t *testing.T) {
	for _, light := range []bool{false, true} {
		t.Run(fmt.Sprintf("light %v", light), func(t *testing.T) {
			t.Parallel()
			m := lay(t, healthy())
			o := m.options(t)
			o.Light = light
			var told []string
			o.Progress = func(text string) { told = append(told, text) }
			s := mustStart(t, o)
			ctx := within(t, time.Minute)
			if err := s.Open(ctx, m.path("main.go"), []byte(mainText)); err != nil {
				t.Fatal(err)
			}
			l := s.WaitLoad(ctx)
			if l.State != Loaded || l.Views != 1 || l.Packages != 2 || len(l.Messages) != 0 || (l.AllPackages > 10) == light {
				t.Errorf("load %+v", l)
			}
			if !strings.HasPrefix(l.GoVersion, "go1.") {
				t.Errorf("go version %q", l.GoVersion)
			}
			examine(t, ctx, s, m)
			if !strings.Contains(s.Version(), "golang.org/x/tools/gopls") || len(s.Commands()) < 10 {
				t.Errorf("version %s, commands %v", s.Version(), s.Commands())
			}
			if views, err := s.Views(ctx); err != nil || len(views) != 1 || views[0].Type != "GoMod" {
				t.Errorf("views %+v, %v", views, err)
			}
			if end := stopClean(t, s); !end.Orderly || end.Forced || end.ExitCode != 0 {
				t.Errorf("end %+v", end)
			}
			if len(told) == 0 || !strings.HasPrefix(told[0], "Setting up workspace") {
				t.Errorf("told %q", told)
			}
		})
	}
}

// examine asks everything about the healthy module.
func examine(t *testing.T, ctx context.Context, s *Server, m module) {
	t.Helper()
	file := m.path("main.go")
	goroot := "/src/fmt/print.go"
	for _, q := range []struct{ name, before, what, hover, place string }{
		{"same package", "\"𝄞\", ", "helper", "helper helps.", m.path("helper.go")},
		{"other package", "util.", "Answer", "Answer is known.", m.path("util/util.go")},
		{"standard library", "fmt.", "Println", "Println formats", goroot},
	} {
		at := m.at(t, "main.go", q.before, q.what)
		if a := s.Hover(ctx, file, at); a.State != Answered || !strings.Contains(a.Text, q.hover) || a.Took <= 0 {
			t.Errorf("%s: hover %+v", q.name, a)
		}
		a := s.Definition(ctx, file, at)
		if a.State != Answered || len(a.Places) != 1 || !strings.HasSuffix(a.Places[0].Path, q.place) {
			t.Fatalf("%s: definition %+v", q.name, a)
		}
		text, err := os.ReadFile(a.Places[0].Path)
		begin, ok := OffsetAt(text, a.Places[0].Start)
		if err != nil || !ok || !bytes.HasPrefix(text[begin:], []byte(q.what)) {
			t.Errorf("%s: leads to %+v, %v", q.name, a.Places[0], err)
		}
	}
	if a := s.TypeDefinition(ctx, file, m.at(t, "main.go", "_ = ", "name")); a.State != Answered || a.Places[0].Path != m.path("util/util.go") {
		t.Errorf("type definition %+v", a)
	}
	if a := s.Completion(ctx, file, m.at(t, "main.go", "util.", "Answer")); a.State != Answered || !strings.Contains(fmt.Sprint(a.Names), "Answer") {
		t.Errorf("completion %+v", a)
	}
	if a := s.DocumentSymbols(ctx, file); a.State != Answered || fmt.Sprint(a.Names) != "[main]" {
		t.Errorf("document symbols %+v", a)
	}
	if a := s.WorkspaceSymbol(ctx, "Answer"); a.State != Answered || !strings.Contains(fmt.Sprint(a.Names), "Answer") {
		t.Errorf("workspace symbols %+v", a)
	}
	if a := s.Hover(ctx, file, m.at(t, "main.go", "", "{\n")); a.State != Empty || a.Err != nil {
		t.Errorf("hover on a brace %+v", a)
	}
	if a := s.Hover(ctx, file, Position{Line: 999}); a.State != Refused || a.Text == "" {
		t.Errorf("hover outside the file %+v", a)
	}
}

// A go command that takes long is no fault: its load ends, only later.
func TestSlowGoStillLoads(t *testing.T) {
	t.Parallel()
	m := lay(t, healthy())
	m.wrapGo(t, "sleep 2\nexec \"$GO\" \"$@\"")
	s := mustStart(t, m.options(t))
	ctx := within(t, 2*time.Minute)
	if err := s.Open(ctx, m.path("main.go"), []byte(mainText)); err != nil {
		t.Fatal(err)
	}
	if l := s.WaitLoad(ctx); l.State != Loaded || l.Packages != 2 || l.Took < 4*time.Second {
		t.Errorf("load %+v", l)
	}
	if a := s.Definition(ctx, m.path("main.go"), m.at(t, "main.go", "util.", "Answer")); a.State != Answered {
		t.Errorf("definition %+v", a)
	}
}

func TestHangingGoIsEnded(t *testing.T) {
	for _, script := range []string{"exec sleep 120", "trap '' TERM; setsid sleep 120; sleep 120", "(setsid sleep 120 &); sleep 120"} {
		t.Run(script, func(t *testing.T) {
			t.Parallel()
			m := lay(t, healthy())
			m.wrapGo(t, script)
			s := mustStart(t, m.options(t))
			if l := s.WaitLoad(within(t, 1500*time.Millisecond)); l.State != Running || l.Packages != -1 {
				t.Errorf("load %+v", l)
			}
			if !runs(s, "sleep") {
				t.Errorf("no go command was seen hanging: %+v", s.Descendants())
			}
			end := stopClean(t, s)
			if end.Orderly || strings.Contains(script, "setsid") && end.Survivors == 0 { // gopls itself ends its own child
				t.Errorf("end %+v", end)
			}
		})
	}
}

// A go that leaves something behind for ever, in a session of its own, while all else works.
func TestWhatGoLeavesIsEnded(t *testing.T) {
	t.Parallel()
	m := lay(t, healthy())
	m.wrapGo(t, "(setsid sleep 120 >/dev/null 2>&1 &)\nexec \"$GO\" \"$@\"")
	s := mustStart(t, m.options(t))
	if l := s.WaitLoad(within(t, time.Minute)); l.State != Loaded {
		t.Errorf("load %+v", l)
	}
	if !runs(s, "sleep") {
		t.Errorf("nothing was left to end: %+v", s.Descendants())
	}
	if end := stopClean(t, s); !end.Orderly || end.Survivors == 0 {
		t.Errorf("end %+v", end)
	}
}

func TestKilledMidRequest(t *testing.T) {
	t.Parallel()
	m := lay(t, healthy())
	m.wrapGo(t, "exec sleep 120")
	s := mustStart(t, m.options(t))
	answers := make(chan Answer, 1)
	go func() { answers <- s.Hover(within(t, time.Minute), m.path("main.go"), Position{}) }()
	for !runs(s, "sleep") { // until the load is under way
		time.Sleep(10 * time.Millisecond)
	}
	p, err := os.FindProcess(s.PID())
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Kill(); err != nil {
		t.Fatal(err)
	}
	a := <-answers
	var death *DeathError
	if a.State != Lost || !errors.As(a.Err, &death) || death.Signal != "SIGKILL" || death.ExitCode != -1 {
		t.Errorf("answer %+v, death %+v", a, death)
	}
	if end := stopClean(t, s); end.Orderly || end.Forced || end.Signal != "SIGKILL" || end.Survivors == 0 {
		t.Errorf("end %+v", end)
	}
}

// runs reports whether the server has a descendant of that name.
func runs(s *Server, name string) bool {
	return slices.ContainsFunc(s.Descendants(), func(p child.Proc) bool { return p.Name == name })
}

func TestBadFlag(t *testing.T) {
	t.Parallel()
	m := lay(t, healthy())
	o := m.options(t)
	o.Flags = []string{"-bogus"}
	_, err := Start(context.Background(), o)
	var failure *StartFailure
	if !errors.As(err, &failure) || failure.Stage != "initialize" || failure.ExitCode != 2 ||
		!strings.Contains(failure.Stderr, "flag provided but not defined: -bogus") {
		t.Errorf("error %+v", failure)
	}
}
