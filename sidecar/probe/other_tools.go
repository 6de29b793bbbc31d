package probe

import (
	"context"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// otherToolsProbe fills OtherTools, and the Lookup of gopackagesdriver: gopls runs a program of that name for go list
// wherever it stands on its PATH.
var otherToolsProbe = &Probe{
	ID:       health.ProbeOtherTools,
	Needs:    []health.ProbeID{health.ProbeMachine, health.ProbeToolEnv, health.ProbeToolLookup, health.ProbeGoEnv, health.ProbeBinaries},
	Tier:     health.TierFast,
	Deadline: 5 * time.Second,
	Run: func(_ context.Context, ex *Examination) (Facts, error) {
		var others []health.OtherTool
		var drivers []health.Lookup
		for _, folder := range foldersOf(ex) {
			others = append(others, otherTools(ex, folder, "gopls")...)
			t := buildToolEnv(ex, folder)
			path, _ := getenv(t.system, toolEnviron(ex, folder), "PATH")
			driver := searchPath(ex.System, "gopackagesdriver", health.ForServer, path, t.processSource("PATH"))
			driver.Folder, driver.Candidates = folder, nil
			drivers = append(drivers, driver)
		}
		return func(s *health.Snapshot, _ *Private) {
			s.OtherTools = others
			s.Lookups = append(s.Lookups, drivers...)
		}, nil
	},
}

// maxOthers bounds the executables of one name in one folder that are looked into.
const maxOthers = 10

// otherTools goes on where the search stopped, and to the well-known places.
func otherTools(ex *Examination, folder health.Path, tool string) []health.OtherTool {
	taken, ok := ex.Snapshot.Lookup(folder, health.Public(tool), health.ForEditor)
	if !ok || taken.Path == "" {
		return nil
	}
	seen := map[string]bool{realPath(ex.System, string(taken.Path)): true}
	var out []health.OtherTool
	add := func(why, file string) {
		if len(out) == maxOthers || candidateState(ex.System, file) != health.CandidateUsable {
			return
		}
		real := realPath(ex.System, file)
		if seen[real] {
			return
		}
		seen[real] = true
		one := health.OtherTool{Tool: health.Public(tool), Folder: folder, Path: health.Path(file), Real: health.Path(real), Why: health.Public(why)}
		if b := identify(ex.System, file); b.Build != nil {
			one.Version, one.BuiltBy = b.Build.Version, b.Build.GoVersion
		}
		out = append(out, one)
	}
	for _, step := range toolPlaces(ex, buildToolEnv(ex, folder)) {
		for _, file := range step.filesFor(ex.System.OS(), tool) {
			add(step.why, file)
		}
	}
	for _, file := range taken.Elsewhere {
		add("elsewhere", string(file))
	}
	return out
}

func realPath(system System, path string) string {
	if real, err := system.RealPath(path); err == nil {
		return real
	}
	return path
}
