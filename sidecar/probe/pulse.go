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
// server; rung 1 is a private one, which is a burden, so that a background run asks it only in need (DESIGN §3). Rungs 2 and 3
// tell where the cause of a failing rung 1 lies, for who asked.
var pulseProbe = &Probe{
	ID: health.ProbePulse,
	Needs: []health.ProbeID{
		health.ProbeEditor, health.ProbeToolLookup, health.ProbeGoLookup, health.ProbeGoEnv, health.ProbeFolders, health.ProbeSettings,
		health.ProbeToolEnv, health.ProbeGOENV, health.ProbeModuleCache,
	},
	Tier:     health.TierStandard,
	Deadline: pulseLimit + 5*time.Second,
	Run: func(ctx context.Context, ex *Examination) (Facts, error) {
		answers := runningAnswers(ex)
		taken := takePulse(ctx, ex, answers)
		return func(s *health.Snapshot, _ *Private) {
			if len(answers) > 0 { // others read the old value
				running := *s.Editor.Running
				running.Answers = answers
				s.Editor.Running = &running
			}
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

func takePulse(ctx context.Context, ex *Examination, answers []health.RunningAnswers) []pulse {
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
	below := newLowerRungs(ex)
	defer below.release()
	out := make([]pulse, len(folders))
	each(len(folders), foldersParallel, func(i int) {
		out[i] = pulseOf(ctx, ex, folders[i], answersIn(answers, folders[i].Path), below)
	})
	return out
}

// pulseOf asks the rungs of a folder. All of them are asked side by side; where only a failing rung 1 calls for the lower ones,
// it leaves them a part of the time.
func pulseOf(ctx context.Context, ex *Examination, f health.Folder, answers []health.Answer, below *lowerRungs) pulse {
	p := pulse{ladder: health.Ladder{Folder: f.Path}}
	zero, asked := rungZero(ex, f, answers)
	if asked {
		p.ladder.Rungs = append(p.ladder.Rungs, zero)
	}
	if thorough(ex) {
		var one health.Rung
		var lower []health.Rung
		each(2, 2, func(i int) {
			if i == 0 {
				one = p.rungOne(ctx, ex, f, zero, asked, below)
			} else {
				lower = below.of(ctx, f)
			}
		})
		p.ladder.Rungs = append(append(p.ladder.Rungs, one), lower...)
		return p
	}
	first, cancel := ctx, context.CancelFunc(func() {})
	if !ex.Request.Background {
		first, cancel = leaving(ctx)
	}
	one := p.rungOne(first, ex, f, zero, asked, below)
	cancel()
	p.ladder.Rungs = append(p.ladder.Rungs, one)
	switch {
	case ex.Request.Background:
		p.ladder.Rungs = append(p.ladder.Rungs, skippedRungs(say("rung-unasked", nil))...)
	case one.Judge() != health.RungFails:
		p.ladder.Rungs = append(p.ladder.Rungs, skippedRungs(say("rung-not-needed", nil))...)
	default:
		p.ladder.Rungs = append(p.ladder.Rungs, below.of(ctx, f)...)
	}
	return p
}

func (p *pulse) rungOne(ctx context.Context, ex *Examination, f health.Folder, zero health.Rung, asked bool, below *lowerRungs) health.Rung {
	if reason, spared := spareRungOne(ex, f, zero, asked); spared {
		return health.Rung{Rung: 1, State: health.RungSkipped, Reason: reason}
	}
	return below.inTurn(ctx, 1, func() health.Rung {
		ex.Progress(fmt.Sprintf("asking a private gopls in %s", f.Path))
		one := privateServer{ex: ex, folder: f}
		rung := one.rung(ctx)
		p.list, p.needed = one.list, one.needed
		return rung
	})
}

// spareRungOne says why no private server is to be started in the folder.
func spareRungOne(ex *Examination, f health.Folder, zero health.Rung, asked bool) (health.Message, bool) {
	reason, spared := spareServer(ex, f)
	switch {
	case spared:
		return reason, true
	case f.GoFiles == 0:
		return say("rung-no-files", nil), true
	case !ex.Request.Background || thorough(ex):
		return health.Message{}, false
	case asked && zero.Judge() == health.RungLoading:
		return say("rung-loading", nil), true
	case asked && (zero.Standing() || zero.Judge() == health.RungHolds):
		return say("rung-spared", nil), true
	}
	if free, known := freeMemory(ex.System); known && free < memoryNeeded {
		return say("rung-memory", nil), true
	}
	return health.Message{}, false
}

// spareServer says why no private server is to be started at all.
func spareServer(ex *Examination, f health.Folder) (health.Message, bool) {
	gopls, _ := ex.Snapshot.Lookup(f.Path, "gopls", health.ForEditor)
	goFailure := ex.Snapshot.GoEnv(f.Path).Failure
	switch {
	case ex.Request.Untrusted:
		return say("rung-untrusted", nil), true
	case f.State != health.FolderOK:
		return say("rung-no-folder", nil), true
	case gopls.Path == "":
		return say("rung-no-gopls", nil), true
	case goFailure == health.GoHangs || goFailure == health.GoFloods:
		return say("rung-no-go", nil), true // every question would time out, and the cause is known
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
