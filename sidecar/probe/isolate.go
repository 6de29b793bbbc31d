package probe

import (
	"context"
	"slices"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// isolationProbe looks for what breaks a folder by experiment: it fills Isolations, one for each folder that has a ladder. It
// starts servers one after the other, so it is the last and longest of all.
var isolationProbe = &Probe{
	ID:       health.ProbeIsolation,
	Needs:    append(slices.Clone(pulseProbe.Needs), health.ProbePulse),
	Tier:     health.TierDeep,
	Deadline: pulseLimit + 5*time.Second,
	Run: func(ctx context.Context, ex *Examination) (Facts, error) {
		found := isolateAll(ctx, ex)
		return func(s *health.Snapshot, _ *Private) { s.Isolations = append(s.Isolations, found...) }, nil
	},
}

// isolationReserve is left to end the last server and to report: an isolation that comes late is lost.
const isolationReserve = 2 * time.Second

func isolateAll(ctx context.Context, ex *Examination) []health.Isolation {
	if deadline, ok := ctx.Deadline(); ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, deadline.Add(-isolationReserve))
		defer cancel()
	}
	var out []health.Isolation
	shared := map[string]environmentFound{}
	for _, l := range ex.Snapshot.Ladders {
		begun := ex.System.Now()
		one := isolateOne(ctx, ex, l, shared)
		one.Folder, one.TookMs = l.Folder, ex.System.Now().Sub(begun).Milliseconds()
		out = append(out, one)
	}
	return out
}

// isolateOne looks for what breaks one folder, as far as the ladder's verdict leaves anything to look for.
func isolateOne(ctx context.Context, ex *Examination, l health.Ladder, shared map[string]environmentFound) health.Isolation {
	gopls, _ := ex.Snapshot.Lookup(l.Folder, "gopls", health.ForEditor)
	certain := func(kind health.CulpritKind, name string, path health.Path, source health.Source) health.Isolation {
		c := health.Culprit{Kind: kind, Name: health.Text(name), Value: health.V(path), Source: source, Group: 1}
		return health.Isolation{State: health.IsolationFound, Culprits: []health.Culprit{c}}
	}
	switch l.Verdict() {
	case health.LadderHealthy:
		return health.Isolation{State: health.IsolationNotNeeded, Reason: say("isolation-healthy", nil)}
	case health.LadderStale:
		// The running server was asked and a fresh one in the same surroundings: both ways are known.
		out := certain(health.CulpritServer, "gopls", gopls.Path, health.Source{Kind: health.FromServer, Name: "gopls"})
		out.Confirmed, out.Mended = true, true
		return out
	case health.LadderToolchain:
		three, _ := l.Rung(3)
		if three.FailedStage == health.StageSpawn || three.FailedStage == health.StageInitialize {
			return certain(health.CulpritTool, "gopls", gopls.Path, gopls.Source)
		}
		goLookup, _ := ex.Snapshot.Lookup(l.Folder, "go", health.ForServer)
		return certain(health.CulpritTool, "go", goFor(ex, l.Folder), goLookup.Source)
	case health.LadderProject, health.LadderEnvironment:
		return experiment(ctx, ex, l, shared)
	}
	return notTried("isolation-unclear", nil)
}

func notTried(reason string, args health.Args) health.Isolation {
	return health.Isolation{State: health.IsolationNotTried, Reason: say(reason, args)}
}

// experiment prepares the bench and tries.
func experiment(ctx context.Context, ex *Examination, l health.Ladder, shared map[string]environmentFound) health.Isolation {
	f, known := ex.Snapshot.Folder(l.Folder)
	if !known || ex.Request.Untrusted {
		return notTried("isolation-unclear", nil)
	}
	b, err := makeBench(ctx, ex, f, l)
	defer b.release()
	if err != nil {
		return notTried("isolation-no-scratch", health.Args{"error": health.V(health.Words(err.Error(), stderrKept))})
	}
	key := newLowerRungs(ex).keyTwo(f)
	hunt := hunt{bench: b, removed: map[int]bool{}, now: ex.System.Now, known: shared[key]}
	hunt.out.Candidates = len(b.parts)
	hunt.run(ctx, l)
	if l.Verdict() == health.LadderEnvironment {
		shared[key] = hunt.known
	}
	return hunt.out
}
