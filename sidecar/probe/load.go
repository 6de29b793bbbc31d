package probe

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// loadProbe adds to System how busy the machine was while the pulse was taken. Windows keeps no such average.
var loadProbe = &Probe{
	ID:       health.ProbeLoad,
	Needs:    []health.ProbeID{health.ProbeMachine, health.ProbePulse},
	Tier:     health.TierStandard,
	Deadline: 2 * time.Second,
	Run: func(_ context.Context, ex *Examination) (Facts, error) {
		average, processors := load(ex.System)
		return func(s *health.Snapshot, _ *Private) {
			if processors > 0 {
				s.System.Load = average / float64(processors)
			}
		}, nil
	},
}

// loadTeller is what macOS tells only through system calls: vm.loadavg and hw.ncpu.
type loadTeller interface {
	Load() (lastMinute float64, processors int)
}

func load(system System) (average float64, processors int) {
	if system.OS() != "linux" {
		if told, ok := system.(loadTeller); ok {
			return told.Load()
		}
		return 0, 0
	}
	text, err := system.ReadFile("/proc/loadavg", 200)
	if err != nil {
		return 0, 0
	}
	if fields := strings.Fields(string(text)); len(fields) > 0 {
		average, _ = strconv.ParseFloat(fields[0], 64)
	}
	// The average is that of the whole machine, so are the processors: a container may be given less of them.
	online, err := system.ReadFile("/sys/devices/system/cpu/online", maxProcFile)
	if err != nil {
		return 0, 0
	}
	return average, countOf(strings.TrimSpace(string(online)))
}

// countOf counts what a list such as 0-3,8 names; 0 if it is none.
func countOf(list string) (n int) {
	for item := range strings.SplitSeq(list, ",") {
		first, last, isRange := strings.Cut(item, "-")
		from, err := strconv.Atoi(first)
		to := from
		if isRange && err == nil {
			to, err = strconv.Atoi(last)
		}
		if err != nil || to < from || to-from > 1<<16 {
			return 0
		}
		n += to - from + 1
	}
	return n
}
