package doctor

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/check"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/probe"
)

// ErrNoFinding marks a name for which there is nothing to repair.
var ErrNoFinding = errors.New("no such finding")

// Choice is a finding with the fixes that may mend it, best first.
type Choice struct {
	Finding health.Finding
	Fixes   []health.Fix
}

// Choose finds what a name stands for in a report: a finding, or a check and with it all its findings. fixID picks one of the
// alternatives; empty leaves all of them. The error is ErrNoFinding where there is nothing of that name.
func Choose(r health.Report, name string, fixID health.FixID) ([]Choice, error) {
	var chosen []Choice
	for _, exact := range []bool{true, false} {
		for _, f := range r.Findings {
			if exact && string(f.ID()) == name || !exact && string(f.Check) == name {
				chosen = append(chosen, Choice{f, f.Fixes})
			}
		}
		if len(chosen) > 0 {
			break
		}
	}
	if len(chosen) == 0 {
		return nil, noFinding(r, name)
	}
	if fixID == "" {
		return chosen, nil
	}
	known := map[string]bool{}
	var out []Choice
	for _, c := range chosen {
		for _, f := range c.Fixes {
			known[string(f.ID)] = true
			if f.ID == fixID {
				out = append(out, Choice{c.Finding, []health.Fix{f}})
			}
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%w: %s has no fix %q (there are: %s)", ErrNoFinding, name, fixID, listed(known))
	}
	return out, nil
}

// ChooseSafe are the roots that a safe fix mends. What the user or the team lives with is left alone.
func ChooseSafe(r health.Report) []Choice {
	var out []Choice
	for _, f := range r.Findings {
		if f.Because != "" || f.Known {
			continue
		}
		safe := slices.DeleteFunc(slices.Clone(f.Fixes), func(x health.Fix) bool { return x.Risk != health.RiskSafe })
		if len(safe) > 0 {
			out = append(out, Choice{f, safe})
		}
	}
	return out
}

func noFinding(r health.Report, name string) error {
	check, _, _ := strings.Cut(name, ":")
	for _, c := range r.Checks {
		if string(c.ID) != check {
			continue
		}
		switch {
		case check != name && c.State == health.StateFinding:
			return fmt.Errorf("%w: %s says nothing of that subject now", ErrNoFinding, check)
		case c.State == health.StateOK || c.State == health.StateNotApplicable || c.State == health.StateFinding:
			return fmt.Errorf("%w: %s finds nothing wrong now", ErrNoFinding, check)
		}
		return fmt.Errorf("%w: %s could not judge", ErrNoFinding, check)
	}
	return fmt.Errorf("%w: there is no check %q", ErrNoFinding, check)
}

func listed(names map[string]bool) string {
	var out []string
	for name := range names {
		out = append(out, name)
	}
	if len(out) == 0 {
		return "none"
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// Automatic reports a fix of which anything is done for the user: not only words to follow.
func Automatic(f health.Fix) bool {
	return f.Risk != health.RiskManual && slices.ContainsFunc(f.Steps, func(s health.Step) bool { return s.Kind != health.StepManual })
}

// byHand are the fixes that only say what to do.
func byHand(fixes []health.Fix) []health.Fix {
	return slices.DeleteFunc(slices.Clone(fixes), Automatic)
}

// NeedsDeep reports a check whose probes look only in tier deep.
func NeedsDeep(o Options, id health.CheckID) bool {
	c, ok := check.ByID(o.Checks, id)
	return ok && slices.ContainsFunc(Needed(o.Probes, c.Needs...), func(p *probe.Probe) bool { return p.Tier == health.TierDeep })
}
