package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestSlowFilesystem(t *testing.T) {
	on := func(role, kind health.Public, remote bool, micros int64, samples int) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			d := health.FileSystem{Role: role, Path: "/home/ada/go/pkg/mod", Type: kind, Remote: remote, StatMicros: micros, Samples: samples}
			if role == "folder" {
				d.Folder, d.Path = s.Folders[0].Path, s.Folders[0].Path
			}
			s.FileSystems = append(s.FileSystems, d)
		}
	}
	runCases(t, SlowFilesystem, around([]testCase{
		{name: "not-told", state: health.StateNotApplicable},
		{name: "local", change: on("folder", "ext4", false, 0, 0)},
		{name: "slow-local-disk", change: on("folder", "ext4", false, 9000, 200)},
		{name: "fast-share", change: on("folder", "fuse", true, 40, 200)},
		{name: "too-few-files", change: on("folder", "nfs", true, 9000, 3)},
		{name: "wsl", change: on("folder", "9p", true, 1400, 200), want: []health.FindingID{"slow-filesystem:folder"}},
		{name: "module-cache", change: on("GOMODCACHE", "nfs", true, 2100, 150), want: []health.FindingID{"slow-filesystem:GOMODCACHE"}},
		{name: "windows", system: "windows", change: on("folder", "network drive", true, 1400, 200), want: []health.FindingID{"slow-filesystem:folder"}},
	}))
}
