package probe

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/mod/module"
	"golang.org/x/tools/txtar"
)

func writeTree(t *testing.T, archive string) string {
	t.Helper()
	dir := t.TempDir()
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

func TestShadow(t *testing.T) {
	cache := writeTree(t, `
-- cache/lock --
-- cache/download/a.org/!x/@v/v1.0.0.mod --
module a.org/X
-- cache/download/a.org/!x/@v/v0.9.0.lock --
-- cache/download/b.org/y/@v/v1.0.0.zip --
zip
-- b.org/y@v0.9.0/y.go --
package y
-- c.org/z@v1.0.0/z.go --
package z
`)
	dir := t.TempDir()
	s, err := makeShadow(dir, cache, []module.Version{{Path: "a.org/X", Version: "v1.0.0"}, {Path: "b.org/y", Version: "v1.0.0"}, {Path: "d.org/new", Version: "v1.0.0"}})
	if err != nil {
		t.Skipf("skipped: no right to make links: %v", err)
	}
	read := func(rel string) string {
		b, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(rel)))
		if err != nil {
			return err.Error()
		}
		return string(b)
	}
	for rel, want := range map[string]string{
		"cache/download/a.org/!x/@v/v1.0.0.mod": "module a.org/X\n", "b.org/y@v0.9.0/y.go": "package y\n", "c.org/z@v1.0.0/z.go": "package z\n",
		"cache/download/b.org/y/@v/v1.0.0.zip": "zip\n",
	} {
		if got := read(rel); got != want {
			t.Errorf("%s holds %q", rel, got)
		}
	}
	if s.written() || len(s.wanted()) != 0 {
		t.Fatalf("written before anything was: %v", s.wanted())
	}
	write := func(rel string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(rel)), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("cache/download/a.org/!x/@v/v0.9.0.lock")
	write("cache/download/d.org/new/@v/v1.0.0.lock")
	write("cache/download/a.org/!x/@v/v1.0.0.lock")
	wanted := s.wanted()
	slices.SortFunc(wanted, func(a, b module.Version) int { return len(a.Path) - len(b.Path) })
	if !s.written() || !slices.Contains(wanted, module.Version{Path: "a.org/X", Version: "v1.0.0"}) || !slices.Contains(wanted, module.Version{Path: "d.org/new", Version: "v1.0.0"}) {
		t.Errorf("wanted %v", wanted)
	}
	for _, gone := range []string{"cache/download/a.org/!x/@v/v1.0.0.lock", "cache/download/d.org"} {
		if _, err := os.Stat(filepath.Join(cache, filepath.FromSlash(gone))); err == nil {
			t.Errorf("%s was written to the cache itself", gone)
		}
	}
}

func TestShadowOfNothing(t *testing.T) {
	s, err := makeShadow(t.TempDir(), filepath.Join(t.TempDir(), "none"), []module.Version{{Path: "a.org/x", Version: "v1.0.0"}})
	if err != nil || s.written() {
		t.Errorf("written %t, %v", s != nil && s.written(), err)
	}
}

func TestAbsoluteWork(t *testing.T) {
	const text = "go 1.26\n\nuse (\n\t.\n\t./a // twice\n\t/abs/b\n\t./a\n)\n\nreplace a.org/x => ../x\n\nreplace a.org/y => b.org/y v1.0.0\n"
	got, err := absoluteWork("linux", "/w/go.work", []byte(text))
	want := "go 1.26\n\nuse (\n\t/w\n\t/w/a // twice\n\t/abs/b\n\t/w/a\n)\n\nreplace a.org/x => /x\n\nreplace a.org/y => b.org/y v1.0.0\n"
	if err != nil || string(got) != want {
		t.Errorf("got %v\n%s", err, got)
	}
	if _, err := absoluteWork("linux", "/w/go.work", []byte("use (\n")); err == nil {
		t.Error("a go.work that does not parse was copied")
	}
}
