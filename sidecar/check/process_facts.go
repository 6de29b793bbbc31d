package check

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// maxParents bounds a walk to a process's ancestors: a snapshot may hold a loop.
const maxParents = 40

// processesSeen reports that the tree of processes was looked at.
func processesSeen(s *health.Snapshot) bool {
	return s.Processes.State == health.ProcessesOK || s.Processes.State == health.ProcessesPartial
}

// noProcesses is the answer of a check whose probe could run and saw no processes.
func noProcesses(s *health.Snapshot) []health.Finding {
	return []health.Finding{Open("", message("no-processes", health.Args{"reason": health.V(s.Processes.Reason)}))}
}

// ancestor reports that a process descends from one for which is holds.
func ancestor(t health.ProcessTree, p health.Process, is func(health.Process) bool) bool {
	for range maxParents {
		parent, ok := t.Process(p.Parent)
		if !ok || parent.PID == p.PID {
			return false
		}
		if is(parent) {
			return true
		}
		p = parent
	}
	return false
}

// ofSidecar reports a process that we started ourselves, such as a private gopls.
func ofSidecar(t health.ProcessTree, p health.Process) bool {
	return p.Private || ancestor(t, p, func(a health.Process) bool { return a.Role == health.RoleSidecar || t.Self != 0 && a.PID == t.Self })
}

// ourServers are the living language servers of this window: no private one of ours, nothing that serves another window, none
// that the window left behind.
func ourServers(s *health.Snapshot) []health.Process {
	var out []health.Process
	for _, p := range s.Processes.List {
		if p.Role == health.RoleGopls && p.Window == health.WindowOurs && !p.Zombie && !p.Orphan && !p.OtherUser && !ofSidecar(s.Processes, p) {
			out = append(out, p)
		}
	}
	return out
}

// serverAnswers reports a sign of life that needs no process to be seen, as of a gopls that a wrapper runs in a container: its
// commands, which vanish with it, or an answer.
func serverAnswers(s *health.Snapshot) bool {
	if r := s.Editor.Running; r != nil && r.Asked && r.Error == "" && !r.TimedOut {
		return true
	}
	return slices.ContainsFunc(s.Editor.Commands, func(c health.Public) bool { return strings.HasPrefix(string(c), "gopls.") })
}

// goExtensionUp reports that golang.go started to its end.
func goExtensionUp(s *health.Snapshot) bool {
	e, ok := s.GoExtensionRuns()
	return ok && e.Active && e.Exports && s.Editor.Trusted && slices.Contains(s.Editor.Commands, "go.languageserver.restart")
}

// loadsNow reports a load under way, during which memory and time prove nothing.
func loadsNow(s *health.Snapshot) bool {
	if r := s.Editor.Running; r != nil && r.TimedOut {
		return true
	}
	for i := len(s.Life.Events) - 1; i >= 0; i-- {
		switch s.Life.Events[i].Kind {
		case health.EventLoading:
			return true
		case health.EventLoaded, health.EventStarted, health.EventCrashed, health.EventExited, health.EventGaveUp:
			return false
		}
	}
	return slices.ContainsFunc(goFolders(s), func(f health.Folder) bool {
		r, ok := rung(s, f.Path, 0)
		return ok && r.Judge() == health.RungLoading
	})
}

// processSeen is evidence of a process; its id is the source's.
func processSeen(p health.Process, what health.Message, observed, expected health.Value) health.Evidence {
	return health.Evidence{What: what, Observed: observed, Expected: expected,
		Source: health.Source{Kind: health.FromSystem, Name: health.Public(p.Role), File: p.Executable, PID: p.PID}}
}

// endProcess is the intent to end one process by its id. The id may be another's by the time it is run, so a person confirms it.
func endProcess(s *health.Snapshot, pid int) health.Step {
	id := number(pid)
	if health.Windows(string(s.System.OS)) {
		return runCommand("", health.EffectRestartServer, health.V(health.Public("taskkill")), health.V(health.Public("/F")), health.V(health.Public("/PID")), id)
	}
	return runCommand("", health.EffectRestartServer, health.V(health.Public("kill")), id)
}
