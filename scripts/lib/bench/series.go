package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"
)

const (
	// mostDisturbed is the share of one processor that other programs may take during a pair that counts.
	mostDisturbed = 1.0 / 3
	// mostAttempts is how many pairs are taken for each that counts, on a machine where few do.
	mostAttempts = 2
	// slack is two ticks of the kernel's count of processor time, by which a short pair may seem disturbed.
	slack = 20 * time.Millisecond
)

// meter is how much processor time others took. Tests replace it.
var meter = others

// pair is one measure of ours and one of theirs, one right after the other.
type pair struct {
	ours, theirs float64 // seconds
	peak         int     // bytes, of ours alone; 0 where the system does not tell
}

func (p pair) ratio() float64 { return p.ours / p.theirs }

// contest is what can be measured in pairs. swapped asks for theirs first, so that neither side always runs on caches
// that the other one left warm.
type contest struct {
	budget budget
	pair   func(ctx context.Context, swapped bool) (pair, error)
}

// series are the pairs of a contest: those that count, in which the machine was ours, and the others.
type series struct {
	pairs     []pair
	disturbed []pair
}

// enough is whether the pairs that count are enough for a verdict.
func (s *series) enough() bool { return len(s.pairs) >= fewestPairs }

// taken are the pairs that count or, where they are too few, all: interleaved pairs of a busy machine are better than none.
func (s *series) taken() []pair {
	if s.enough() {
		return s.pairs
	}
	return append(slices.Clone(s.pairs), s.disturbed...)
}

func (s *series) ratios() (out []float64) {
	for _, p := range s.taken() {
		out = append(out, p.ratio())
	}
	return out
}

// sides are the medians of both sides, in seconds, and the largest peak.
func (s *series) sides() (ours, theirs float64, peak int) {
	var mine, other []float64
	for _, p := range s.taken() {
		mine, other, peak = append(mine, p.ours), append(other, p.theirs), max(peak, p.peak)
	}
	return median(mine), median(other), peak
}

// judge is the verdict on what was taken. Pairs of a busy machine may acquit, if they agree so well; they never convict.
func (s *series) judge(most float64, recorded *interval) (outcome, interval) {
	o, i := judge(s.ratios(), most, recorded)
	if o.failed() && !s.enough() {
		o = noisy
	}
	return o, i
}

// grow takes pairs until n count, or the attempts are used up. The first pair ever warms the caches and is thrown away.
func (s *series) grow(ctx context.Context, c contest, n int, progress io.Writer) error {
	if len(s.pairs)+len(s.disturbed) == 0 {
		if _, err := c.pair(ctx, false); err != nil {
			return fmt.Errorf("%s: %w", c.budget.id, err)
		}
	}
	for attempt := 0; len(s.pairs) < n && attempt < mostAttempts*n; attempt++ {
		fmt.Fprintf(progress, "\r%s: %d/%d ", c.budget.id, len(s.pairs), n)
		before, known := meter()
		start := time.Now()
		p, err := c.pair(ctx, attempt%2 == 1)
		if err != nil {
			return fmt.Errorf("%s: %w", c.budget.id, err)
		}
		after, _ := meter()
		if known && float64(after-before) > mostDisturbed*float64(time.Since(start))+float64(slack) {
			s.disturbed = append(s.disturbed, p)
			continue
		}
		s.pairs = append(s.pairs, p)
	}
	fmt.Fprintf(progress, "\r%s: %d pairs, and %d disturbed\n", c.budget.id, len(s.pairs), len(s.disturbed))
	return nil
}
