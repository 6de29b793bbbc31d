package health

import "slices"

// CrashLimit is the number of crashes after which golang.go starts no other server by itself; crashes days apart add up. Only a
// start that somebody asks for counts anew (errorHandler of its goLanguageServer.ts, the same in every release from 0.42 to 0.58).
const CrashLimit = 5

// maxLifeEvents bounds the events of a Life.
const maxLifeEvents = 200

// Tally numbers the crashes among Events, which are in order, and sets Crashes, GivenUp and the events that say that golang.go
// gave up. It may be called again after events were added or known better.
func (l *Life) Tally() {
	l.Crashes, l.GivenUp = 0, false
	var out []LifeEvent
	for _, e := range l.Events {
		switch e.Kind {
		case EventGaveUp:
			continue // said anew below
		case EventAsked:
			l.Crashes, l.GivenUp = 0, false
		case EventStarted:
			if l.GivenUp { // somebody asked, and nobody saw it
				l.Crashes, l.GivenUp = 0, false
			}
		case EventCrashed:
			l.Crashes++
			e.Crash = l.Crashes
		}
		out = append(out, e)
		if !l.GivenUp && (e.Kind == EventError || e.Kind == EventCrashed && l.Crashes >= CrashLimit) {
			l.GivenUp = true
			out = append(out, LifeEvent{At: e.At, Approximate: e.Approximate, Kind: EventGaveUp, From: e.From})
		}
	}
	l.Events = out
	if spare := len(l.Events) - maxLifeEvents; spare > 0 {
		l.Cut += spare
		l.Events = slices.Clone(l.Events[spare:])
	}
}
