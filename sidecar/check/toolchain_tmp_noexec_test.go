package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestToolchainTmpNoexec(t *testing.T) {
	// mounted is a directory of a role on a file system that starts programs or does not.
	mounted := func(role health.Public, path health.Path, noexec bool) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			source := health.Source{Kind: health.FromDefault, Name: role}
			if v, ok := s.Origin(s.Folders[0].Path, role); ok && role == "GOTMPDIR" {
				source = v.Source
				s.Directories = append(s.Directories, health.Directory{Role: role, Folder: s.Folders[0].Path, Path: path, Exists: true, Directory: true, Writable: true, Source: source})
			}
			s.ExecPlaces = append(s.ExecPlaces, health.ExecPlace{Role: role, Path: path, NoExec: noexec, Source: source})
		}
	}
	tmp, own := []health.FindingID{"toolchain-tmp-noexec:TMPDIR"}, []health.FindingID{"toolchain-tmp-noexec:GOTMPDIR"}
	runCases(t, ToolchainTmpNoexec, []testCase{
		{name: "tmp", change: mounted("TMPDIR", "/tmp", true), want: tmp},
		{name: "tmp-darwin", system: "darwin", change: mounted("TMPDIR", "/private/tmp", true), want: tmp},
		{name: "gotmpdir", change: do(exported("GOTMPDIR", "/mnt/data/tmp"), mounted("TMPDIR", "/tmp", false), mounted("GOTMPDIR", "/mnt/data/tmp", true)), want: own},
		{name: "gotmpdir-of-the-goenv-file", change: do(written("GOTMPDIR", "/mnt/data/tmp"), mounted("GOTMPDIR", "/mnt/data/tmp", true)), want: own},
		{name: "two-folders", change: do(secondFolder, mounted("TMPDIR", "/tmp", true)), want: tmp},
		{name: "gotmpdir-makes-up-for-tmp", change: do(exported("GOTMPDIR", "/home/ada/tmp"), mounted("TMPDIR", "/tmp", true), mounted("GOTMPDIR", "/home/ada/tmp", false))},
		{name: "gotmpdir-that-could-not-be-looked-at", change: do(exported("GOTMPDIR", "/home/ada/tmp"), mounted("TMPDIR", "/tmp", true), func(s *health.Snapshot) {
			s.Directories = append(s.Directories, health.Directory{Role: "GOTMPDIR", Folder: s.Folders[0].Path, Path: "/home/ada/tmp"})
		})},
		{name: "as-usual", change: mounted("TMPDIR", "/tmp", false)},
		{name: "not-looked-at"},
		{name: "windows", system: "windows", change: mounted("TMPDIR", `C:\tmp`, true), state: health.StateNotApplicable},
		{name: "no-go", change: do(mounted("TMPDIR", "/tmp", true), noGo), state: health.StateNotApplicable},
	})
}

// One directory that cannot be written either is one fault; the faults of two directories are two.
func TestToolchainTmpNoexecFolds(t *testing.T) {
	for _, tc := range []struct {
		unusable health.Public
		want     health.FindingID
	}{{"TMPDIR", "tmpdir-unusable:TMPDIR"}, {"GOTMPDIR", ""}} {
		s := healthy("linux")
		s.ExecPlaces = []health.ExecPlace{{Role: "TMPDIR", Path: "/tmp", NoExec: true}}
		other := &Check{ID: TmpdirUnusable.ID, Severity: health.Error, Run: func(*health.Snapshot) []health.Finding {
			return []health.Finding{{Severity: health.Error, Subject: health.V(tc.unusable)}}
		}}
		found, _ := Examine(s, []*Check{other, ToolchainTmpNoexec}, func() float64 { return 0 })
		if len(found) != 2 || found[1].Because != tc.want {
			t.Errorf("%s: %+v", tc.unusable, found)
		}
	}
}
