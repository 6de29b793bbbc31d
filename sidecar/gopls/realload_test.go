package gopls

import (
	"crypto/sha256"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A brokenState is a module, an environment and what the load makes of them.
type brokenState struct {
	name  string
	files map[string]string
	env   []string
	state string
	views int
	sign  string // in one of the messages; empty: there must be none
}

func brokenStates() []brokenState {
	with := func(changes map[string]string) map[string]string {
		files := healthy()
		for name, text := range changes {
			files[name] = text
		}
		return files
	}
	return []brokenState{
		{"GOROOT missing", healthy(), []string{"GOROOT=/nonexistent"}, Failed, 0, "cannot find GOROOT directory"},
		{"GOROOT empty directory", healthy(), []string{"GOROOT=$WORK"}, Failed, 1, "package unsafe is not in std"},
		{"no go on PATH", healthy(), []string{"PATH=/nonexistent"}, Failed, 0, "go command required, not found"},
		{"go.mod syntax", with(map[string]string{"go.mod": "module example.com/app\nreqire x\n"}), nil, Failed, 1, "unknown directive: reqire"},
		{"go.mod without module", with(map[string]string{"go.mod": "go 1.24\n"}), nil, Failed, 1, "no module path"},
		{"go.mod needs newer go", with(map[string]string{"go.mod": "module example.com/app\n\ngo 1.999\n"}), nil, Failed, 1, "requires go >= 1.999"},
		{"go.work names a missing module", with(map[string]string{"go.work": "go 1.24\nuse .\nuse ./gone\n"}), nil, Failed, 1, "cannot load module gone"},
		{"go.work syntax", with(map[string]string{"go.work": "go 1.24\nuze .\n"}), nil, Failed, 1, "unknown directive: uze"},
		{"inconsistent vendoring", with(map[string]string{"go.mod": "module example.com/app\n\ngo 1.24\n\nrequire example.org/d v1.0.0\n",
			"vendor/modules.txt": "\n"}), nil, Failed, 1, "inconsistent vendoring"},
		{"bad GOFLAGS", healthy(), []string{"GOFLAGS=bogus"}, Failed, 0, "parsing $GOFLAGS"},
		{"missing dependency", with(map[string]string{"helper.go": "package main\n\nimport _ \"example.org/d\"\n\nfunc helper() int { return 1 }\n"}),
			nil, Loaded, 1, ""},
		{"no package at all", map[string]string{"go.mod": "module example.com/app\n\ngo 1.24\n"}, nil, Loaded, 1, ""},
		{"only excluded files", map[string]string{"go.mod": "module example.com/app\n\ngo 1.24\n", "x.go": "//go:build never\n\npackage x\n"}, nil, Loaded, 1, ""},
		{"empty directory", map[string]string{}, nil, Loaded, 1, ""},
		{"setting of the wrong type", healthy(), nil, Loaded, 1, "invalid type"},
	}
}

func TestBrokenLoads(t *testing.T) {
	for _, test := range brokenStates() {
		for _, mode := range []string{"", " with an open file", " light"} {
			t.Run(test.name+mode, func(t *testing.T) {
				t.Parallel()
				test.check(t, mode != "", mode == " light")
			})
		}
	}
}

func (test brokenState) check(t *testing.T, open, light bool) {
	m := lay(t, test.files)
	for _, entry := range test.env {
		m.env = append(m.env, strings.ReplaceAll(entry, "$WORK", m.dir)) // a later entry wins
	}
	before := fingerprint(t, m.dir)
	o := m.options(t)
	o.Light = light
	if test.name == "setting of the wrong type" {
		o.Settings["staticcheck"] = []string{"x"}
	}
	s := mustStart(t, o)
	ctx := within(t, time.Minute)
	if text, ok := test.files["main.go"]; ok && open {
		if err := s.Open(ctx, m.path("main.go"), []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	l := s.WaitLoad(ctx)
	if l.State != test.state || l.Views != test.views || l.Death != nil {
		t.Errorf("load %+v", l)
	}
	if all := strings.Join(l.Messages, "\n"); test.sign == "" && all != "" || !strings.Contains(all, test.sign) {
		t.Errorf("messages %q", l.Messages)
	}
	if end := stopClean(t, s); !end.Orderly {
		t.Errorf("end %+v", end)
	}
	if after := fingerprint(t, m.dir); after != before {
		t.Error("the workspace was changed")
	}
}

// fingerprint is a hash over the names and contents of everything below dir.
func fingerprint(t *testing.T, dir string) [sha256.Size]byte {
	t.Helper()
	h := sha256.New()
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		h.Write([]byte(path + "\n"))
		if entry.IsDir() {
			return nil
		}
		data, err := os.ReadFile(path)
		h.Write(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return [sha256.Size]byte(h.Sum(nil))
}

func TestMissingDependencyIsDiagnosed(t *testing.T) {
	t.Parallel()
	files := healthy()
	files["helper.go"] = "package main\n\nimport \"example.org/d\"\n\nfunc helper() int { return d.X }\n"
	m := lay(t, files)
	s := mustStart(t, m.options(t))
	ctx := within(t, time.Minute)
	if err := s.Open(ctx, m.path("helper.go"), []byte(files["helper.go"])); err != nil {
		t.Fatal(err)
	}
	if l := s.WaitLoad(ctx); l.State != Loaded {
		t.Fatalf("load %+v", l)
	}
	if a := s.Definition(ctx, m.path("helper.go"), m.at(t, "helper.go", "d.", "X")); a.State != Empty {
		t.Errorf("definition %+v", a)
	}
	for {
		s.notes.mu.Lock()
		changed := s.notes.changed
		s.notes.mu.Unlock()
		if list := s.Diagnostics(m.path("helper.go")); len(list) > 0 {
			if d := list[0]; d.Source != "compiler" || d.Severity != Error || !strings.Contains(d.Message, "no required module provides package") {
				t.Errorf("diagnostic %+v", d)
			}
			return
		}
		select {
		case <-changed:
		case <-ctx.Done():
			t.Fatal("no diagnostic was published")
		}
	}
}
