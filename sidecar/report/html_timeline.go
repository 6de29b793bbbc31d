package report

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/lang"
)

// htmlTimeline is the drawing of the servers' lives: a bar each, time to the right.
type htmlTimeline struct {
	Height, Bottom     int
	Ticks              []htmlTick
	Lanes              []htmlLane
	Alternative, Spare string
}

type htmlTick struct {
	X, Label      int
	Anchor, Words string
}

type htmlLane struct {
	Name               string
	X, Y, Width, Label int
	Loads              []htmlSpan
	Marks              []htmlMark
}

type htmlSpan struct{ X, Y, Width int }

type htmlMark struct {
	Look, Mark string
	X, Y       int
}

type htmlSession struct {
	Name    string
	Moments []htmlMoment
}

type htmlMoment struct{ When, Words string }

// Measures of the drawing, in its own units.
const (
	timeLeft, timeRight = 110, 690
	laneHeight          = 34
	mostLanes           = 12
	tickCount           = 5
)

// lifetime is one server as far as the events tell.
type lifetime struct {
	pid        int
	start, end time.Time
	loads      [][2]time.Time
	how        health.EventKind // how it ended; empty: nobody saw its end
	alive      bool
}

// lifetimes joins events into servers. An event without a process id is about the server that ran then.
func lifetimes(life health.Life, now time.Time) []lifetime {
	var out []lifetime
	current := func(pid int) *lifetime {
		for i := len(out) - 1; i >= 0; i-- {
			if pid == 0 || out[i].pid == pid || out[i].pid == 0 {
				return &out[i]
			}
		}
		return nil
	}
	for _, e := range life.Events {
		at, err := time.Parse(time.RFC3339, string(e.At))
		if err != nil {
			continue
		}
		if l := current(e.PID); e.Kind == health.EventStarted && (l == nil || l.how != "" || e.PID != 0 && l.pid != e.PID) {
			out = append(out, lifetime{pid: e.PID, start: at, end: at})
			continue
		}
		l := current(e.PID)
		if l == nil {
			continue
		}
		l.note(e, at)
	}
	for i := range out {
		l := &out[i]
		if l.alive = l.how == "" && (l.pid != 0 && l.pid == life.Alive || life.Alive != 0 && i == len(out)-1); l.alive && now.After(l.end) {
			l.end = now
		}
	}
	return out
}

// note adds an event to the server that it is about.
func (l *lifetime) note(e health.LifeEvent, at time.Time) {
	if l.pid == 0 {
		l.pid = e.PID
	}
	if l.how != "" {
		return // what came after its end is nothing of its life
	}
	if at.After(l.end) {
		l.end = at
	}
	switch n := len(l.loads); e.Kind {
	case health.EventLoading:
		l.loads = append(l.loads, [2]time.Time{at, at})
	case health.EventLoaded:
		if n > 0 && at.After(l.loads[n-1][0]) {
			l.loads[n-1][1] = at
		}
	case health.EventExited, health.EventCrashed, health.EventError:
		l.how = e.Kind
	}
}

// looked is when the servers were looked at: of a report that is replayed nobody knows more than the day.
func looked(d Document) time.Time {
	at, err := time.Parse(time.RFC3339, d.StartedAt)
	day, ok := time.Parse(time.DateOnly, string(d.Snapshot.Today))
	if err != nil || ok != nil || at.Sub(day).Abs() > 48*time.Hour { // the day is that of the machine's own clock
		return time.Time{}
	}
	return at
}

// newHTMLTimeline draws the last servers; nil if nothing of them has a time.
func newHTMLTimeline(life health.Life, now time.Time, say *lang.Printer) *htmlTimeline {
	all := lifetimes(life, now)
	spare := max(0, len(all)-mostLanes)
	shown := all[spare:]
	if len(shown) == 0 {
		return nil
	}
	first, last := shown[0].start, shown[0].end
	for _, l := range shown {
		if l.start.Before(first) {
			first = l.start
		}
		if l.end.After(last) {
			last = l.end
		}
	}
	if last.Sub(first) < time.Second {
		last = first.Add(time.Second)
	}
	place := func(t time.Time) int {
		return timeLeft + int(float64(timeRight-timeLeft)*min(1, max(0, float64(t.Sub(first))/float64(last.Sub(first)))))
	}
	out := &htmlTimeline{Bottom: 14 + laneHeight*len(shown)}
	out.Height = out.Bottom + 24
	if spare > 0 {
		out.Spare = say.Count(spare, "%d earlier server is not drawn.", "%d earlier servers are not drawn.")
	}
	var said []string
	for i, l := range shown {
		lane := l.drawn(14+laneHeight*i, place)
		out.Lanes = append(out.Lanes, lane)
		said = append(said, l.words(lane.Name, say))
	}
	out.Alternative = strings.Join(said, " ")
	layout := "15:04:05"
	if last.Sub(first) > 20*time.Hour {
		layout = "Jan 2 15:04"
	}
	for i := range tickCount {
		t := first.Add(time.Duration(float64(last.Sub(first)) * float64(i) / (tickCount - 1)))
		anchor := "middle"
		if i == tickCount-1 { // its end is the end of the drawing
			anchor = "end"
		}
		out.Ticks = append(out.Ticks, htmlTick{place(t), out.Bottom + 16, anchor, t.UTC().Format(layout)})
	}
	return out
}

func (l lifetime) drawn(y int, place func(time.Time) int) htmlLane {
	lane := htmlLane{Name: "gopls", X: place(l.start), Y: y, Label: y + 14}
	if l.pid != 0 {
		lane.Name = fmt.Sprintf("gopls %d", l.pid)
	}
	end := place(l.end)
	lane.Width = max(3, end-lane.X)
	for _, load := range l.loads {
		x := place(load[0])
		lane.Loads = append(lane.Loads, htmlSpan{x, y + 5, max(2, place(load[1])-x)})
	}
	mark := htmlMark{X: min(lane.X+lane.Width+9, timeRight+18), Y: y + 14, Look: "open-ink"}
	switch l.how {
	case health.EventCrashed, health.EventError:
		mark.Mark, mark.Look = "✗", "error-ink"
	case health.EventExited:
		mark.Mark = "■"
	default:
		if l.alive {
			mark.Mark, mark.Look = "▶", "good-ink"
		}
	}
	if mark.Mark != "" {
		lane.Marks = append(lane.Marks, mark)
	}
	return lane
}

func (l lifetime) words(name string, say *lang.Printer) string {
	how := map[health.EventKind]string{health.EventCrashed: lang.Mark("crashed"), health.EventError: lang.Mark("failed to start"), health.EventExited: lang.Mark("ended")}[l.how]
	if l.alive {
		how = lang.Mark("lives")
	}
	return say.Say("%s ran from %s to %s and %s.", name, l.start.UTC().Format(time.TimeOnly), l.end.UTC().Format(time.TimeOnly), say.Say(cmp.Or(how, lang.Mark("was not seen to end"))))
}

// htmlSessions are all events in words.
func htmlSessions(d Document) []htmlSession {
	var out []htmlSession
	for _, s := range d.life {
		session := htmlSession{Name: s.title}
		for _, m := range s.events {
			words := m
			words.at = ""
			session.Moments = append(session.Moments, htmlMoment{joinNonEmpty(" ", m.day, m.at), shorten(words.line(), longestHTML)})
		}
		out = append(out, session)
	}
	return out
}
