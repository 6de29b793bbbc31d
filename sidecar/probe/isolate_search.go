package probe

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/ladder"
)

// hunt is the search on a bench: first for what breaks the environment, in the minimal module, then for what breaks the
// workspace. Culprits that were found are taken away from then on.
type hunt struct {
	*bench
	out     health.Isolation
	removed map[int]bool
	guilty  [][]int // the groups of removed
	rounds  int     // searches that found something
	now     func() time.Time
	err     error // why a trial could not be made safe
	known   environmentFound
}

// environmentFound is what was found in an environment, which other folders with the same need not search again. The groups hold
// numbers of parts that are no project's; those of one environment are the same in each folder.
type environmentFound struct {
	groups    [][]int
	confirmed bool
}

// maxRounds bounds the searches of a phase. Each finds all that fails in one way; what fails later shows itself only then.
const maxRounds = 4

const logKept = 200

func (h *hunt) run(ctx context.Context, l health.Ladder) {
	one, _ := l.Rung(1)
	if l.Verdict() == health.LadderEnvironment {
		two, _ := l.Rung(2)
		var goOn bool
		if one, goOn = h.environment(ctx, one, two); !goOn {
			return
		}
	} else {
		h.enter(ctx, h.removed, one)
	}
	for range maxRounds {
		if one.Judge() != health.RungFails || !h.project(ctx, one) {
			break
		}
		one = h.all(ctx, false, one)
	}
	if h.out.State != health.IsolationFound {
		return
	}
	if h.out.Mended = one.Judge() == health.RungHolds; !h.out.Mended && h.out.Reason.ID == "" {
		h.out.Reason = say("isolation-more", nil)
	}
}

// environment searches in the minimal module, round by round, until the workspace works, or fails for reasons of its own. It
// returns the last whole rung in the workspace.
func (h *hunt) environment(ctx context.Context, one, two health.Rung) (health.Rung, bool) {
	own := h.candidates(func(p part) bool { return p.class != classProject })
	known := len(h.known.groups) > 0
	if known {
		h.name(ladder.Verdict{Groups: h.known.groups}, own)
		h.out.State, h.out.Confirmed = health.IsolationFound, h.known.confirmed
		h.rounds++
	}
	for range maxRounds {
		if !known && !h.search(ctx, true, two, h.candidates(func(p part) bool { return p.class != classProject })) {
			return one, false
		}
		known = false
		h.remember(own)
		h.enter(ctx, h.removed, one)
		if one = h.all(ctx, false, one); one.Judge() != health.RungFails {
			break
		}
		if two = h.all(ctx, true, two); two.Judge() != health.RungFails {
			break
		}
	}
	return one, true
}

// remember notes what was found for other folders.
func (h *hunt) remember(own []int) {
	h.known = environmentFound{confirmed: h.out.Confirmed}
	for _, group := range h.guilty {
		var numbers []int
		for _, i := range group {
			numbers = append(numbers, slices.Index(own, i))
		}
		h.known.groups = append(h.known.groups, numbers)
	}
}

// candidates are the parts of a kind that were not found guilty yet.
func (h *hunt) candidates(wanted func(part) bool) []int {
	var out []int
	for i, p := range h.parts {
		if !h.removed[i] && wanted(p) {
			out = append(out, i)
		}
	}
	return out
}

// end notes how the search ended, unless something was found before: then that stands, with what is left.
func (h *hunt) end(state health.IsolationState, reason health.Message) {
	h.out.Reason = reason
	if h.rounds == 0 {
		h.out.State = state
	}
}

// endUntried notes that a trial could not be made safe.
func (h *hunt) endUntried() {
	h.end(health.IsolationNotTried, say("isolation-no-scratch", health.Args{"error": health.V(health.Words(h.err.Error(), stderrKept))}))
}

func (h *hunt) exhausted(ctx context.Context) bool {
	return ctx.Err() != nil || h.ex.Request.MostTrials > 0 && h.out.Trials >= h.ex.Request.MostTrials
}

// search finds what makes a server fail in the way that it failed. It reports whether anything was found.
func (h *hunt) search(ctx context.Context, elsewhere bool, failing health.Rung, among []int) bool {
	if h.exhausted(ctx) {
		h.end(health.IsolationStopped, say("isolation-stopped", nil))
		return false
	}
	aim, before, most := aimAt(failing), h.out.Trials, 0
	if h.ex.Request.MostTrials > 0 {
		most = h.ex.Request.MostTrials - before
	}
	what := h.nouns(among)
	v := ladder.Search{
		Parts: len(among), Most: most, Now: h.now,
		Trial: func(ctx context.Context, kept []int) health.TrialOutcome {
			return h.serve(ctx, elsewhere, aim, trialTime(failing), among, kept)
		},
		Progress: func(p ladder.Progress) {
			h.ex.Progress(fmt.Sprintf("trial %d of at most %d, %d of %d %s left", before+p.Trial, before+p.Most, p.Left, p.Parts, what))
		},
	}.Run(ctx)
	h.out.Trials, h.out.Most = before+v.Trials, before+v.Most
	h.out.Log = append(h.out.Log, v.Log...)
	h.out.Log = h.out.Log[:min(len(h.out.Log), logKept)]
	h.name(v, among)
	if h.err != nil && v.State != health.IsolationFound {
		h.endUntried()
		return false
	}
	switch v.State {
	case health.IsolationFound:
		h.out.State, h.out.Confirmed = v.State, v.Confirmed && (h.rounds == 0 || h.out.Confirmed)
		h.out.Reason = health.Message{}
		h.rounds++
		return len(v.Groups) > 0
	case health.IsolationFlaky:
		h.end(v.State, say("isolation-flaky", nil))
	case health.IsolationNone:
		reason := "isolation-in-project"
		if elsewhere {
			reason = "isolation-in-nothing"
		}
		h.end(v.State, say(reason, nil))
	default:
		h.end(v.State, say("isolation-stopped", nil))
	}
	return false
}

func (h *hunt) nouns(among []int) string {
	kinds := map[health.CulpritKind]bool{}
	for _, i := range among {
		kinds[h.parts[i].culprit.Kind] = true
	}
	switch {
	case len(kinds) == 1 && kinds[health.CulpritVariable]:
		return "variables"
	case len(kinds) == 1 && kinds[health.CulpritSetting]:
		return "settings"
	}
	return "parts"
}

// name records the groups of a verdict and takes them away from now on. Entries of one list, as of PATH, are one culprit.
func (h *hunt) name(v ladder.Verdict, among []int) {
	group := 0
	for _, c := range h.out.Culprits {
		group = max(group, c.Group)
	}
	for _, members := range v.Groups {
		group++
		h.guilty = append(h.guilty, nil)
		for _, m := range members {
			h.guilty[len(h.guilty)-1] = append(h.guilty[len(h.guilty)-1], among[m])
			c := h.parts[among[m]].culprit
			h.removed[among[m]] = true
			c.Group = group
			same := slices.IndexFunc(h.out.Culprits, func(old health.Culprit) bool {
				return old.Group == group && old.Kind == c.Kind && old.Name == c.Name && len(old.Value.Items) > 0 && len(c.Value.Items) > 0
			})
			if same >= 0 {
				old := &h.out.Culprits[same].Value
				old.Items = slices.Concat(old.Items, c.Value.Items)
				continue
			}
			h.out.Culprits = append(h.out.Culprits, c)
		}
	}
}

// serve is one trial: of the parts among which is searched the kept ones, and all others that were not found guilty.
func (h *hunt) serve(ctx context.Context, elsewhere bool, aim *ladder.Aim, limit time.Duration, among, kept []int) health.TrialOutcome {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	r, err := h.look(ctx, elsewhere, func(i int) bool {
		at := slices.Index(among, i)
		return !h.removed[i] && (at < 0 || slices.Contains(kept, at))
	}, aim)
	if err != nil {
		h.err = err
		return health.TrialUnclear
	}
	return outcomeOf(aim, r)
}

func (h *hunt) note(kept int, outcome health.TrialOutcome, begun time.Time) {
	h.out.Trials++
	h.out.Most = max(h.out.Most, h.out.Trials)
	if len(h.out.Log) < logKept {
		h.out.Log = append(h.out.Log, health.Trial{Kept: kept, Outcome: outcome, TookMs: h.now().Sub(begun).Milliseconds()})
	}
}

// all is a whole rung with everything but the culprits. It proves that the workspace is mended, or shows what else fails.
func (h *hunt) all(ctx context.Context, elsewhere bool, failed health.Rung) health.Rung {
	if h.exhausted(ctx) {
		return health.Rung{State: health.RungUnclear}
	}
	h.ex.Progress(fmt.Sprintf("trial %d, without what was found", h.out.Trials+1))
	ctx, cancel := context.WithTimeout(ctx, trialTime(failed)+trialMost)
	defer cancel()
	begun := h.now()
	r, err := h.look(ctx, elsewhere, func(i int) bool { return !h.removed[i] }, nil)
	outcome := health.TrialUnclear
	switch state := r.Judge(); {
	case err != nil:
		h.err, r = err, health.Rung{State: health.RungUnclear}
	case state == health.RungHolds:
		outcome = health.TrialHolds
	case state == health.RungFails:
		outcome = health.TrialFails
	}
	h.note(len(h.parts)-len(h.removed), outcome, begun)
	return r
}
