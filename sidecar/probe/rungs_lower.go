package probe

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// lowerRungs asks rungs 2 and 3, once for all folders in which they would be the same, and lets all private servers of an
// examination take turns.
type lowerRungs struct {
	ex    *Examination
	owned belongings
	// module is the workspace of all of them.
	module func() (minimalModule, error)
	turns  chan struct{}

	mu    sync.Mutex
	asked map[string]*lowerRung // by what the server is run with
}

type lowerRung struct {
	once sync.Once
	rung health.Rung
}

const (
	foldersParallel = 8 // folders that may wait for a turn
	lowestRung      = 3
	// lowerTime is what rungs 2 and 3 take at most on a machine that works; the half of it is kept for the server's end.
	lowerTime = 15 * time.Second
)

func newLowerRungs(ex *Examination) *lowerRungs {
	l := &lowerRungs{ex: ex, turns: make(chan struct{}, pulseParallel), asked: map[string]*lowerRung{}}
	l.module = sync.OnceValues(func() (minimalModule, error) { return makeMinimal(ex, &l.owned) })
	return l
}

func (l *lowerRungs) release() { l.owned.release() }

// inTurn runs a server when it is its turn. One that never gets it is a rung that was not tried.
func (l *lowerRungs) inTurn(ctx context.Context, n int, run func() health.Rung) health.Rung {
	select {
	case l.turns <- struct{}{}:
		defer func() { <-l.turns }()
	case <-ctx.Done():
	}
	if ctx.Err() != nil {
		return skippedRung(n, say("rung-no-time", nil))
	}
	return run()
}

// of returns rungs 2 and 3 of a folder.
func (l *lowerRungs) of(ctx context.Context, f health.Folder) []health.Rung {
	if reason, spared := spareServer(l.ex, f); spared {
		return skippedRungs(reason)
	}
	out := make([]health.Rung, 2)
	each(len(out), len(out), func(i int) {
		key, run := l.keyTwo(f), l.two
		if i == 1 {
			key, run = l.keyThree(f), l.three
		}
		out[i] = l.shared(key, func() health.Rung { return run(ctx, f) })
	})
	return out
}

// shared asks once for each key and gives everybody a copy.
func (l *lowerRungs) shared(key string, run func() health.Rung) health.Rung {
	l.mu.Lock()
	known, ok := l.asked[key]
	if !ok {
		known = &lowerRung{}
		l.asked[key] = known
	}
	l.mu.Unlock()
	known.once.Do(func() { known.rung = run() })
	r := known.rung
	r.Deviations, r.Answers, r.Load.Messages = slices.Clone(r.Deviations), slices.Clone(r.Answers), slices.Clone(r.Load.Messages)
	return r
}

// keyTwo tells apart what rung 2 is run with.
func (l *lowerRungs) keyTwo(f health.Folder) string {
	s := surroundingsOf(l.ex, f.Path)
	settings, _ := serverSettings(l.ex, f.Path, s)
	gopls, _ := l.ex.Snapshot.Lookup(f.Path, "gopls", health.ForEditor)
	parts := []string{"2", string(gopls.Path), string(goFor(l.ex, f.Path)), string(health.DataOf(settings))}
	parts = append(parts, serverFlags(l.ex, f.Path)...)
	parts = append(parts, "env")
	return strings.Join(append(parts, toolEnviron(l.ex, f.Path)...), "\x00")
}

// two leaves time to rung 3 where that waits for a turn, because rung 1 has the other.
func (l *lowerRungs) two(ctx context.Context, f health.Folder) health.Rung {
	if thorough(l.ex) {
		var cancel context.CancelFunc
		ctx, cancel = leaving(ctx)
		defer cancel()
	}
	return l.inTurn(ctx, 2, func() health.Rung {
		m, err := l.module()
		if err != nil {
			return withoutScratch(2, err)
		}
		s, err := surroundingsElsewhere(l.ex, f, m)
		if err != nil {
			return withoutScratch(2, err)
		}
		defer s.release()
		l.ex.Progress("asking a private gopls in a minimal module")
		return rungTwo(l.ex, f, s, m).run(ctx, l.ex)
	})
}

func (l *lowerRungs) keyThree(f health.Folder) string {
	gopls, _ := l.ex.Snapshot.Lookup(f.Path, "gopls", health.ForEditor)
	parts := []string{"3", string(gopls.Path), bareGo(l.ex, f.Path).dir}
	for _, p := range placesOf(l.ex, f.Path) {
		if slices.Contains(bareCaches, p.role) {
			parts = append(parts, p.path)
		}
	}
	return strings.Join(parts, "\x00")
}

// three tries again with private caches where a server with the user's fails: an entry of them may be the cause.
func (l *lowerRungs) three(ctx context.Context, f health.Folder) health.Rung {
	return l.inTurn(ctx, lowestRung, func() health.Rung {
		r, private := l.bare(ctx, f, false)
		if r.Judge() == health.RungHolds || r.State == health.RungSkipped || private || ctx.Err() != nil {
			return r
		}
		if again, _ := l.bare(ctx, f, true); again.Judge() == health.RungHolds {
			return again
		}
		return r
	})
}

// bare is rung 3. private says that it had none of the user's caches.
func (l *lowerRungs) bare(ctx context.Context, f health.Folder, fresh bool) (r health.Rung, private bool) {
	var owned belongings
	defer owned.release()
	m, err := l.module()
	if err != nil {
		return withoutScratch(lowestRung, err), fresh
	}
	env, changed, err := bareEnviron(ctx, l.ex, f.Path, &owned, fresh)
	if err != nil {
		return withoutScratch(lowestRung, err), fresh
	}
	l.ex.Progress("asking a private gopls without settings and environment")
	return rungThree(l.ex, f, env, changed, m).run(ctx, l.ex), len(changed) == len(bareCaches)
}

func withoutScratch(n int, err error) health.Rung {
	return skippedRung(n, say("rung-no-scratch", health.Args{"error": health.V(health.Words(err.Error(), stderrKept))}))
}

func skippedRung(n int, reason health.Message) health.Rung {
	return health.Rung{Rung: n, State: health.RungSkipped, Reason: reason}
}

// skippedRungs are rungs 2 and 3 where they are not to be tried.
func skippedRungs(reason health.Message) []health.Rung {
	return []health.Rung{skippedRung(2, reason), skippedRung(lowestRung, reason)}
}

// leaving returns a context that ends early enough for a rung to come behind it, and takes no more than a third of the time.
func leaving(ctx context.Context) (context.Context, context.CancelFunc) {
	deadline, ok := ctx.Deadline()
	if !ok {
		return context.WithCancel(ctx)
	}
	return context.WithDeadline(ctx, deadline.Add(-min(lowerTime, time.Until(deadline)/3)))
}
