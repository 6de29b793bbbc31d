package ladder

import (
	"context"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

func TestSearchTellsProgress(t *testing.T) {
	var told []Progress
	var kept [][]int
	clock := time.Unix(0, 0)
	v := Search{
		Parts: 60,
		Trial: func(ctx context.Context, k []int) health.TrialOutcome {
			kept = append(kept, slices.Clone(k))
			outcome := broken([]int{41})(ctx, k)
			for i := range k {
				k[i] = -1 // what a trial does to its parts is its own matter
			}
			return outcome
		},
		Progress: func(p Progress) { told = append(told, p) },
		Now:      func() time.Time { clock = clock.Add(35 * time.Millisecond); return clock },
	}.Run(t.Context())
	if v.State != health.IsolationFound || len(told) != v.Trials || len(v.Log) != v.Trials || len(kept) != v.Trials {
		t.Fatalf("%s; %d told, %d in the log, %d trials of %d", v.State, len(told), len(v.Log), len(kept), v.Trials)
	}
	for i, p := range told {
		if p.Trial != i+1 || p.Most != v.Most || p.Parts != 60 || p.Left > 60 || p.Left < 1 && i < v.Trials-3 {
			t.Errorf("told %+v before trial %d", p, i+1)
		}
		if l := v.Log[i]; l.Kept != len(kept[i]) || l.TookMs != 35 || !slices.IsSorted(kept[i]) {
			t.Errorf("%v is logged as %+v", kept[i], l)
		}
	}
	if first, confirming := told[0].Left, told[v.Trials-4].Left; first != 60 || confirming != 1 {
		t.Errorf("%d are left at first and %d when the culprit was taken out", first, confirming)
	}
}

func TestSearchStops(t *testing.T) {
	two := broken([]int{20}, []int{41})
	unlimited := Search{Parts: 60, Trial: two}.Run(t.Context())
	proved := 0
	for most := 1; most < unlimited.Trials; most++ {
		v := Search{Parts: 60, Trial: two, Most: most}.Run(t.Context())
		if v.State != health.IsolationStopped || v.Confirmed || v.Trials != most || v.Most != most {
			t.Fatalf("at most %d: %s, confirmed %t after %d of %d", most, v.State, v.Confirmed, v.Trials, v.Most)
		}
		if len(v.Groups) < proved || len(v.Groups) > 0 && !reflect.DeepEqual(v.Groups, unlimited.Groups[:len(v.Groups)]) {
			t.Fatalf("at most %d: %v, %d were known before", most, v.Groups, proved)
		}
		proved = len(v.Groups)
	}
	if proved != 2 {
		t.Errorf("%d groups are known before the last trial", proved)
	}
}

// What was not seen to hold without a group is not certain, however often the group failed.
func TestSearchStopsUncertain(t *testing.T) {
	trial := broken([]int{20}).unclearIf(func(kept []int) bool { return len(kept) < 59 && !keeps(20)(kept) })
	for most := 1; ; most++ {
		v := Search{Parts: 60, Trial: trial, Most: most}.Run(t.Context())
		if v.State == health.IsolationFound {
			return
		}
		if v.State != health.IsolationStopped || v.Groups != nil {
			t.Fatalf("at most %d: %s, %v", most, v.State, v.Groups)
		}
	}
}

func TestSearchIsCancelled(t *testing.T) {
	for at := 1; at <= 40; at++ {
		ctx, cancel := context.WithCancel(t.Context())
		n := 0
		v := Search{Parts: 60, Trial: func(inner context.Context, kept []int) health.TrialOutcome {
			if n++; n == at {
				cancel()
				<-inner.Done()
				return health.TrialFails // as a server looks that was stopped
			}
			return broken([]int{20}, []int{41})(inner, kept)
		}}.Run(ctx)
		if v.State != health.IsolationStopped || v.Confirmed || n != at {
			t.Errorf("cancelled in trial %d: %s after %d", at, v.State, n)
		}
		cancel()
	}
}

func TestSearchAfterItsDeadline(t *testing.T) {
	ctx, cancel := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer cancel()
	v := Search{Parts: 60, Trial: func(context.Context, []int) health.TrialOutcome {
		t.Error("a trial was made")
		return health.TrialFails
	}}.Run(ctx)
	if v.State != health.IsolationStopped || v.Trials != 0 {
		t.Errorf("%s after %d trials", v.State, v.Trials)
	}
}

// The log of a search that goes on and on stays small.
func TestSearchBoundsItsLog(t *testing.T) {
	v := Search{Parts: 120, Trial: broken(upTo(120)), Most: 5000}.Run(t.Context())
	if v.State != health.IsolationFound || len(v.Groups[0]) != 120 || v.Trials <= maxLog || len(v.Log) != maxLog {
		t.Errorf("%s, %d in the log of %d trials", v.State, len(v.Log), v.Trials)
	}
}
