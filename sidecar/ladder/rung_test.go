package ladder

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/govitals/govitals/sidecar/health"
)

// realGopls finds the gopls that the tests drive.
func realGopls(t *testing.T) string {
	t.Helper()
	if path, err := exec.LookPath("gopls"); err == nil {
		return path
	}
	out, err := exec.Command("go", "env", "GOPATH").Output()
	if err == nil {
		path := filepath.Join(strings.TrimSpace(string(out)), "bin", "gopls")
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	t.Skip("skipped: gopls is not installed (go install golang.org/x/tools/gopls@latest)")
	return ""
}

// goEnv asks the real go for values.
func goEnv(t *testing.T, names ...string) map[string]string {
	t.Helper()
	out, err := exec.Command("go", append([]string{"env", "-json"}, names...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]string{}
	if err := json.Unmarshal(out, &values); err != nil {
		t.Fatal(err)
	}
	return values
}

// unpack writes a txtar archive into a new directory.
func unpack(t *testing.T, archive string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const healthyModule = `
-- app/go.mod --
module example.com/app

go 1.24

require example.org/dep v1.0.0

replace example.org/dep => ../dep
-- app/main.go --
package main

import (
	"fmt"

	"example.com/app/internal/util"
	"example.org/dep"
)

func main() {
	fmt.Println(helper(), util.Name(), dep.New(len("x")))
}
-- app/helper.go --
package main

func helper() string { return "h" }
-- app/internal/util/util.go --
package util

func Name() string { return "n" }
-- dep/go.mod --
module example.org/dep

go 1.24
-- dep/dep.go --
package dep

// New makes one.
func New(n int) int { return n }
`

func ground(t *testing.T, dir string) (Ground, map[string]string) {
	values := goEnv(t, "GOROOT", "GOVERSION", "GOOS", "GOARCH", "GOMODCACHE", "GOCACHE")
	return Ground{
		Dirs:  []string{filepath.Join(dir, "app")},
		Build: Build{GOOS: values["GOOS"], GOARCH: values["GOARCH"], GoVersion: values["GOVERSION"]},
		Roots: []Root{
			{Path: "example.com/app", Dir: filepath.Join(dir, "app"), Kind: health.TargetSameModule},
			{Path: "example.org/dep", Dir: filepath.Join(dir, "dep"), Kind: health.TargetLocalReplace},
		},
		Goroot: values["GOROOT"],
	}, values
}

func options(t *testing.T, dir string) Options {
	g, values := ground(t, dir)
	home := t.TempDir()
	env := []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + home, "GOCACHE=" + values["GOCACHE"], "GOPATH=" + filepath.Join(home, "go"),
		"GOPLSCACHE=" + filepath.Join(home, "gopls"), "GOTOOLCHAIN=local", "GOPROXY=off", "GOFLAGS=",
	}
	return Options{
		Gopls: realGopls(t), Env: env, Folder: g.Dirs[0], Ground: g,
		Places: Places{
			System: "linux", Folders: g.Dirs, Goroots: []string{values["GOROOT"]}, GoCaches: []string{values["GOCACHE"]},
			ModCaches: []string{filepath.Join(home, "go/pkg/mod")},
		},
	}
}

func run(t *testing.T, o Options, limit time.Duration) health.Rung {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	r := Run(ctx, 1, o)
	if r.Unended != 0 {
		t.Errorf("%d processes could not be ended", r.Unended)
	}
	text, _ := json.MarshalIndent(r, "", " ")
	t.Logf("%s", text)
	return r
}

func TestHealthy(t *testing.T) {
	dir := unpack(t, healthyModule)
	r := run(t, options(t, dir), time.Minute)
	if r.State != health.RungHolds || r.FailedStage != "" {
		t.Errorf("state %s, failed stage %q", r.State, r.FailedStage)
	}
	trees := map[health.TargetKind]health.Tree{}
	for _, a := range r.Answers {
		if a.Where != nil {
			trees[a.Target] = a.Where.Tree
		}
	}
	want := map[health.TargetKind]health.Tree{
		health.TargetSamePackage: health.TreeWorkspace, health.TargetSameModule: health.TreeWorkspace,
		health.TargetStandard: health.TreeStandard, health.TargetBuiltin: health.TreeStandard, health.TargetLocalReplace: health.TreeElsewhere,
	}
	for kind, tree := range want {
		if trees[kind] != tree {
			t.Errorf("%s leads into %q, want %q", kind, trees[kind], tree)
		}
	}
}

// script writes a stand-in for gopls or go.
func script(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "gopls")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+text+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestServerThatFails(t *testing.T) {
	if os.PathSeparator != '/' {
		t.Skip("skipped: the stand-ins are shell scripts")
	}
	cases := map[string]struct {
		change func(*testing.T, *Options)
		stage  health.Stage
		exit   int
		words  string
	}{
		"not there": {func(t *testing.T, o *Options) { o.Gopls = filepath.Join(t.TempDir(), "gopls") }, health.StageSpawn, -1, "not-found"},
		"no program": {func(t *testing.T, o *Options) {
			o.Gopls = filepath.Join(t.TempDir(), "gopls")
			if err := os.WriteFile(o.Gopls, []byte("\x7fELF"), 0o755); err != nil {
				t.Fatal(err)
			}
		}, health.StageSpawn, -1, "exec-format"},
		"unknown flag":       {func(_ *testing.T, o *Options) { o.Flags = []string{"-mod=readonly"} }, health.StageInitialize, 2, "flag provided but not defined: -mod"},
		"dies at once":       {func(t *testing.T, o *Options) { o.Gopls = script(t, "echo last words >&2; exit 7") }, health.StageInitialize, 7, "last words"},
		"speaks no protocol": {func(t *testing.T, o *Options) { o.Gopls = script(t, "echo hello; sleep 60") }, health.StageInitialize, -1, "hello"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			o := options(t, unpack(t, healthyModule))
			c.change(t, &o)
			r := run(t, o, time.Minute)
			if r.FailedStage != c.stage || r.Exit != c.exit || r.Judge() != health.RungFails || !strings.Contains(string(r.LastWords), c.words) {
				t.Errorf("stage %q, exit %d, state %s, words %q", r.FailedStage, r.Exit, r.Judge(), r.LastWords)
			}
		})
	}
}

// Flags that would write over the user's files or join a shared server are left out, and said.
func TestPrivateServer(t *testing.T) {
	dir := unpack(t, healthyModule)
	o := options(t, dir)
	log := filepath.Join(dir, "gopls.log")
	o.Flags = []string{"-rpc.trace", "-logfile=" + log, "-remote=auto"}
	o.Settings = map[string]any{"ui.diagnostic.vulncheck": "Imports"}
	r := run(t, o, time.Minute)
	if r.Judge() != health.RungHolds {
		t.Errorf("state %s", r.Judge())
	}
	if _, err := os.Stat(log); err == nil {
		t.Error("the user's log file was written")
	}
	names := map[health.Public]bool{}
	for _, d := range r.Deviations {
		names[d.Name] = true
	}
	for _, want := range []health.Public{"go.languageServerFlags", "gopls.ui.diagnostic.vulncheck", "gopls.ui.diagnostic.diagnosticsDelay"} {
		if !names[want] {
			t.Errorf("deviation %s is not recorded: %v", want, names)
		}
	}
}

// A load that is not over when time is up is no fault, whatever was or was not asked.
func TestLoadThatTakesLonger(t *testing.T) {
	o := options(t, unpack(t, healthyModule))
	dir := filepath.Dir(script(t, ""))
	if err := os.WriteFile(filepath.Join(dir, "go"), []byte("#!/bin/sh\nsleep 300\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	o.Env[0] = "PATH=" + dir + ":/usr/bin:/bin"
	r := run(t, o, stopReserve+questionReserve+3*time.Second)
	if r.Judge() != health.RungLoading || r.Load.State != health.LoadRunning || len(r.Answers) != 0 || r.FailedStage != "" {
		t.Errorf("state %s, load %s, %d answers, stage %q", r.Judge(), r.Load.State, len(r.Answers), r.FailedStage)
	}
}

func TestNothingToAskAbout(t *testing.T) {
	dir := unpack(t, "-- app/go.mod --\nmodule example.com/app\n\ngo 1.24\n-- app/doc.go --\n// Package app is empty.\npackage app\n")
	r := run(t, options(t, dir), time.Minute)
	if r.Judge() != health.RungUnclear || r.NoTarget.ID != sayNoTarget {
		t.Errorf("state %s because of %q", r.Judge(), r.NoTarget.ID)
	}
}

// The smallest program can be healthy.
func TestOneFile(t *testing.T) {
	dir := unpack(t, "-- app/go.mod --\nmodule example.com/app\n\ngo 1.24\n-- app/a.go --\npackage a\n\nfunc A() {}\n")
	if r := run(t, options(t, dir), time.Minute); r.Judge() != health.RungHolds {
		t.Errorf("state %s", r.Judge())
	}
}
