package probe

import (
	"context"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// maxBinaries bounds the executables that are looked into.
const maxBinaries = 40

// binariesProbe fills Binaries: identity and build information of every tool that a search found or a setting names.
// Nothing is run: a program for another processor would start an emulator, and a broken one could hang.
var binariesProbe = &Probe{
	ID:       health.ProbeBinaries,
	Needs:    []health.ProbeID{health.ProbeGoLookup, health.ProbeToolLookup},
	Tier:     health.TierFast,
	Deadline: 5 * time.Second,
	Run: func(ctx context.Context, ex *Examination) (Facts, error) {
		var seen []health.Binary
		for _, path := range executables(ex) {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			seen = append(seen, identify(ex.System, path))
		}
		return func(s *health.Snapshot, _ *Private) { s.Binaries = append(s.Binaries, seen...) }, nil
	},
}

// executables are the paths to look into, each once: those that searches found, alternate tools that they passed over,
// and all other alternate tools.
func executables(ex *Examination) []string {
	var out []string
	seen := map[string]bool{}
	add := func(path string) {
		if path != "" && !seen[path] && len(out) < maxBinaries && health.IsAbs(ex.System.OS(), path) {
			seen[path] = true
			out = append(out, path)
		}
	}
	for _, l := range ex.Snapshot.Lookups {
		add(string(l.Path))
	}
	for _, folder := range foldersOf(ex) {
		t := buildToolEnv(ex, folder)
		for _, s := range t.settings.sortedMembers("go.alternateTools") {
			path, _ := alternateTool(ex, t, string(s.Member))
			add(path)
		}
	}
	for _, l := range ex.Snapshot.Lookups {
		for _, path := range l.Elsewhere {
			if l.Path == "" {
				add(string(path)) // what could be taken instead of the tool that is missing
			}
		}
	}
	return out
}
