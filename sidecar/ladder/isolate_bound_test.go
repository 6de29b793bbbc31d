package ladder

import (
	"math/rand"
	"slices"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// A single culprit costs ddmin's bound and a fixed number: both ends, all without the culprit, and what confirms.
func TestTrialsForOneCulprit(t *testing.T) {
	for n := 1; n <= 200; n++ {
		search, beside := MostForOne(n)
		if search != 2*log2(n) {
			t.Fatalf("%d parts: %d trials of ddmin", n, search)
		}
		for _, part := range []int{0, n / 3, n / 2, n - 1} {
			v := Search{Parts: n, Trial: broken([]int{part})}.Run(t.Context())
			if v.State != health.IsolationFound || !v.Confirmed || v.Trials > search+beside {
				t.Fatalf("%d of %d: %s after %d trials, at most %d are allowed", part, n, v.State, v.Trials, search+beside)
			}
		}
	}
}

// The trials allowed by default suffice for a joint pair and two single culprits, wherever they are.
func TestDefaultBound(t *testing.T) {
	worst := 0.0
	for n := 1; n <= 200; n++ {
		for seed := range int64(20) {
			parts := rand.New(rand.NewSource(seed)).Perm(n)
			groups := [][]int{slices.Sorted(slices.Values(parts[:min(2, n)]))}
			if n >= 4 {
				groups = append(groups, parts[2:3], parts[3:4])
			}
			v := Search{Parts: n, Trial: broken(groups...)}.Run(t.Context())
			if v.State != health.IsolationFound || !v.Confirmed || len(v.Groups) != len(groups) {
				t.Fatalf("%v among %d: %s with %v after %d trials of %d", groups, n, v.State, v.Groups, v.Trials, v.Most)
			}
			worst = max(worst, float64(v.Trials)/float64(v.Most))
		}
	}
	t.Logf("at worst %.0f %% of the trials that are allowed", 100*worst)
}

// checkSearch proves the three promises of a search for any groups that fail each by itself.
func checkSearch(t *testing.T, n int, groups [][]int) {
	t.Helper()
	trial := broken(groups...)
	fails := func(kept []int) bool { return trial(t.Context(), kept) == health.TrialFails }
	v := Search{Parts: n, Trial: trial, Most: 20 * (n*n + 20)}.Run(t.Context())
	if v.State != health.IsolationFound || !v.Confirmed || len(v.Groups) == 0 {
		t.Fatalf("%v among %d: %s with %v", groups, n, v.State, v.Groups)
	}
	rest := upTo(n)
	for _, g := range v.Groups {
		if !slices.IsSorted(g) || !fails(g) {
			t.Errorf("%v of %v does not fail", g, groups)
		}
		for _, part := range g {
			if fails(without(g, []int{part})) {
				t.Errorf("%d can be spared in %v of %v", part, g, groups)
			}
		}
		if !contains(rest, g) {
			t.Errorf("a part of %v is named twice in %v", g, v.Groups)
		}
		rest = without(rest, g)
	}
	if fails(rest) {
		t.Errorf("without %v it still fails of %v", v.Groups, groups)
	}
}

// FuzzSearch draws the groups from bytes: a part each, and 255 ends a group.
func FuzzSearch(f *testing.F) {
	f.Add(uint8(60), []byte{3})
	f.Add(uint8(60), []byte{3, 9, 255, 40})
	f.Add(uint8(12), []byte{0, 1, 2, 255, 2, 3, 255, 11, 255, 4, 5, 6, 7})
	f.Add(uint8(1), []byte{0})
	f.Fuzz(func(t *testing.T, n uint8, shape []byte) {
		if groups := drawn(int(n%100)+1, shape); len(groups) > 0 {
			checkSearch(t, int(n%100)+1, groups)
		}
	})
}

func TestSearchOfRandomGroups(t *testing.T) {
	for seed := range int64(1500) {
		r := rand.New(rand.NewSource(seed))
		shape := make([]byte, 1+r.Intn(14))
		for i := range shape {
			if shape[i] = byte(r.Intn(255)); r.Intn(3) == 0 {
				shape[i] = 255
			}
		}
		n := 1 + r.Intn(80)
		if groups := drawn(n, shape); len(groups) > 0 {
			checkSearch(t, n, groups)
		}
	}
}

func drawn(n int, shape []byte) [][]int {
	var groups [][]int
	var group []int
	for _, b := range append(shape, 255) {
		if b != 255 {
			group = append(group, int(b)%n)
			continue
		}
		if slices.Sort(group); len(group) > 0 {
			groups = append(groups, slices.Compact(group))
		}
		group = nil
	}
	return groups
}
