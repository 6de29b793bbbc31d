package probe

import (
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/govitals/govitals/sidecar/health"
)

// absoluteWork makes a copy of a go.work file that means the same in another directory, with the faults that it has.
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
	// The last word of a line is changed in place: a directory that is listed twice must stay so, because go complains of it.
	move := func(line *modfile.Line, path string) {
		line.Token[len(line.Token)-1] = modfile.AutoQuote(whole(path))
	}
	for _, u := range f.Use {
		move(u.Syntax, u.Path)
	}
	for _, r := range f.Replace {
		if r.New.Version == "" && modfile.IsDirectoryPath(r.New.Path) {
			move(r.Syntax, r.New.Path)
		}
	}
	return modfile.Format(f.Syntax), nil
}

func separator(system string) string {
	if health.Windows(system) {
		return `\`
	}
	return "/"
}
