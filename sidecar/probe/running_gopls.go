package probe

import (
	"context"
	"errors"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/process"
)

// Bounds of the search for running servers.
const (
	maxGoplsServers = 10
	maxAncestors    = 30
	maxProcFile     = 4 << 20
)

// runningGoplsProbe fills RunningGopls: the language servers of our window among the processes, with the environment each was
// started with. Only Linux shows that of any process of ours; macOS hides some.
var runningGoplsProbe = &Probe{
	ID:       health.ProbeRunningGopls,
	Needs:    []health.ProbeID{health.ProbeProcesses},
	Tier:     health.TierFast,
	Deadline: 3 * time.Second,
	Run: func(ctx context.Context, ex *Examination) (Facts, error) {
		seen := runningGopls(ex)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return func(s *health.Snapshot, _ *Private) { s.RunningGopls = seen }, nil
	},
}

func runningGopls(ex *Examination) health.RunningGopls {
	tree := ex.Snapshot.Processes
	system, ok := ex.System.(processSystem)
	if !ok || ex.Request.Editor == nil || ex.Request.Editor.HostPID <= 0 || health.Windows(ex.System.OS()) {
		return health.RunningGopls{State: health.RunningNotAsked}
	}
	if tree.State == health.ProcessesFailed || tree.State == health.ProcessesNotAsked {
		return health.RunningGopls{State: health.RunningNotAsked, Reason: tree.Reason}
	}
	out := health.RunningGopls{State: health.RunningNone}
	for _, p := range tree.Servers() {
		if len(out.Servers) == maxGoplsServers {
			break
		}
		server, err := goplsServer(ex.System.OS(), system.Processes(), p)
		if errors.Is(err, process.ErrGone) {
			continue
		}
		out.State, out.Servers = health.RunningOK, append(out.Servers, server)
	}
	return out
}

// goplsServer reads the environment of a server that is there still.
func goplsServer(system string, machine process.Machine, p health.Process) (health.GoplsServer, error) {
	out := health.GoplsServer{PID: p.PID, Path: p.Executable, Forwards: p.Forwards}
	if detail := machine.Detail(p.PID); len(detail.Arguments) > 0 && p.Emulator == "" {
		out.Path = cleanedPath(detail.Arguments[0])
	}
	env, err := machine.Environ(p.PID)
	if _, gone := machine.Look(p.PID); gone != nil {
		return out, gone
	}
	if err != nil {
		out.Error = health.Words(err.Error(), stderrKept)
		return out, nil
	}
	source := func(name string) health.Source {
		return health.Source{Kind: health.FromEnvironment, Name: health.Public(name), PID: p.PID}
	}
	out.Variables, out.Hidden = variablesOf(system, env, source)
	return out, nil
}
