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
	r := Rung1(ctx, o)
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
