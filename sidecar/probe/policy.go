package probe

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"slices"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/policy"
)

// policyProbe fills Policies and Ignored: what people said about findings. A policy is read as data, also in a folder that is
// not trusted; what it accepts is still shown.
var policyProbe = &Probe{
	ID:       health.ProbePolicy,
	Tier:     health.TierFast,
	Deadline: 2 * time.Second,
	Run: func(_ context.Context, ex *Examination) (Facts, error) {
		var read []health.Policy
		for _, place := range policyPlaces(ex) {
			if p, ok := readPolicy(ex, place); ok {
				read = append(read, p)
			}
		}
		ignored, today := ignoredOf(ex.Request.Ignore), health.Public(ex.System.Now().Format(time.DateOnly))
		return func(s *health.Snapshot, _ *Private) { s.Policies, s.Ignored, s.Today = read, ignored, today }, nil
	},
}

const maxIgnored = 200

func ignoredOf(list []Ignored) []health.Acceptance {
	var out []health.Acceptance
	for _, i := range list[:min(len(list), maxIgnored)] {
		out = append(out, health.Acceptance{
			Finding: health.Words(i.Finding, stderrKept), Reason: health.Words(i.Reason, stderrKept), Until: health.Public(health.CleanText(i.Until)),
		})
	}
	return out
}

// policyPlaces are the named file, or the places in the folders.
func policyPlaces(ex *Examination) []health.Policy {
	if ex.Request.Policy != "" {
		return []health.Policy{{File: health.Path(ex.Request.Policy)}}
	}
	var out []health.Policy
	for _, folder := range foldersOf(ex) {
		out = append(out, health.Policy{Folder: folder, File: health.Path(health.Join(ex.System.OS(), string(folder), policy.FileName))})
	}
	return out
}

// readPolicy returns ok false where there is no such file and nobody named it.
func readPolicy(ex *Examination, p health.Policy) (health.Policy, bool) {
	text, err := ex.System.ReadFile(string(p.File), policy.Limit+1)
	switch {
	case errors.Is(err, fs.ErrNotExist) && p.Folder != "":
		return p, false
	case err != nil && !errors.Is(err, ErrTooLarge):
		p.Fault = health.Words(err.Error(), stderrKept)
		return p, true
	}
	known := ex.KnownCheck
	if known == nil {
		known = func(health.CheckID) bool { return true }
	}
	file, lines, err := policy.Parse(string(p.File), text, known)
	if err != nil {
		p.Fault = health.Words(err.Error(), stderrKept)
		var fault policy.Fault
		if errors.As(err, &fault) {
			p.Fault, p.Line = health.Words(fault.What, stderrKept), fault.Line
		}
		return p, true
	}
	p.Go, p.Gopls, p.GoLine, p.GoplsLine = health.Public(file.Require.Go), health.Public(file.Require.Gopls), lines.Go, lines.Gopls
	for _, id := range slices.Sorted(maps.Keys(file.Checks)) {
		p.Levels = append(p.Levels, health.PolicyLevel{Check: id, Level: health.Public(file.Checks[id])})
	}
	for i, a := range file.Accept {
		p.Accepted = append(p.Accepted, health.Acceptance{
			Finding: health.Words(a.Finding, stderrKept), Reason: health.Words(a.Reason, stderrKept), Until: health.Public(a.Until), Line: lines.Accept[i],
		})
	}
	return p, true
}
