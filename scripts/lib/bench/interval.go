package main

import (
	"math"
	"slices"
)

// confidence is how sure an interval has to be: a dozen budgets are checked at once, and one of them must not fail by chance once a week.
const confidence = 0.99

// interval is where the median of a ratio lies. It assumes nothing of how noise is distributed: on a machine in use times have
// long tails, and a mean with its standard error would be ruled by one slow pair.
type interval struct {
	Median float64 `json:"median"`
	Low    float64 `json:"low"`
	High   float64 `json:"high"`
	Pairs  int     `json:"pairs"`
}

// spread is how far apart the ends are, as a ratio.
func (i interval) spread() float64 {
	if i.Low <= 0 {
		return math.Inf(1)
	}
	return i.High / i.Low
}

// intervalOf takes the order statistics between which the median lies with at least the confidence (the sign test turned
// around). Of too few values, certain is false and the ends are those of the values.
func intervalOf(values []float64) (i interval, certain bool) {
	n := len(values)
	if n == 0 {
		return interval{}, false
	}
	sorted := slices.Sorted(slices.Values(values))
	outside := 0 // values left out at each end
	for tail(n, outside+1) <= (1-confidence)/2 {
		outside++
	}
	i = interval{Median: median(values), Low: sorted[0], High: sorted[n-1], Pairs: n}
	if outside == 0 {
		return i, false
	}
	i.Low, i.High = sorted[outside-1], sorted[n-outside]
	return i, true
}

// tail is the probability that fewer than k of n values are below their median.
func tail(n, k int) float64 {
	sum, choose := 0.0, 1.0
	for j := range k {
		sum += choose
		choose *= float64(n-j) / float64(j+1)
	}
	return sum / math.Pow(2, float64(n))
}

// fit is the exponent of a power law through points, by least squares of the logarithms: 1 is linear, 2 a square.
func fit(sizes []int, seconds []float64) float64 {
	var sx, sy, sxx, sxy float64
	n := float64(len(sizes))
	for i, size := range sizes {
		x, y := math.Log(float64(size)), math.Log(seconds[i])
		sx, sy, sxx, sxy = sx+x, sy+y, sxx+x*x, sxy+x*y
	}
	return (n*sxy - sx*sy) / (n*sxx - sx*sx)
}

// steepest is the exponent of what is added to the smallest size's time, between the two largest sizes. The fixed cost of starting
// a program flattens fit, and would hide a square that begins to tell only at the end. Of a growth too small to be told from noise
// it knows nothing.
func steepest(sizes []int, seconds []float64) (exponent float64, known bool) {
	n := len(sizes)
	if n < 3 {
		return 0, false
	}
	before, last := seconds[n-2]-seconds[0], seconds[n-1]-seconds[0]
	if before < seconds[0]/2 || last <= before {
		return 0, false
	}
	return math.Log(last/before) / math.Log(float64(sizes[n-1])/float64(sizes[n-2])), true
}
