package ladder

import (
	"errors"
	"math/bits"
	"slices"
	"testing"
)

// needs is a test that fails if all of some parts are kept.
func needs(calls *int, some ...int) func([]int, int) (bool, error) {
	return func(kept []int, _ int) (bool, error) {
		*calls++
		return contains(kept, some), nil
	}
}

func TestDdmin(t *testing.T) {
	cases := map[string]struct {
		parts int
		some  []int
	}{
		"the only one":      {1, []int{0}},
		"first":             {60, []int{0}},
		"last":              {60, []int{59}},
		"two of two":        {2, []int{0, 1}},
		"pair side by side": {60, []int{30, 31}},
		"pair far apart":    {60, []int{0, 59}},
		"three":             {60, []int{1, 29, 58}},
		"all":               {9, upTo(9)},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var calls int
			got, err := ddmin(upTo(c.parts), needs(&calls, c.some...))
			if err != nil || !slices.Equal(got, c.some) {
				t.Errorf("got %v, %v, want %v", got, err, c.some)
			}
		})
	}
}

// log2 is rounded up.
func log2(n int) int { return bits.Len(uint(n - 1)) }

// The authors' bounds: 2 log2 n tests for one part, n² + 3n for whatever there is.
func TestDdminBounds(t *testing.T) {
	for n := 1; n <= 200; n++ {
		for part := range n {
			var calls int
			got, _ := ddmin(upTo(n), needs(&calls, part))
			if !slices.Equal(got, []int{part}) || calls > 2*log2(n) {
				t.Fatalf("%d of %d: got %v in %d tests, at most %d are allowed", part, n, got, calls, 2*log2(n))
			}
		}
		var calls int
		got, _ := ddmin(upTo(n), needs(&calls, upTo(n)...))
		if len(got) != n || calls > n*n+3*n {
			t.Fatalf("all of %d: got %d in %d tests, at most %d are allowed", n, len(got), calls, n*n+3*n)
		}
	}
}

func TestDdminTriesTheSuspectsFirst(t *testing.T) {
	var calls int
	if _, err := ddmin(upTo(64), needs(&calls, 0)); err != nil || calls != 6 {
		t.Errorf("%d tests for the first part of 64, %v", calls, err)
	}
	// Two parts that fail each by itself: the more suspected one is found.
	got, _ := ddmin(upTo(64), func(kept []int, _ int) (bool, error) {
		return contains(kept, []int{3}) || contains(kept, []int{4}), nil
	})
	if !slices.Equal(got, []int{3}) {
		t.Errorf("got %v", got)
	}
}

func TestDdminTellsWhatIsLeft(t *testing.T) {
	last := 64
	_, _ = ddmin(upTo(64), func(kept []int, left int) (bool, error) {
		if left > last || left < len(kept) {
			t.Errorf("%d left after %d, with %d kept", left, last, len(kept))
		}
		last = left
		return contains(kept, []int{40}), nil
	})
	if last != 2 {
		t.Errorf("%d left in the end", last)
	}
}

func TestDdminEndsWithAnError(t *testing.T) {
	over := errors.New("over")
	for at := 1; at <= 12; at++ {
		calls := 0
		got, err := ddmin(upTo(30), func(kept []int, _ int) (bool, error) {
			if calls++; calls == at {
				return false, over
			}
			return contains(kept, []int{2, 28}), nil
		})
		if !errors.Is(err, over) || got != nil || calls != at {
			t.Errorf("at test %d: got %v, %v after %d", at, got, err, calls)
		}
	}
}

func TestSets(t *testing.T) {
	if got := without([]int{1, 2, 4, 7}, []int{0, 2, 3, 7, 9}); !slices.Equal(got, []int{1, 4}) {
		t.Errorf("without: %v", got)
	}
	for n := 1; n <= 7; n++ {
		if got := slices.Concat(split(upTo(7), n)...); !slices.Equal(got, upTo(7)) {
			t.Errorf("split into %d: %v", n, got)
		}
	}
	if !contains(upTo(3), nil) || !contains(upTo(3), []int{0, 2}) || contains(upTo(3), []int{0, 3}) {
		t.Error("contains")
	}
}
