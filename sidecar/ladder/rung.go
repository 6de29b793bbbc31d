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
	Places      Places
	LowPriority bool
	Progress    func(text string)
}

// The parts of a rung's time. Stopping a server takes four seconds at worst.
const (
	questionDeadline = 10 * time.Second
	stopReserve      = 5 * time.Second
	questionReserve  = 5 * time.Second
)

// Rung1 starts a fresh gopls in the user's workspace, waits for the real end of its load, asks about what [Choose] found and
// stops it. It returns before ctx ends, if ctx ends, with what was seen until then.
func Rung1(ctx context.Context, o Options) health.Rung {
	begun := time.Now()
	r := health.Rung{Rung: 1, Deviations: o.Deviations}
	flags, dropped := gopls.PrivateFlags(o.Flags)
	settings, changed := gopls.PrivateSettings(o.Settings)
	r.Deviations = append(r.Deviations, ownDeviations(dropped, changed)...)
	ask, cancel := before(ctx, stopReserve)
	defer cancel()
	chosen := choosing(ask, o.Ground)
	server, err := gopls.Start(ask, gopls.Options{
		Path: o.Gopls, Flags: flags, Env: o.Env, Dir: o.Folder, Folders: []string{o.Folder}, Settings: settings,
		LowPriority: o.LowPriority, Light: true, Progress: o.Progress,
	})
	switch {
	case err != nil && ask.Err() != nil: // our own time was up: nothing is known of the server
		r.Load.State = health.LoadRunning
	case err != nil:
		failed(&r, err)
	default:
		examine(ask, server, o, chosen, &r)
		r.Unended = server.Stop(context.WithoutCancel(ctx)).Unended
	}
	r.TookMs = time.Since(begun).Milliseconds()
	for i := range r.Answers {
		r.Answers[i].Verdict = r.Answers[i].Judge()
	}
	r.State = r.Judge()
	return r
}

// choosing runs Choose aside: it takes a processor for a while in which gopls waits for go.
func choosing(ctx context.Context, g Ground) <-chan Plan {
	out := make(chan Plan, 1)
	go func() {
		var plan Plan
		defer func() {
			_ = recover() // then nothing is asked, which the rung says
			out <- plan
		}()
		plan = Choose(ctx, g)
	}()
	return out
}
