package doctor

import (
	"slices"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/history"
	"github.com/govitals/govitals/sidecar/probe"
)

// remember keeps what a whole diagnosis came to. It never fails the diagnosis: the history only helps.
func (o Options) remember(request Request, r health.Report) {
	if !o.Remember || probe.HistoryOff(request) || !conclusive(r) {
		return
	}
	m := health.Moment{At: r.StartedAt, Badge: r.Badge, Values: r.Snapshot.KeyValues()}
	for _, f := range r.Findings {
		if f.Because == "" && len(m.Findings) < maxRemembered {
			m.Findings = append(m.Findings, f.ID())
		}
	}
	slices.Sort(m.Findings)
	said, err := probe.HistoryStore().Add(probe.HistoryPlace(request), m)
	if err != nil {
		said = "the history was not kept: " + err.Error()
	}
	if said != "" && o.Log != nil {
		o.Log(said)
	}
}

const maxRemembered = 50

// conclusive reports a diagnosis that asked everything: one that is part of another, or whose pulse is still to come, would
// look like a change.
func conclusive(r health.Report) bool {
	return len(r.Findings)+len(r.Checks) > 0 && r.Badge != health.BadgeChecking && r.Badge != health.BadgeLoading &&
		r.Tier.Covers(health.TierStandard) && !Impossible(r)
}

// Remembered are all earlier diagnoses that are kept.
func Remembered() ([]history.Record, error) { return probe.HistoryStore().All() }

// Forget removes them.
func Forget() error { return probe.HistoryStore().Clear() }

// onsets adds to each root since when it is there, and what changed then.
func (o Options) onsets(r *health.Report) {
	now := r.Snapshot.KeyValues()
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Because != "" {
			continue
		}
		if onset, ok := r.Snapshot.History.Since(f.ID(), now); ok {
			f.Evidence = append(f.Evidence, o.onset(onset)...)
		}
	}
}

const maxChanges = 3

func (o Options) onset(onset health.Onset) (out []health.Evidence) {
	say := func(name string, args health.Args) {
		out = append(out, health.Evidence{What: message(name, args), Source: health.Source{Kind: health.FromFile, Name: "history"}})
	}
	args := health.Args{"time": o.clockTime(onset.At), "before": o.clockTime(onset.Before)}
	name := "since"
	if onset.At == "" {
		name = "since-now"
	}
	list := onset.Changes[:min(len(onset.Changes), maxChanges)]
	if len(list) == 0 {
		say(name, args)
	}
	for _, c := range list {
		args := health.Args{"time": args["time"], "before": args["before"], "name": health.V(c.Name), "from": c.Before, "to": c.After}
		say(name+"-after", args)
	}
	return out
}

// clockTime is a moment as people say it: the time of day, of another day with its date.
func (o Options) clockTime(at health.Public) health.Value {
	t, err := time.Parse(time.RFC3339, string(at))
	if err != nil {
		return health.V(at)
	}
	t = t.Local()
	if now := o.now(); t.YearDay() == now.YearDay() && t.Year() == now.Year() {
		return health.V(health.Public(t.Format("15:04")))
	}
	return health.V(health.Public(t.Format("2006-01-02 15:04")))
}
