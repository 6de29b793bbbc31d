package probe

import (
	"context"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// goenvFileProbe fills GOENV: the file that `go env -w` writes, read by us and not by go.
var goenvFileProbe = &Probe{
	ID:       health.ProbeGOENV,
	Needs:    []health.ProbeID{health.ProbeEnvironment, health.ProbeMachine, health.ProbeSettings},
	Tier:     health.TierFast,
	Deadline: 5 * time.Second,
	Run: func(_ context.Context, ex *Examination) (Facts, error) {
		file := readGOENV(ex)
		return func(s *health.Snapshot, _ *Private) { s.GOENV = file }, nil
	},
}

// readGOENV finds the file as go does: the variable GOENV of the environment that golang.go gives it in the first folder,
// else go/env in the user's configuration directory. GOENV=off switches it off.
func readGOENV(ex *Examination) health.GOENVFile {
	system := ex.System.OS()
	out := health.GOENVFile{Source: health.Source{Kind: health.FromDefault}}
	env := buildToolEnv(ex, foldersOf(ex)[0])
	path, _ := getenv(system, env.env, "GOENV")
	switch {
	case path == "off":
		out.State, out.Source = health.FileOff, env.source("GOENV")
		return out
	case path != "":
		out.Source = env.source("GOENV")
		if folder := string(foldersOf(ex)[0]); folder != "" && !health.IsAbs(system, path) {
			path = health.Join(system, folder, path) // go takes it from its working directory
		}
	case ex.Snapshot.System.Config != "":
		path = health.Join(system, string(ex.Snapshot.System.Config), "go", "env")
	default:
		out.State, out.Error = health.FileMissing, "there is no configuration directory in this environment"
		return out
	}
	out.Path = health.Path(path)
	data, err := ex.System.ReadFile(path, maxFile)
	if err != nil {
		out.State, out.Error = fileState(err)
		return out
	}
	out.State = health.FileOK
	for _, line := range parseGOENV(string(data)) {
		source := health.Source{Kind: health.FromGOENV, Name: health.Public(line.name), File: out.Path, Line: line.number}
		if v, ok := health.MakeVariable(system, line.name, line.value, source); ok {
			out.Variables = append(out.Variables, v)
		}
	}
	return out
}

// goenvLine is one assignment of a GOENV file. Numbers count from 1.
type goenvLine struct {
	number      int
	name, value string
}

// parseGOENV reads a GOENV file as cmd/go does (cmd/go/internal/cfg, initEnvCache): lines of the form NAME=value, where
// the name begins with a letter from A to Z; everything else is skipped without a word. Of two lines with one name the
// later counts.
func parseGOENV(text string) []goenvLine {
	var out []goenvLine
	index := map[string]int{}
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimSuffix(line, "\n") // a carriage return stays in the value, as it does for go
		name, value, ok := strings.Cut(line, "=")
		if !ok || line == "" || line[0] < 'A' || line[0] > 'Z' {
			continue
		}
		if earlier, twice := index[name]; twice {
			out[earlier] = goenvLine{number, name, value}
			continue
		}
		index[name] = len(out)
		out = append(out, goenvLine{number, name, value})
	}
	return out
}
