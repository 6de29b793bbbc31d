package ladder

import (
	"context"
	"time"

	"github.com/govitals/govitals/sidecar/gopls"
	"github.com/govitals/govitals/sidecar/health"
)

// Options of a rung with a private gopls.
type Options struct {
	Gopls    string   // absolute path
	Flags    []string // the user's; what touches shared state is taken out here
	Env      []string // complete, with the deviations
	Settings map[string]any
	Folder   string
	// Deviations are those that the caller made; those of flags and settings are added.
	Deviations  []health.Deviation
	Ground      Ground // where to ask; chosen while the server loads
	Plan        *Plan  // what to ask, if it was chosen before
	Places      Places
	LowPriority bool
	Progress    func(text string)
	// Loaded, if not nil, is called once when the load is over, however it went.
	Loaded func()
	// Thorough asks all questions; otherwise those that a pulse needs.
	Thorough bool
	// Aim, if not nil, is the one thing that a trial of an isolation looks at.
	Aim    *Aim
	Limits Limits
}

// Limits bound the parts of a rung; zero values mean the usual ones.
type Limits struct {
	Start    time.Duration // of spawn and initialize together
	Question time.Duration // of one question
	Stop     time.Duration // of a polite shutdown
}

// Aim is the cheapest thing that shows a failure: how far the server must come, and for StageQuestion the one question.
// A rung with an aim stops as soon as it has seen that.
type Aim struct {
	Stage    health.Stage
	Question health.Question
	Target   health.TargetKind // empty: the first target of that question
}

// startOnly reports an aim that is seen before anything is loaded.
func (a *Aim) startOnly() bool {
	return a != nil && (a.Stage == health.StageSpawn || a.Stage == health.StageInitialize)
}

// of picks what an aim asks.
func (a *Aim) of(list []Asked) []Asked {
	if a == nil {
		return list
	}
	for _, q := range list {
		if q.Question == a.Question && (a.Target == "" || q.Target.Kind == a.Target) {
			return []Asked{q}
		}
	}
	return nil
}

// The parts of a rung's time. Stopping a server takes four seconds at worst.
const (
	questionDeadline = 10 * time.Second
	stopReserve      = 5 * time.Second
	questionReserve  = 5 * time.Second
)

// Run is rung n: it starts a fresh gopls in a folder, waits for the real end of its load, asks about what [Choose] found and
// stops it. It returns before ctx ends, if ctx has a deadline, with what was seen until then.
func Run(ctx context.Context, n int, o Options) health.Rung {
	begun := time.Now()
	r := health.Rung{Rung: n, Deviations: o.Deviations}
	flags, dropped := gopls.PrivateFlags(o.Flags)
	settings, changed := gopls.PrivateSettings(o.Settings)
	r.Deviations = append(r.Deviations, ownDeviations(dropped, changed)...)
	ask, cancel := before(ctx, stopReserve)
	defer cancel()
	chosen := choosing(ask, o)
	server, err := gopls.Start(ask, gopls.Options{
		Path: o.Gopls, Flags: flags, Env: o.Env, Dir: o.Folder, Folders: []string{o.Folder}, Settings: settings,
		LowPriority: o.LowPriority, Light: true, Progress: o.Progress, StartDeadline: o.Limits.Start, InitializeOnly: o.Aim.startOnly(),
	})
	switch {
	case err != nil && ask.Err() != nil: // our own time was up: nothing is known of the server
		r.Load.State = health.LoadRunning
	case err != nil:
		failed(&r, err)
	default:
		if !o.Aim.startOnly() {
			examine(ask, server, o, chosen, &r)
		}
		r.Unended = stop(ctx, server, o.Limits.Stop)
	}
	r.TookMs = time.Since(begun).Milliseconds()
	for i := range r.Answers {
		r.Answers[i].Verdict = r.Answers[i].Judge()
	}
	r.State = r.Judge()
	return r
}

// stop ends the server: politely as long as the context that it was started with lasts, and at most for limit.
func stop(ctx context.Context, server *gopls.Server, limit time.Duration) (unended int) {
	polite := context.WithoutCancel(ctx)
	if limit > 0 {
		var cancel context.CancelFunc
		polite, cancel = context.WithTimeout(polite, limit)
		defer cancel()
	}
	return server.Stop(polite).Unended
}

// choosing runs Choose aside, unless it is known what to ask: it takes a processor for a while in which gopls waits for go.
func choosing(ctx context.Context, o Options) <-chan Plan {
	out := make(chan Plan, 1)
	switch {
	case o.Plan != nil:
		out <- *o.Plan
		return out
	case o.Aim != nil && o.Aim.Stage != health.StageQuestion:
		out <- Plan{}
		return out
	}
	go func() {
		var plan Plan
		defer func() {
			_ = recover() // then nothing is asked, which the rung says
			out <- plan
		}()
		plan = Choose(ctx, o.Ground)
	}()
	return out
}
