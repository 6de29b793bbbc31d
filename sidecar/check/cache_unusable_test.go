package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// place changes what is known of a directory in every folder.
func onDisk(role health.Public, change func(*health.Directory)) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		for i := range s.Directories {
			if s.Directories[i].Role == role {
				change(&s.Directories[i])
			}
		}
	}
}

func lacking(s *health.Snapshot) {
	s.Missing = []health.MissingModule{{GoMod: s.Folders[0].Modules[0].File, Path: "rsc.io/quote", Version: "v1.5.2"}}
}

func TestCacheUnusable(t *testing.T) {
	bad := pulse(health.PulseBad)
	off := func(d *health.Directory) {
		*d = health.Directory{Role: d.Role, Folder: d.Folder, Problem: "off", Source: health.Source{Kind: health.FromEnvironment, Name: d.Role}, FreeBytes: -1, FreeInodes: -1}
	}
	readOnly := func(d *health.Directory) { d.Writable, d.ReadOnly = false, true }
	denied := func(d *health.Directory) { d.Writable, d.Error = false, "permission denied" }
	absent := func(d *health.Directory) { d.Exists, d.Directory, d.Writable = false, false, false }
	roots := func(d *health.Directory) {
		d.Sampled, d.Foreign, d.ForeignEx = 300, 12, d.Path+"/7a/7a01-d"
	}
	gocache := []health.FindingID{"cache-unusable:GOCACHE"}
	modcache := []health.FindingID{"cache-unusable:GOMODCACHE"}
	runCases(t, CacheUnusable, []testCase{
		{name: "healthy"},
		{name: "healthy-windows", system: "windows"},
		{name: "s26-not-writable", want: gocache, change: do(bad, onDisk("GOCACHE", denied))},
		{name: "s26-windows", system: "windows", want: gocache, change: do(bad, onDisk("GOCACHE", denied))},
		{name: "s26-cannot-be-created", want: gocache, change: do(bad, onDisk("GOCACHE", absent))},
		{name: "s26b-off", want: gocache, change: do(inEditor, bad, onDisk("GOCACHE", off))},
		{name: "s26c-relative", want: gocache, change: do(bad, onDisk("GOCACHE", func(d *health.Directory) {
			off(d)
			d.Problem, d.Path, d.Source = "relative", "cache", health.Source{Kind: health.FromGOENV, Name: "GOCACHE", File: "/home/ada/.config/go/env", Line: 1}
		}))},
		{name: "s26d-no-home", want: gocache, change: do(bad, onDisk("GOCACHE", func(d *health.Directory) {
			off(d)
			d.Problem, d.Source = "undefined", health.Source{Kind: health.FromDefault}
		}))},
		{name: "a-file-in-its-place", want: gocache, change: do(bad, onDisk("GOCACHE", func(d *health.Directory) { d.Directory = false }))},
		{name: "s26f-entries-of-root", want: gocache, change: do(bad, onDisk("GOCACHE", roots))},
		{name: "works-in-spite-of-foreign-entries", want: gocache, change: onDisk("GOCACHE", roots)},
		{name: "s26e-gopls-cache", want: []health.FindingID{"cache-unusable:GOPLSCACHE"}, change: onDisk("GOPLSCACHE", denied)},
		{name: "disk-full", want: []health.FindingID{"cache-unusable:space"}, change: do(bad, func(s *health.Snapshot) {
			for i := range s.Directories {
				s.Directories[i].FreeBytes = 4096
			}
		})},
		{name: "inodes-used-up", want: []health.FindingID{"cache-unusable:space"}, change: do(bad, onDisk("GOCACHE", func(d *health.Directory) { d.FreeInodes = 0 }))},
		{name: "disk-nearly-full", want: []health.FindingID{"cache-unusable:space"}, change: onDisk("GOMODCACHE", func(d *health.Directory) { d.FreeBytes = 90 << 20 })},
		{name: "free-space-unknown", change: onDisk("GOCACHE", func(d *health.Directory) { d.FreeBytes, d.FreeInodes = -1, -1 })},
		{name: "s27i-read-only-and-complete", change: onDisk("GOMODCACHE", readOnly)},
		{name: "s27i-read-only-before-the-pulse", change: do(pulse(health.PulseNotTaken), onDisk("GOMODCACHE", readOnly))},
		{name: "s27j-read-only-and-incomplete", want: modcache, change: do(bad, lacking, onDisk("GOMODCACHE", readOnly))},
		{name: "s27k-cannot-be-created", want: modcache, change: do(bad, lacking, onDisk("GOMODCACHE", absent))},
		{name: "s27l-relative", want: modcache, change: do(bad, onDisk("GOMODCACHE", func(d *health.Directory) {
			off(d)
			d.Problem, d.Path = "relative", "mod"
		}))},
		{name: "relative-without-dependencies", want: modcache, change: onDisk("GOMODCACHE", func(d *health.Directory) { d.Problem, d.Path = "relative", "mod" })},
		{name: "fresh-clone", change: do(lacking, onDisk("GOMODCACHE", func(d *health.Directory) { d.Exists, d.Directory = false, false }))},
		{name: "fresh-machine", change: onDisk("GOCACHE", func(d *health.Directory) { d.Exists, d.Directory = false, false })},
		{name: "both-folders-one-fault", want: gocache, change: do(secondFolder, bad, onDisk("GOCACHE", denied))},
		{name: "two-caches-of-one-kind", want: []health.FindingID{"cache-unusable:GOCACHE", "cache-unusable:/other/cache"}, change: do(secondFolder, bad, onDisk("GOCACHE", denied), func(s *health.Snapshot) {
			for i := range s.Directories {
				if d := &s.Directories[i]; d.Role == "GOCACHE" && d.Folder == "/home/ada/src/other" {
					d.Path = "/other/cache"
				}
			}
		})},
		{name: "not-looked-at", state: health.StateInconclusive, change: func(s *health.Snapshot) { s.Directories = nil }},
	})
}
