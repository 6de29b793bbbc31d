package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

const goplsMemory texts = "gopls-memory"

// What a gopls may take before it is worth a word: half a gibibyte and four mebibytes for each package of the workspace, which
// brings their dependencies along, and never less than two gibibytes. Nobody knows the number of packages: four gibibytes.
const (
	leastMemory      = int64(2) << 30
	baseMemory       = int64(512) << 20
	memoryPerPackage = int64(4) << 20
	memoryUnknown    = int64(4) << 30
)

// GoplsMemory reports a server that takes far more memory than its workspace calls for.
var GoplsMemory = &Check{
	ID:       health.CheckID(goplsMemory),
	Severity: health.Warning,
	Doc: `gopls takes very much memory

The machine swaps, the editor stutters, and in the end the system kills gopls, which the Go extension starts again, four times, to load everything anew.

We read the resident memory of the gopls of this window (of a shared daemon where it hands everything to one) and compare it with the workspace: more than two gibibytes, and more than half a gibibyte and four mebibytes for each of its packages. Where the number of packages is not known it takes four gibibytes. Nothing is said while a load is under way, when the peak is normal.

The fix restarts the language server, which gives the memory back at once. Should it grow again, leave directories out of the workspace (build.directoryFilters), open a part of it, or set GOMEMLIMIT for the Go tools, which makes gopls collect its garbage harder and take longer.

It does not know how much memory the machine has left, nor whether gopls leaks.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeProcesses},
	Messages: map[string]health.Template{
		"large":   {Title: "gopls takes {memory} of memory", Detail: "That is much for a workspace of {packages} packages: {usual} would be usual. When memory runs out the system ends gopls."},
		"unknown": {Title: "gopls takes {memory} of memory", Detail: "That is much for most workspaces. When memory runs out the system ends gopls."},
		"memory":  {Title: "resident memory of gopls"},
		"less":    {Title: "less than {usual}"},
		"grew":    {Title: "memory at {when}"},
		"loaded":  {Title: "packages of the workspace"},
		"filters": {Title: "Leave directories out"},
		"by-hand": {Title: "add large directories that you do not edit to the setting build.directoryFilters of gopls, for example \"-**/node_modules\", or open only the part of the workspace that you work on"},
		"limit":   {Title: "Have gopls keep below {limit}"},
	},
	Applies: processesSeen,
	Run:     runGoplsMemory,
}

func runGoplsMemory(s *health.Snapshot) []health.Finding {
	if loadsNow(s) {
		return nil
	}
	c := goplsMemory
	packages := workspacePackages(s)
	allowed, name := memoryUnknown, "unknown"
	if packages > 0 {
		allowed, name = max(leastMemory, baseMemory+int64(packages)*memoryPerPackage), "large"
	}
	var out []health.Finding
	for _, p := range biggest(s) {
		if p.ResidentBytes <= allowed {
			continue
		}
		usual, limit := health.Memory(allowed), health.Public("3GiB")
		if allowed > leastMemory {
			limit = health.Public(number(int(allowed>>30)+1).Text + "GiB")
		}
		args := health.Args{"memory": health.Memory(p.ResidentBytes), "packages": number(packages), "usual": usual, "limit": health.V(limit)}
		f := health.Finding{Severity: health.Warning, Message: c.say(name, args), Evidence: []health.Evidence{
			processSeen(p, c.say("memory", nil), health.Memory(p.ResidentBytes), health.V(health.Public("< "+usual.Text)))}}
		if packages > 0 {
			f.Evidence = append(f.Evidence, health.Evidence{What: c.say("loaded", nil), Observed: number(packages), Source: health.Source{Kind: health.FromServer, Name: "workspace_stats"}})
		}
		f.Evidence = append(f.Evidence, grew(s, p)...)
		f.Fixes = []health.Fix{oneFix("restart-server", health.RiskSafe, message("fix-restart", nil), restartServer()),
			oneFix("filters", health.RiskManual, c.say("filters", nil), manual(c.say("by-hand", nil), health.EffectRestartServer))}
		if _, limited := s.Origin(firstFolder(s), "GOMEMLIMIT"); !limited {
			if step, ok := setForTools(s, "GOMEMLIMIT", string(limit)); ok {
				step.Effect = health.EffectRestartServer
				f.Fixes = append(f.Fixes, oneFix("limit", health.RiskSafe, c.say("limit", args), step))
			}
		}
		out = append(out, f)
	}
	return out
}

// biggest is the server of this window that takes most, or the daemon behind it.
func biggest(s *health.Snapshot) []health.Process {
	all := ourServers(s)
	if slices.ContainsFunc(all, func(p health.Process) bool { return p.Forwards }) {
		for _, p := range s.Processes.List {
			if p.Role == health.RoleGoplsDaemon && !p.OtherUser && !p.Zombie {
				all = append(all, p)
			}
		}
	}
	if len(all) == 0 {
		return nil
	}
	slices.SortStableFunc(all, func(a, b health.Process) int { return int(min(1, max(-1, b.ResidentBytes-a.ResidentBytes))) })
	return all[:1]
}

// workspacePackages counts the packages that a server loaded; 0 is unknown.
func workspacePackages(s *health.Snapshot) int {
	if r := s.Editor.Running; r != nil && r.Packages > 0 {
		return r.Packages
	}
	sum := 0
	for _, f := range goFolders(s) {
		if r, ok := rungOf(s, f.Path); ok {
			sum += r.Load.Packages
		}
	}
	return sum
}

// grew is evidence of how memory rose, a few moments.
func grew(s *health.Snapshot, p health.Process) []health.Evidence {
	var out []health.Evidence
	for _, e := range s.Life.Events {
		if e.Kind == health.EventMemory && e.PID == p.PID && e.At != "" && e.Bytes > 0 {
			out = append(out, processSeen(p, goplsMemory.say("grew", health.Args{"when": health.V(e.At)}), health.Memory(e.Bytes), health.Value{}))
		}
	}
	return out[max(0, len(out)-3):]
}
