package probe

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/image"
	"github.com/govitals/govitals/sidecar/process"
)

// Bounds of what is kept of processes.
const (
	maxTreeProcesses = 400
	maxCommand       = 20  // arguments
	maxWord          = 300 // bytes of each
)

// cpuSample is how long processor times are compared for. Linux counts them in steps of 10 ms.
const cpuSample = 250 * time.Millisecond

// processSystem is a system that shows its processes. Recorded machines that have none do not.
type processSystem interface {
	Processes() process.Machine
}

// Processes are those of this machine.
func (Machine) Processes() process.Machine { return process.Machine{} }

// processesProbe fills Processes: in tier fast the ancestors of our window's extension host and what is below it, otherwise the
// whole tree of the editor, or on the command line that of the terminal.
var processesProbe = &Probe{
	ID:       health.ProbeProcesses,
	Tier:     health.TierFast,
	Deadline: 5 * time.Second,
	Run: func(ctx context.Context, ex *Examination) (Facts, error) {
		seen, err := processTree(ctx, ex)
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		return func(s *health.Snapshot, _ *Private) { s.Processes = seen }, nil
	},
}

func processTree(ctx context.Context, ex *Examination) (health.ProcessTree, error) {
	system, ok := ex.System.(processSystem)
	if !ok {
		return health.ProcessTree{State: health.ProcessesNotAsked}, nil
	}
	l := &treeLook{ex: ex, machine: system.Processes(), builds: map[string]*health.Build{}, builtOf: map[int]*health.Build{}}
	scope := process.Scope{Self: l.machine.Self(), Around: ex.Request.Process, Whole: ex.Request.Tier.Covers(health.TierStandard), Most: maxTreeProcesses, Package: l.packageOf}
	if ex.Request.Editor != nil {
		scope.Host = ex.Request.Editor.HostPID
	}
	forest, err := l.machine.Gather(ctx, scope)
	switch {
	case errors.Is(err, process.ErrGone):
		return health.ProcessTree{State: health.ProcessesFailed, Reason: "there is no such process"}, nil
	case err != nil:
		return health.ProcessTree{}, err
	}
	return l.tree(ctx, forest), nil
}

// treeLook is one look at the processes. Executables are read once each.
type treeLook struct {
	ex      *Examination
	machine process.Machine
	builds  map[string]*health.Build
	builtOf map[int]*health.Build
	ids     map[int]process.ID
}

// packageOf reads what the Go linker recorded in the program that a process runs; of one that lost its file, from the process.
func (l *treeLook) packageOf(pid int, r process.Running) string {
	if r.Program == "" {
		return ""
	}
	build, known := l.builds[r.Program]
	if !known {
		build = l.read(pid, r)
		l.builds[r.Program] = build
	}
	l.builtOf[pid] = build
	if build == nil {
		return ""
	}
	return string(build.Package)
}

func (l *treeLook) read(pid int, r process.Running) *health.Build {
	f, err := l.machine.OpenProgram(pid, r)
	if err != nil {
		return nil
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return nil
	}
	bounded := image.Bound(f, maxRead)
	file, err := image.Read(bounded, info.Size())
	if err != nil {
		return nil
	}
	for _, s := range file.Slices {
		c, _ := s.Commands(bounded)
		if build := s.Build(bounded, c); build != nil && build.Package != "" {
			return build
		}
	}
	return nil
}

// tree makes facts of what was gathered.
func (l *treeLook) tree(ctx context.Context, f process.Forest) health.ProcessTree {
	out := health.ProcessTree{
		State: health.ProcessesOK, Root: f.Root, Host: f.Host, Self: f.Self, Native: health.Public(f.Native), NativeBy: health.Public(f.By), Cut: f.Cut, Total: f.Total,
	}
	if f.Err != nil {
		out.State, out.Reason = health.ProcessesPartial, health.Words(f.Err.Error(), stderrKept)
	}
	pids := make([]int, 0, len(f.Nodes))
	for pid := range f.Nodes {
		pids = append(pids, pid)
	}
	slices.Sort(pids)
	before, at := l.times(f, pids), l.ex.System.Now()
	var waited <-chan time.Time
	// Somebody may look at it: in an editor, or because the tree alone is asked for.
	if l.ex.Request.Tier.Covers(health.TierStandard) && (f.Host != 0 || len(l.ex.Request.Folders) == 0) {
		waited = l.ex.System.After(cpuSample)
	}
	for _, pid := range pids {
		out.List = append(out.List, l.process(ctx, f, pid))
	}
	if l.ex.Request.Tier.Covers(health.TierStandard) {
		l.ids = idsOf(f)
		l.environments(&out)
	}
	if waited == nil {
		return out
	}
	select {
	case <-waited:
	case <-ctx.Done():
		return out
	}
	now, passed := l.times(f, pids), l.ex.System.Now().Sub(at)
	for i := range out.List {
		p := &out.List[i]
		if was, ok := before[p.PID]; ok && passed > 0 && now[p.PID] >= was {
			p.CPUPercent = float64(int(1000*float64(now[p.PID]-was)/float64(passed))) / 10
		}
	}
	return out
}

// times are the processor times of processes that still run. On Linux alone a look at one is cheap.
func (l *treeLook) times(f process.Forest, pids []int) map[int]time.Duration {
	out := make(map[int]time.Duration, len(pids))
	for _, pid := range pids {
		if e, err := l.machine.Look(pid); err == nil && e.ID() == f.Nodes[pid].ID() && e.CPU > 0 {
			out[pid] = e.CPU
		}
	}
	return out
}
