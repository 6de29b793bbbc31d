package probe

import (
	"context"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// execPlacesProbe fills ExecPlaces: whether the system starts programs from the temporary directories that go builds tests in.
// The mount options are read; nothing is started or written. Windows has no such option.
var execPlacesProbe = &Probe{
	ID:       health.ProbeExecPlaces,
	Needs:    []health.ProbeID{health.ProbeDirectories},
	Tier:     health.TierFast,
	Deadline: 2 * time.Second,
	Run: func(_ context.Context, ex *Examination) (Facts, error) {
		var seen []health.ExecPlace
		mount, ok := ex.System.(interface {
			NoExec(path string) (bool, error)
		})
		for _, d := range ex.Snapshot.Directories {
			if !ok || !d.Directory || d.Role != "GOTMPDIR" && d.Role != "TMPDIR" {
				continue
			}
			p := health.ExecPlace{Role: d.Role, Folder: d.Folder, Path: d.Path, Source: d.Source}
			var err error
			if p.NoExec, err = mount.NoExec(string(d.Path)); err == nil {
				seen = append(seen, p)
			}
		}
		return func(s *health.Snapshot, _ *Private) { s.ExecPlaces = seen }, nil
	},
}
