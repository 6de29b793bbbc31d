package ladder

import (
	"context"
	"reflect"
	"slices"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

type trial func(ctx context.Context, kept []int) health.TrialOutcome

// broken fails if all parts of any group are kept.
func broken(groups ...[]int) trial {
	return func(_ context.Context, kept []int) health.TrialOutcome {
		for _, g := range groups {
			if contains(kept, g) {
				return health.TrialFails
			}
		}
		return health.TrialHolds
	}
}

// unclearIf is unclear instead of what the trial says.
func (f trial) unclearIf(unclear func(kept []int) bool) trial {
	return func(ctx context.Context, kept []int) health.TrialOutcome {
		if unclear(kept) {
			return health.TrialUnclear
		}
		return f(ctx, kept)
	}
}

// changes says something else than the trial at some of the times when it is tried with these parts, counted from 1.
func (f trial) changes(kept []int, to health.TrialOutcome, times ...int) trial {
	n := 0
	return func(ctx context.Context, k []int) health.TrialOutcome {
		if slices.Equal(k, kept) {
			if n++; slices.Contains(times, n) {
				return to
			}
		}
		return f(ctx, k)
	}
}

func keeps(part int) func([]int) bool {
	return func(kept []int) bool { return slices.Contains(kept, part) }
}

func not(f func([]int) bool) func([]int) bool {
	return func(kept []int) bool { return !f(kept) }
}

func TestSearch(t *testing.T) {
	cases := map[string]struct {
		parts int
		trial trial
		want  [][]int
	}{
		"the only part":              {1, broken([]int{0}), [][]int{{0}}},
		"one":                        {60, broken([]int{41}), [][]int{{41}}},
		"one among 240":              {240, broken([]int{239}), [][]int{{239}}},
		"two":                        {60, broken([]int{3}, []int{44}), [][]int{{3}, {44}}},
		"all of four by themselves":  {4, broken([]int{0}, []int{1}, []int{2}, []int{3}), [][]int{{0}, {1}, {2}, {3}}},
		"joint pair":                 {60, broken([]int{7, 50}), [][]int{{7, 50}}},
		"joint pair and nothing":     {2, broken([]int{0, 1}), [][]int{{0, 1}}},
		"joint three":                {60, broken([]int{7, 33, 50}), [][]int{{7, 33, 50}}},
		"joint and independent":      {60, broken([]int{7, 50}, []int{20}), [][]int{{20}, {7, 50}}},
		"joint and two independent":  {60, broken([]int{7, 50}, []int{20}, []int{55}), [][]int{{20}, {55}, {7, 50}}},
		"joint pairs that overlap":   {60, broken([]int{7, 50}, []int{7, 20}), [][]int{{7, 20}}},
		"joint, and one of it alone": {60, broken([]int{7, 50}, []int{50}), [][]int{{50}}},
		// With 1 kept it fails only if 8 is kept as well, so that what a larger set shows misleads about smaller ones.
		"not monotone": {10, broken([]int{3}).hides(func(kept []int) bool { return keeps(1)(kept) && !keeps(8)(kept) }), [][]int{{3}}},
		// Without a part that gopls cannot do without, it fails in another way. That part is not to blame.
		"unclear without an innocent part":    {60, broken([]int{44}).unclearIf(not(keeps(9))), [][]int{{44}}},
		"unclear without a later one":         {60, broken([]int{9}).unclearIf(not(keeps(44))), [][]int{{9}}},
		"joint, unclear without an innocent":  {60, broken([]int{1, 44}).unclearIf(not(keeps(9))), [][]int{{1, 44}}},
		"unclear with every second part only": {16, broken([]int{5}).unclearIf(func(k []int) bool { return len(k) == 8 }), [][]int{{5}}},
		"busy for a moment":                   {60, broken([]int{5}).changes([]int{5}, health.TrialUnclear, 1, 4), [][]int{{5}}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			v := Search{Parts: c.parts, Trial: c.trial}.Run(t.Context())
			if v.State != health.IsolationFound || !v.Confirmed || !reflect.DeepEqual(v.Groups, c.want) {
				t.Errorf("%s, confirmed %t, %v after %d of %d trials, want %v", v.State, v.Confirmed, v.Groups, v.Trials, v.Most, c.want)
			}
			if len(v.Log) != v.Trials || v.Trials > v.Most {
				t.Errorf("%d trials of %d, %d in the log", v.Trials, v.Most, len(v.Log))
			}
		})
	}
}

// hides makes a trial hold.
func (f trial) hides(hidden func(kept []int) bool) trial {
	return func(ctx context.Context, kept []int) health.TrialOutcome {
		if hidden(kept) {
			return health.TrialHolds
		}
		return f(ctx, kept)
	}
}

func TestSearchThatNamesNothing(t *testing.T) {
	all, rest := upTo(60), without(upTo(60), []int{5})
	always := func(outcome health.TrialOutcome) trial {
		return func(context.Context, []int) health.TrialOutcome { return outcome }
	}
	cases := map[string]struct {
		parts int
		trial trial
		want  health.IsolationState
	}{
		"nothing to take away":           {0, always(health.TrialFails), health.IsolationNone},
		"fails with nothing too":         {60, always(health.TrialFails), health.IsolationNone},
		"does not fail any more":         {60, always(health.TrialHolds), health.IsolationFlaky},
		"fails in another way now":       {60, always(health.TrialUnclear), health.IsolationFlaky},
		"no outcome that is known":       {60, always("maybe"), health.IsolationFlaky},
		"no trial":                       {60, nil, health.IsolationFlaky},
		"nothing failed once":            {60, broken([]int{5}).changes(nil, health.TrialFails, 1), health.IsolationFlaky},
		"nothing failed the fifth time":  {60, broken([]int{5}).changes(nil, health.TrialFails, 5), health.IsolationFlaky},
		"culprit held the second time":   {60, broken([]int{5}).changes([]int{5}, health.TrialHolds, 2), health.IsolationFlaky},
		"culprit held the seventh time":  {60, broken([]int{5}).changes([]int{5}, health.TrialHolds, 7), health.IsolationFlaky},
		"culprit was unclear twice":      {60, broken([]int{5}).changes([]int{5}, health.TrialUnclear, 3, 4), health.IsolationFlaky},
		"rest failed the third time":     {60, broken([]int{5}).changes(rest, health.TrialFails, 3), health.IsolationFlaky},
		"second group held once":         {60, broken([]int{5}, []int{8}).changes([]int{8}, health.TrialHolds, 3), health.IsolationFlaky},
		"all failed by chance":           {60, broken().changes(all, health.TrialFails, 1), health.IsolationFlaky},
		"never seen to hold":             {60, broken([]int{5}).unclearIf(not(keeps(5))), health.IsolationNone},
		"panics":                         {60, func(context.Context, []int) health.TrialOutcome { panic("out of luck") }, health.IsolationFlaky},
		"panics once in the wrong place": {60, panicsAt(broken([]int{5}), 20, 21), health.IsolationFlaky},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			v := Search{Parts: c.parts, Trial: c.trial}.Run(t.Context())
			if v.State != c.want || v.Confirmed || v.Groups != nil {
				t.Errorf("%s, confirmed %t, %v after %d trials, want %s", v.State, v.Confirmed, v.Groups, v.Trials, c.want)
			}
		})
	}
}

// panicsAt panics in some trials, counted from 1.
func panicsAt(f trial, times ...int) trial {
	n := 0
	return func(ctx context.Context, kept []int) health.TrialOutcome {
		if n++; slices.Contains(times, n) {
			panic("out of luck")
		}
		return f(ctx, kept)
	}
}

// One panic costs one more trial and nothing else.
func TestSearchThatPanicsOnce(t *testing.T) {
	for at := 1; at <= 20; at++ {
		v := Search{Parts: 60, Trial: panicsAt(broken([]int{5}), at)}.Run(t.Context())
		if v.State != health.IsolationFound || !v.Confirmed || !reflect.DeepEqual(v.Groups, [][]int{{5}}) {
			t.Errorf("panic in trial %d: %s, %v", at, v.State, v.Groups)
		}
	}
}

// Trials that are unclear are tried twice and tell nothing of smaller sets, so that a second culprit may need more trials than
// are allowed by default.
func TestSearchWithManyUnclearTrials(t *testing.T) {
	two := broken([]int{1}, []int{44}).unclearIf(not(keeps(9)))
	v := Search{Parts: 60, Trial: two, Most: 200}.Run(t.Context())
	if v.State != health.IsolationFound || !v.Confirmed || !reflect.DeepEqual(v.Groups, [][]int{{1}, {44}}) {
		t.Errorf("%s, confirmed %t, %v", v.State, v.Confirmed, v.Groups)
	}
	v = Search{Parts: 60, Trial: two}.Run(t.Context())
	if v.State != health.IsolationStopped || v.Confirmed || !reflect.DeepEqual(v.Groups, [][]int{{1}, {44}}) {
		t.Errorf("with the default: %s, confirmed %t, %v", v.State, v.Confirmed, v.Groups)
	}
}

// Where all without the group fails in another way, the group is known only against nothing at all, and says so.
func TestSearchThatConfirmsOneEndOnly(t *testing.T) {
	trial := broken([]int{5}).unclearIf(func(kept []int) bool { return len(kept) > 30 && !keeps(5)(kept) })
	v := Search{Parts: 60, Trial: trial}.Run(t.Context())
	if v.State != health.IsolationFound || v.Confirmed || !reflect.DeepEqual(v.Groups, [][]int{{5}}) {
		t.Errorf("%s, confirmed %t, %v", v.State, v.Confirmed, v.Groups)
	}
}
