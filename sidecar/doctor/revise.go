package doctor

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/probe"
)

// Revise judges an earlier examination anew by what a watch has just seen of the language servers. It looks at no more than
// whether servers still run and takes milliseconds, so that an end is told with its finding before a whole examination is made; the report given is not changed.
func Revise(r health.Report, life health.Life, o Options) health.Report {
	out := o.judge(probe.Revise(o.System, r.Snapshot, life), r.Badge == health.BadgeChecking || r.Badge == health.BadgeLoading)
	out.StartedAt, out.TookMs = r.StartedAt, r.TookMs
	return out
}

// Dead reports a finding of its own that no server is left to the window, which calls for no further look to be told.
func Dead(r health.Report) bool {
	return r.Snapshot.Life.GivenUp && slices.ContainsFunc(r.Findings, func(f health.Finding) bool {
		return f.Check == crashLoop && f.Severity == health.Error && f.Because == "" && !f.Known
	})
}

const crashLoop health.CheckID = "gopls-crash-loop"
