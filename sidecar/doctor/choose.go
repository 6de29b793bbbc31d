package doctor

import (
	"slices"

	"github.com/govitals/govitals/sidecar/check"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/probe"
)

// chosenChecks returns the checks to ask, and the results of those that were not asked for.
func (o Options) chosenChecks() (chosen []*check.Check, left []health.CheckResult) {
	for _, c := range o.Checks {
		switch {
		case len(o.Only) > 0 && !slices.Contains(o.Only, c.ID):
			left = append(left, skipped(c, "only-others"))
		case slices.Contains(o.Skip, c.ID):
			left = append(left, skipped(c, "skip-asked"))
		default:
			chosen = append(chosen, c)
		}
	}
	return chosen, left
}

func skipped(c *check.Check, why string) health.CheckResult {
	return health.CheckResult{ID: c.ID, Severity: c.Severity, State: health.StateSkipped, Reason: message(why, nil)}
}

// neededProbes are all, or with Only those that the chosen checks need, and what these need in turn. The folders are
// always looked at: without them nobody can say what was examined.
func (o Options) neededProbes() []*probe.Probe {
	if len(o.Only) == 0 {
		return o.Probes
	}
	want := []health.ProbeID{health.ProbeMachine, health.ProbeFolders}
	chosen, _ := o.chosenChecks()
	for _, c := range chosen {
		want = append(want, c.Needs...)
	}
	return Needed(o.Probes, want...)
}

// Needed returns the probes of a table that bear these ids, with all that they need, in the order of the table.
func Needed(table []*probe.Probe, ids ...health.ProbeID) []*probe.Probe {
	byID := map[health.ProbeID]*probe.Probe{}
	for _, p := range table {
		byID[p.ID] = p
	}
	wanted := map[health.ProbeID]bool{}
	var want func(id health.ProbeID)
	want = func(id health.ProbeID) {
		p, ok := byID[id]
		if !ok || wanted[id] {
			return
		}
		wanted[id] = true
		for _, need := range p.Needs {
			want(need)
		}
	}
	for _, id := range ids {
		want(id)
	}
	var out []*probe.Probe
	for _, p := range table {
		if wanted[p.ID] {
			out = append(out, p)
		}
	}
	return out
}
