package main

import "fmt"

const (
	fewestPairs = 9  // eight are the fewest of which the confidence can be had
	mostPairs   = 31 // where the first pairs do not decide
	// mostSpread is how far apart the ends of an interval around a budget may be for it still to say something.
	mostSpread = 1.5
	// mostWorse is how much a ratio may grow against what was recorded. Below it lie the differences between two good days.
	mostWorse = 1.25
)

type outcome string

const (
	kept      outcome = "kept"
	missed    outcome = "missed"
	regressed outcome = "regressed"
	noisy     outcome = "too noisy"
)

func (o outcome) failed() bool { return o == missed || o == regressed }

// judge compares measured ratios with a budget and, where there is one, with what was recorded on such a machine. It fails
// what is beyond noise alone: not only the median, but the lower end of its interval.
func judge(ratios []float64, most float64, recorded *interval) (outcome, interval) {
	i, certain := intervalOf(ratios)
	switch {
	case !certain:
		return noisy, i
	case i.Low > most:
		return missed, i
	case recorded != nil && i.Low > recorded.Median*mostWorse && i.Low > recorded.High:
		return regressed, i
	case i.High > most && i.spread() > mostSpread:
		return noisy, i
	}
	return kept, i
}

// undecided is whether more pairs could change the outcome: an end of the interval is beyond a limit, and the other is not.
func undecided(ratios []float64, most float64, recorded *interval) bool {
	i, certain := intervalOf(ratios)
	if !certain || i.Low <= most && i.High > most {
		return true
	}
	if recorded == nil {
		return false
	}
	limit := max(recorded.Median*mostWorse, recorded.High)
	return i.Low <= limit && i.High > limit
}

func (i interval) String() string {
	return fmt.Sprintf("%s, %s to %s", short(i.Median), short(i.Low), short(i.High))
}

// short writes a ratio with three digits that mean something, as far as two places tell enough.
func short(v float64) string {
	switch {
	case v < 0.01:
		return fmt.Sprintf("%.4f", v)
	case v < 0.1:
		return fmt.Sprintf("%.3f", v)
	case v < 100:
		return fmt.Sprintf("%.2f", v)
	}
	return fmt.Sprintf("%.0f", v)
}
