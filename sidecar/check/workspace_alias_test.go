package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestWorkspaceAlias(t *testing.T) {
	linked := func(s *health.Snapshot) { s.Folders[0].Real = "/data/app" }
	spelt := func(path health.Path) func(*health.Snapshot) {
		return sources(func(t *health.SourceTree) { t.Spelling = path })
	}
	real := func(path health.Path) func(*health.OpenFile) { return func(o *health.OpenFile) { o.Real = path } }
	runCases(t, WorkspaceAlias, around([]testCase{
		{name: "own-path", change: opens("main.go", nil)},
		{name: "link-alone", change: linked},
		{name: "link-and-file-through-it", change: do(linked, opens("main.go", real("/data/app/main.go")))},
		{name: "s33b", change: do(linked, opens("/data/app/main.go", nil)), want: []health.FindingID{"workspace-alias"}},
		{name: "s33b-in-the-editor", change: do(inEditor, linked, opens("/data/app/main.go", nil)), want: []health.FindingID{"workspace-alias"}},
		{name: "case-in-the-editor", system: "darwin", change: do(inEditor, spelt("/Users/ada/Src/app")), want: []health.FindingID{"workspace-alias"}},
		{name: "s33c-reverse", change: opens("/home/ada/link/main.go", real("/home/ada/src/app/main.go")), want: []health.FindingID{"workspace-alias"}},
		{name: "file-of-another-project", change: opens("/data/other/main.go", nil)},
		{name: "mac-temporary", system: "darwin", change: func(s *health.Snapshot) {
			at("/tmp/app")(s)
			s.Folders[0].Real = "/private/tmp/app"
			opens("main.go", real("/private/tmp/app/main.go"))(s)
		}},
		{name: "case-darwin", system: "darwin", change: do(spelt("/Users/ada/Src/app"), loadFails(`invalid path "/Users/ada/src": component "src" is listed by macOS as "Src"`)), want: []health.FindingID{"workspace-alias"}},
		{name: "case-darwin-that-works", system: "darwin", change: spelt("/Users/ada/Src/app"), want: []health.FindingID{"workspace-alias"}},
		{name: "case-windows", system: "windows", change: do(spelt(`C:\Users\ada\Src\app`), pulse(health.PulseNotTaken)), want: []health.FindingID{"workspace-alias"}},
		{name: "s34e-unicode", system: "darwin", change: do(at("/Users/ada/größe"), spelt("/Users/ada/gro\u0308ße"), loadFails("chdir: no such file or directory")), want: []health.FindingID{"workspace-alias"}},
		{name: "spelling-unknown", system: "darwin", change: spelt("")},
		{name: "twice", change: do(secondFolder, linked, func(s *health.Snapshot) { s.Folders[1].Real = "/data/app" }), want: []health.FindingID{"workspace-alias:/home/ada/src/other"}},
		{name: "two-folders", change: secondFolder},
	}))
}
