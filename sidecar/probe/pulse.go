package probe

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"golang.org/x/mod/module"

	"github.com/govitals/govitals/sidecar/health"
)

// pulseProbe takes the pulse: it fills Ladders, one for each folder with Go. Rung 0 is what the editor saw of the user's own
// server; rung 1 is a private one, which is a burden, so that a background run asks it only in need (DESIGN §3).
var pulseProbe = &Probe{
	ID: health.ProbePulse,
	Needs: []health.ProbeID{
		health.ProbeEditor, health.ProbeToolLookup, health.ProbeGoLookup, health.ProbeGoEnv, health.ProbeFolders, health.ProbeSettings,
		health.ProbeToolEnv, health.ProbeGOENV, health.ProbeModuleCache,
	},
	Tier:     health.TierStandard,
	Deadline: pulseLimit + 5*time.Second,
	Run: func(ctx context.Context, ex *Examination) (Facts, error) {
		taken := takePulse(ctx, ex)
		return func(s *health.Snapshot, _ *Private) {
			for _, p := range taken {
				s.Ladders = append(s.Ladders, p.ladder)
				if p.list != nil {
					s.Lists = append(s.Lists, *p.list)
				}
			}
			s.Missing = markNeeded(s.Missing, taken)
		}, nil
	},
}

const (
	pulseDeadline = 45 * time.Second
	pulseLimit    = 30 * time.Minute // a longer deadline must be asked for with Request.Timeout
	pulseReserve  = time.Second
	pulseParallel = 2
	memoryNeeded  = 1 << 30
)

// pulse is what was seen in one folder.
type pulse struct {
	ladder health.Ladder
	list   *health.GoList
	needed []module.Version
}

func takePulse(ctx context.Context, ex *Examination) []pulse {
	limit := pulseDeadline
	if ex.Request.Timeout > 0 {
		limit = ex.Request.Timeout
	}
	if deadline, ok := ctx.Deadline(); ok { // to come late would lose all that was seen
		limit = min(limit, time.Until(deadline)-pulseReserve)
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var folders []health.Folder
	for _, f := range ex.Snapshot.Folders {
		if f.HasGo() {
			folders = append(folders, f)
		}
	}
	out := make([]pulse, len(folders))
	each(len(folders), pulseParallel, func(i int) { out[i] = pulseOf(ctx, ex, folders[i]) })
	return out
}

func pulseOf(ctx context.Context, ex *Examination, f health.Folder) pulse {
	p := pulse{ladder: health.Ladder{Folder: f.Path}}
	zero, asked := rungZero(ex.Snapshot.Editor, f)
	if asked {
		p.ladder.Rungs = append(p.ladder.Rungs, zero)
	}
	if reason, spared := spareRungOne(ex, f, zero, asked); spared {
		p.ladder.Rungs = append(p.ladder.Rungs, health.Rung{Rung: 1, State: health.RungSkipped, Reason: reason})
		return p
	}
	ex.Progress(fmt.Sprintf("asking a private gopls in %s", f.Path))
	one := privateServer{ex: ex, folder: f}
	p.ladder.Rungs = append(p.ladder.Rungs, one.rung(ctx))
	p.list, p.needed = one.list, one.needed
	return p
}

// rungZero is what the editor saw. asked is false on the command line.
func rungZero(editor health.Editor, f health.Folder) (r health.Rung, asked bool) {
	running := editor.Running
	if !editor.Present {
		return r, false
	}
	r = health.Rung{Rung: 0, State: health.RungUnclear}
	switch {
	case running == nil:
		r.State, r.Reason = health.RungSkipped, say("rung-not-asked", health.Args{"reason": reasonOr("")})
		return r, true
	case !running.Asked:
		r.State, r.Reason = health.RungSkipped, say("rung-not-asked", health.Args{"reason": reasonOr(running.Reason)})
		return r, true
	}
	r.TookMs = running.TookMs
	r.Load = health.Load{State: health.LoadLoaded, Views: viewsOf(running, f), Packages: running.Packages, TookMs: running.TookMs}
	switch {
	case running.TimedOut:
		r.Load.State = health.LoadRunning
	case running.Error != "":
		r.Load.State = health.LoadUnknown
		r.Load.Messages = []health.Text{running.Error}
	case running.ViewsNil || r.Load.Views == 0:
		r.Load.State, r.FailedStage = health.LoadFailed, health.StageLoad
	}
	r.State = r.Judge()
	return r, true
}

func reasonOr(told health.Text) health.Value {
	if told == "" {
		return health.Say("say.no-reason")
	}
	return health.V(told)
}

// viewsOf counts the views of a folder. A server with views of other folders only does not serve this one.
func viewsOf(running *health.Running, f health.Folder) int {
	n := 0
	for _, v := range running.Views {
		if v.Folder == "" || v.Folder == f.Path || v.Folder == f.Real || v.Root == f.Path || v.Root == f.Real {
			n++
		}
	}
	return n
}

// spareRungOne says why no private server is to be started.
func spareRungOne(ex *Examination, f health.Folder, zero health.Rung, asked bool) (health.Message, bool) {
	gopls, _ := ex.Snapshot.Lookup(f.Path, "gopls", health.ForEditor)
	goFailure := ex.Snapshot.GoEnv(f.Path).Failure
	switch {
	case ex.Request.Untrusted:
		return say("rung-untrusted", nil), true
	case f.State != health.FolderOK:
		return say("rung-no-folder", nil), true
	case gopls.Path == "":
		return say("rung-no-gopls", nil), true
	case f.GoFiles == 0:
		return say("rung-no-files", nil), true
	case goFailure == health.GoHangs || goFailure == health.GoFloods:
		return say("rung-no-go", nil), true // every question would time out, and the cause is known
	case !ex.Request.Background:
		return health.Message{}, false
	case asked && zero.Load.State == health.LoadRunning:
		return say("rung-loading", nil), true
	case asked && zero.Standing():
		return say("rung-spared", nil), true
	}
	if free, known := freeMemory(ex.System); known && free < memoryNeeded {
		return say("rung-memory", nil), true
	}
	return health.Message{}, false
}

func say(name string, args health.Args) health.Message {
	return health.Message{ID: health.MessageID("say." + name), Args: args}
}

// freeMemory is what Linux says can be had without swapping; other systems are not asked.
func freeMemory(system System) (bytesFree int64, known bool) {
	if system.OS() != "linux" {
		return 0, false
	}
	b, err := system.ReadFile("/proc/meminfo", 64<<10)
	if err != nil {
		return 0, false
	}
	for line := range bytes.Lines(b) {
		rest, ok := bytes.CutPrefix(line, []byte("MemAvailable:"))
		if !ok {
			continue
		}
		kilobytes, err := strconv.ParseInt(string(bytes.TrimSuffix(bytes.TrimSpace(rest), []byte(" kB"))), 10, 64)
		return kilobytes << 10, err == nil
	}
	return 0, false
}

// markNeeded notes which missing modules go asked for. The list is shared with other readers, so it is copied.
func markNeeded(missing []health.MissingModule, taken []pulse) []health.MissingModule {
	out := slices.Clone(missing)
	for _, p := range taken {
		for _, n := range p.needed {
			for i := range out {
				if string(out[i].Path) == n.Path && string(out[i].Version) == n.Version {
					out[i].Needed = true
				}
			}
		}
	}
	return out
}
