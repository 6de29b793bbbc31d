//go:build unix

package lab

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/govitals/govitals/test/drive"
)

// machine is the made-up machine of one environment.
type machine struct {
	t     *testing.T
	kit   *kit
	env   *environment
	root  string
	proxy *proxy   // its own, so that machines can be tried side by side
	vars  []string // the editor's environment
}

func (m *machine) path(parts ...string) string {
	return filepath.Join(append([]string{m.root}, parts...)...)
}

// newMachine lays out files and tools, fills the module cache through the proxy and runs the setup lines.
func newMachine(t *testing.T, k *kit, e *environment) *machine {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	m := &machine{t: t, kit: k, env: e, root: root}
	if m.proxy, err = newProxy("modules.txtar", k.gopls); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.proxy.Close)
	t.Cleanup(m.makeRemovable)
	if !e.bare {
		m.write(k.base)
	}
	m.write(e.archive)
	for _, dir := range []string{"work", "home/go/bin", "tmp", "bin"} {
		m.must(os.MkdirAll(m.path(dir), 0o755))
	}
	m.shell("mkdir -p $HOME/.cache && cp -a " + k.caches + "/. $HOME/.cache")
	m.must(os.Symlink(k.gopls, m.path("home/go/bin/gopls")))
	m.variables()
	if !e.bare {
		m.shell("cp -a " + k.modcache + " $HOME/go/pkg && cp $LAB_SUM $WORK/go.sum")
	}
	for _, line := range e.setup {
		m.shell(line)
	}
	for _, line := range e.last {
		m.shell(line)
	}
	if e.user != 0 {
		m.own()
	}
	return m
}

func (m *machine) must(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
}

func (m *machine) write(a *txtar.Archive) {
	for _, f := range a.Files {
		path := m.path(f.Name)
		m.must(os.MkdirAll(filepath.Dir(path), 0o755))
		mode := fs.FileMode(0o644)
		if strings.Contains(f.Name, "bin/") {
			mode = 0o755
		}
		m.must(os.WriteFile(path, []byte(m.expand(string(f.Data))), mode))
	}
}

// expand replaces the names that an environment file may use. Only these, so that Go sources and shell scripts keep
// their dollars.
func (m *machine) expand(text string) string {
	return strings.NewReplacer("$ROOT", m.root, "$WORK", m.path("work"), "$PROXY", m.proxy.URL, "$LAB_GO125", m.kit.release("go1.25.9"),
		"$LAB_GOPLS_OLD", m.kit.oldGopls(), "$LAB_GOROOT", m.kit.goroot, "$LAB_HOME", m.path("home")).Replace(text)
}

func (m *machine) variables() {
	vars := []string{
		"HOME=" + m.path("home"), "USER=lab", "LANG=C.UTF-8", "TMPDIR=" + m.path("tmp"),
		"PATH=" + m.path("bin") + ":" + filepath.Join(m.kit.goroot, "bin") + ":/usr/bin:/bin",
		"GOPROXY=" + m.proxy.URL, "GOVITALS_STATE_DIR=" + m.path("state"),
	}
	for i := range m.env.junk {
		vars = append(vars, fmt.Sprintf("JUNK_%03d=value %d", i, i))
	}
	for _, set := range m.env.set {
		name, value, _ := strings.Cut(set, "=")
		vars = slices.DeleteFunc(vars, func(v string) bool { return strings.HasPrefix(v, name+"=") })
		vars = append(vars, name+"="+m.expand(value))
	}
	for _, name := range m.env.unset {
		vars = slices.DeleteFunc(vars, func(v string) bool { return strings.HasPrefix(v, name+"=") })
	}
	m.vars = vars
}

// shell runs a setup line with the real go and a healthy environment.
func (m *machine) shell(line string) {
	m.t.Helper()
	c := exec.Command("/bin/sh", "-ec", line)
	c.Dir = m.path("work")
	c.Env = []string{
		"HOME=" + m.path("home"), "WORK=" + m.path("work"), "ROOT=" + m.root, "PATH=" + filepath.Join(m.kit.goroot, "bin") + ":/usr/bin:/bin:/usr/sbin:/sbin",
		"GOPROXY=" + m.proxy.URL, "GONOSUMDB=*", "GOFLAGS=-modcacherw", "GOTOOLCHAIN=local", "GOCACHE=" + m.kit.gocache,
		"LAB_SUM=" + m.kit.sum, "LAB_GO125=" + m.kit.release("go1.25.9"), "LAB_GOPLS=" + m.kit.gopls, "LAB_GOPLS_OLD=" + m.kit.oldGopls(), "LAB_GOROOT=" + m.kit.goroot, "PROXY=" + m.proxy.URL,
	}
	if out, err := c.CombinedOutput(); err != nil {
		m.t.Fatalf("setup %q: %v\n%s", line, err, out)
	}
}

// own gives everything to the environment's user, because permissions mean nothing to root.
func (m *machine) own() {
	m.must(filepath.WalkDir(m.root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if info, err := d.Info(); err == nil && info.Sys().(*syscall.Stat_t).Uid != 0 || strings.Contains(path, "root-owned") {
			return nil // already given by a setup line
		}
		return os.Lchown(path, m.env.user, m.env.user)
	}))
	// The directories above a test's own are private to root.
	for dir := filepath.Dir(m.root); len(dir) > len(os.TempDir()); dir = filepath.Dir(dir) {
		m.must(os.Chmod(dir, 0o755))
	}
}

// makeRemovable undoes permissions that would keep the test's directory from being deleted.
func (m *machine) makeRemovable() {
	_ = filepath.WalkDir(m.root, func(path string, d fs.DirEntry, err error) error {
		if d != nil && d.IsDir() {
			_ = os.Chmod(path, 0o755)
		}
		return nil
	})
}

// fingerprint hashes what a diagnosis must not change: the workspace, the module cache, the home directory with its
// settings and the GOENV file; names, modes, links and contents. Only caches that any go or gopls fills are left out.
func (m *machine) fingerprint() map[string]string {
	return drive.Fingerprint(m.root, "work", "home", "bin", "tmp")
}
