package watch

import (
	"context"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/process"
)

// look sees who was born and who is gone. It returns false when the extension host is gone.
func (w *Watcher) look(ctx context.Context) bool {
	w.mu.Lock()
	now := w.steady()
	w.slept(now)
	reasons, follow, there := w.lookAtChildren(now)
	if there {
		reasons = append(reasons, w.lookInside(ctx, now)...)
	}
	w.mu.Unlock()
	for _, id := range follow {
		w.follow(ctx, id)
	}
	if !there {
		w.tell(ReasonHostGone)
		return false
	}
	select {
	case <-w.ready:
		for _, r := range reasons {
			w.tell(r)
		}
	default:
		w.told = endsOf(w.Life())
		close(w.ready) // what was there before us is no news
	}
	w.learnMore(now)
	return true
}

// lookAtChildren compares the children of the host with those that are known.
func (w *Watcher) lookAtChildren(now time.Time) (reasons []Reason, follow []process.ID, there bool) {
	children, err := w.o.Source.Children(w.host.PID)
	if err != nil || len(children) == 0 {
		if !w.o.Source.Alive(w.host) {
			return nil, nil, false
		}
		if err != nil { // the next look may tell
			return nil, nil, true
		}
	}
	here := map[process.ID]bool{}
	see := func(p process.Proc) kind {
		id := p.ID()
		if p.Zombie || id.Started == 0 && p.Name == "" {
			return stranger
		}
		here[id] = true
		before, kind := w.recognize(p, now)
		if kind == server && before != server {
			follow = append(follow, id)
		}
		return kind
	}
	for _, p := range children {
		if see(p) != wrapper {
			continue
		}
		below, err := w.o.Source.Children(p.PID) // one level: below gopls itself is its helper for telemetry
		for _, b := range below {
			if err == nil {
				see(b)
			}
		}
	}
	for id, k := range w.known {
		if here[id] {
			continue
		}
		delete(w.known, id)
		if k.kind == server {
			w.died(id, process.Exit{}, now)
			reasons = append(reasons, ReasonEnded)
		}
	}
	for _, id := range follow { // after the ends: the old one made room for the new one
		w.born(id, now)
		reasons = append(reasons, ReasonStarted)
	}
	return reasons, follow, true
}

// recognize tells what a process was before and is now. What it is changes when a wrapper is replaced by what it runs, and until
// it is known what a nameless one runs.
func (w *Watcher) recognize(p process.Proc, now time.Time) (before, is kind) {
	k := w.known[p.ID()]
	if k == nil {
		k = &known{first: now, goes: map[process.ID]*goChild{}}
		w.known[p.ID()] = k
	}
	before = k.kind
	// Twice at the beginning: between fork and exec a child looks like its parent.
	if k.kind == wrapper || k.kind == unsure || k.kind == stranger && k.looks < 2 {
		k.kind = classify(p, w.o.Source.Detail(p.PID), w.program, w.o.Self, w.mainPackage)
		if k.kind == unsure && now.Sub(k.first) >= settled {
			k.kind = server
		}
	}
	k.looks++
	return before, k.kind
}

// mainPackage remembers the answers: golang.go and other extensions start the same programs again and again.
func (w *Watcher) mainPackage(executable string) string {
	if known, ok := w.packages[executable]; ok || executable == "" {
		return known
	}
	if len(w.packages) >= maxPackages {
		clear(w.packages)
	}
	found := w.o.Source.Package(executable)
	w.packages[executable] = found
	return found
}

const maxPackages = 200

// born takes note of a server. One that ran before the watch began has the time of its own start.
func (w *Watcher) born(id process.ID, now time.Time) {
	at := w.startOf(id, now)
	// The end of the one before it is noticed some milliseconds after it made room, and starts are counted in ticks.
	if n := len(w.own); n > 0 && isEnd(w.own[n-1]) {
		if end, err := time.Parse(time.RFC3339, string(w.own[n-1].At)); err == nil && end.After(at) {
			at = end
		}
	}
	w.add(health.LifeEvent{Kind: health.EventStarted, PID: id.PID}, at)
	w.hurry(now)
}

// died takes note of an end. Whether somebody asked for it, only the logs tell, so it is judged in Life.
func (w *Watcher) died(id process.ID, exit process.Exit, now time.Time) {
	e := health.LifeEvent{Kind: health.EventCrashed, PID: id.PID}
	if exit.Known && exit.Signal != 0 {
		e.Signal = signalName(exit.Signal)
	} else if exit.Known {
		e.Code = &exit.Code
	}
	w.add(e, now)
	w.hurry(now)
}

// ended is the system's announcement of an end.
func (w *Watcher) ended(e ending) {
	w.mu.Lock()
	now := w.steady()
	k := w.known[e.id]
	delete(w.known, e.id)
	if k != nil {
		w.died(e.id, e.exit, now)
	}
	w.mu.Unlock()
	if k != nil {
		w.tell(ReasonEnded)
	}
}
