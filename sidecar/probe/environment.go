package probe

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// environmentProbe fills Process and Private.Environ: the environment that tools are started from.
var environmentProbe = &Probe{
	ID:       health.ProbeEnvironment,
	Tier:     health.TierFast,
	Deadline: 2 * time.Second,
	Run: func(_ context.Context, ex *Examination) (Facts, error) {
		env, atActivation := processEnvironment(ex.System, ex.Request)
		return func(s *health.Snapshot, p *Private) {
			s.Process, p.Environ = makeEnvironment(ex, env, atActivation), env
		}, nil
	},
}

// processEnvironment is the editor's environment now and, if it told, when it started us; on the command line our own.
func processEnvironment(system System, r Request) (now, atActivation []string) {
	now = system.Environ()
	if r.Environment != nil {
		now = environOf(r.Environment)
	}
	if r.Editor != nil {
		atActivation = environOf(r.Editor.EnvironmentAtActivation)
	}
	return now, atActivation
}

func environOf(variables map[string]string) []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(variables)) {
		out = append(out, name+"="+variables[name])
	}
	return out
}

func makeEnvironment(ex *Examination, env, atActivation []string) health.Environment {
	pid := 0
	if ex.Request.Editor != nil {
		pid = ex.Request.Editor.HostPID
	}
	fromProcess := func(name string) health.Source {
		return health.Source{Kind: health.FromEnvironment, Name: health.Public(name), PID: pid}
	}
	var out health.Environment
	out.Variables, out.Hidden = variablesOf(ex.System.OS(), env, fromProcess)
	out.AtActivation, _ = variablesOf(ex.System.OS(), atActivation, fromProcess)
	return out
}
