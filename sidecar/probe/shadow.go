package probe

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/module"
)

// A shadow is a private directory that stands in for the module cache. Everything in the cache is there, by symbolic links,
// except the places that go would write to for the named modules: those are real directories. Tried: even with GOPROXY=off,
// go leaves a lock file in the module cache for each module that it misses, and extracts a zip that lies there unextracted.
type shadow struct {
	dir  string
	real map[string]bool // directories of ours, relative to dir
}

// makeShadow builds a shadow of a module cache in an empty directory. Links need a right on Windows that not everybody has;
// then there is an error.
func makeShadow(dir, cache string, mods []module.Version) (*shadow, error) {
	s := &shadow{dir: dir, real: map[string]bool{".": true}}
	for _, m := range mods {
		path, err := module.EscapePath(m.Path)
		if err != nil {
			continue // go does not look for it either
		}
		s.divert(filepath.Join("cache", "download", filepath.FromSlash(path), "@v"))
		s.divert(filepath.Dir(filepath.FromSlash(path)))
	}
	s.divert("cache")                                      // holds a lock file of its own
	for _, rel := range slices.Sorted(maps.Keys(s.real)) { // parents first
		if err := s.fill(cache, rel); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *shadow) divert(rel string) {
	for ; rel != "." && !s.real[rel]; rel = filepath.Dir(rel) {
		s.real[rel] = true
	}
}

// fill makes one real directory, with links to what the cache has there. Locks are not linked: taking one opens it for
// writing.
func (s *shadow) fill(cache, rel string) error {
	own := filepath.Join(s.dir, rel)
	if err := os.MkdirAll(own, 0o700); err != nil {
		return err
	}
	entries, err := os.ReadDir(filepath.Join(cache, rel))
	if err != nil {
		return nil // the cache has nothing there
	}
	for _, e := range entries {
		name := filepath.Join(rel, e.Name())
		if s.real[name] || filepath.Base(rel) == "@v" && strings.HasSuffix(e.Name(), ".lock") {
			continue
		}
		if err := os.Symlink(filepath.Join(cache, name), filepath.Join(s.dir, name)); err != nil {
			return err
		}
	}
	return nil
}

// written reports whether something was written that would have been written to the user's cache. The lock of the cache as a
// whole does not count: go takes it to write go.work.sum, of which a private copy is made then.
func (s *shadow) written() bool {
	for rel := range s.real {
		entries, err := os.ReadDir(filepath.Join(s.dir, rel))
		if err != nil {
			return true
		}
		for _, e := range entries {
			name := filepath.Join(rel, e.Name())
			if e.Type()&os.ModeSymlink == 0 && !s.real[name] && name != filepath.Join("cache", "lock") {
				return true
			}
		}
	}
	return false
}

// wanted are the modules that go tried to fetch or extract: it locks each first.
func (s *shadow) wanted() []module.Version {
	var out []module.Version
	for rel := range s.real {
		escaped, ok := strings.CutPrefix(filepath.ToSlash(filepath.Dir(rel)), "cache/download/")
		if !ok || filepath.Base(rel) != "@v" {
			continue
		}
		path, err := module.UnescapePath(escaped)
		entries, _ := os.ReadDir(filepath.Join(s.dir, rel))
		for _, e := range entries {
			name, locked := strings.CutSuffix(e.Name(), ".lock")
			version, bad := module.UnescapeVersion(name)
			if locked && err == nil && bad == nil {
				out = append(out, module.Version{Path: path, Version: version})
			}
		}
	}
	return out
}
