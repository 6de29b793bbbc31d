package probe

import (
	"bytes"
	"errors"

	"golang.org/x/mod/modfile"

	"github.com/govitals/govitals/sidecar/health"
)

// Caps of one go.mod or go.work file.
const (
	maxRequires = 500
	maxReplaces = 200
	maxProblems = 20
)

// readGoMod reads the go.mod file of a directory with what belongs to it. At most requires of its require lines are told.
func readGoMod(system System, dir string, requires int) health.GoMod {
	name := system.OS()
	file := health.Join(name, dir, "go.mod")
	out := health.GoMod{File: health.Path(file), Dir: health.Path(dir)}
	out.Sum = openState(system, health.Join(name, dir, "go.sum"))
	out.Vendor = readVendor(system, health.Join(name, dir, "vendor"))
	data, err := system.ReadFile(file, maxFile)
	if err != nil {
		var text health.Text
		out.State, text = fileState(err)
		if text != "" {
			out.Problems = []health.Problem{{Message: text}}
		}
		return out
	}
	parseGoMod(name, data, min(requires, maxRequires), &out)
	checkReplaces(system, out.Replaces)
	return out
}

// openState tells whether a file can be read, without reading it: go.sum is large.
func openState(system System, file string) health.FileState {
	f, err := system.Open(file)
	if err != nil {
		state, _ := fileState(err)
		return state
	}
	f.Close()
	return health.FileOK
}

// parseGoMod fills in what the text of a go.mod says. It is read as strictly as go reads that of a main module; if that
// fails the facts are those that go would take from a dependency's, which forgives what it does not know.
func parseGoMod(system string, data []byte, requires int, out *health.GoMod) {
	out.State = health.FileOK
	out.Markers = mergeMarker(data)
	f, err := modfile.Parse("", data, nil)
	if err == nil && f.Module == nil {
		err = errors.New("missing module declaration")
	}
	if err != nil {
		out.State, out.Problems = health.FileInvalid, problemsOf(err)
		if f, err = modfile.ParseLax("", data, nil); err != nil {
			return
		}
	}
	if f.Module != nil {
		out.Path = health.Module(f.Module.Mod.Path)
	}
	out.Go, out.GoLine = goLine(f.Go)
	if f.Toolchain != nil {
		out.Toolchain = health.Public(f.Toolchain.Name)
	}
	for _, r := range f.Require {
		if len(out.Requires) >= requires {
			out.Cut = true
			break
		}
		out.Requires = append(out.Requires, health.Require{Path: health.Module(r.Mod.Path), Version: health.Public(r.Mod.Version),
			Indirect: r.Indirect, Line: lineAt(r.Syntax)})
	}
	out.Replaces = replacesOf(system, string(out.Dir), f.Replace)
}

func goLine(g *modfile.Go) (health.Public, int) {
	if g == nil {
		return "", 0
	}
	return health.Public(g.Version), lineAt(g.Syntax)
}

func lineAt(l *modfile.Line) int {
	if l == nil {
		return 0
	}
	return l.Start.Line
}

// replacesOf makes local replacements absolute.
func replacesOf(system, dir string, replaces []*modfile.Replace) []health.Replace {
	var out []health.Replace
	for _, r := range replaces[:min(len(replaces), maxReplaces)] {
		entry := health.Replace{Old: health.Module(r.Old.Path), OldVersion: health.Public(r.Old.Version), Line: lineAt(r.Syntax)}
		switch {
		case r.New.Version != "":
			entry.New, entry.NewVersion = health.Module(r.New.Path), health.Public(r.New.Version)
		case health.IsAbs(system, r.New.Path):
			entry.Local = health.Path(health.Clean(system, r.New.Path))
		default:
			entry.Local = health.Path(health.Join(system, dir, r.New.Path))
		}
		out = append(out, entry)
	}
	return out
}

func checkReplaces(system System, replaces []health.Replace) {
	for i, r := range replaces {
		if r.Local != "" {
			info, err := system.Stat(string(r.Local))
			replaces[i].Exists = err == nil && info.IsDir()
		}
	}
}

// mergeMarker is the line of the first marker that an unfinished merge left, or 0.
func mergeMarker(data []byte) int {
	number := 0
	for line := range bytes.Lines(data) {
		number++
		for _, marker := range []string{"<<<<<<<", "=======", ">>>>>>>"} {
			if bytes.HasPrefix(line, []byte(marker)) {
				return number
			}
		}
	}
	return 0
}

// problemsOf takes the parser's errors apart.
func problemsOf(err error) []health.Problem {
	var list modfile.ErrorList
	if !errors.As(err, &list) {
		return []health.Problem{{Message: health.Text(health.CleanText(err.Error()))}}
	}
	var out []health.Problem
	for _, e := range list[:min(len(list), maxProblems)] {
		line := e.Pos.Line
		e.Filename, e.Pos = "", modfile.Position{}
		out = append(out, health.Problem{Line: line, Message: health.Text(health.CleanText(e.Error()))})
	}
	return out
}
