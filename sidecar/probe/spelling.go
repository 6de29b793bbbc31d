package probe

import (
	"io/fs"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// maxSiblings bounds the directory that is searched for a name's spelling.
const maxSiblings = 20_000

// spelling is a path as the directories themselves have it: a file system may open a name that is given in other letter case
// or in another Unicode form. Links are not followed. Empty where a parent cannot be read or the system cannot tell whether
// two names lead to one file.
func spelling(system System, path string) string {
	files, ok := system.(interface {
		SameFile(a, b fs.FileInfo) bool
	})
	name := system.OS()
	path = health.Clean(name, path)
	parent := health.Dir(name, path)
	if !ok || parent == path || parent == "." {
		return path
	}
	above := spelling(system, parent)
	if above == "" {
		return ""
	}
	base := path[len(strings.TrimRight(parent, `/\`))+1:]
	entries, err := system.ReadDir(parent, maxSiblings)
	if err != nil {
		return ""
	}
	for _, e := range entries {
		if e.Name() == base {
			return health.Join(name, above, base)
		}
	}
	own, err := system.Lstat(path)
	if err != nil {
		return ""
	}
	for _, e := range entries {
		// Another name of the same file may be a hard link; a directory has none, and only directories are asked about.
		if info, err := e.Info(); err == nil && len(e.Name()) > 0 && files.SameFile(own, info) {
			return health.Join(name, above, e.Name())
		}
	}
	return ""
}
