package logs

import (
	"slices"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// leastBack is what a log must go back by to say that the clock was set. Several programs write into one, each a little late.
const leastBack = time.Minute

// back is a place at which a log goes back in time.
type back struct {
	at int           // the first event behind it
	by time.Duration // whole seconds
}

// timed is an event with the time by which it is put in order.
type timed struct {
	health.LifeEvent
	by health.Public
}

// onLine gives the events of each log times that do not go back by more than leastBack: where a log does, the clock was set, and
// what stands before was earlier by as much. The last such places of all logs are taken for the same setting of the clock, as are
// those before the last; the largest gap among them is nearest to what it was set by.
func onLine(lists [][]health.LifeEvent) [][]timed {
	places := make([][]back, len(lists))
	var steps []time.Duration // the last one first
	for i, list := range lists {
		places[i] = backs(list)
		for n := range places[i] {
			if n == len(steps) {
				steps = append(steps, 0)
			}
			steps[n] = max(steps[n], places[i][len(places[i])-1-n].by)
		}
	}
	out := make([][]timed, len(lists))
	for i, list := range lists {
		out[i] = make([]timed, len(list))
		rest, earlier := places[i], time.Duration(0)
		for k, e := range slices.Backward(list) {
			for n := len(rest) - 1; n >= 0 && rest[n].at > k; n-- {
				earlier += steps[len(places[i])-1-n]
				rest = rest[:n]
			}
			out[i][k] = timed{e, Shift(e.At, -earlier)}
		}
	}
	return out
}

// backs finds the places at which a log goes back. A time of day alone says nothing of it: it may be another day's.
func backs(list []health.LifeEvent) (out []back) {
	var last time.Time
	for i, e := range list {
		at, err := time.Parse(Stamp, string(e.At))
		if err != nil || e.Approximate {
			continue
		}
		if by := last.Sub(at); by > leastBack {
			out = append(out, back{i, by.Truncate(time.Second) + time.Second})
		}
		last = at
	}
	return out
}

// Shift moves a time of the form Stamp; what is none stays as it is.
func Shift(at health.Public, by time.Duration) health.Public {
	t, err := time.Parse(Stamp, string(at))
	if err != nil || by == 0 {
		return at
	}
	return health.Public(t.Add(by).Format(Stamp))
}
