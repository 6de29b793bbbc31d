package probe

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// FixGround is what a command of a fix is run with.
type FixGround struct {
	Env []string // complete, as "name=value"; it may hold secrets and enters no report
	Go  string   // absolute path of the go in use; empty if there is none
}

// GroundOfFixes is what golang.go hands to the tools of a folder, and the go that it finds there. A folder that is none of the
// request's gets the editor's own environment. An error says why it could not be found out.
func GroundOfFixes(ctx context.Context, o Options, folder health.Path) (FixGround, error) {
	var out FixGround
	look := &Probe{
		ID: "fix-ground", Tier: health.TierFast, Deadline: 10 * time.Second,
		Needs: []health.ProbeID{health.ProbeFolders, health.ProbeEnvironment, health.ProbeToolEnv, health.ProbeGoLookup},
		Run: func(_ context.Context, ex *Examination) (Facts, error) {
			ground := FixGround{Env: toolEnviron(ex, folder), Go: string(goFor(ex, folder))}
			return func(*health.Snapshot, *Private) { out = ground }, nil
		},
	}
	o.Probes = withNeeds(All, look)
	o.Request.Tier = health.TierFast
	for _, p := range Collect(ctx, o).Probes {
		if p.ID == look.ID && p.State != health.ProbeOK {
			return FixGround{}, fmt.Errorf("find out what tools get: %w", errors.New(string(p.Error)))
		}
	}
	return out, nil
}

// StateDir is where the journal of fixes is kept; empty if there is no place for it.
func StateDir() string { return stateDir() }
