package probe

import (
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/ladder"
)

// aimAt is the cheapest thing that shows a rung's failure: the stage, and of the questions the quickest. Hover and definition go
// before all others, whose answers depend on what was asked before: alone, a completion may be answered that failed after an error.
func aimAt(r health.Rung) *ladder.Aim {
	aim := &ladder.Aim{Stage: r.FailedStage}
	if aim.Stage == "" {
		aim.Stage = health.StageQuestion
	}
	if aim.Stage != health.StageQuestion {
		return aim
	}
	var best *health.Answer
	for i := range r.Answers {
		a := &r.Answers[i]
		if a.Judge() == health.VerdictAnswered {
			continue
		}
		if best == nil || before(*a, *best) {
			best = a
		}
	}
	if best != nil {
		aim.Question, aim.Target = best.Question, best.Target
	}
	return aim
}

// before reports that an answer is the better aim.
func before(a, b health.Answer) bool {
	plain := func(a health.Answer) bool { return a.Question == health.AskHover || a.Question == health.AskDefinition }
	switch {
	case plain(a) != plain(b):
		return plain(a)
	case a.TookMs != b.TookMs:
		return a.TookMs < b.TookMs
	}
	return a.Question == health.AskHover && b.Question != health.AskHover
}

var stages = map[health.Stage]int{health.StageSpawn: 1, health.StageInitialize: 2, health.StageLoad: 3, health.StageQuestion: 4}

// outcomeOf says what a trial with an aim showed. A server that does not come as far as the failing one lacks something that must
// not be missing, so it tells nothing; nor does one that ran out of time.
func outcomeOf(aim *ladder.Aim, r health.Rung) health.TrialOutcome {
	stage := r.FailedStage
	switch {
	case stage == "" && r.Load.State == health.LoadDied:
		stage = health.StageLoad
	case stage == "" && r.Load.State == health.LoadRunning:
		return health.TrialUnclear
	}
	switch {
	case stage != "" && stages[stage] < stages[aim.Stage]:
		return health.TrialUnclear
	case stage == aim.Stage && stage != health.StageQuestion:
		return health.TrialFails
	case aim.Stage == health.StageLoad:
		return holdsIf(r.Load.State == health.LoadLoaded)
	case aim.Stage != health.StageQuestion:
		return health.TrialHolds
	}
	for _, a := range r.Answers {
		if a.Question != aim.Question || a.Target != aim.Target {
			continue
		}
		if a.Judge() != health.VerdictAnswered {
			return health.TrialFails
		}
		return health.TrialHolds
	}
	return health.TrialUnclear // there was nothing to ask about
}

func holdsIf(held bool) health.TrialOutcome {
	if held {
		return health.TrialHolds
	}
	return health.TrialUnclear
}

// The time of a trial: four times what the failing server took, and what the ladder keeps back to ask and to stop.
const (
	trialLeast  = 3 * time.Second
	trialMost   = 30 * time.Second
	trialAround = 10 * time.Second
)

func trialTime(failing health.Rung) time.Duration {
	took := 4 * time.Duration(failing.TookMs) * time.Millisecond
	return min(max(took, trialLeast), trialMost) + trialAround
}
