package probe

import (
	"reflect"
	"slices"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/process"
)

// maxEnvironments bounds how many processes are asked for their environment: a build has a go below each package.
const maxEnvironments = 40

// everywhereElse are variables of the list that differ from process to process and decide nothing for Go.
var everywhereElse = []string{"PWD", "SHLVL", "SHELL", "TERM_PROGRAM", "LANG", "LC_ALL"}

// environmentRoles are the processes whose environment decides what Go does in an editor.
var environmentRoles = []health.ProcessRole{health.RoleExtensionHost, health.RoleGopls, health.RoleGoplsDaemon, health.RoleGo, health.RoleDlv}

// environments adds what the processes of our window, and those of no other one, were started with.
func (l *treeLook) environments(t *health.ProcessTree) {
	system := l.ex.System.OS()
	if t.Environments = health.EnvironmentsRead; health.Windows(system) {
		t.Environments = health.EnvironmentsClosed
		return
	}
	whole := map[int]*health.ProcessEnvironment{}
	for i := range t.List {
		p := &t.List[i]
		if len(whole) == maxEnvironments || p.OtherUser || p.Zombie || p.Private || p.Window == health.WindowOther || !slices.Contains(environmentRoles, p.Role) {
			continue
		}
		whole[p.PID] = l.environment(system, *p)
	}
	for i := range t.List {
		if p := &t.List[i]; whole[p.PID] != nil {
			p.Environment = against(*t, *p, whole)
		}
	}
}

// environment reads what one process was started with. One that ended meanwhile is no failure: it has none to show.
func (l *treeLook) environment(system string, p health.Process) *health.ProcessEnvironment {
	env, err := l.machine.Environ(p.PID)
	now, gone := l.machine.Look(p.PID)
	switch {
	case gone != nil || now.ID() != l.ids[p.PID]:
		return nil
	case err != nil:
		return &health.ProcessEnvironment{Error: health.Words(err.Error(), stderrKept)}
	case len(env) == 0: // macOS leaves out that of programs it protects
		return &health.ProcessEnvironment{Error: "the system does not show it"}
	}
	out := &health.ProcessEnvironment{}
	out.Variables, out.Hidden = variablesOf(system, env, func(name string) health.Source {
		return health.Source{Kind: health.FromEnvironment, Name: health.Public(name), PID: p.PID}
	})
	out.Variables = slices.DeleteFunc(out.Variables, func(v health.Variable) bool { return slices.Contains(everywhereElse, string(v.Name)) })
	return out
}

// against keeps of an environment what differs from that of the nearest process above.
func against(t health.ProcessTree, p health.Process, whole map[int]*health.ProcessEnvironment) *health.ProcessEnvironment {
	out := *whole[p.PID]
	base := environAbove(t, p, whole)
	if base == 0 || out.Error != "" {
		return &out
	}
	out.Above, out.Variables = base, nil
	above := map[health.Public]health.Value{}
	for _, v := range whole[base].Variables {
		above[v.Name] = v.Value
	}
	for _, v := range whole[p.PID].Variables {
		if was, set := above[v.Name]; !set || !reflect.DeepEqual(was, v.Value) {
			out.Variables = append(out.Variables, v)
		}
		delete(above, v.Name)
	}
	for name := range above {
		out.Unset = append(out.Unset, name)
	}
	slices.Sort(out.Unset)
	return &out
}

// environAbove is the nearest process above that has an environment; 0 if there is none.
func environAbove(t health.ProcessTree, p health.Process, whole map[int]*health.ProcessEnvironment) int {
	for range maxAncestors {
		parent, ok := t.Process(p.Parent)
		if !ok || parent.PID == p.PID {
			return 0
		}
		if e := whole[parent.PID]; e != nil && e.Error == "" {
			return parent.PID
		}
		p = parent
	}
	return 0
}

// idsOf name the processes of a forest for ever.
func idsOf(f process.Forest) map[int]process.ID {
	out := make(map[int]process.ID, len(f.Nodes))
	for pid, n := range f.Nodes {
		out[pid] = n.ID()
	}
	return out
}
