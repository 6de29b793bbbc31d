package doctor

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"golang.org/x/mod/module"

	"github.com/govitals/govitals/sidecar/health"
)

// ErrAnswer marks an answer that cannot be what a fix asked for.
var ErrAnswer = errors.New("no name for a module")

// Answer puts what a person said in the place of what the fixes proposed. An empty answer leaves the proposal. The error is
// ErrAnswer where go would refuse the name, or take it for a flag.
func Answer(choices []Choice, answer string) ([]Choice, error) {
	if answer == "" {
		return choices, nil
	}
	// As go mod init checks it: a name without a dot is none that could be fetched, but good for a program of one's own.
	if err := module.CheckImportPath(answer); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrAnswer, err)
	}
	out := slices.Clone(choices)
	for i := range out {
		out[i].Fixes = slices.Clone(out[i].Fixes)
		for k := range out[i].Fixes {
			f := &out[i].Fixes[k]
			f.Steps = slices.Clone(f.Steps)
			for n := range f.Steps {
				f.Steps[n] = answered(f.Steps[n], answer)
			}
		}
	}
	return out, nil
}

func answered(s health.Step, answer string) health.Step {
	if s.Asks <= 0 || s.Asks >= len(s.Argv) {
		return s
	}
	s.Argv = slices.Clone(s.Argv)
	s.Argv[s.Asks] = health.V(health.Module(answer))
	if _, ok := s.Title.Args["command"]; ok {
		s.Title.Args = maps.Clone(s.Title.Args)
		s.Title.Args["command"] = health.V(health.CommandLine(s.Argv))
	}
	return s
}
