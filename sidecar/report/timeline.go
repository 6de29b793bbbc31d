package report

import (
	"strconv"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/lang"
)

// A session is the life of this window's language servers from one start that somebody asked for to the next.
type session struct {
	title   string
	notable bool // a crash, a failed start, a server that was given up, or a command that does not end
	events  []moment
}

// moment is one thing that happened.
type moment struct {
	at      string // 09:00:12, UTC, ~ before it where the log tells it roughly; empty if nobody knows
	day     string
	words   string
	kind    health.EventKind
	repeats int // how many of its kind and words follow it at once, left out
	say     *lang.Printer
}

// timeline tells the life of the servers in words, session by session.
func (b builder) timeline(life health.Life) []session {
	var out []session
	for _, e := range life.Events {
		if len(out) == 0 || e.Kind == health.EventAsked && len(out[len(out)-1].events) > 0 {
			out = append(out, session{})
		}
		now := &out[len(out)-1]
		m := moment{say: b.Say, words: b.title(e.Message()), kind: e.Kind}
		m.day, m.at = clock(e)
		switch e.Kind {
		case health.EventCrashed, health.EventGaveUp, health.EventError, health.EventPanic:
			now.notable = true
		}
		if n := len(now.events); n > 0 && now.events[n-1].words == m.words && e.Kind == health.EventView {
			now.events[n-1].repeats++
			continue
		}
		now.events = append(now.events, m)
	}
	if len(life.Stalls) > 0 && len(out) == 0 {
		out = append(out, session{})
	}
	for _, s := range life.Stalls {
		last := &out[len(out)-1]
		last.notable, last.events = true, append(last.events, moment{words: b.title(stallMessage(s))})
	}
	for i := range out {
		out[i].title = b.title(sessionMessage(i, len(out), life))
	}
	if life.Cut > 0 && len(out) > 0 {
		cut := health.Message{ID: "say.life-cut", Args: health.Args{"count": count(life.Cut)}}
		out[0].events = append([]moment{{words: b.title(cut)}}, out[0].events...)
	}
	return out
}

func count(n int) health.Value { return health.V(health.Public(strconv.Itoa(n))) }

// sessionMessage names a session; of the last one it says whether it lives.
func sessionMessage(i, of int, life health.Life) health.Message {
	args := health.Args{"number": count(i + 1), "pid": count(life.Alive)}
	switch {
	case i < of-1:
		return health.Message{ID: "say.life-session", Args: args}
	case life.Alive != 0:
		return health.Message{ID: "say.life-session-alive", Args: args}
	case life.GivenUp:
		return health.Message{ID: "say.life-session-dead", Args: args}
	}
	return health.Message{ID: "say.life-session", Args: args}
}

func stallMessage(s health.Stall) health.Message {
	args := health.Args{"command": health.V(s.Command), "time": health.Took(s.ForMs), "pid": count(s.PID), "waits": health.V(s.Waits), "on": s.On}
	if s.On.Empty() {
		return health.Message{ID: "say.life-stalled", Args: args}
	}
	return health.Message{ID: "say.life-stalled-on", Args: args}
}

// clock splits a moment in RFC 3339 into the day and the time of day to the second.
func clock(e health.LifeEvent) (day, at string) {
	day, at, ok := strings.Cut(string(e.At), "T")
	if !ok || len(at) < len("15:04:05") {
		return "", ""
	}
	at = at[:len("15:04:05")]
	if e.Approximate {
		at = "~" + at
	}
	return day, at
}

// line is a moment in one line, without its day.
func (m moment) line() string {
	out := joinNonEmpty(" ", m.at, m.words)
	if m.repeats > 0 {
		out = m.say.Say("%s (%d times)", out, m.repeats+1)
	}
	return out
}
