package main

import (
	"context"
	"errors"
	"io"
	"math"
	"strings"
	"testing"
)

// around are n ratios in both directions of a middle, by at most a share of it.
func around(middle, share float64, n int) (out []float64) {
	for i := range n {
		out = append(out, middle*(1+share*(2*float64(i)/float64(n-1)-1)))
	}
	return out
}

func TestIntervalOf(t *testing.T) {
	ascending := func(n int) []float64 {
		var out []float64
		for i := range n {
			out = append(out, float64(n-i))
		}
		return out
	}
	tests := []struct {
		name      string
		in        []float64
		want      interval
		isCertain bool
	}{
		{"none", nil, interval{}, false},
		{"seven are too few: both ends may be below the median once in 64 times", ascending(7), interval{4, 1, 7, 7}, false},
		{"eight", ascending(8), interval{4.5, 1, 8, 8}, true},
		{"eleven leave out nothing", ascending(11), interval{6, 1, 11, 11}, true},
		{"twelve leave out one at each end", ascending(12), interval{6.5, 2, 11, 12}, true},
		{"fifteen leave out two", ascending(15), interval{8, 3, 13, 15}, true},
		{"one wild value changes nothing", append(ascending(14), 1e9), interval{8, 3, 13, 15}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, certain := intervalOf(tt.in); got != tt.want || certain != tt.isCertain {
				t.Errorf("got %+v, %v", got, certain)
			}
		})
	}
}

// The interval has to hold the median as often as it says, whatever the noise is like: here with a tail that doubles one time in five.
func TestIntervalHoldsTheMedian(t *testing.T) {
	state := uint64(1)
	chance := func() float64 { // xorshift: the same numbers in every run
		state ^= state << 13
		state ^= state >> 7
		state ^= state << 17
		return float64(state>>11) / (1 << 53)
	}
	const median, trials = 0.5, 20_000
	missed := 0
	for range trials {
		var values []float64
		for range 15 {
			v := chance()
			if v > 0.8 {
				v *= 2
			}
			values = append(values, v)
		}
		if i, _ := intervalOf(values); i.Low > median || i.High < median {
			missed++
		}
	}
	if share := float64(missed) / trials; share > 1-confidence {
		t.Errorf("the interval misses the median in %.2f %% of %d trials", 100*share, trials)
	}
}

func TestJudge(t *testing.T) {
	recorded := interval{Median: 0.5, Low: 0.45, High: 0.55, Pairs: 15}
	tests := []struct {
		name     string
		ratios   []float64
		recorded *interval
		want     outcome
	}{
		{"within", around(0.5, 0.05, 9), nil, kept},
		{"as recorded", around(0.5, 0.05, 9), &recorded, kept},
		{"beyond", around(1.3, 0.05, 9), nil, missed},
		{"beyond, in noise that does not reach the limit", around(2, 0.4, 9), nil, missed},
		{"beyond by its median alone", around(1.05, 0.1, 15), nil, kept},
		{"so noisy that it may be either", around(1.05, 0.6, 15), nil, noisy},
		{"noisy far below the limit", around(0.3, 0.6, 15), nil, kept},
		{"worse than recorded within the budget", around(0.8, 0.05, 9), &recorded, regressed},
		{"a little worse than recorded", around(0.6, 0.02, 9), &recorded, kept},
		{"worse than recorded by its median alone", around(0.7, 0.3, 9), &recorded, kept},
		{"better than recorded", around(0.1, 0.05, 9), &recorded, kept},
		{"too few", around(2, 0.05, 7), nil, noisy},
		{"none", nil, nil, noisy},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, i := judge(tt.ratios, 1, tt.recorded); got != tt.want {
				t.Errorf("got %s of %s", got, i)
			}
		})
	}
}

func TestUndecided(t *testing.T) {
	recorded := interval{Median: 0.5, Low: 0.45, High: 0.55, Pairs: 15}
	tests := []struct {
		name     string
		ratios   []float64
		recorded *interval
		want     bool
	}{
		{"within", around(0.5, 0.05, 9), &recorded, false},
		{"beyond", around(1.3, 0.05, 9), &recorded, false},
		{"around the limit", around(1, 0.05, 9), nil, true},
		{"around what was recorded", around(0.62, 0.1, 9), &recorded, true},
		{"too few", around(0.5, 0.05, 3), nil, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := undecided(tt.ratios, 1, tt.recorded); got != tt.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

// contestOf plays back ratios.
func contestOf(id string, ratios ...float64) contest {
	i := 0
	return contest{budgetOf(id), func(context.Context, bool) (pair, error) {
		i++
		return pair{ours: ratios[i%len(ratios)], theirs: 1}, nil
	}}
}

func TestCheckAll(t *testing.T) {
	recorded := map[string]*interval{"fast": {Median: 0.4, Low: 0.38, High: 0.42, Pairs: 15}}
	tests := []struct {
		name     string
		contests []contest
		missing  map[string]error
		want     error
		says     string
	}{
		{"all kept", []contest{contestOf("fast", 0.4, 0.41), contestOf("standard", 1.4)}, nil, nil, ""},
		{"one missed", []contest{contestOf("fast", 0.4), contestOf("standard", 1.6)}, nil, errBroken, "standard missed"},
		{"one regressed", []contest{contestOf("fast", 0.7), contestOf("standard", 1.4)}, nil, errBroken, "fast regressed"},
		{"one cannot be measured", []contest{contestOf("fast", 0.4)}, map[string]error{"processes": errUnavailable}, errNoisy, "processes"},
		{"what is broken counts more than what cannot be told", []contest{contestOf("fast", 4)}, map[string]error{"processes": errUnavailable}, errBroken, "fast missed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			quiet(t)
			all, err := checkAll(t.Context(), tt.contests, tt.missing, func(id string) *interval { return recorded[id] }, io.Discard)
			if !errors.Is(err, tt.want) || err != nil && !strings.Contains(err.Error(), tt.says) || len(all) != len(tt.contests)+len(tt.missing) {
				t.Errorf("got %v", err)
			}
			var out strings.Builder
			if err := printJudged(&out, all, "here", "there"); err != nil || strings.Count(out.String(), "\n") != 3+len(all) || !strings.Contains(out.String(), "another kind of machine (there)") {
				t.Errorf("printed %s, %v", out.String(), err)
			}
		})
	}
}

func TestFit(t *testing.T) {
	sizes := []int{10, 100, 1000, 10_000}
	power := func(fixed, exponent float64) (out []float64) {
		for _, n := range sizes {
			out = append(out, fixed+1e-6*math.Pow(float64(n), exponent))
		}
		return out
	}
	tests := []struct {
		name       string
		in         []float64
		fit, end   float64
		isStraight bool
	}{
		{"linear", power(0, 1), 1, 1, true},
		{"square", power(0, 2), 2, 2, false},
		{"constant", power(1, 0), 0, 0, true},
		{"a square behind a fixed cost", power(1, 2), 0.63, 2, false},
		{"linear behind a fixed cost", power(0.001, 1), 0.33, 1, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			end, _ := steepest(sizes, tt.in)
			if got := fit(sizes, tt.in); math.Abs(got-tt.fit) > 0.02 || math.Abs(end-tt.end) > 0.05 {
				t.Errorf("got %v, %v", got, end)
			}
			if (curved{Sizes: sizes, Processor: tt.in}).straight() != tt.isStraight {
				t.Errorf("straight is %v", !tt.isStraight)
			}
		})
	}
}
