package doctor

import (
	"slices"

	"github.com/govitals/govitals/sidecar/check"
	"github.com/govitals/govitals/sidecar/health"
)

// policyOff is the level of a check that is not to be asked.
const policyOff health.Public = "off"

// withoutOff leaves out the checks that the policies of all folders have switched off.
func withoutOff(seen *health.Snapshot, chosen []*check.Check) (asked []*check.Check, left []health.CheckResult) {
	for _, c := range chosen {
		if offEverywhere(seen, c.ID) {
			left = append(left, skipped(c, "policy-off"))
			continue
		}
		asked = append(asked, c)
	}
	return asked, left
}

func offEverywhere(seen *health.Snapshot, id health.CheckID) bool {
	if len(seen.Folders) == 0 {
		level, ok := levelOf(seen, "", id)
		return ok && level == policyOff
	}
	return !slices.ContainsFunc(seen.Folders, func(f health.Folder) bool {
		level, ok := levelOf(seen, f.Path, id)
		return !ok || level != policyOff
	})
}

func levelOf(seen *health.Snapshot, folder health.Path, id health.CheckID) (health.Public, bool) {
	p, ok := seen.Policy(folder)
	if !ok {
		return "", false
	}
	i := slices.IndexFunc(p.Levels, func(l health.PolicyLevel) bool { return l.Check == id })
	if i < 0 {
		return "", false
	}
	return p.Levels[i].Level, true
}

// applyPolicy gives findings the severity that the team wants and marks those that somebody accepted, with what follows from
// them: they stay in the report, and neither the badge nor the exit code counts them.
func applyPolicy(r *health.Report) {
	day := string(r.Snapshot.Today)
	accepted := map[health.FindingID]health.Text{}
	for i := range r.Findings {
		f := &r.Findings[i]
		level, leveled := levelOf(r.Snapshot, f.Folder, f.Check)
		reason, ok := acceptance(r.Snapshot, *f, day)
		switch {
		case leveled && level == policyOff: // elsewhere it is on
			f.Known, f.Accepted = true, "switched off by the policy of this folder"
		case leveled:
			f.Severity = health.Severity(level)
		}
		if ok {
			f.Known, f.Accepted = true, reason
		}
		if f.Known {
			accepted[f.ID()] = f.Accepted
		}
	}
	for range r.Findings { // chains of consequences are as long as that at most
		for i := range r.Findings {
			f := &r.Findings[i]
			if reason, ok := accepted[f.Because]; ok && f.Because != "" && !f.Known {
				f.Known, f.Accepted = true, reason
				accepted[f.ID()] = reason
			}
		}
	}
}

// acceptance is the reason for which the team or the user lives with a finding.
func acceptance(seen *health.Snapshot, f health.Finding, day string) (health.Text, bool) {
	list := slices.Clone(seen.Ignored)
	if p, ok := seen.Policy(f.Folder); ok {
		list = append(list, p.Accepted...)
	}
	for _, a := range list {
		if a.Covers(f, day) {
			return a.Reason, true
		}
	}
	return "", false
}
