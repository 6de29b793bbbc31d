package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestModuleMissing(t *testing.T) {
	loose := func(s *health.Snapshot) {
		s.Folders[0].Modules, s.Folders[0].Unmoduled = nil, s.Folders[0].Path
	}
	scripts := func(s *health.Snapshot) { s.Folders[0].Unmoduled = inFolder(s, "scripts") }
	askedIn := func(name string) func(*health.Snapshot) {
		return answersTo("", "", func(a *health.Answer) { a.File = health.Path("/home/ada/src/app/" + name) })
	}
	noModule := lists([3]string{"./...", "pattern ./...: directory prefix . does not contain main module or its selected dependencies", ""})
	named := func(name string) func(*health.Snapshot) {
		return func(s *health.Snapshot) { s.Folders[0].Unmoduled = inFolder(s, name) }
	}
	runCases(t, ModuleMissing, []testCase{
		{name: "name-with-other-letters", change: do(loose, named("Größe of it (2)")), want: []health.FindingID{"module-missing"}},
		{name: "name-that-is-a-version", change: do(loose, named("v2")), want: []health.FindingID{"module-missing"}},
		{name: "the-home-directory", change: do(loose, func(s *health.Snapshot) { s.Folders[0].Unmoduled = s.System.Home }), want: []health.FindingID{"module-missing"}},
		{name: "has-a-module"},
		{name: "s08b-standard-library-alone", change: loose, want: []health.FindingID{"module-missing"}},
		{name: "s08-imports-fail", change: do(loose, lostDependency, noModule), want: []health.FindingID{"module-missing"}},
		{name: "s08-imports-fail-windows", system: "windows", change: do(loose, lostDependency), want: []health.FindingID{"module-missing"}},
		{name: "s11-gopath-layout", change: do(loose, answers("GOPATH", "/home/ada/src/app/go"), func(s *health.Snapshot) {
			s.Folders[0].Unmoduled = "/home/ada/src/app/go/src/example.com/old"
		})},
		{name: "s11b-modules-off", change: do(loose, exported("GO111MODULE", "off"))},
		{name: "scripts-beside-modules", change: scripts},
		{name: "scripts-beside-modules-that-fail-for-other-reasons", change: do(scripts, lostDependency)},
		{name: "scripts-beside-modules-break", change: do(scripts, askedIn("scripts/x.go"), func(s *health.Snapshot) {
			s.Folders[0].Modules[0].Dir = inFolder(s, "svc")
		}, lostDependency), want: []health.FindingID{"module-missing"}},
		{name: "scripts-in-a-workspace", change: do(scripts, goWork("1.26.0", ""))},
		{name: "go-env-failed-and-nothing-is-known-of-gopath", change: do(loose, goFails(health.GoExit, 2, "")), state: health.StateInconclusive},
		{name: "no-go", change: noGo, state: health.StateNotApplicable},
	})
}
