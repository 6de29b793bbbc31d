package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoplsLoadSlow(t *testing.T) {
	loads := func(ms ...int64) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			for _, took := range ms {
				s.Life.Events = append(s.Life.Events, health.LifeEvent{Kind: health.EventLoading}, health.LifeEvent{Kind: health.EventLoaded, TookMs: took, From: health.FromLogs})
			}
		}
	}
	fresh := func(ms int64, packages int) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			s.Ladders[0].Rungs[0].Load.TookMs, s.Ladders[0].Rungs[0].Load.Packages = ms, packages
		}
	}
	running := func(ms int64) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			s.Ladders[0].Rungs[0] = health.Rung{Rung: 1, Load: health.Load{State: health.LoadRunning}, TookMs: ms}
		}
	}
	want := []health.FindingID{"gopls-load-slow"}
	runCases(t, GoplsLoadSlow, around([]testCase{
		{name: "quick", change: do(window, loads(900), fresh(700, 12))},
		{name: "nothing-known"},
		{name: "first-load-fills-the-caches", change: do(window, loads(180_000), fresh(2_000, 12))},
		{name: "one-slow-load-alone", change: do(window, loads(180_000))},
		{name: "slow-each-time", change: do(window, loads(180_000, 150_000)), want: want},
		{name: "slow-each-time-darwin", system: "darwin", change: do(window, loads(180_000), fresh(150_000, 20)), want: want},
		{name: "slow-each-time-windows", system: "windows", change: do(window, loads(180_000), fresh(150_000, 20)), want: want},
		{name: "slow-for-its-size", change: do(window, loads(180_000), fresh(150_000, 1500))},
		{name: "slow-since", change: do(window, loads(2_000, 45_000, 50_000)), want: want},
		{name: "slow-once-then-quick", change: do(window, loads(180_000, 170_000, 3_000))},
		{name: "load-in-progress", change: do(window, running(60_000))},
		{name: "load-in-progress-far-beyond", change: do(window, loads(3_000), running(60_000)), want: want},
		{name: "with-what-takes-time", change: do(window, loads(180_000, 150_000), stalled(20_000, 0, health.WaitCPU, health.Value{}), func(s *health.Snapshot) {
			s.FileSystems = []health.FileSystem{{Role: "folder", Folder: s.Folders[0].Path, Path: s.Folders[0].Path, Type: "nfs", Remote: true, StatMicros: 80, Samples: 200}}
		}), want: want},
	}))
}
