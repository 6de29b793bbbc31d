package probe

import (
	"context"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// lifeProbe fills Life from whoever watches the processes of this window; it costs nothing, because it was seen already. Where
// nobody watches, what the logs tell stays.
var lifeProbe = &Probe{
	ID:       health.ProbeLife,
	Tier:     health.TierFast,
	Deadline: 5 * time.Second,
	Run: func(ctx context.Context, ex *Examination) (Facts, error) {
		if ex.Request.Watched == nil {
			return func(s *health.Snapshot, _ *Private) {
				if s.Life.State == "" {
					s.Life.State = health.LifeNotAsked
				}
			}, nil
		}
		seen := ex.Request.Watched()
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return func(s *health.Snapshot, _ *Private) { s.Life = seen }, nil
	},
}
