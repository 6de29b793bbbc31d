package watch

import (
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/logs"
	"github.com/govitals/govitals/sidecar/process"
)

// maxOwn bounds the events that are kept of processes.
const maxOwn = 300

// seen is what was seen so far.
type seen struct {
	since      time.Time
	looked     time.Time     // the last look
	delay      time.Duration // that was to pass until the next one
	quickUntil time.Time
	learn      []time.Time // when to read the logs again, in order
	stuckAt    time.Time   // when stalls were looked for

	known    map[process.ID]*known // children of the extension host, and servers below wrappers
	packages map[string]string     // main packages of executables
	own      []health.LifeEvent
	cut      int
	finished []time.Duration // how long go commands below servers took
	loaded   []time.Duration // how long loads took, by the logs
	stalls   []health.Stall
	told     string // the ends as they were told last
}

// known is a process that was looked at.
type known struct {
	kind     kind
	first    time.Time // seen
	looks    int
	resident int64 // as it was told last
	measured time.Time
	goes     map[process.ID]*goChild
}

// add keeps an event of the processes.
func (s *seen) add(e health.LifeEvent, at time.Time) {
	e.At, e.From = health.Public(at.UTC().Format(logs.Stamp)), health.FromProcesses
	s.own = append(s.own, e)
	if spare := len(s.own) - maxOwn; spare > 0 {
		s.own, s.cut = s.own[spare:], s.cut+spare
	}
}

// hurry looks often for a while, because something happened.
func (s *seen) hurry(now time.Time) {
	s.quickUntil = now.Add(quickFor)
	s.learn = s.learn[:0]
	for _, d := range learnAfter {
		s.learn = append(s.learn, now.Add(d))
	}
}

// alive is the newest server that runs.
func (s *seen) alive() (id process.ID, found bool) {
	var first time.Time
	for p, k := range s.known {
		if k.kind == server && (!found || k.first.After(first) || k.first.Equal(first) && p.PID > id.PID) {
			id, first, found = p, k.first, true
		}
	}
	return id, found
}

// slept notices that the machine slept, or that its clock was set forward: the time that passed is not what was waited for. Times that
// were taken before move along, so that no command looks as if it had run all night.
func (s *seen) slept(now time.Time) {
	gap := now.Sub(s.looked) - s.delay // by the clock: a monotonic one may stand still meanwhile
	s.looked = now
	if gap < sleptAtLeast {
		return
	}
	s.add(health.LifeEvent{Kind: health.EventSuspended, TookMs: gap.Milliseconds()}, now)
	for _, k := range s.known {
		for _, g := range k.goes {
			g.first = g.first.Add(gap)
		}
	}
	s.hurry(now)
}

const sleptAtLeast = 30 * time.Second
