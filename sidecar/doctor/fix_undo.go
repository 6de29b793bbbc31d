package doctor

import (
	"context"

	"github.com/govitals/govitals/sidecar/fix"
)

// Undoing says what of the journal is to be taken back.
type Undoing struct {
	Entry string // empty: the last one
	Step  int    // from 1; 0: all steps
	All   bool   // every entry
}

// TakeBack undoes what u says. What was undone is in the outcomes, also where it returns an error.
func (o Options) TakeBack(ctx context.Context, engine *fix.Engine, u Undoing) ([]FixOutcome, error) {
	var outcomes []fix.Outcome
	var err error
	if u.All {
		outcomes, err = engine.UndoAll(ctx, nil)
	} else {
		step := fix.AllSteps
		if u.Step > 0 {
			step = u.Step - 1
		}
		outcomes = make([]fix.Outcome, 1)
		outcomes[0], err = engine.Undo(ctx, u.Entry, step, nil)
	}
	out := make([]FixOutcome, len(outcomes)) // never null in JSON
	for i, one := range outcomes {
		out[i] = o.FixWords().Outcome(one, nil)
	}
	return out, err
}
