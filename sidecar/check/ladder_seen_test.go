package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// Every pattern of rungs has a reasoning, of texts that exist, and the sentence that fits.
func TestReasoning(t *testing.T) {
	const holds, fails, skipped, loading, unclear = health.RungHolds, health.RungFails, health.RungSkipped, health.RungLoading, health.RungUnclear
	for _, tc := range []struct {
		name   string
		states [4]health.RungState
		want   []health.MessageID
	}{
		{"all hold", [4]health.RungState{holds, holds, holds, holds}, []health.MessageID{"say.ladder-healthy"}},
		{"only the running one was asked", [4]health.RungState{holds, skipped, skipped, skipped}, []health.MessageID{"say.ladder-healthy-running"}},
		{"stale", [4]health.RungState{fails, holds, skipped, skipped}, []health.MessageID{"say.ladder-stale-server"}},
		{"project", [4]health.RungState{fails, fails, holds, holds}, []health.MessageID{"say.ladder-project"}},
		{"project, and the running one does not know yet", [4]health.RungState{holds, fails, holds, holds}, []health.MessageID{"say.ladder-project", "say.ladder-yet"}},
		{"environment", [4]health.RungState{skipped, fails, fails, holds}, []health.MessageID{"say.ladder-environment"}},
		{"toolchain", [4]health.RungState{skipped, fails, fails, fails}, []health.MessageID{"say.ladder-toolchain"}},
		{"the bare one was not tried", [4]health.RungState{skipped, fails, fails, skipped}, []health.MessageID{"say.ladder-unknown-everywhere"}},
		{"only the fresh one was tried", [4]health.RungState{skipped, fails, skipped, skipped}, []health.MessageID{"say.ladder-unknown-fresh"}},
		{"no fresh one", [4]health.RungState{fails, skipped, skipped, skipped}, []health.MessageID{"say.ladder-unknown-running"}},
		{"loading", [4]health.RungState{skipped, loading, skipped, skipped}, []health.MessageID{"say.ladder-unknown-loading"}},
		{"unclear", [4]health.RungState{skipped, unclear, skipped, skipped}, []health.MessageID{"say.ladder-unknown"}},
		{"nothing", [4]health.RungState{skipped, skipped, skipped, skipped}, []health.MessageID{"say.ladder-unknown"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := ladderOf(tc.states)
			catalogue := Catalogue(nil)
			for i, m := range l.Reasoning() {
				if i >= len(tc.want) || m.ID != tc.want[i] {
					t.Errorf("sentence %d is %s, want %v", i, m.ID, tc.want)
				}
				if _, ok := catalogue[m.ID]; !ok {
					t.Errorf("there is no text %s", m.ID)
				}
			}
			for _, r := range l.Rungs {
				for _, m := range []health.Message{r.Server(), r.BrokeAt()} {
					if _, ok := catalogue[m.ID]; !ok {
						t.Errorf("there is no text %s", m.ID)
					}
				}
			}
		})
	}
	for _, stage := range []health.Stage{health.StageSpawn, health.StageInitialize, health.StageLoad, health.StageQuestion} {
		if m := (health.Rung{FailedStage: stage}).BrokeAt(); Catalogue(nil)[m.ID].Title == "" {
			t.Errorf("there is no text %s", m.ID)
		}
	}
}

func ladderOf(states [4]health.RungState) health.Ladder {
	var l health.Ladder
	for n, state := range states {
		r := goodRung("linux", placeOf("linux"))
		r.Rung = n
		switch state {
		case health.RungFails:
			r.Load, r.Answers = health.Load{State: health.LoadFailed}, nil
		case health.RungLoading:
			r.Load, r.Answers = health.Load{State: health.LoadRunning}, nil
		case health.RungUnclear:
			r.Answers = nil
		case health.RungSkipped:
			r = health.Rung{Rung: n, State: health.RungSkipped}
		}
		l.Rungs = append(l.Rungs, r)
	}
	return l
}
