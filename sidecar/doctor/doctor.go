// Package doctor makes an examination: probes look, checks judge, and what they found is summed up in a report. It holds
// no judgement of its own beyond the sum.
package doctor

import (
	"context"
	"slices"
	"time"

	"github.com/govitals/govitals/sidecar/check"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/lang"
	"github.com/govitals/govitals/sidecar/probe"
)

// Name is the tool's name in every report.
const Name = "govitals"

// Request says what to examine.
type Request = probe.Request

// DefaultTimeout and DeepTimeout bound an examination whose request names no timeout; the second that of the tier deep, which
// starts one server after the other.
const (
	DefaultTimeout = 60 * time.Second
	DeepTimeout    = 5 * time.Minute
)

// Options of an examination. Progress and Log may be nil.
type Options struct {
	// Say says texts in the language of who reads; nil is English.
	Say      *lang.Printer
	System   probe.System // not needed by Replay
	Probes   []*probe.Probe
	Checks   []*check.Check
	Clock    func() time.Time // nil is the real one
	Progress func(text string)
	// Log receives stacks and the like: what helps us and not the user.
	Log     func(text string)
	Version string
	// Only and Skip select checks; with Only, just the probes run that those checks need.
	Only, Skip []health.CheckID
	// Remember keeps what a whole diagnosis came to, for later ones to say what changed since.
	Remember bool
}

// Examine looks and judges. It always returns a complete report, at the latest a few seconds after the request's timeout
// or the end of ctx: what could not be looked at leaves its reason in it, and the checks that needed it are inconclusive.
func Examine(ctx context.Context, request Request, o Options) health.Report {
	if request.Tier == "" {
		request.Tier = health.TierStandard
	}
	switch {
	case request.Timeout > 0:
	case request.Tier == health.TierDeep:
		request.Timeout = DeepTimeout
	default:
		request.Timeout = DefaultTimeout
	}
	start := o.now()
	ctx, cancel := context.WithTimeout(ctx, request.Timeout)
	defer cancel()
	seen := probe.Collect(ctx, probe.Options{
		System: o.System, Request: request, Probes: o.neededProbes(), Progress: o.Progress, Log: o.Log,
		KnownCheck: func(id health.CheckID) bool { _, ok := check.ByID(o.Checks, id); return ok },
	})
	report := o.judge(seen, waitsForPulse(seen, request))
	report.StartedAt = health.Public(start.UTC().Format(time.RFC3339))
	report.TookMs = o.now().Sub(start).Milliseconds()
	o.remember(request, report)
	return report
}

// Replay judges a snapshot that was taken before, perhaps of another machine, by today's checks.
func Replay(seen *health.Snapshot, o Options) health.Report {
	return o.judge(seen, false)
}

func (o Options) judge(seen *health.Snapshot, pulseWillCome bool) health.Report {
	begun := o.now()
	chosen, left := o.chosenChecks()
	chosen, off := withoutOff(seen, chosen)
	findings, results := check.Examine(seen, chosen, func() float64 {
		return float64(o.now().Sub(begun).Microseconds()) / 1000
	})
	report := health.Report{
		Tool:     health.Tool{Name: Name, Version: health.Public(o.Version)},
		Tier:     seen.Tier,
		Works:    works(seen),
		Findings: findings,
		Checks:   slices.Concat(results, off, left),
		Snapshot: seen,
	}
	o.onsets(&report)
	applyPolicy(&report)
	report.Badge = badge(report, pulseWillCome)
	return report
}

func (o Options) now() time.Time {
	if o.Clock != nil {
		return o.Clock()
	}
	return time.Now()
}

// waitsForPulse says whether an editor may show "checking" or "loading" after this examination: a fast one is followed by
// a standard one, and a load that runs will end. In an untrusted folder no pulse will ever be taken, and after a
// standard examination that took none nothing more comes: to go on saying "checking" would be a lie.
func waitsForPulse(seen *health.Snapshot, request Request) bool {
	if request.Editor == nil || request.Untrusted {
		return false
	}
	return seen.Pulse() == health.PulseLoading || !request.Tier.Covers(health.TierStandard)
}

// badge counts what the baseline does not know.
func badge(r health.Report, pulseWillCome bool) health.Badge {
	var counted []health.Finding
	for _, f := range r.Findings {
		if !f.Known {
			counted = append(counted, f)
		}
	}
	return health.BadgeOf(counted, r.Checks, r.Snapshot.Pulse(), pulseWillCome)
}
