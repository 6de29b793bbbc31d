package probe

import (
	"context"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// Bounds of the search for running servers.
const (
	maxGoplsServers = 10
	maxAncestors    = 30
	maxProcFile     = 4 << 20
)

// runningGoplsProbe fills RunningGopls: the gopls processes below the editor's extension host, with the environment each was
// started with. Only Linux shows that without asking the process.
var runningGoplsProbe = &Probe{
	ID:       health.ProbeRunningGopls,
	Tier:     health.TierFast,
	Deadline: 3 * time.Second,
	Run: func(ctx context.Context, ex *Examination) (Facts, error) {
		seen := runningGopls(ctx, ex)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return func(s *health.Snapshot, _ *Private) { s.RunningGopls = seen }, nil
	},
}

func runningGopls(ctx context.Context, ex *Examination) health.RunningGopls {
	if ex.System.OS() != "linux" || ex.Request.Editor == nil || ex.Request.Editor.HostPID <= 0 {
		return health.RunningGopls{State: health.RunningNotAsked}
	}
	processes, err := ex.System.ReadDir("/proc", maxProcessEntries)
	if err != nil {
		return health.RunningGopls{State: health.RunningNotAsked, Reason: health.Words(err.Error(), stderrKept)}
	}
	out := health.RunningGopls{State: health.RunningNone}
	for _, p := range processes {
		pid, err := strconv.Atoi(p.Name())
		if err != nil || ctx.Err() != nil {
			continue
		}
		if server, ok := goplsServer(ex, pid); ok && len(out.Servers) < maxGoplsServers {
			out.State, out.Servers = health.RunningOK, append(out.Servers, server)
		}
	}
	slices.SortFunc(out.Servers, func(a, b health.GoplsServer) int { return a.PID - b.PID })
	return out
}

// maxProcessEntries bounds the entries of /proc.
const maxProcessEntries = 50_000

// goplsServer looks whether a process is a language server of this window: called gopls by its command line, and below the
// extension host. gopls starts itself once more, with the argument "** telemetry **"; that one serves nobody.
func goplsServer(ex *Examination, pid int) (health.GoplsServer, bool) {
	dir := "/proc/" + strconv.Itoa(pid)
	raw, err := ex.System.ReadFile(dir+"/cmdline", maxProcFile)
	if err != nil || len(raw) == 0 {
		return health.GoplsServer{}, false
	}
	args := strings.Split(strings.TrimSuffix(string(raw), "\x00"), "\x00")
	if path.Base(args[0]) != "gopls" || slices.Contains(args[1:], "** telemetry **") || !below(ex.System, pid, ex.Request.Editor.HostPID) {
		return health.GoplsServer{}, false
	}
	out := health.GoplsServer{PID: pid, Path: health.Path(health.CleanText(args[0])), Forwards: slices.ContainsFunc(args[1:], forwards)}
	raw, err = ex.System.ReadFile(dir+"/environ", maxProcFile)
	if err != nil {
		out.Error = health.Words(err.Error(), stderrKept)
		return out, true
	}
	source := func(name string) health.Source {
		return health.Source{Kind: health.FromEnvironment, Name: health.Public(name), PID: pid}
	}
	out.Variables, out.Hidden = variablesOf("linux", strings.Split(string(raw), "\x00"), source)
	return out, true
}

// forwards reports the flag that makes a gopls hand everything to a shared one.
func forwards(arg string) bool {
	arg = strings.TrimPrefix(arg, "-")
	return strings.HasPrefix(arg, "-remote=") || strings.HasPrefix(arg, "remote=") || arg == "remote"
}

// below reports that a process descends from another one.
func below(system System, pid, ancestor int) bool {
	for range maxAncestors {
		if pid = parentOf(system, pid); pid == ancestor {
			return true
		}
		if pid <= 1 {
			return false
		}
	}
	return false
}

// parentOf reads the parent out of /proc/PID/stat. The name in it may hold blanks and brackets; what follows the last bracket
// is the state and the parent (proc(5)).
func parentOf(system System, pid int) int {
	raw, err := system.ReadFile("/proc/"+strconv.Itoa(pid)+"/stat", maxProcFile)
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(raw)[strings.LastIndexByte(string(raw), ')')+1:])
	if len(fields) < 2 {
		return 0
	}
	parent, err := strconv.Atoi(fields[1])
	if err != nil {
		return 0
	}
	return parent
}
