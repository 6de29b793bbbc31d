package doctor

import (
	"context"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/fix"
	"github.com/govitals/govitals/sidecar/health"
)

// Verdict is what a fix came to.
type Verdict string

const (
	Fixed       Verdict = "fixed"
	StillBroken Verdict = "still-broken"
	MadeWorse   Verdict = "made-worse" // something as grave is wrong that was not before
	Unproved    Verdict = "unproved"   // a check in question could not judge; that is no success
)

// Proof is a verdict with what it rests on.
type Proof struct {
	Verdict Verdict
	Left    []health.Finding // what was to be mended and is there, or what it was said to cause
	New     []health.Finding // roots that were not there, and that the fix may have brought
	Behind  []health.Finding // roots that stood behind what was mended, and were hidden by it
	Open    []health.CheckResult
	Pulse   health.PulseState
	Report  health.Report
}

// Prove looks again, at what the checks in question need: those that were to find nothing any more, those that found something
// before, and all others that can be asked of the same facts. The control ladder is asked again where it had failed; on the
// command line always, as in every diagnosis there. What does not look mended is diagnosed whole before it is called so,
// because a cause that was hidden until now must get its name.
func (r Repair) Prove(ctx context.Context, request Request, o Options) Proof {
	o.Remember = false
	request.Background = false
	if request.Tier = r.before.Tier; request.Tier == "" {
		request.Tier = health.TierStandard
	}
	o.Only = r.scope(request, o)
	proof := r.judge(Examine(ctx, request, o))
	if proof.Verdict == Fixed && len(proof.Behind) == 0 && proof.Pulse != health.PulseBad || ctx.Err() != nil {
		return proof
	}
	o.Only, o.Skip = nil, nil
	return r.judge(Examine(ctx, request, o))
}

// scope are the checks to ask again.
func (r Repair) scope(request Request, o Options) []health.CheckID {
	wanted := map[health.CheckID]bool{}
	for _, f := range slices.Concat(r.Mends, r.before.Findings) {
		wanted[f.Check] = true
	}
	// An error in a file may have kept the background from asking the server at all: no pulse before says nothing of the one after.
	pulse := request.Editor == nil || r.before.Snapshot == nil || r.before.Snapshot.Pulse() == health.PulseBad ||
		slices.ContainsFunc(r.Mends, func(f health.Finding) bool { return f.Severity == health.Error })
	var needs []health.ProbeID
	for _, c := range o.Checks {
		if wanted[c.ID] && (pulse || !slices.Contains(c.Needs, health.ProbePulse) || r.mends(c.ID)) {
			needs = append(needs, c.Needs...)
		}
	}
	if pulse {
		needs = append(needs, health.ProbePulse)
	}
	asked := map[health.ProbeID]bool{}
	for _, p := range Needed(o.Probes, needs...) {
		asked[p.ID] = true
	}
	var out []health.CheckID
	for _, c := range o.Checks {
		if !slices.ContainsFunc(c.Needs, func(id health.ProbeID) bool { return !asked[id] }) {
			out = append(out, c.ID)
		}
	}
	return out
}

func (r Repair) mends(id health.CheckID) bool {
	return slices.ContainsFunc(r.Mends, func(f health.Finding) bool { return f.Check == id })
}

// judge compares a report with the one before the fix.
func (r Repair) judge(after health.Report) Proof {
	p := Proof{Verdict: Fixed, Report: after, Pulse: after.Snapshot.Pulse()}
	gravest, mended := health.Unknown, map[health.FindingID]bool{}
	for _, f := range r.Mends {
		mended[f.ID()] = true
		if f.Severity.Rank() > gravest.Rank() {
			gravest = f.Severity
		}
	}
	earlier := map[health.FindingID]health.Finding{}
	for _, f := range r.before.Findings {
		earlier[f.ID()] = f
	}
	for _, f := range after.Findings {
		was, there := earlier[f.ID()]
		switch {
		case mended[f.ID()]:
			p.Left = append(p.Left, f)
		case f.Because != "":
		case there && mended[was.Because]:
			p.Left = append(p.Left, f)
		case there:
		case r.mends(f.Check): // the next of its kind, which stood behind the first
			p.Left = append(p.Left, f)
		case r.brought(f):
			if f.Severity.Rank() >= gravest.Rank() {
				p.New = append(p.New, f)
			}
		case f.Severity != health.Info && len(r.before.Checks) > 0:
			p.Behind = append(p.Behind, f)
		}
	}
	for _, c := range after.Checks {
		if c.State != health.StateOK && c.State != health.StateNotApplicable && c.State != health.StateFinding && r.mends(c.ID) {
			p.Open = append(p.Open, c)
		}
	}
	switch {
	case len(p.New) > 0:
		p.Verdict = MadeWorse
	case len(p.Left) > 0:
		p.Verdict = StillBroken
	case len(p.Open) > 0 || Impossible(after):
		p.Verdict = Unproved
	}
	return p
}

// brought reports that a root which was not there may be the work of the fix. A check that could not judge before says nothing
// new, and neither does one whose evidence the fix never touched, where nothing was known to work: what is broken hides what is
// behind it, as GO111MODULE=off hides a faulty go.work, and a gopls that is switched off hides that there is none.
func (r Repair) brought(f health.Finding) bool {
	judged := slices.ContainsFunc(r.before.Checks, func(c health.CheckResult) bool {
		return c.ID == f.Check && (c.State == health.StateOK || c.State == health.StateNotApplicable)
	})
	return judged && (r.before.Snapshot.Pulse() == health.PulseGood || r.touched(f))
}

// touched reports evidence from a file or a setting that the plan changes.
func (r Repair) touched(f health.Finding) bool {
	return slices.ContainsFunc(f.Evidence, func(e health.Evidence) bool {
		return slices.ContainsFunc(r.Plan.Steps, func(s fix.Step) bool {
			t, file := s.Intent.Target, string(e.Source.File)
			if e.Source.Kind == health.FromSetting || e.Source.Kind == health.FromGOENV {
				return t.Key != "" && (e.Source.Name == t.Key || e.Source.Name == t.Key+"."+t.Member)
			}
			return file != "" && (file == s.File || file == s.LinkedFrom || slices.Contains(s.Saves, file))
		})
	})
}

// RepairOf is what an entry of the journal was to mend, for a proof after the editor was started anew: then nothing is known of
// how it was before, so that nothing can be said to be worse.
func RepairOf(e fix.Entry) Repair {
	var out Repair
	for id := range strings.SplitSeq(e.Finding, entrySeparator) {
		name, subject, _ := strings.Cut(id, ":")
		out.Mends = append(out.Mends, health.Finding{Check: health.CheckID(name), Subject: health.V(health.Text(subject))})
	}
	return out
}

// entrySeparator parts the findings of one entry: no subject holds it.
const entrySeparator = "\n"
