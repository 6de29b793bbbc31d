package doctor

import (
	"context"

	"github.com/govitals/govitals/sidecar/check"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/probe"
)

// Probe asks the control ladder alone, all its rungs: only the probes run that it needs, and no check.
func Probe(ctx context.Context, request Request, o Options) health.Report {
	o.Probes = Needed(o.Probes, health.ProbePulse)
	o.Checks, o.Remember = nil, false
	request.Tier, request.Background, request.AllRungs = health.TierStandard, false, true
	return Examine(ctx, request, o)
}

// Isolate asks the whole ladder and then looks for what breaks each folder, by taking parts away. Of the checks only the one
// that speaks of culprits is asked, for what mends them.
func Isolate(ctx context.Context, request Request, o Options) health.Report {
	o.Probes = Needed(o.Probes, health.ProbePulse, health.ProbeIsolation)
	culprit, ok := check.ByID(o.Checks, "culprit")
	o.Checks, o.Only, o.Skip, o.Remember = nil, nil, nil, false
	if ok {
		o.Checks = []*check.Check{culprit}
	}
	request.Tier, request.Background, request.AllRungs = health.TierDeep, false, true
	return Examine(ctx, request, o)
}

// Question is one that the editor is to put to its own providers.
type Question = probe.EditorQuestion

// Targets chooses the questions for the user's running gopls, in documents that are open already. In an untrusted folder
// there are none.
func Targets(ctx context.Context, request Request, o Options) ([]Question, error) {
	if request.Timeout <= 0 {
		request.Timeout = DefaultTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, request.Timeout)
	defer cancel()
	return probe.Targets(ctx, probe.Options{System: o.System, Request: request, Probes: o.Probes, Progress: o.Progress, Log: o.Log})
}
