package watch

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/logs"
)

// Life is what was seen, joined with what the logs tell at this moment.
func (w *Watcher) Life() health.Life {
	w.mu.Lock()
	w.steady() // before the logs are read: that they tell of a clock that was set must be known
	w.mu.Unlock()
	files, readings := w.readLogs()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.steps.read = tailsOf(files, readings)
	for i, f := range files {
		readings[i].Events = w.steps.place(f.Path, readings[i].Events)
	}
	told, cut := logs.Merge(readings...)
	out := health.Life{State: health.LifeWatched, Logs: files, Cut: cut}
	w.loaded = durations(told)
	out.Since = health.Public(w.since.UTC().Format(time.RFC3339))
	out.Events = w.steps.unplace(join(slices.Clone(w.own), told, out.Since))
	out.Cut += w.cut
	if id, ok := w.alive(); ok {
		out.Alive = id.PID
	}
	out.Stalls = slices.Clone(w.stalls)
	out.Tally()
	if out.Alive != 0 { // whoever started it, it runs
		out.GivenUp = false
	}
	return out
}

func durations(told []health.LifeEvent) (out []time.Duration) {
	for _, e := range told {
		if e.Kind == health.EventLoaded && e.TookMs > 0 {
			out = append(out, time.Duration(e.TookMs)*time.Millisecond)
		}
	}
	return out
}

// learnMore reads the logs again some moments after an end, and tells if they say more of it than before.
func (w *Watcher) learnMore(now time.Time) {
	w.mu.Lock()
	due := 0
	for due < len(w.learn) && !now.Before(w.learn[due]) {
		due++
	}
	w.learn = w.learn[due:]
	w.mu.Unlock()
	if due == 0 {
		return
	}
	w.tell(ReasonLearned)
}

// tell calls Changed, for ReasonLearned only if there is something new.
func (w *Watcher) tell(r Reason) {
	life := w.Life()
	ends := endsOf(life)
	w.mu.Lock()
	news := ends != w.told
	w.told = ends
	w.mu.Unlock()
	if news || r != ReasonLearned {
		w.o.Changed(Change{r, life})
	}
}

// endsOf is what is known of all ends, to compare.
func endsOf(l health.Life) string {
	var out strings.Builder
	out.WriteString("ends")
	for _, e := range l.Events {
		switch e.Kind {
		case health.EventCrashed, health.EventExited, health.EventPanic, health.EventError, health.EventAsked:
			fmt.Fprint(&out, e.Kind, e.PID, e.Crash, e.Signal, e.By, len(e.Words))
			if e.Code != nil {
				fmt.Fprint(&out, " ", *e.Code)
			}
		}
	}
	return out.String()
}

// Times between what the processes show and what the logs say of the same thing. A plain log tells whole seconds, or none.
const (
	sameEnd   = 5 * time.Second
	sameStart = time.Minute // gopls's version is logged once it has answered initialize
	sameAsk   = 5 * time.Second
	obeys     = 10 * time.Second // from a request to stop to the end
)

// join puts together what the processes show and what the logs tell. The processes' word counts for times and ids; the logs' for exit
// codes and for who asked. What nobody saw, because it was before the watch or between two looks, the logs alone tell.
func join(own, told []health.LifeEvent, since health.Public) []health.LifeEvent {
	used := make([]bool, len(told))
	for i := range own {
		switch e := &own[i]; e.Kind {
		case health.EventCrashed:
			if asked(own, told, *e) {
				e.Kind = health.EventExited
			}
			if at := match(told, used, func(l health.LifeEvent) bool { return isEnd(l) && near(*e, l, sameEnd) }); at >= 0 {
				used[at] = true
				learn(e, told[at])
			}
		case health.EventStarted:
			e.At = afterRequest(told, e.At)
			at := match(told, used, func(l health.LifeEvent) bool {
				d := between(e.At, l.At)
				return l.Kind == health.EventStarted && d > -2*time.Second && d < sameStart && !bornBetween(own, *e, l)
			})
			if at >= 0 {
				used[at] = true
				e.Version, e.From = told[at].Version, health.FromBoth
			}
		}
	}
	own = slices.DeleteFunc(own, func(e health.LifeEvent) bool { // the log names the same request
		return e.Kind == health.EventAsked && slices.ContainsFunc(told, func(l health.LifeEvent) bool { return l.Kind == health.EventAsked && near(e, l, sameAsk) })
	})
	var rest []health.LifeEvent
	for i, l := range told {
		// An end at an unknown time that no process showed is one that was seen already, or from before the watch.
		if !used[i] && !(isEnd(l) && l.Approximate && l.At > since) {
			rest = append(rest, l)
		}
	}
	slices.SortStableFunc(own, func(a, b health.LifeEvent) int { return cmp.Compare(a.At, b.At) }) // a server may be older than the watch
	events, _ := logs.Merge(logs.Reading{Events: rest}, logs.Reading{Events: own})
	return events
}

// afterRequest puts a start behind the request that led to it: the system counts starts in ticks, and may tell some milliseconds less.
func afterRequest(told []health.LifeEvent, at health.Public) health.Public {
	const ticks = 50 * time.Millisecond
	out := at
	for _, l := range told {
		if d := between(at, l.At); (l.Kind == health.EventAsked || l.Kind == health.EventStop) && d > 0 && d < ticks && !coarse(l) {
			out = max(out, l.At)
		}
	}
	return out
}

func isEnd(e health.LifeEvent) bool {
	return e.Kind == health.EventCrashed || e.Kind == health.EventExited
}

// match is the first event of the logs that fits and is not used; -1 if none does.
func match(told []health.LifeEvent, used []bool, fits func(health.LifeEvent) bool) int {
	for i, l := range told {
		if !used[i] && fits(l) {
			return i
		}
	}
	return -1
}

// learn takes over what the logs know of an end.
func learn(e *health.LifeEvent, l health.LifeEvent) {
	e.From = health.FromBoth
	if l.Code != nil {
		e.Code = l.Code
	}
	if l.Signal != "" {
		e.Signal, e.Code = l.Signal, nil
	}
}

// asked reports that somebody asked the server to stop that ended with e, shortly before its end.
func asked(own, told []health.LifeEvent, e health.LifeEvent) bool {
	by := func(l health.LifeEvent) bool {
		if l.Kind != health.EventStop && (l.Kind != health.EventAsked || l.By == "activation") {
			return false
		}
		d := between(l.At, e.At)
		return d >= -slack(l) && d < obeys && meant(own, l) == e.PID
	}
	return slices.ContainsFunc(told, by) || slices.ContainsFunc(own, by)
}

// meant is the server that a request to stop was about: of those that lived then, the oldest. The next one is often born before
// that one is gone.
func meant(own []health.LifeEvent, request health.LifeEvent) (pid int) {
	born := map[int]health.Public{}
	gone := map[int]bool{}
	for _, o := range own {
		switch {
		case o.Kind == health.EventStarted:
			born[o.PID], gone[o.PID] = o.At, false
		case isEnd(o) && between(o.At, request.At) > slack(request):
			gone[o.PID] = true
		}
	}
	oldest := health.Public("")
	for p, at := range born {
		if !gone[p] && between(at, request.At) >= -slack(request) && (oldest == "" || at < oldest) {
			pid, oldest = p, at
		}
	}
	return pid
}

// slack is how much later than its time a request may have been made.
func slack(e health.LifeEvent) time.Duration {
	if coarse(e) {
		return time.Second
	}
	return 0
}

func coarse(e health.LifeEvent) bool {
	return e.Approximate || strings.HasSuffix(string(e.At), ".000Z")
}

// bornBetween reports that another server was born between a start and the line of the log, which then is the other's.
func bornBetween(own []health.LifeEvent, e, l health.LifeEvent) bool {
	return slices.ContainsFunc(own, func(o health.LifeEvent) bool {
		return o.Kind == health.EventStarted && o.PID != e.PID && o.At > e.At && o.At <= l.At
	})
}

func near(a, b health.LifeEvent, most time.Duration) bool {
	if b.Approximate {
		most = max(most, 10*time.Minute)
	}
	d := between(a.At, b.At)
	return d < most && d > -most
}

// between is the time from a to b; a time that cannot be read is infinitely far.
func between(a, b health.Public) time.Duration {
	const never = 1000 * time.Hour
	from, err := time.Parse(time.RFC3339, string(a))
	if err != nil {
		return never
	}
	to, err := time.Parse(time.RFC3339, string(b))
	if err != nil {
		return never
	}
	return to.Sub(from)
}
