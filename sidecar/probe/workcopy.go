package probe

import (
	"slices"
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/govitals/govitals/sidecar/health"
)

// absoluteWork makes a copy of a go.work file that means the same in another directory.
func absoluteWork(system, file string, text []byte) ([]byte, error) {
	f, err := modfile.ParseWork(file, text, nil)
	if err != nil {
		return nil, err
	}
	dir := health.Dir(system, file)
	whole := func(path string) string {
		path = strings.ReplaceAll(path, "/", separator(system))
		if health.IsAbs(system, path) {
			return path
		}
		return health.Join(system, dir, path)
	}
	for _, u := range slices.Clone(f.Use) {
		path := u.Path
		if path == whole(path) {
			continue
		}
		if err := f.DropUse(path); err != nil {
			return nil, err
		}
		if err := f.AddUse(whole(path), ""); err != nil {
			return nil, err
		}
	}
	for _, r := range slices.Clone(f.Replace) {
		if r.New.Version != "" || !modfile.IsDirectoryPath(r.New.Path) {
			continue
		}
		if err := f.AddReplace(r.Old.Path, r.Old.Version, whole(r.New.Path), ""); err != nil {
			return nil, err
		}
	}
	f.Cleanup()
	return modfile.Format(f.Syntax), nil
}

func separator(system string) string {
	if health.Windows(system) {
		return `\`
	}
	return "/"
}
