package probe

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// watched is a machine on which others watch.
type watched struct{ *fakeSystem }

func (watched) InotifyUse() (int, int) { return 77, 5 }

func TestWatchLimits(t *testing.T) {
	archive := lines("-- /proc/sys/fs/inotify/max_user_watches --", "8192", "-- /proc/sys/fs/inotify/max_user_instances --", "many")
	editor := Request{Tier: health.TierStandard, Editor: &EditorFacts{}}
	for _, tc := range []struct {
		name    string
		machine System
		request Request
		want    health.WatchLimits
	}{
		{"linux", watched{newFake(t, "linux", archive)}, editor, health.WatchLimits{Watches: 8192, UsedWatches: 77, UsedInstances: 5}},
		{"command line", watched{newFake(t, "linux", archive)}, Request{Tier: health.TierStandard}, health.WatchLimits{}},
		{"mac", watched{newFake(t, "darwin", archive)}, editor, health.WatchLimits{}},
	} {
		if s := examine(t, tc.machine, tc.request, watchLimitsProbe); s.Watch != tc.want {
			t.Errorf("%s: %+v, want %+v", tc.name, s.Watch, tc.want)
		}
	}
}
