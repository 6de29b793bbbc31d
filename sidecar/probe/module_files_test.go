package probe

import (
	"archive/zip"
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/module"
	"golang.org/x/mod/sumdb/dirhash"

	"github.com/govitals/govitals/sidecar/health"
)

// cacheModule puts a module into a fake machine's module cache /mod as go does: extracted, with its zip and its checksum.
func cacheModule(t *testing.T, m *fakeSystem, path, version string, files map[string]string) {
	t.Helper()
	var archive bytes.Buffer
	z := zip.NewWriter(&archive)
	for name, text := range files {
		w, err := z.Create(path + "@" + version + "/" + name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
		m.write("/mod/"+path+"@"+version+"/"+name, text)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "m.zip")
	if err := os.WriteFile(file, archive.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	hash, err := dirhash.HashZip(file, dirhash.Hash1) // not the way that is tested
	if err != nil {
		t.Fatal(err)
	}
	download := "/mod/cache/download/" + path + "/@v/" + version
	m.write(download+".zip", archive.String())
	m.write(download+".ziphash", hash)
}

func TestCheckModule(t *testing.T) {
	gone := func(m *fakeSystem) { delete(m.nodes, "/mod/a.org/x@v1.0.0/x.go") }
	for _, tc := range []struct {
		name    string
		change  func(*fakeSystem)
		state   health.ModuleFilesState
		changed []health.ChangedFile
	}{
		{"whole", func(*fakeSystem) {}, health.ModuleWhole, nil},
		{"file gone", gone, health.ModuleDamaged, []health.ChangedFile{{File: "x.go", How: health.FileGone}}},
		{"file edited", func(m *fakeSystem) { m.write("/mod/a.org/x@v1.0.0/sub/y.go", "package sob\n") }, health.ModuleDamaged, []health.ChangedFile{{File: "sub/y.go", How: health.FileAltered}}},
		{"file longer", func(m *fakeSystem) { m.write("/mod/a.org/x@v1.0.0/x.go", "package x // mine\n") }, health.ModuleDamaged, []health.ChangedFile{{File: "x.go", How: health.FileAltered}}},
		{"file added", func(m *fakeSystem) { m.write("/mod/a.org/x@v1.0.0/z.go", "package x\n") }, health.ModuleDamaged, nil},
		{"gone without zip", func(m *fakeSystem) { gone(m); delete(m.nodes, "/mod/cache/download/a.org/x/@v/v1.0.0.zip") }, health.ModuleDamaged, nil},
		{"no checksum", func(m *fakeSystem) { delete(m.nodes, "/mod/cache/download/a.org/x/@v/v1.0.0.ziphash") }, health.ModuleUnchecked, nil},
		{"other checksum", func(m *fakeSystem) { m.write("/mod/cache/download/a.org/x/@v/v1.0.0.ziphash", "h2:abc") }, health.ModuleUnchecked, nil},
		{"unreadable", func(m *fakeSystem) { m.deny("/mod/a.org/x@v1.0.0/x.go") }, health.ModuleUnchecked, nil},
		{"zip is none", func(m *fakeSystem) { gone(m); m.write("/mod/cache/download/a.org/x/@v/v1.0.0.zip", "nothing") }, health.ModuleDamaged, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m := newFake(t, "linux", "")
			cacheModule(t, m, "a.org/x", "v1.0.0", map[string]string{"x.go": "package x\n", "sub/y.go": "package sub\n", "go.mod": "module a.org/x\n"})
			tc.change(m)
			got := checkModule(context.Background(), m, "/mod", module.Version{Path: "a.org/x", Version: "v1.0.0"})
			if got.State != tc.state || len(got.Changed) != len(tc.changed) {
				t.Fatalf("%+v", got)
			}
			for i := range tc.changed {
				if got.Changed[i] != tc.changed[i] {
					t.Errorf("%+v, want %+v", got.Changed[i], tc.changed[i])
				}
			}
			if got.State == health.ModuleUnchecked && got.Error == "" || got.Mark != "/mod/cache/download/a.org/x/@v/v1.0.0.partial" {
				t.Errorf("%+v", got)
			}
		})
	}
}

// In tier standard only the modules that something points to are read.
func TestSuspects(t *testing.T) {
	m := newFake(t, "linux", "")
	for _, path := range []string{"a.org/x", "b.org/y", "c.org/z"} {
		cacheModule(t, m, path, "v1.0.0", map[string]string{"x.go": "package x\n"})
		delete(m.nodes, "/mod/"+path+"@v1.0.0/x.go")
	}
	folder := health.Folder{Path: "/w", State: health.FolderOK, Modules: []health.GoMod{{File: "/w/go.mod", Dir: "/w", State: health.FileOK, Path: "example.com/app", Go: "1.24",
		Requires: []health.Require{{Path: "a.org/x", Version: "v1.0.0"}, {Path: "b.org/y", Version: "v1.0.0"}, {Path: "c.org/z", Version: "v1.0.0"}}}}}
	check := func(tier health.Tier, facts Facts) string {
		none := func(*health.Snapshot, *Private) {}
		s := examine(t, m, Request{Tier: tier}, still(health.ProbeFolders, func(s *health.Snapshot, p *Private) {
			s.Folders, p.GoValues = []health.Folder{folder}, map[health.Path]map[string]string{"/w": {"GOMODCACHE": "/mod"}}
		}), still(health.ProbeGoEnv, none), still(health.ProbePulse, facts), still(health.ProbeGoList, none), moduleFilesProbe)
		var names []string
		for _, f := range s.ModuleFiles {
			names = append(names, string(f.Path))
		}
		return strings.Join(names, " ")
	}
	rung := func(a health.Answer) Facts {
		return func(s *health.Snapshot, _ *Private) {
			s.Ladders = []health.Ladder{{Folder: "/w", Rungs: []health.Rung{{Rung: 1, Answers: []health.Answer{a}}}}}
		}
	}
	for name, tc := range map[string]struct {
		tier  health.Tier
		facts Facts
		want  string
	}{
		"nothing failed":  {health.TierStandard, rung(health.Answer{Question: health.AskHover, Target: health.TargetDependency, Symbol: "a.org/x.New"}), ""},
		"words of gopls":  {health.TierStandard, rung(health.Answer{Error: "stat /mod/b.org/y@v1.0.0/x.go: no such file or directory"}), "b.org/y"},
		"failed question": {health.TierStandard, rung(health.Answer{Target: health.TargetDependency, Symbol: "a.org/x.New", Empty: true}), "a.org/x"},
		"words of go": {health.TierStandard, func(s *health.Snapshot, _ *Private) {
			s.Lists = []health.GoList{{Folder: "/w", Errors: []health.ListError{{Message: "open /mod/c.org/z@v1.0.0/x.go: no such file or directory"}}}}
		}, "c.org/z"},
		"deep": {health.TierDeep, func(*health.Snapshot, *Private) {}, "a.org/x b.org/y c.org/z"},
	} {
		if got := check(tc.tier, tc.facts); got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}

// The module cache of this machine is whole, and go mod verify is of the same opinion.
func TestRealModule(t *testing.T) {
	out, err := exec.Command("go", "env", "GOMODCACHE").Output()
	if err != nil {
		t.Skip("skipped: go is not on PATH")
	}
	modcache := strings.TrimSpace(string(out))
	const path = "golang.org/x/mod"
	found, _ := filepath.Glob(filepath.Join(modcache, "golang.org", "x", "mod@*"))
	for _, dir := range found {
		_, version, _ := strings.Cut(filepath.Base(dir), "@")
		if got := checkModule(context.Background(), Machine{}, modcache, module.Version{Path: path, Version: version}); got.State == health.ModuleDamaged {
			t.Errorf("%+v", got)
		} else if got.State == health.ModuleWhole {
			return
		}
	}
	t.Log("not looked at: no module with a checksum in the module cache")
}
