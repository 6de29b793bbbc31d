package watch

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/process"
)

// goChild is a go command below a server.
type goChild struct {
	first   time.Time // began
	detail  process.Detail
	stalled bool
}

// A go command is stalled when it runs longer than leastStall and longer than stallTimes the usual.
const (
	leastStall  = 30 * time.Second
	stallTimes  = 5
	maxFinished = 50
	maxStalls   = 10
	maxCommand  = 400
	waitLimit   = time.Second

	measureEvery = 30 * time.Second
	// memoryStep is what a server's memory must have grown to, against what was told last, to be told again.
	memoryStep  = 1.5
	leastMemory = 256 << 20
)

// loads are go commands that gopls runs by itself. Others (test, generate, get) it runs for the user, and they may take their time.
var loads = []string{"list", "env", "version"}

// lookInside looks at the servers' memory and at the go commands below them, as often as an idle watch looks at all.
func (w *Watcher) lookInside(ctx context.Context, now time.Time) (reasons []Reason) {
	if since := now.Sub(w.stuckAt); since >= 0 && since < idle-quick {
		return nil
	}
	w.stuckAt = now
	stalls := len(w.stalls)
	w.stalls = w.stalls[:0:0]
	fresh := false
	for id, k := range w.known {
		if k.kind != server {
			continue
		}
		if w.measure(id, k, now) {
			reasons = append(reasons, ReasonMemory)
		}
		fresh = w.goCommands(ctx, id, k, now) || fresh
	}
	switch {
	case fresh:
		reasons = append(reasons, ReasonStalled)
	case len(w.stalls) < stalls:
		reasons = append(reasons, ReasonUnstuck)
	}
	slices.SortFunc(w.stalls, func(a, b health.Stall) int { return a.PID - b.PID })
	return reasons
}

func (w *Watcher) measure(id process.ID, k *known, now time.Time) (grown bool) {
	if now.Sub(k.measured) < measureEvery {
		return false
	}
	k.measured = now
	bytes := w.o.Source.Resident(id.PID)
	if bytes < leastMemory || float64(bytes) < memoryStep*float64(k.resident) {
		return false
	}
	k.resident = bytes
	w.add(health.LifeEvent{Kind: health.EventMemory, PID: id.PID, Bytes: bytes}, now)
	return true
}

// goCommands follows the go commands directly below a server. It reports whether one of them is stalled now that was not before.
func (w *Watcher) goCommands(ctx context.Context, id process.ID, k *known, now time.Time) (fresh bool) {
	children, err := w.o.Source.Children(id.PID)
	if err != nil {
		return false
	}
	here := map[process.ID]bool{}
	for _, p := range children {
		if base(p.Name) != "go" || p.Zombie {
			continue
		}
		here[p.ID()] = true
		g := k.goes[p.ID()]
		if g == nil {
			g = &goChild{first: w.startOf(p.ID(), now), detail: w.o.Source.Detail(p.PID)}
			k.goes[p.ID()] = g
		}
		if w.stalled(ctx, id, p, g, now) && !g.stalled {
			g.stalled, fresh = true, true
		}
	}
	for p, g := range k.goes {
		if !here[p] {
			delete(k.goes, p)
			w.finished = append(w.finished, now.Sub(g.first))
			w.finished = w.finished[max(0, len(w.finished)-maxFinished):]
		}
	}
	return fresh
}

// stalled judges a go command and tells of it if it takes far too long.
func (w *Watcher) stalled(ctx context.Context, id process.ID, p process.Proc, g *goChild, now time.Time) bool {
	args := goArguments(g.detail.Arguments)
	age, usual := now.Sub(g.first), w.usual()
	if len(args) > 1 && !slices.Contains(loads, args[1]) || age <= max(leastStall, stallTimes*usual) || len(w.stalls) >= maxStalls {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, waitLimit)
	defer cancel()
	waits := w.o.Source.Waits(ctx, p.PID)
	w.stalls = append(w.stalls, health.Stall{PID: p.PID, Server: id.PID, Command: commandOf(args), Directory: health.Path(health.CleanText(g.detail.Directory)),
		Started: health.Public(w.steps.clock(g.first).UTC().Format(time.RFC3339)), ForMs: age.Milliseconds(), UsualMs: usual.Milliseconds(), Waits: waits.For, On: waits.On})
	return true
}

// goArguments are the words of a go command, the first one being go itself: of a script that stands for go, what its interpreter
// was given.
func goArguments(args []string) []string {
	for i, arg := range args[:min(len(args), maxInterpreter)] {
		if base(arg) == "go" {
			return args[i:]
		}
	}
	return args
}

// maxInterpreter is how many words may stand before a script: an interpreter, and an option of it.
const maxInterpreter = 3

// commandOf keeps the words and the flags whose values cannot hold a secret. What follows -- are packages: only loads are told of.
func commandOf(args []string) health.Text {
	words := []string{"go"}
	flags, packages := args[min(len(args), 1):], []string(nil)
	if at := slices.Index(flags, "--"); at >= 0 {
		flags, packages = flags[:at], flags[at:]
	}
	for _, word := range strings.Fields(health.CleanFlags(strings.Join(flags, " "))) {
		words = append(words, string(health.Words(word, maxFlag)))
	}
	words = append(words, health.CleanText(strings.Join(packages, " ")))
	return health.Words(strings.TrimSpace(strings.Join(words, " ")), maxCommand)
}

// maxFlag bounds a single word: gopls names some thirty fields in -json, and the packages after them tell more.
const maxFlag = 40

// usual is the median of the go commands that were seen to end, or else of the loads that the logs tell; 0 if there are none.
func (w *Watcher) usual() time.Duration {
	list := slices.Clone(w.finished)
	if len(list) == 0 {
		list = slices.Clone(w.loaded)
	}
	if len(list) == 0 {
		return 0
	}
	slices.Sort(list)
	return list[len(list)/2]
}
