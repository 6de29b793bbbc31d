package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGo111moduleOff(t *testing.T) {
	want := []health.FindingID{"go111module-off"}
	bad := pulse(health.PulseBad)
	inGOPATH := func(s *health.Snapshot) {
		answers("GOPATH", health.Join(string(s.System.OS), string(s.Folders[0].Path), "..", ".."))(s)
	}
	runCases(t, Go111moduleOff, []testCase{
		{name: "healthy"},
		{name: "s10-environment", want: want, change: do(inEditor, bad, exported("GO111MODULE", "off"))},
		{name: "s10-goenv-file", want: want, change: do(bad, written("GO111MODULE", "off"))},
		{name: "s10-gopls-env", want: want, change: do(bad, goplsVar(health.ScopeUser, "GO111MODULE", "off"))},
		{name: "windows", system: "windows", want: want, change: do(bad, exported("GO111MODULE", "off"))},
		{name: "s11b-project-in-gopath", want: want, change: do(bad, exported("GO111MODULE", "off"), inGOPATH)},
		{name: "s11b-windows-in-gopath", system: "windows", want: want, change: do(exported("GO111MODULE", "off"), inGOPATH)},
		{name: "go-mod-above", want: want, change: do(bad, exported("GO111MODULE", "off"), func(s *health.Snapshot) {
			s.Folders[0].Above, s.Folders[0].Modules = &health.GoMod{File: "/home/ada/src/go.mod", Dir: "/home/ada/src", State: health.FileOK}, nil
		})},
		{name: "one-package-works-all-the-same", want: want, change: exported("GO111MODULE", "off")},
		{name: "on", change: exported("GO111MODULE", "on")},
		{name: "auto", change: exported("GO111MODULE", "auto")},
		{name: "gopls-overrules-the-environment", change: do(exported("GO111MODULE", "off"), goplsVar(health.ScopeUser, "GO111MODULE", "on"))},
		{name: "no-go-mod", state: health.StateNotApplicable, change: do(exported("GO111MODULE", "off"), func(s *health.Snapshot) { s.Folders[0].Modules = nil })},
		{name: "go-silent", state: health.StateInconclusive, change: goFails(health.GoHangs, -1, "")},
	})
}
