package logs

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// Merge puts the events of several logs in order of time; each log keeps its own order, also where a clock was set back. A log that
// tells whole seconds may mean any moment of each, so within a second things come in the order in which they cause each other.
func Merge(readings ...Reading) (events []health.LifeEvent, cut int) {
	lists := make([][]health.LifeEvent, 0, len(readings))
	for _, r := range readings {
		at := health.Public("")
		list := make([]health.LifeEvent, 0, len(r.Events))
		for _, e := range r.Events {
			if e.At == "" {
				e.At, e.Approximate = at, true
			}
			at = e.At
			list = append(list, e)
		}
		lists, cut = append(lists, list), cut+r.Cut
	}
	var all []timed
	for _, list := range onLine(lists) {
		all = interleave(all, list)
	}
	for _, e := range all {
		events = append(events, e.LifeEvent)
	}
	return events, cut
}

func interleave(first, second []timed) []timed {
	if len(first) == 0 {
		return second
	}
	out := make([]timed, 0, len(first)+len(second))
	for len(first) > 0 && len(second) > 0 {
		if before(second[0], first[0]) {
			out, second = append(out, second[0]), second[1:]
		} else {
			out, first = append(out, first[0]), first[1:]
		}
	}
	return append(append(out, first...), second...)
}

// causes is the order within a second.
var causes = []health.EventKind{health.EventWatching, health.EventAsked, health.EventStop, health.EventPanic, health.EventExited, health.EventCrashed,
	health.EventStarted, health.EventView, health.EventLoading, health.EventLoaded}

// before compares times of the form Stamp, by seconds where one of them has nothing finer.
func before(a, b timed) bool {
	const whole, second = ".000Z", len("2006-01-02T15:04:05")
	x, y := a.by, b.by
	if (strings.HasSuffix(string(x), whole) || strings.HasSuffix(string(y), whole)) && len(x) > second && len(y) > second {
		x, y = x[:second], y[:second]
		if x == y {
			return rank(a.LifeEvent) < rank(b.LifeEvent)
		}
	}
	return x < y
}

func rank(e health.LifeEvent) int {
	if i := slices.Index(causes, e.Kind); i >= 0 {
		return i
	}
	return len(causes)
}
