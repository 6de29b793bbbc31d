package doctor

import (
	"context"

	"github.com/govitals/govitals/sidecar/health"
)

// Tree looks at the processes alone, and at what a report for other people needs to know of the machine.
func Tree(ctx context.Context, request Request, o Options) health.Report {
	return look(ctx, request, o, health.ProbeProcesses, health.ProbeMachine)
}

// Machine looks only at what a text for other people needs to know of the machine: whose names are not for them.
func Machine(ctx context.Context, request Request, o Options) health.Report {
	return look(ctx, request, o, health.ProbeMachine, health.ProbeEnvironment, health.ProbeGOENV)
}

// look runs a few probes with what they need, and judges nothing.
func look(ctx context.Context, request Request, o Options, probes ...health.ProbeID) health.Report {
	o.Probes = Needed(o.Probes, probes...)
	o.Checks, o.Only, o.Skip = nil, nil, nil
	request.Tier = health.TierStandard
	return Examine(ctx, request, o)
}
