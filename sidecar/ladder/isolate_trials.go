package ladder

import (
	"errors"
	"slices"
	"strconv"

	"github.com/govitals/govitals/sidecar/health"
)

var (
	errFlaky = errors.New("the same trial failed once and held once")
	errMost  = errors.New("the trials are used up")
)

const maxLog = 200

// experiment is a search under way.
type experiment struct {
	Search
	trial   func(kept []int) health.TrialOutcome
	ended   func() error // why no further trial may start
	seen    map[string]health.TrialOutcome
	holding [][]int         // the sets that held
	told    map[string]bool // the sets that held as often as is needed
	left    int             // parts that are still suspected
	failing []int           // the set that failed last
	since   int             // how many trials did not fail after it

	groups    []group
	confirmed bool

	trials int
	log    []health.Trial
}

// guess is what a trial would show: what was seen of the same parts, or that it holds if more parts held. That spares ddmin
// most trials of a joint search, and is only as good as its assumption; so what comes of it is tried afterwards.
func (e *experiment) guess(kept []int) (health.TrialOutcome, error) {
	if outcome, ok := e.seen[key(kept)]; ok {
		return outcome, nil
	}
	for _, h := range e.holding {
		if contains(h, kept) {
			return health.TrialHolds, nil
		}
	}
	outcome, err := e.fresh(kept)
	if err == nil && e.since >= maxSince {
		err = e.again(e.failing, health.TrialFails, 1)
	}
	return outcome, err
}

// maxSince is how many trials in a row may hold before the set that failed last is tried again. It may have failed by chance,
// and ddmin would try every part of it.
const maxSince = 6

// ask is what was seen of the same parts, or a fresh trial.
func (e *experiment) ask(kept []int) (health.TrialOutcome, error) {
	if outcome, ok := e.seen[key(kept)]; ok {
		return outcome, nil
	}
	return e.fresh(kept)
}

// fresh tries, and once more if that was unclear: a machine that was busy for a moment is no other way to fail.
func (e *experiment) fresh(kept []int) (health.TrialOutcome, error) {
	outcome, err := e.try(kept)
	if err == nil && outcome == health.TrialUnclear {
		outcome, err = e.try(kept)
	}
	if err != nil {
		return "", err
	}
	k := key(kept)
	before, known := e.seen[k]
	switch {
	case known && before != outcome:
		return outcome, errFlaky
	case !known && outcome == health.TrialHolds:
		e.holding = append(e.holding, slices.Clone(kept))
	}
	e.seen[k] = outcome
	if e.since++; outcome == health.TrialFails {
		e.failing, e.since = slices.Clone(kept), 0
	}
	return outcome, nil
}

// again repeats a trial n times and is content only with the same outcome each time.
func (e *experiment) again(kept []int, want health.TrialOutcome, n int) error {
	for range n {
		outcome, err := e.fresh(kept)
		if err != nil {
			return err
		}
		if outcome != want {
			return errFlaky
		}
	}
	return nil
}

// try is one trial. What it shows after ctx ended is not believed: a server that was stopped looks like one that died.
func (e *experiment) try(kept []int) (health.TrialOutcome, error) {
	if err := e.ended(); err != nil {
		return "", err
	}
	if e.trials >= e.Most {
		return "", errMost
	}
	e.trials++
	if e.Progress != nil {
		e.Progress(Progress{Trial: e.trials, Most: e.Most, Left: e.left, Parts: e.Parts})
	}
	begun := e.Now()
	outcome := e.recovered(slices.Clone(kept))
	if len(e.log) < maxLog {
		e.log = append(e.log, health.Trial{Kept: len(kept), Outcome: outcome, TookMs: e.Now().Sub(begun).Milliseconds()})
	}
	return outcome, e.ended()
}

func (e *experiment) recovered(kept []int) (outcome health.TrialOutcome) {
	outcome = health.TrialUnclear
	defer func() {
		if recover() != nil {
			outcome = health.TrialUnclear
		}
	}()
	if got := e.trial(kept); got == health.TrialFails || got == health.TrialHolds {
		outcome = got
	}
	return outcome
}

func key(kept []int) string {
	var out []byte
	for _, part := range kept {
		out = append(strconv.AppendInt(out, int64(part), 10), ' ')
	}
	return string(out)
}
