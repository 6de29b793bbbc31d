package probe

import (
	"context"
	"slices"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// fileSystemsProbe fills FileSystems: what the folders and the caches lie on. Only where that is not this machine's own disk
// is its speed measured.
var fileSystemsProbe = &Probe{
	ID:       health.ProbeFileSystems,
	Needs:    []health.ProbeID{health.ProbeFolders, health.ProbeDirectories},
	Tier:     health.TierStandard,
	Deadline: 5 * time.Second,
	Run: func(ctx context.Context, ex *Examination) (Facts, error) {
		var seen []health.FileSystem
		teller, ok := ex.System.(fileSystemTeller)
		for _, p := range readPlaces(&ex.Snapshot) {
			if !ok || ctx.Err() != nil {
				break
			}
			kind, remote, err := teller.FileSystem(string(p.Path))
			if err != nil {
				continue // it need not exist yet
			}
			p.Type, p.Remote = health.Public(kind), remote
			if remote {
				p.StatMicros, p.Samples = measureStat(ctx, ex.System, string(p.Path))
			}
			seen = append(seen, p)
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return func(s *health.Snapshot, _ *Private) { s.FileSystems = seen }, nil
	},
}

// fileSystemTeller is a System that knows what its directories lie on.
type fileSystemTeller interface {
	FileSystem(path string) (kind string, remote bool, err error)
}

// readPlaces are the directories that go and gopls read much of, each once.
func readPlaces(s *health.Snapshot) []health.FileSystem {
	var out []health.FileSystem
	add := func(role health.Public, folder, path health.Path) {
		known := slices.ContainsFunc(out, func(o health.FileSystem) bool { return o.Path == path && o.Role == role })
		if path != "" && !known {
			out = append(out, health.FileSystem{Role: role, Folder: folder, Path: path})
		}
	}
	for _, f := range s.Folders {
		if f.State == health.FolderOK {
			add("folder", f.Path, f.Path)
		}
	}
	for _, d := range s.Directories {
		if (d.Role == "GOCACHE" || d.Role == "GOMODCACHE") && d.Exists {
			add(d.Role, d.Folder, d.Path)
		}
	}
	return out
}

const (
	statSamples     = 200
	statDirectories = 40
)

// measureStat is the median time that the attributes of a file take, in microseconds, over files that were not asked about
// before.
func measureStat(ctx context.Context, system System, dir string) (micros int64, samples int) {
	var took []int64
	queue := []string{dir}
	for n := 0; len(queue) > 0 && n < statDirectories && len(took) < statSamples && ctx.Err() == nil; n++ {
		entries, err := system.ReadDir(queue[0], statSamples)
		here := queue[0]
		queue = queue[1:]
		if err != nil {
			continue
		}
		for _, e := range entries {
			path := health.Join(system.OS(), here, e.Name())
			start := system.Now()
			if _, err := system.Lstat(path); err != nil {
				continue
			}
			if took = append(took, system.Now().Sub(start).Microseconds()); len(took) == statSamples {
				break
			}
			if e.IsDir() {
				queue = append(queue, path)
			}
		}
	}
	if len(took) == 0 {
		return 0, 0
	}
	slices.Sort(took)
	return took[len(took)/2], len(took)
}
