package probe

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/ladder"
)

// project searches in the workspace. Not everything can be taken away from a project that needs it, so what may be taken away is
// narrowed until it helps.
func (h *hunt) project(ctx context.Context, failing health.Rung) bool {
	of := func(class partClass) []int {
		return h.candidates(func(p part) bool { return p.class == class && !p.places })
	}
	universes := [][]int{h.candidates(func(p part) bool { return !p.places })}
	for _, i := range of(classProject) {
		universes = append(universes, []int{i})
	}
	universes = append(universes, h.candidates(func(part) bool { return true }), of(classEnvironment), of(classSettings), of(classFlags), of(classProject))
	aim := aimAt(failing)
	tried := map[string]bool{}
	for _, universe := range universes {
		if key := fmt.Sprint(universe); len(universe) == 0 || tried[key] || h.exhausted(ctx) {
			continue
		} else {
			tried[key] = true
		}
		if h.trial(ctx, false, aim, trialTime(failing), universe, nil) == health.TrialHolds {
			return h.search(ctx, false, failing, universe)
		}
	}
	switch {
	case h.err != nil:
		h.endUntried()
	case h.exhausted(ctx):
		h.end(health.IsolationStopped, say("isolation-stopped", nil))
	default:
		h.end(health.IsolationNone, say("isolation-in-project", nil))
	}
	return false
}

// trial is a trial of our own, beside those of a search.
func (h *hunt) trial(ctx context.Context, elsewhere bool, aim *ladder.Aim, limit time.Duration, among, kept []int) health.TrialOutcome {
	h.ex.Progress(fmt.Sprintf("trial %d, without %s", h.out.Trials+1, h.list(among)))
	begun := h.now()
	outcome := h.serve(ctx, elsewhere, aim, limit, among, kept)
	h.note(len(kept), outcome, begun)
	return outcome
}

// list names what a trial does without, if that is little.
func (h *hunt) list(among []int) string {
	if len(among) > 3 {
		return fmt.Sprintf("%d %s", len(among), h.nouns(among))
	}
	var names []string
	for _, i := range among {
		names = append(names, string(h.parts[i].culprit.Name))
	}
	return strings.Join(names, ", ")
}
