package probe

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/process"
)

// Revise is a snapshot as far as it still holds after something happened to the language servers, for which life speaks: servers
// that ended are in no tree any more, and where none is left the editor's commands and answers went with it. The snapshot given is
// not changed.
//
// Where the system shows its processes, servers of the tree that no event names are looked for.
func Revise(system System, seen *health.Snapshot, life health.Life) *health.Snapshot {
	out := *seen
	out.Life = life
	out.Probes = slices.Clone(seen.Probes)
	for i := range out.Probes { // the look at their life may have been late; now there is one
		if out.Probes[i].ID == health.ProbeLife {
			out.Probes[i].State, out.Probes[i].Error = health.ProbeOK, ""
		}
	}
	ended := endedServers(life)
	out.Processes.List = slices.DeleteFunc(slices.Clone(seen.Processes.List), func(p health.Process) bool {
		return ended[p.PID] || p.Role == health.RoleGopls && isGone(system, p)
	})
	out.RunningGopls.Servers = slices.DeleteFunc(slices.Clone(seen.RunningGopls.Servers), func(g health.GoplsServer) bool { return ended[g.PID] })
	if life.Alive != 0 {
		return &out
	}
	out.Editor.Running = nil
	out.Editor.Commands = slices.DeleteFunc(slices.Clone(seen.Editor.Commands), func(c health.Public) bool { return strings.HasPrefix(string(c), "gopls.") })
	out.Ladders = slices.Clone(seen.Ladders)
	for i := range out.Ladders {
		rungs := slices.Clone(out.Ladders[i].Rungs)
		for at, r := range rungs {
			if r.Rung == 0 {
				rungs[at] = health.Rung{Rung: 0, State: health.RungSkipped, Reason: say("rung-not-asked", health.Args{"reason": reasonOr("")})}
			}
		}
		out.Ladders[i].Rungs = rungs
	}
	return &out
}

// isGone reports a process that does not run any more, or whose id is another one's by now.
func isGone(system System, p health.Process) bool {
	shows, ok := system.(processSystem)
	if !ok {
		return false
	}
	machine := shows.Processes()
	now, err := machine.Look(p.PID)
	return err != nil || now.Zombie || startOf(machine, now) != p.Started
}

// endedServers are the process ids whose last event is an end. The system may have given one of them to a newer server.
func endedServers(life health.Life) map[int]bool {
	out := map[int]bool{}
	for _, e := range life.Events {
		switch {
		case e.PID == 0:
		case e.Kind == health.EventCrashed, e.Kind == health.EventExited:
			out[e.PID] = true
		case e.Kind == health.EventStarted:
			delete(out, e.PID)
		}
	}
	delete(out, life.Alive)
	return out
}

// startOf is when a process began, as the snapshot has it; empty where that is not known.
func startOf(machine process.Machine, e process.Entry) health.Public {
	at := machine.Time(e.Started)
	if at.IsZero() {
		return ""
	}
	return health.Public(at.UTC().Format("2006-01-02T15:04:05.000Z07:00"))
}
