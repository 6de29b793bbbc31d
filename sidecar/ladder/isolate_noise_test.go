package ladder

import (
	"context"
	"fmt"
	"math/rand"
	"reflect"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

const noisyRuns = 2000

// atRandom fails with probability p where it would hold, and holds with probability q where it would fail.
func (f trial) atRandom(r *rand.Rand, p, q float64) trial {
	return func(ctx context.Context, kept []int) health.TrialOutcome {
		switch outcome := f(ctx, kept); {
		case outcome == health.TrialHolds && r.Float64() < p:
			return health.TrialFails
		case outcome == health.TrialFails && r.Float64() < q:
			return health.TrialHolds
		default:
			return outcome
		}
	}
}

// A trial that fails by chance, whatever is kept, blames nothing. One search in two thousand would be one too many already
// for a user who has no culprit; the seeds are fixed, so that this test says the same every time.
func TestNoiseIsNotBlamed(t *testing.T) {
	for _, n := range []int{1, 2, 60} {
		for tenths := 1; tenths <= 9; tenths++ {
			p := float64(tenths) / 10
			t.Run(fmt.Sprintf("%d parts that fail in %d of 10", n, tenths), func(t *testing.T) {
				blamed := 0
				for seed := range int64(noisyRuns) {
					r := rand.New(rand.NewSource(seed*10 + int64(tenths)))
					v := Search{Parts: n, Trial: broken().atRandom(r, p, 0)}.Run(t.Context())
					if len(v.Groups) > 0 {
						blamed++
					}
				}
				if blamed > 1 {
					t.Errorf("%d of %d searches blamed a part", blamed, noisyRuns)
				}
			})
		}
	}
}

// Noise beside a real culprit, or in its effect, may hide it but accuses nobody else.
func TestNoiseBesideACulprit(t *testing.T) {
	found := 0
	for tenths := 0; tenths <= 9; tenths++ {
		p := float64(tenths) / 10
		for _, noise := range []struct{ p, q float64 }{{p, 0}, {0, p}, {p / 2, p / 2}} {
			innocent := 0
			for seed := range int64(noisyRuns / 2) {
				r := rand.New(rand.NewSource(seed))
				v := Search{Parts: 60, Trial: broken([]int{41}).atRandom(r, noise.p, noise.q)}.Run(t.Context())
				switch {
				case len(v.Groups) == 0:
				case reflect.DeepEqual(v.Groups, [][]int{{41}}):
					found++
				default:
					innocent++
				}
			}
			if innocent > 1 {
				t.Errorf("with noise %+v, %d of %d searches blamed an innocent part", noise, innocent, noisyRuns/2)
			}
		}
	}
	if found < 3*noisyRuns/2 {
		t.Errorf("found %d times; without noise alone it must be %d", found, 3*noisyRuns/2)
	}
}
