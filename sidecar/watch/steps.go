package watch

import (
	"slices"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/logs"
	"github.com/govitals/govitals/sidecar/probe"
	"github.com/govitals/govitals/sidecar/process"
)

// steps keep a time that never goes back: that of the clock, and what it was set back by since the watch began. The watcher reckons
// in it, lest what came first seem to come last; what it tells are times of the clock. Forward it goes with the clock.
type steps struct {
	began time.Time     // with a monotonic reading
	ran   time.Duration // of that, behind the last look at the clock
	now   time.Time     // steady, then
	ahead time.Duration // of the clock: whole seconds, so that a log's whole seconds stay such
	back  []step        // the newest maxSteps, in order
	read  tails         // when the logs were read last
}

// tails are the last events of each log. A log is known by them when it is read again, even if it was cut off meanwhile.
type tails map[health.Path][]health.LifeEvent

// step is a moment at which the clock was found to be set back.
type step struct {
	at    time.Time     // steady, as are the times of events: whole milliseconds
	first time.Time     // steady: what happened since is told in times of the clock as it was set
	gap   time.Duration // at most as long ago it happened
	by    time.Duration
	ahead time.Duration // of the clock, from then on
	// What the logs told when the clock was found to be set, and some time before that.
	told, read tails
}

const (
	maxSteps = 50
	// leastStep: of less, logs of whole seconds know nothing. Time stands still then, until the clock has come up.
	leastStep = time.Second
	// late is how much later than its time the editor may write a line.
	late = 10 * time.Second
	// tail is how many events a log is known by: the last one may be read otherwise once more lines follow it.
	tail = 3
)

// steady is the present moment. w.mu is held.
func (w *Watcher) steady() time.Time {
	s := &w.steps
	gap := time.Since(s.began) - s.ran // before the look at the clock: at most what passed between two looks
	wall := w.o.System.Now().Round(0)
	if by := s.now.Add(gap).Sub(wall.Add(s.ahead)); by >= leastStep {
		s.ahead += by.Truncate(time.Second) + time.Second
		at := wall.Add(s.ahead).Truncate(time.Millisecond)
		s.back = append(s.back, step{at: at, first: at, gap: gap, by: by, ahead: s.ahead, told: tailsOf(w.readLogs()), read: s.read})
		s.back = s.back[max(0, len(s.back)-maxSteps):]
	}
	s.ran = time.Since(s.began)
	if at := wall.Add(s.ahead); at.After(s.now) {
		s.now = at
	}
	return s.now
}

func tailsOf(files []health.LogFile, readings []logs.Reading) tails {
	out := tails{}
	for i, f := range files {
		list := readings[i].Events
		out[f.Path] = slices.Clone(list[max(0, len(list)-tail):])
	}
	return out
}

// behind is the first event of a list behind what was its end; 0 if nothing of that is left.
func behind(list, end []health.LifeEvent) int {
	for _, last := range slices.Backward(end) {
		for i, e := range slices.Backward(list) {
			if e.At == last.At && e.Kind == last.Kind {
				return i + 1
			}
		}
	}
	return 0
}

func (w *Watcher) readLogs() ([]health.LogFile, []logs.Reading) {
	if w.o.LogDir == "" {
		return nil, nil
	}
	return probe.ReadLogs(w.o.System, w.o.LogDir)
}

// place gives the events of a log steady times. What stands in it behind what it told when the clock was found to be set back, was
// written by the clock as it was set.
func (s *steps) place(log health.Path, list []health.LifeEvent) []health.LifeEvent {
	if len(s.back) == 0 {
		return list
	}
	out, from := slices.Clone(list), 0
	for k := range s.back {
		b := &s.back[k]
		from = b.begins(list, max(from, behind(list, b.read[log])), behind(list, b.told[log]))
		for i := from; i < len(list); i++ {
			out[i].At = logs.Shift(list[i].At, b.ahead)
		}
		if from < len(out) { // the editor may have written between the step and the look at the clock
			if at, err := stamp(out[from]); err == nil && at.Before(b.first) && at.After(b.at.Add(-b.gap)) {
				b.first = at
			}
		}
	}
	return out
}

// begins finds the first event that was written after the step: some behind those that were read before it, near the end of those
// that were read when it was found.
func (b *step) begins(list []health.LifeEvent, from, at int) int {
	at = max(from, at)
	set := b.at.Add(-b.ahead) // what the clock showed then, and what it would have shown
	unset := set.Add(b.by)
	for at > from && within(list[at-1], set.Add(-min(b.gap+time.Second, b.by/2)), set) {
		at--
	}
	for b.by > time.Minute && at < len(list) && within(list[at], unset.Add(-late), unset.Add(time.Second)) { // or else it may as well be a new one
		at++
	}
	return at
}

func within(e health.LifeEvent, from, to time.Time) bool {
	at, err := stamp(e)
	return err == nil && !at.Before(from) && !at.After(to)
}

func stamp(e health.LifeEvent) (time.Time, error) { return time.Parse(logs.Stamp, string(e.At)) }

// unplace gives events the times that the clock showed.
func (s *steps) unplace(list []health.LifeEvent) []health.LifeEvent {
	for i, e := range list {
		if at, err := stamp(e); err == nil && len(s.back) > 0 {
			list[i].At = health.Public(s.clock(at).Format(logs.Stamp))
		}
	}
	return list
}

// startOf is when a process started, steady; now where the system does not tell. It tells by the clock as it is set now.
func (w *Watcher) startOf(id process.ID, now time.Time) time.Time {
	if began := w.o.Source.Began(id); !began.IsZero() && began.Add(w.steps.ahead).Before(now) {
		return began.Add(w.steps.ahead)
	}
	return now
}

// clock is what the clock showed at a steady moment.
func (s *steps) clock(at time.Time) time.Time {
	for i, b := range slices.Backward(s.back) {
		if !at.Before(b.first) {
			return at.Add(-b.ahead)
		}
		if i == 0 {
			return at.Add(b.by.Truncate(time.Second) + time.Second - b.ahead)
		}
	}
	return at
}
