package probe

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
	"golang.org/x/tools/txtar"

	"github.com/govitals/govitals/sidecar/health"
)

// world is a machine of its own in a temporary directory: HOME, module cache, a real go and a real gopls. Only the build
// cache is shared, for speed.
type world struct {
	t    *testing.T
	root string // holds all that follows
	app  string // the folder to examine
	env  map[string]string
	r    Request
}

var realGo = func() map[string]string {
	out, err := exec.Command("go", "env", "-json", "GOROOT", "GOCACHE", "GOPATH", "GOVERSION").Output()
	values := map[string]string{}
	if err != nil || json.Unmarshal(out, &values) != nil {
		return nil
	}
	return values
}()

func realGopls() string {
	if path, err := exec.LookPath("gopls"); err == nil {
		return path
	}
	path := filepath.Join(realGo["GOPATH"], "bin", "gopls")
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return path
}

// offlineProbes are all but the one that asks the proxies, as tier deep says it does, and the debugger, which is tried on its own.
func offlineProbes() []*Probe {
	return slices.DeleteFunc(slices.Clone(All), func(p *Probe) bool { return p == proxiesProbe || p == debuggerProbe })
}

// silentProxy is a module proxy that nobody may ask.
func silentProxy(t *testing.T) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t.Errorf("the proxy was asked for %s", r.URL)
		http.NotFound(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// goplsCacheDir is shared by all worlds: without it each type-checks the standard library anew.
func goplsCacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	return filepath.Join(dir, "gopls")
}

// newWorld unpacks an archive; the folder to examine is app.
func newWorld(t *testing.T, archive string) *world {
	t.Helper()
	if realGo == nil {
		t.Skip("skipped: go is not on PATH")
	}
	if runtime.GOOS == "windows" {
		t.Skip("skipped: the stand-ins are shell scripts")
	}
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, root: root, app: filepath.Join(root, "app"), env: map[string]string{}}
	w.unpack(archive)
	w.mkdir("home", "tools", "app", "tmp")
	w.env = map[string]string{
		"PATH": filepath.Join(realGo["GOROOT"], "bin") + ":/usr/bin:/bin", "HOME": w.path("home"), "GOPATH": w.path("gopath"),
		"GOCACHE": realGo["GOCACHE"], "GOPLSCACHE": goplsCacheDir(), "GOBIN": w.path("tools"), "GOFLAGS": "",
		"GOTOOLCHAIN": "local", "GOPROXY": silentProxy(t), "GONOSUMDB": "*", "TMPDIR": w.path("tmp"),
	}
	if gopls := realGopls(); gopls != "" {
		if err := os.Symlink(gopls, w.path("tools/gopls")); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("GOVITALS_STATE_DIR", w.path("state"))
	t.Setenv("TMPDIR", w.path("tmp"))
	w.r = Request{Tier: health.TierStandard, Folders: []string{w.app}}
	t.Cleanup(func() { discard(root) }) // the module cache is read-only
	return w
}

func (w *world) path(rel string) string { return filepath.Join(w.root, filepath.FromSlash(rel)) }

func (w *world) mkdir(dirs ...string) {
	for _, dir := range dirs {
		if err := os.MkdirAll(w.path(dir), 0o755); err != nil {
			w.t.Fatal(err)
		}
	}
}

func (w *world) unpack(archive string) {
	for _, f := range txtar.Parse([]byte(archive)).Files {
		w.write(f.Name, string(f.Data), 0o644)
	}
}

func (w *world) write(rel, text string, mode fs.FileMode) {
	w.t.Helper()
	w.mkdir(filepath.Dir(filepath.FromSlash(rel)))
	if err := os.WriteFile(w.path(rel), []byte(text), mode); err != nil {
		w.t.Fatal(err)
	}
}

// standIn puts a script before go on PATH.
func (w *world) standIn(script string) {
	w.write("shims/go", "#!/bin/sh\n"+strings.ReplaceAll(script, "GO_REAL", filepath.Join(realGo["GOROOT"], "bin", "go")), 0o755)
	w.env["PATH"] = w.path("shims") + ":" + w.env["PATH"]
}

// publish puts modules into a proxy on disk, and downloads those that are asked for into the world's module cache.
func (w *world) publish(archive string, download ...string) {
	w.t.Helper()
	byModule := map[string][]txtar.File{}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		mod, name, _ := strings.Cut(f.Name, " ")
		byModule[mod] = append(byModule[mod], txtar.File{Name: name, Data: f.Data})
	}
	for mod, files := range byModule {
		path, version, _ := strings.Cut(mod, "@")
		dir := "proxy/" + path + "/@v/"
		var inZip []zip.File
		for _, f := range files {
			inZip = append(inZip, zipFile{f.Name, f.Data})
			if f.Name == "go.mod" {
				w.write(dir+version+".mod", string(f.Data), 0o644)
			}
		}
		w.write(dir+version+".info", fmt.Sprintf(`{"Version":%q}`, version), 0o644)
		out, err := os.Create(w.path(dir + version + ".zip"))
		if err != nil {
			w.t.Fatal(err)
		}
		if err := zip.Create(out, module.Version{Path: path, Version: version}, inZip); err != nil {
			w.t.Fatal(err)
		}
		out.Close()
	}
	for _, mod := range download {
		w.goRun(w.root, "mod", "download", mod)
	}
}

// goRun runs the real go with the proxy on disk, as the user would have done before.
func (w *world) goRun(dir string, args ...string) {
	w.t.Helper()
	cmd := exec.Command(filepath.Join(realGo["GOROOT"], "bin", "go"), args...)
	cmd.Dir = dir
	for name, value := range w.env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	cmd.Env = append(cmd.Env, "GOPROXY=file://"+w.path("proxy"), "GOSUMDB=off", "GOFLAGS=")
	if out, err := cmd.CombinedOutput(); err != nil {
		w.t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// examine runs all probes, and fails if anything of the user's changed or one of our private directories stayed.
func (w *world) examine() *health.Snapshot {
	w.t.Helper()
	w.r.Environment = w.env
	before := w.state()
	s := Collect(w.t.Context(), Options{System: Machine{}, Request: w.r, Probes: offlineProbes(), Log: func(text string) { w.t.Error(text) }})
	after := w.state()
	for path := range after {
		if before[path] != after[path] {
			w.t.Errorf("%s was written", path)
		}
	}
	for path := range before {
		if _, ok := after[path]; !ok {
			w.t.Errorf("%s is gone", path)
		}
	}
	if left, _ := filepath.Glob(w.path("tmp/govitals-*")); len(left) > 0 {
		w.t.Errorf("private directories stayed: %q", left)
	}
	if w.t.Failed() || testing.Verbose() {
		text, _ := json.MarshalIndent(struct {
			Probes  any
			GoEnvs  any
			Ladders any
			Lists   any
			Missing any
		}{s.Probes, s.GoEnvs, s.Ladders, s.Lists, s.Missing}, "", " ")
		w.t.Logf("%s", text)
	}
	return s
}

// state hashes all that is the user's: everything but what go and gopls keep for themselves, and our state.
func (w *world) state() map[string]string {
	out := map[string]string{}
	err := filepath.WalkDir(w.root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil // unreadable on purpose
		}
		rel, _ := filepath.Rel(w.root, path)
		if slices.Contains([]string{"state", "tmp", filepath.Join("home", ".cache"), filepath.Join("home", ".config", "go", "telemetry")}, rel) {
			return fs.SkipDir
		}
		if slices.Contains([]string{"home", filepath.Join("home", ".config"), filepath.Join("home", ".config", "go"), "."}, rel) {
			return nil // go keeps its own counters below
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		sum := ""
		if info.Mode().IsRegular() {
			b, _ := os.ReadFile(path)
			sum = fmt.Sprintf("%x", sha256.Sum256(b))
		}
		out[rel] = fmt.Sprint(info.Mode(), info.ModTime().UnixNano(), sum)
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

// rung returns rung 1 of the world's folder.
func (w *world) rung(s *health.Snapshot) health.Rung {
	w.t.Helper()
	for _, l := range s.Ladders {
		if r, ok := l.Rung(1); ok && string(l.Folder) == w.app {
			if r.Unended != 0 {
				w.t.Errorf("%d processes stayed", r.Unended)
			}
			return r
		}
	}
	w.t.Fatal("there is no rung 1")
	return health.Rung{}
}

func (w *world) goEnv(s *health.Snapshot) health.GoEnv { return s.GoEnv(health.Path(w.app)) }

func verdicts(r health.Rung) map[string]health.AnswerVerdict {
	out := map[string]health.AnswerVerdict{}
	for _, a := range r.Answers {
		out[string(a.Question)+" "+string(a.Target)] = a.Judge()
	}
	return out
}

func deviationNames(list []health.Deviation) []string {
	names := map[string]bool{}
	for _, d := range list {
		names[string(d.Name)] = true
	}
	return slices.Sorted(maps.Keys(names))
}

type zipFile struct {
	name string
	data []byte
}

func (f zipFile) Path() string { return f.name }
func (f zipFile) Lstat() (fs.FileInfo, error) {
	return fakeInfo{f.name, &fakeNode{mode: 0o644, data: f.data}}, nil
}
func (f zipFile) Open() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(f.data)), nil }

const toolWait = 10 * time.Second

// taking is a probe that only hands its examination on.
func taking(look func(*Examination)) func(context.Context, *Examination) (Facts, error) {
	return func(_ context.Context, ex *Examination) (Facts, error) {
		look(ex)
		return nil, nil
	}
}
