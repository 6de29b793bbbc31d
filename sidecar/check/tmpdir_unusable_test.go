package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// tmp sets the facts of the temporary directory, or of one that GOTMPDIR names.
func tmp(role health.Public, path health.Path, source health.Source, change func(*health.Directory)) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		d := health.Directory{Role: role, Folder: s.Folders[0].Path, Path: path, Source: source, Exists: true, Directory: true, Writable: true,
			FreeBytes: 50 << 30, FreeInodes: -1}
		if change != nil {
			change(&d)
		}
		for i := range s.Directories {
			if s.Directories[i].Role == role {
				s.Directories[i] = d
				return
			}
		}
		s.Directories = append(s.Directories, d)
	}
}

func TestTmpdirUnusable(t *testing.T) {
	shell := func(name health.Public) health.Source { return health.Source{Kind: health.FromEnvironment, Name: name} }
	absent := func(d *health.Directory) { d.Exists, d.Directory, d.Writable = false, false, false }
	denied := func(d *health.Directory) { d.Writable, d.Error = false, "permission denied" }
	inFile := health.Source{Kind: health.FromGOENV, Name: "GOTMPDIR", File: "/home/ada/.config/go/env", Line: 1}
	runCases(t, TmpdirUnusable, []testCase{
		{name: "healthy"},
		{name: "healthy-windows", system: "windows"},
		{name: "s60-gotmpdir", want: []health.FindingID{"tmpdir-unusable:GOTMPDIR"}, change: tmp("GOTMPDIR", "/nonexistent", inFile, absent)},
		{name: "s60b-tmpdir", want: []health.FindingID{"tmpdir-unusable:TMPDIR"}, change: do(inEditor, tmp("TMPDIR", "/nonexistent/tmp", shell("TMPDIR"), absent))},
		{name: "windows-tmp", system: "windows", want: []health.FindingID{"tmpdir-unusable:TMPDIR"}, change: tmp("TMPDIR", `R:\tmp`, shell("TMP"), absent)},
		{name: "not-writable", want: []health.FindingID{"tmpdir-unusable:TMPDIR"}, change: tmp("TMPDIR", "/tmp", health.Source{Kind: health.FromDefault}, denied)},
		{name: "a-file", want: []health.FindingID{"tmpdir-unusable:GOTMPDIR"}, change: tmp("GOTMPDIR", "/home/ada/tmp", shell("GOTMPDIR"), func(d *health.Directory) { d.Directory = false })},
		{name: "full", want: []health.FindingID{"tmpdir-unusable:TMPDIR"}, change: tmp("TMPDIR", "/tmp", health.Source{Kind: health.FromDefault}, func(d *health.Directory) { d.FreeBytes = 0 })},
		{name: "gotmpdir-makes-up-for-it", want: []health.FindingID{"tmpdir-unusable:TMPDIR"},
			change: do(tmp("GOTMPDIR", "/home/ada/tmp", shell("GOTMPDIR"), nil), tmp("TMPDIR", "/gone", shell("TMPDIR"), absent))},
		{name: "both", want: []health.FindingID{"tmpdir-unusable:GOTMPDIR", "tmpdir-unusable:TMPDIR"},
			change: do(tmp("GOTMPDIR", "/gone", shell("GOTMPDIR"), absent), tmp("TMPDIR", "/gone-too", shell("TMPDIR"), absent))},
		{name: "gotmpdir-works", change: tmp("GOTMPDIR", "/home/ada/tmp", shell("GOTMPDIR"), nil)},
		{name: "gotmpdir-unset", change: tmp("GOTMPDIR", "", health.Source{Kind: health.FromDefault}, absent)},
		{name: "not-looked-at", state: health.StateInconclusive, change: func(s *health.Snapshot) { s.Directories = nil }},
	})
}
