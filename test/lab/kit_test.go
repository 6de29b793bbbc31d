//go:build unix

package lab

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/txtar"
)

// kit is what all environments share: the built program, real tools, the proxy, a filled module cache.
type kit struct {
	govitals string
	goroot   string
	gopls    string
	goplsOld string            // a gopls built with an older Go, if an environment needs it
	other    map[string]string // GOROOTs of other releases
	modcache string            // a GOPATH/pkg that holds the made-up modules
	sum      string            // the go.sum of the base module
	gocache  string
	caches   string // of go and gopls, for a home directory
	proxy    *proxy
	base     *txtar.Archive
	scratch  string
	mu       sync.Mutex // guards goplsOld and other
}

var prepare = sync.OnceValues(newKit)

func kitFor(t *testing.T) *kit {
	t.Helper()
	k, err := prepare()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func newKit() (*kit, error) {
	scratch, err := os.MkdirTemp("", "govitals-lab-")
	if err != nil {
		return nil, err
	}
	if scratch, err = filepath.EvalSymlinks(scratch); err != nil {
		return nil, err
	}
	// Environments that run as another user must reach the program and the caches.
	if err := os.Chmod(scratch, 0o755); err != nil {
		return nil, err
	}
	k := &kit{scratch: scratch, other: map[string]string{}}
	k.goroot = output("go", "env", "GOROOT")
	k.gocache = filepath.Join(scratch, "gocache")
	if k.gopls, err = findGopls(); err != nil {
		return nil, err
	}
	if k.gopls, err = copied(k.gopls, filepath.Join(scratch, "gopls")); err != nil {
		return nil, err
	}
	k.govitals = filepath.Join(scratch, "govitals")
	build := exec.Command("go", "build", "-o", k.govitals, "../../sidecar")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build: %w\n%s", err, out)
	}
	if k.proxy, err = newProxy("modules.txtar", k.gopls); err != nil {
		return nil, err
	}
	if k.base, err = txtar.ParseFile("base.txtar"); err != nil {
		return nil, err
	}
	if err := k.fill(); err != nil {
		return nil, err
	}
	return k, k.warm()
}

// fill makes the module cache and the go.sum of the base module once, through the proxy.
func (k *kit) fill() error {
	gopath, work := filepath.Join(k.scratch, "gopath"), filepath.Join(k.scratch, "work")
	for _, f := range k.base.Files {
		path := filepath.Join(k.scratch, f.Name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			return err
		}
	}
	tidy := exec.Command("go", "mod", "tidy")
	tidy.Dir = work
	tidy.Env = append(k.plain(), "GOPATH="+gopath, "GOPROXY="+k.proxy.URL, "GONOSUMDB=*", "GOFLAGS=-modcacherw", "GOTOOLCHAIN=local")
	if out, err := tidy.CombinedOutput(); err != nil {
		return fmt.Errorf("go mod tidy: %w\n%s", err, out)
	}
	k.modcache, k.sum = filepath.Join(gopath, "pkg"), filepath.Join(work, "go.sum")
	return nil
}

// warm fills the caches of go and gopls for the standard library once, as they are on a machine that is in use: with cold ones
// each environment costs three seconds of a processor more.
func (k *kit) warm() error {
	home := filepath.Join(k.scratch, "warm")
	if err := os.MkdirAll(home, 0o755); err != nil {
		return err
	}
	check := exec.Command(k.govitals, "check", filepath.Join(k.scratch, "work"), "--fail-on", "never", "--login-shell=off")
	check.Env = append(k.plain(), "HOME="+home, "GOPATH="+filepath.Join(k.scratch, "gopath"), "GOCACHE="+filepath.Join(home, ".cache", "go-build"),
		"PATH="+filepath.Dir(k.gopls)+":"+filepath.Join(k.goroot, "bin")+":/usr/bin:/bin")
	if out, err := check.CombinedOutput(); err != nil {
		return fmt.Errorf("warm the caches: %w\n%s", err, out)
	}
	k.caches = filepath.Join(home, ".cache")
	return k.build(home)
}

// build compiles what fixes install once, so that the standard library is not compiled again on every machine.
func (k *kit) build(home string) error {
	install := exec.Command("go", "install", "golang.org/x/tools/gopls@latest")
	install.Dir = home
	install.Env = append(k.plain(), "HOME="+home, "GOPATH="+filepath.Join(home, "go"), "GOBIN="+filepath.Join(home, "bin"), "GOCACHE="+filepath.Join(k.caches, "go-build"),
		"GOPROXY="+k.proxy.URL, "GONOSUMDB=*", "GOFLAGS=-modcacherw", "GOTOOLCHAIN=local")
	if out, err := install.CombinedOutput(); err != nil {
		return fmt.Errorf("install the gopls of the lab: %w\n%s", err, out)
	}
	return nil
}

func (k *kit) plain() []string {
	return []string{"PATH=" + filepath.Join(k.goroot, "bin") + ":/usr/bin:/bin", "HOME=" + k.scratch, "GOCACHE=" + k.gocache}
}

// provide fetches what only some environments need: other Go releases, by the go command's own toolchain switch, and
// a gopls built with one of them.
func (k *kit) provide(t *testing.T, needs []string) {
	t.Helper()
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, need := range needs {
		release, old := strings.CutPrefix(need, "gopls-by-")
		if !old {
			release = need
		}
		if k.other[release] == "" {
			k.other[release] = outputWith(t, "GOTOOLCHAIN="+release, "go", "env", "GOROOT")
		}
		if old && k.goplsOld == "" {
			dir := filepath.Join(cacheDir(), "gopls-by-"+release)
			binary := filepath.Join(dir, "gopls")
			if _, err := os.Stat(binary); err != nil {
				install := exec.Command("go", "install", "golang.org/x/tools/gopls@v0.20.0")
				install.Env = append(os.Environ(), "GOTOOLCHAIN="+release, "GOBIN="+dir, "GOFLAGS=")
				if out, err := install.CombinedOutput(); err != nil {
					t.Fatalf("install an old gopls: %v\n%s", err, out)
				}
			}
			k.goplsOld = binary
		}
	}
}

// release is the GOROOT of another release, if it was provided.
func (k *kit) release(name string) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.other[name]
}

func (k *kit) oldGopls() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.goplsOld
}

// cacheDir outlives a test run, so that heavy tools are built once a machine.
func cacheDir() string {
	if dir := os.Getenv("GOVITALS_DEV_CACHE"); dir != "" {
		return dir
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	return filepath.Join(dir, "govitals-dev")
}

func findGopls() (string, error) {
	if path, err := exec.LookPath("gopls"); err == nil {
		return filepath.EvalSymlinks(path)
	}
	path := filepath.Join(output("go", "env", "GOPATH"), "bin", "gopls")
	if _, err := os.Stat(path); err != nil {
		return "", fmt.Errorf("the lab needs gopls v0.23.0 on PATH (scripts/test installs it): %w", err)
	}
	return path, nil
}

// copied puts a program where another user can run it: the cache of root is closed to others.
func copied(from, to string) (string, error) {
	data, err := os.ReadFile(from)
	if err != nil {
		return "", err
	}
	return to, os.WriteFile(to, data, 0o755)
}

func output(name string, args ...string) string {
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

func outputWith(t *testing.T, env string, name string, args ...string) string {
	t.Helper()
	c := exec.Command(name, args...)
	c.Env = append(os.Environ(), env)
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%s %s %v: %v", env, name, args, err)
	}
	return strings.TrimSpace(string(out))
}

func TestMain(m *testing.M) {
	code := m.Run()
	if k, err := prepare(); err == nil {
		k.proxy.Close()
		_ = os.RemoveAll(k.scratch)
	}
	os.Exit(code)
}
