package ladder

import (
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/govitals/govitals/sidecar/gopls"
	"github.com/govitals/govitals/sidecar/health"
)

// Places says which tree a file lies in. Each directory may be given in several spellings, as links are not followed.
type Places struct {
	System     string // a GOOS value: how paths compare
	Folders    []string
	Goroots    []string
	ModCaches  []string
	GoCaches   []string
	VendorDirs []string
	// Private stands in for Real (a module cache that must not be written to): answers in Private mean Real.
	Private, Real string
	// InUse is the release of the go command that the asked server runs; empty if that is not known.
	InUse string
}

// Where records the place to which an answer leads, for a symbol of that name: the first one that fits, or simply the
// first. It is nil if there is none. The places are stat'ed and read on this machine.
func (p Places) Where(places []gopls.Place, name string) *health.Place {
	var first *health.Place
	for _, at := range places {
		w := p.look(at, name)
		if w.Exists && w.Matches {
			return w
		}
		if first == nil {
			first = w
		}
	}
	return first
}

// look stats a place and reads its line: an answer that leads to a file that is gone, or to a line of an older state of the
// file, is the headline fault "definition does nothing".
func (p Places) look(at gopls.Place, name string) *health.Place {
	w := &health.Place{File: health.Path(at.Path), Line: at.Start.Line + 1, Column: at.Start.Character + 1, Tree: health.TreeElsewhere}
	if at.Path == "" {
		w.File = health.Path(at.URI)
		return w
	}
	path := p.meant(at.Path)
	w.File, w.Tree = health.Path(path), p.tree(path)
	text, err := readTarget(at.Path)
	if err != nil {
		return w
	}
	w.Exists = true
	if offset, ok := gopls.OffsetAt(text, at.Start); ok {
		w.Matches = strings.HasPrefix(string(text[offset:]), name)
	}
	if root := releaseAround(path); root != "" {
		w.GoVersion = releaseVersion(root)
		if w.Tree == health.TreeElsewhere || w.Tree == health.TreeModuleCache {
			w.Tree = health.TreeStandard // of another release than expected, as the version shows
		}
	}
	if w.Tree == health.TreeStandard {
		w.InUse = health.Public(health.Words(p.InUse, 100))
	}
	return w
}

// meant is the user's path for one in a private stand-in.
func (p Places) meant(path string) string {
	if p.Private != "" && health.Within(p.System, path, p.Private) {
		return p.Real + path[len(p.Private):]
	}
	return path
}

// tree finds the tree. Inner ones are tried first: a vendor directory and sometimes a GOROOT lie in the workspace, a
// downloaded release in the module cache.
func (p Places) tree(path string) health.Tree {
	in := func(dirs []string) bool {
		for _, dir := range dirs {
			if health.Within(p.System, path, dir) {
				return true
			}
		}
		return false
	}
	switch {
	case in(p.VendorDirs):
		return health.TreeVendor
	case in(p.Goroots):
		return health.TreeStandard
	case in(p.ModCaches):
		return health.TreeModuleCache
	case in(p.GoCaches):
		return health.TreeBuildCache
	case in(p.Folders):
		return health.TreeWorkspace
	}
	return health.TreeElsewhere
}

// maxTarget bounds the file that a definition leads to; the largest of the standard library has 2 MB.
const maxTarget = 8 << 20

func readTarget(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errTooLarge
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxTarget))
}

// releaseAround is the Go release whose src directory holds the file; empty if it lies in none.
func releaseAround(path string) string {
	separator := string(filepath.Separator)
	for at := strings.LastIndex(path, separator+"src"+separator); at > 0; at = strings.LastIndex(path[:at], separator+"src"+separator) {
		root := path[:at]
		if _, err := os.Stat(filepath.Join(root, "VERSION")); err == nil && isDir(filepath.Join(root, "src", "runtime")) {
			return root
		}
	}
	return ""
}

func releaseVersion(root string) health.Public {
	text, err := readTarget(filepath.Join(root, "VERSION"))
	if err != nil {
		return ""
	}
	first, _, _ := strings.Cut(string(text), "\n")
	return health.Public(health.Words(first, 100))
}
