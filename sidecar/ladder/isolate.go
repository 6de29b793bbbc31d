package ladder

import (
	"context"
	"errors"
	"math/bits"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// Search looks for the parts that make a trial fail.
type Search struct {
	// Parts is how many parts can be taken away; they are numbered from 0. Those most suspected come first.
	Parts int
	// Trial tries with only the kept parts, which are sorted. It is never called twice at once. A trial that panics is unclear.
	Trial func(ctx context.Context, kept []int) health.TrialOutcome
	// Most bounds the trials; 0 is a bound that fits Parts.
	Most int
	// Progress is told before each trial; nil is nobody.
	Progress func(Progress)
	Now      func() time.Time // nil is the real one
}

// Progress of a search: "trial 7 of at most 20, 9 of 41 variables left".
type Progress struct{ Trial, Most, Left, Parts int }

// Verdict of a search.
type Verdict struct {
	State health.IsolationState
	// Groups are smallest sets that make it fail, each by itself, in the order in which they were found. They are given in the
	// states found and stopped only. Each failed alone and held without any one of its parts, each several times.
	Groups [][]int
	// Confirmed says that all without the groups held, several times. It is false in state stopped, and in state found if
	// that was unclear.
	Confirmed bool
	Trials    int
	Most      int
	Log       []health.Trial // the first 200
}

// Most trials are as many as are needed at worst for one joint pair and two single parts that are independent of it, counting
// what confirms them; [TestDefaultBound] measures it. A search that wants more is looking at noise or at parts that do
// not fail in one way, and would go on for minutes.
func defaultMost(parts int) int { return 40 + 8*bits.Len(uint(max(parts, 1)-1)) }

// Run finds all smallest sets of parts that make the trial fail independently of each other: ddmin, the minimising delta
// debugging of Zeller and Hildebrandt (Simplifying and Isolating Failure-Inducing Input, IEEE TSE 28(2), 2002), again for
// what is left when a set was taken away, until what is left holds. Every trial is remembered. ctx ends it between trials.
//
// The state is found only if every repeated trial said the same each time; see aloneAgain for the odds that
// noise is blamed. It is flaky if a trial failed once and held once, or if all parts do not fail any more; none if it
// fails with no parts at all, or if no trial showed that taking something away helps; stopped, with the groups that were
// certain by then, if ctx ended or the trials were used up.
func (s Search) Run(ctx context.Context) Verdict {
	if s.Most <= 0 {
		s.Most = defaultMost(s.Parts)
	}
	if s.Now == nil {
		s.Now = time.Now
	}
	e := experiment{Search: s, ended: ctx.Err, seen: map[string]health.TrialOutcome{}, told: map[string]bool{}, left: s.Parts}
	e.trial = func(kept []int) health.TrialOutcome { return s.Trial(ctx, kept) }
	state, err := e.run()
	switch {
	case errors.Is(err, errFlaky):
		state, e.groups = health.IsolationFlaky, nil
	case err != nil:
		state, e.groups = health.IsolationStopped, e.proved()
	}
	v := Verdict{State: state, Confirmed: e.confirmed, Trials: e.trials, Most: s.Most, Log: e.log}
	for _, g := range e.groups {
		v.Groups = append(v.Groups, g.culprits)
	}
	return v
}

// group is a set that fails by itself.
type group struct {
	failing  []int
	culprits []int   // those of failing that are to blame
	holding  [][]int // failing less one culprit each, as far as that holds
}

func (e *experiment) run() (health.IsolationState, error) {
	rest := upTo(e.Parts)
	if state, err := e.ends(rest); state != "" || err != nil {
		return state, err
	}
	for {
		g, err := e.smallest(rest)
		if err != nil {
			return "", err
		}
		e.left = len(g.culprits)
		if err := e.confirm(g); err != nil {
			return "", err
		}
		e.groups = append(e.groups, g)
		rest = without(rest, g.culprits)
		outcome, err := e.ask(rest)
		switch {
		case err != nil:
			return "", err
		case outcome == health.TrialHolds:
			return health.IsolationFound, e.confirmRest(rest)
		case outcome == health.TrialUnclear:
			return e.unclearRest(), nil
		}
	}
}

// ends tries all parts and none, where everything is decided if they do not differ. The caller saw that they do, but that may
// have been chance. A none that is unclear is no obstacle: that taking a group away helps can be seen from all without it.
func (e *experiment) ends(all []int) (health.IsolationState, error) {
	if e.Parts == 0 {
		return health.IsolationNone, nil
	}
	outcome, err := e.ask(all)
	if err != nil {
		return "", err
	}
	if outcome != health.TrialFails {
		return "", errFlaky
	}
	outcome, err = e.ask(nil)
	if err != nil || outcome != health.TrialFails {
		return "", err
	}
	return health.IsolationNone, e.again(nil, health.TrialFails, 1) // once more, because the caller saw it hold
}

// smallest is a failing set of parts of which none can be spared. Those that it needs to fail in the way that is looked for,
// but without which it does not hold either, are not to blame: without a part that gopls cannot do without, it fails
// in another way.
func (e *experiment) smallest(parts []int) (group, error) {
	g, err := ddmin(parts, func(kept []int, left int) (bool, error) {
		e.left = left
		outcome, err := e.guess(kept)
		return outcome == health.TrialFails, err
	})
	for err == nil {
		var smaller []int
		found := group{failing: g}
		smaller, err = e.spare(&found)
		if smaller == nil && err == nil {
			return found, nil
		}
		g = smaller
	}
	return group{}, err
}

// spare tries a group without each of its parts, as ddmin may have guessed. It returns the smaller set if that fails too;
// otherwise it fills the group.
func (e *experiment) spare(g *group) (smaller []int, err error) {
	for _, part := range g.failing {
		less := without(g.failing, []int{part})
		outcome, err := e.ask(less)
		switch {
		case err != nil:
			return nil, err
		case outcome == health.TrialFails:
			return less, nil
		case outcome == health.TrialHolds:
			g.culprits = append(g.culprits, part)
			g.holding = append(g.holding, less)
		}
	}
	if len(g.culprits) == 0 {
		g.culprits = g.failing
	}
	return nil, nil
}
