package doctor

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/check"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/probe"
)

// What each of the experiments runs, and what it asks for: the request is seen as the probe of the pulse sees it.
func TestExperiments(t *testing.T) {
	for _, tc := range []struct {
		name   string
		run    func(context.Context, Request, Options) health.Report
		probes string
		checks string
		tier   health.Tier
		rungs  bool
		limit  time.Duration
	}{
		{"probe", Probe, "machine folders pulse", "", health.TierStandard, true, DefaultTimeout},
		{"isolate", Isolate, "machine folders pulse isolation", "culprit", health.TierDeep, true, DeepTimeout},
		{"deep", func(ctx context.Context, r Request, o Options) health.Report {
			r.Tier = health.TierDeep
			return Examine(ctx, r, o)
		}, "machine folders pulse isolation beside", "first culprit", health.TierDeep, false, DeepTimeout},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var seen Request
			var limit time.Duration
			look := looks(health.ProbePulse, nil, health.ProbeFolders)
			look.Run = func(ctx context.Context, ex *probe.Examination) (probe.Facts, error) {
				seen = ex.Request
				limit = seen.Timeout
				return nil, nil
			}
			isolation := looks(health.ProbeIsolation, nil, health.ProbePulse)
			isolation.Tier = health.TierDeep
			o := sound
			o.Probes = []*probe.Probe{looks(health.ProbeMachine, nil), looks(health.ProbeFolders, nil, health.ProbeMachine), look, isolation, looks("beside", nil)}
			o.Checks = []*check.Check{judges("first", health.Error, 0, "beside"), judges("culprit", health.Error, 1, health.ProbeIsolation)}
			r := tc.run(context.Background(), Request{Background: tc.name != "deep", MostTrials: 7}, o)
			var probes, checks []string
			for _, p := range r.Snapshot.Probes {
				probes = append(probes, string(p.ID))
			}
			for _, c := range r.Checks {
				checks = append(checks, string(c.ID))
			}
			if got := strings.Join(probes, " "); got != tc.probes {
				t.Errorf("probes %q, want %q", got, tc.probes)
			}
			if got := strings.Join(checks, " "); got != tc.checks {
				t.Errorf("checks %q, want %q", got, tc.checks)
			}
			if seen.Tier != tc.tier || seen.AllRungs != tc.rungs || seen.Background || seen.MostTrials != 7 || limit != tc.limit {
				t.Errorf("request %+v, limit %s", seen, limit)
			}
			if want := strings.Contains(tc.checks, "culprit"); want != slices.ContainsFunc(r.Findings, func(f health.Finding) bool { return f.Check == "culprit" }) {
				t.Errorf("findings %v", r.Findings)
			}
		})
	}
}
