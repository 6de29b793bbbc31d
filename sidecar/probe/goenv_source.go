package probe

import (
	"maps"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// sources makes the entries of go's answers, each with where go has it from, by go's own order: environment, GOENV file,
// go.env of the release, default. What nobody can set is go's own word.
func sources(ex *Examination, folder health.Path, values map[string]string) []health.Variable {
	var out []health.Variable
	release := shippedValues(ex.System, values["GOROOT"])
	for _, name := range slices.Sorted(maps.Keys(values)) {
		value := values[name]
		if value == "" {
			continue // not set, or not of this processor
		}
		v, ok := health.MakeVariable(ex.System.OS(), name, value, sourceOf(ex, folder, name, value, release))
		if ok {
			out = append(out, v)
		}
	}
	return out
}

func sourceOf(ex *Examination, folder health.Path, name, value string, release map[string]shipped) health.Source {
	s, public := &ex.Snapshot, health.Public(name)
	if computed[name] && value != "" {
		return health.Source{Kind: health.FromCommand, Name: "go env"}
	}
	if !ex.Request.Untrusted {
		if v, ok := s.ToolVariable(folder, public); ok && !v.Value.Empty() {
			return v.Source
		}
	} else if v, ok := health.Find(s.Process.Variables, public); ok && !v.Value.Empty() {
		return v.Source
	}
	if v, ok := health.Find(s.GOENV.Variables, public); ok && s.GOENV.State == health.FileOK && !v.Value.Empty() {
		return v.Source
	}
	if shipped := release[name]; shipped.value != "" && shipped.value == value {
		return health.Source{Kind: health.FromGoEnvFile, Name: public, File: health.Path(shipped.file), Line: shipped.line}
	}
	return health.Source{Kind: health.FromDefault, Name: public}
}

// computed are answers that follow from the machine and the folder; a variable of that name is not heeded.
var computed = map[string]bool{
	"GOMOD": true, "GOVERSION": true, "GOTOOLDIR": true, "GOHOSTOS": true, "GOHOSTARCH": true, "GOEXE": true,
	"GOTELEMETRY": true, "GOTELEMETRYDIR": true,
}

type shipped struct {
	value, file string
	line        int
}

// shippedValue is a variable of $GOROOT/go.env.
func shippedValue(system System, goroot, name string) shipped {
	return shippedValues(system, goroot)[name]
}

// shippedValues reads $GOROOT/go.env, which comes with the release; packagers change it. The first line of a name counts.
func shippedValues(system System, goroot string) map[string]shipped {
	if goroot == "" {
		return nil
	}
	file := health.Join(system.OS(), goroot, "go.env")
	b, err := system.ReadFile(file, 64<<10)
	if err != nil {
		return nil
	}
	values, line := map[string]shipped{}, 0
	for text := range strings.Lines(string(b)) {
		line++
		key, value, ok := strings.Cut(strings.TrimSpace(text), "=")
		if _, again := values[key]; ok && !again {
			values[key] = shipped{value: value, file: file, line: line}
		}
	}
	return values
}
