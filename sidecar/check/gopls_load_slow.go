package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

const goplsLoadSlow texts = "gopls-load-slow"

// A load is slow beyond a minute and a tenth of a second for each package of the workspace, or, where another load of the same
// workspace is known on this machine, beyond half a minute and five times as long as that.
const (
	slowLoad         = int64(60_000)
	slowPerPackage   = int64(100)
	leastLoad        = int64(30_000)
	loadMultiple     = 5
	fewestSlowLoads  = 2
	mostLoadsInProof = 3
)

// GoplsLoadSlow reports a workspace that takes very long to load, each time.
var GoplsLoadSlow = &Check{
	ID:       health.CheckID(goplsLoadSlow),
	Severity: health.Warning,
	Doc: `gopls takes very long to load the workspace

Until the workspace is loaded gopls answers nothing, after every start and every change of go.mod. Nothing is broken, but whoever opens the editor waits.

We take the durations that the log of the Go extension has, that of our own private gopls, and that of the running one, and compare each with the machine's own measure: the quickest load of the same workspace that is known here, times five, at least half a minute; without one, a minute and a tenth of a second for each package. A single slow load proves nothing, for the first one after an update fills the caches: it must be slow again. A load in progress is no fault either, unless the private gopls has waited for it that much longer than an earlier load took.

The evidence names what made it slow where that is known: the go command that runs, the file system, the number of packages. The fix is that of the cause.

It does not explain slow answers after the load.`,
	Needs:       []health.ProbeID{health.ProbeFolders, health.ProbePulse},
	After:       []health.CheckID{"workspace-too-wide", "slow-filesystem", "proxy-unreachable", "gopls-stalled"},
	ExplainedBy: explainsSlowLoad,
	Messages: map[string]health.Template{
		"slow":     {Title: "gopls takes {time} to load the workspace", Detail: "At most {usual} would be usual here. Until then nothing is answered, after every start."},
		"runs":     {Title: "gopls has been loading the workspace for {time}", Detail: "An earlier load took {quick}. Until it ends nothing is answered."},
		"load":     {Title: "load of the workspace"},
		"own":      {Title: "load by a fresh gopls"},
		"quick":    {Title: "the quickest load of this workspace"},
		"packages": {Title: "packages of the workspace"},
		"command":  {Title: "go command that gopls waits for"},
		"files":    {Title: "file system of {path}"},
		"measure":  {Title: "Find what takes the time"},
		"by-time":  {Title: "run time go list -e -deps ./... in {folder} in a terminal: if that takes as long, the time goes into go, the network or the disk; else into the size of the workspace"},
		"less":     {Title: "Load less"},
		"by-less":  {Title: "leave directories that you do not edit out with the setting build.directoryFilters of gopls, or open the part of the workspace that you work on"},
	},
	Applies: hasGoFolders,
	Run: func(s *health.Snapshot) []health.Finding {
		return eachFolder(s, func(f health.Folder) []verdict { return slowlyLoaded(s, f) })
	},
}

// loadTime is one load of a folder that is known.
type loadTime struct {
	took  int64
	ended bool
	what  string
	src   health.Source
}

// loadsOf are all loads of a folder that are known, oldest first. Those of the log are of the window, whatever its folders.
func loadsOf(s *health.Snapshot, f health.Folder) []loadTime {
	var out []loadTime
	for _, e := range s.Life.Events {
		if e.Kind == health.EventLoaded && e.TookMs > 0 {
			out = append(out, loadTime{e.TookMs, true, "load", logSource(s)})
		}
	}
	if r, ok := rung(s, f.Path, 1); ok {
		source := health.Source{Kind: health.FromServer, Name: "load", File: s.Gopls.Path}
		switch {
		case r.Load.State == health.LoadLoaded && r.Load.TookMs > 0:
			out = append(out, loadTime{r.Load.TookMs, true, "own", source})
		case r.Load.State == health.LoadRunning && max(r.Load.TookMs, r.TookMs) > 0:
			out = append(out, loadTime{max(r.Load.TookMs, r.TookMs), false, "own", source})
		}
	}
	return out
}

// quickest is the shortest load that ended; 0 if none did.
func quickest(all []loadTime) int64 {
	var out int64
	for _, d := range all {
		if d.ended && (out == 0 || d.took < out) {
			out = d.took
		}
	}
	return out
}

func slowlyLoaded(s *health.Snapshot, f health.Folder) []verdict {
	all := loadsOf(s, f)
	if len(all) == 0 {
		return nil
	}
	c, quick, packages := goplsLoadSlow, quickest(all), packagesOf(s, f)
	last := all[len(all)-1]
	name, usual := "slow", slowLoad+int64(packages)*slowPerPackage
	if quick > 0 {
		usual = min(usual, max(leastLoad, loadMultiple*quick))
	}
	slow := func(d loadTime) bool { return d.ended && d.took > usual }
	switch {
	case !last.ended && quick > 0 && last.took > max(leastLoad, loadMultiple*quick):
		name = "runs"
	case !last.ended, len(all) < fewestSlowLoads, slices.ContainsFunc(all[len(all)-fewestSlowLoads:], func(d loadTime) bool { return !slow(d) }):
		return nil
	}
	args := health.Args{"time": health.Took(last.took), "usual": health.Took(usual), "quick": health.Took(quick), "folder": health.V(f.Path)}
	out := health.Finding{Severity: health.Warning, Message: c.say(name, args)}
	for _, d := range all[max(0, len(all)-mostLoadsInProof):] {
		if slow(d) || d == last {
			out.Evidence = append(out.Evidence, health.Evidence{What: c.say(d.what, nil), Observed: health.Took(d.took),
				Expected: health.V("< " + health.Public(health.Took(usual).Text)), Source: d.src})
		}
	}
	out.Evidence = append(out.Evidence, slowBecause(s, f, packages)...)
	out.Fixes = []health.Fix{oneFix("measure", health.RiskManual, c.say("measure", nil), manual(c.say("by-time", args), health.EffectRestartServer)),
		oneFix("less", health.RiskManual, c.say("less", nil), manual(c.say("by-less", nil), health.EffectRestartServer))}
	return found(name+number(int(last.took)).Text, out)
}

// slowBecause names what is known to take time.
func slowBecause(s *health.Snapshot, f health.Folder, packages int) []health.Evidence {
	c := goplsLoadSlow
	var out []health.Evidence
	if packages > 0 {
		out = append(out, health.Evidence{What: c.say("packages", nil), Observed: number(packages), Source: health.Source{Kind: health.FromServer, Name: "load"}})
	}
	for _, stall := range s.Life.Stalls {
		if in := folderOf(s, stall.Directory); in == "" || in == f.Path {
			out = append(out, health.Evidence{What: c.say("command", nil), Observed: health.V(stall.Command), Source: health.Source{Kind: health.FromSystem, Name: "processes", PID: stall.PID}})
		}
	}
	for _, d := range s.FileSystems {
		if d.Remote && (d.Folder == f.Path || d.Folder == "") {
			out = append(out, health.Evidence{What: c.say("files", health.Args{"path": health.V(d.Path)}), Observed: health.V(d.Type),
				Source: health.Source{Kind: health.FromSystem, File: d.Path}})
		}
	}
	return out
}

// packagesOf counts the packages of a folder; 0 is unknown.
func packagesOf(s *health.Snapshot, f health.Folder) int {
	r, _ := rung(s, f.Path, 1)
	own, _ := rung(s, f.Path, 0)
	return max(r.Load.Packages, own.Load.Packages)
}

// explainsSlowLoad: a workspace of the wrong size or a slow disk; a proxy only where something is to be fetched, and a command
// that does not end only a load that does not.
func explainsSlowLoad(s *health.Snapshot, cause, own health.Finding) bool {
	if !sameFolder(cause, own) || cause.Severity.Rank() < own.Severity.Rank() {
		return false
	}
	switch cause.Check {
	case health.CheckID(proxyUnreachable):
		return len(s.Missing) > 0
	case health.CheckID(goplsStalled):
		return own.Message.ID == goplsLoadSlow.say("runs", nil).ID
	}
	return true
}
