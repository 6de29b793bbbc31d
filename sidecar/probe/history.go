package probe

import (
	"context"
	"os"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/history"
)

// historyProbe fills History from our own state directory.
var historyProbe = &Probe{
	ID:       health.ProbeHistory,
	Tier:     health.TierFast,
	Deadline: 2 * time.Second,
	Run: func(_ context.Context, ex *Examination) (Facts, error) {
		seen := earlier(ex.Request)
		return func(s *health.Snapshot, _ *Private) { s.History = seen }, nil
	},
}

// maxEarlier bounds the moments that a snapshot holds: what came before them explains no finding of today.
const maxEarlier = 30

func earlier(r Request) health.History {
	if HistoryOff(r) {
		return health.History{Off: true}
	}
	moments, err := HistoryStore().Of(HistoryPlace(r))
	out := health.History{Moments: moments[max(0, len(moments)-maxEarlier):]}
	if err != nil {
		out.Reason = health.Words(err.Error(), stderrKept)
	}
	return out
}

// HistoryOff reports that earlier diagnoses are neither read nor kept: the user switched that off, or does not trust the folder.
func HistoryOff(r Request) bool {
	return r.NoHistory || r.Untrusted || os.Getenv("GOVITALS_HISTORY") == "off"
}

// HistoryStore is the history in our state directory.
func HistoryStore() history.Store { return history.Store{Dir: stateDir()} }

// HistoryPlace is what a request examines, as the history names it.
func HistoryPlace(r Request) history.Place {
	out := history.Place{}
	for _, f := range r.Folders {
		out.Folders = append(out.Folders, health.Path(f))
	}
	if r.Editor != nil {
		if out.Editor = cleaned[health.Public](r.Editor.Name); out.Editor == "" {
			out.Editor = "editor"
		}
	}
	return out
}
