package check

import (
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const goplsOrphan texts = "gopls-orphan"

// GoplsOrphan reports language servers that outlived their editor.
var GoplsOrphan = &Check{
	ID:       health.CheckID(goplsOrphan),
	Severity: health.Info,
	Doc: `a gopls that no editor uses

A gopls that outlived its editor serves nobody. It keeps its memory, may hold locks of the module cache, and answers nothing in this window.

The process is a gopls by the build information of its file, belongs to you, and its parent is the system's first process, or what stands in for it: the editor that started it is gone. A shared daemon (-remote=auto, gopls serve -listen) has no editor by design and is not mentioned, nor are gopls's telemetry child, servers of other windows and editors, those of other users, and what has ended and was not waited for.

The fix ends that one process. It is yours to confirm: by then the id may be another program's.

It is not behind anything that does not work in this window, unless memory is short.`,
	Needs: []health.ProbeID{health.ProbeProcesses},
	Messages: map[string]health.Template{
		"orphan": {Title: "A gopls without an editor is still running (process {pid})", Detail: "It takes {memory} of memory and serves nobody: the editor that started it is gone."},
		"parent": {Title: "parent of process {pid}"},
		"since":  {Title: "start of process {pid}"},
		"editor": {Title: "an editor's extension host"},
		"end":    {Title: "End process {pid}"},
	},
	Applies: processesSeen,
	Run:     runGoplsOrphan,
}

func runGoplsOrphan(s *health.Snapshot) []health.Finding {
	c := goplsOrphan
	var out []health.Finding
	for _, p := range s.Processes.List {
		if p.Role != health.RoleGopls || !p.Orphan || p.OtherUser || p.Zombie || listens(p) || ofSidecar(s.Processes, p) {
			continue
		}
		args := health.Args{"pid": number(p.PID), "memory": health.Memory(p.ResidentBytes)}
		f := health.Finding{Severity: health.Info, Subject: number(p.PID), Message: c.say("orphan", args),
			Evidence: []health.Evidence{processSeen(p, c.say("parent", args), number(p.Parent), c.value("editor"))},
			Fixes:    []health.Fix{oneFix("end", health.RiskConfirm, c.say("end", args), endProcess(s, p.PID))}}
		if p.Started != "" {
			f.Evidence = append(f.Evidence, processSeen(p, c.say("since", args), health.V(p.Started), health.Value{}))
		}
		out = append(out, f)
	}
	return out
}

// listens reports a server for several clients, which nobody's end ends.
func listens(p health.Process) bool {
	for _, a := range p.Arguments {
		if flag := strings.TrimLeft(string(a), "-"); flag != string(a) && (flag == "listen" || strings.HasPrefix(flag, "listen=") || strings.HasPrefix(flag, "mcp.listen")) {
			return true
		}
	}
	return false
}
