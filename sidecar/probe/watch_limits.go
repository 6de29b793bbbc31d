package probe

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// watchLimitsProbe fills Watch. Only Linux has such limits, and only an editor watches.
var watchLimitsProbe = &Probe{
	ID:       health.ProbeWatchLimits,
	Tier:     health.TierStandard,
	Deadline: 3 * time.Second,
	Run: func(_ context.Context, ex *Examination) (Facts, error) {
		var seen health.WatchLimits
		if ex.System.OS() == "linux" && ex.Request.Editor != nil {
			seen.Watches = readNumber(ex.System, "/proc/sys/fs/inotify/max_user_watches")
			seen.Instances = readNumber(ex.System, "/proc/sys/fs/inotify/max_user_instances")
			if counter, ok := ex.System.(interface{ InotifyUse() (int, int) }); ok {
				seen.UsedWatches, seen.UsedInstances = counter.InotifyUse()
			}
		}
		return func(s *health.Snapshot, _ *Private) { s.Watch = seen }, nil
	},
}

func readNumber(system System, file string) int {
	b, err := system.ReadFile(file, 100)
	if err != nil {
		return 0
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(b)))
	if err != nil || n < 0 {
		return 0
	}
	return n
}
