package ladder

import (
	"math/bits"

	"github.com/govitals/govitals/sidecar/health"
)

// How often a trial is made anew before a part is blamed. The trials that led to a group prove little: a search among trials
// that fail by chance stops where one failed.
//
// Measured with these numbers, 20 000 searches each: trials that fail with the same probability whatever is kept (0.1, 0.2 .. 0.9;
// 1, 2, 5 and 60 parts) led to a blamed part in at most 1 of 20 000 searches, a real culprit that shows only sometimes, or noise
// beside it, to an innocent part in at most 4. A caller that saw both ends by itself divides that by four at least. A single culprit
// costs twelve trials for it.
const (
	aloneAgain = 6 // a group alone: must fail
	lessAgain  = 4 // a group without any one of its parts: must hold
	restAgain  = 2 // all without the groups: must hold
)

// MostForOne is how many trials a search takes at most if one single part makes it fail: ddmin's bound of 2 log2 n, and beside
// that both ends, all without the part, and what confirms it.
func MostForOne(parts int) (ddmin, beside int) {
	return 2 * bits.Len(uint(max(parts, 1)-1)), 3 + aloneAgain + lessAgain + restAgain
}

// confirm tries a group, and the same without each of its parts, by turns, so that noise shows itself soon.
func (e *experiment) confirm(g group) error {
	for i := range aloneAgain {
		if err := e.again(g.failing, health.TrialFails, 1); err != nil {
			return err
		}
		for _, less := range g.holding {
			if i >= lessAgain || e.told[key(less)] {
				continue
			}
			if err := e.again(less, health.TrialHolds, 1); err != nil {
				return err
			}
		}
	}
	for _, less := range g.holding { // of single parts it is nothing at all, each time
		e.told[key(less)] = true
	}
	return nil
}

// confirmRest makes up for what was not tried of a group that nothing smaller shows to be to blame.
func (e *experiment) confirmRest(rest []int) error {
	n := restAgain
	if len(e.proved()) < len(e.groups) {
		n += lessAgain
	}
	if err := e.again(rest, health.TrialHolds, n); err != nil {
		return err
	}
	e.confirmed = true
	return nil
}

// unclearRest is the end if all without the groups fails in another way.
func (e *experiment) unclearRest() health.IsolationState {
	if e.groups = e.proved(); len(e.groups) > 0 {
		return health.IsolationFound
	}
	return health.IsolationNone
}

// proved are the groups that were seen to hold without any one of their parts.
func (e *experiment) proved() []group {
	var out []group
	for _, g := range e.groups {
		if len(g.holding) > 0 {
			out = append(out, g)
		}
	}
	return out
}
