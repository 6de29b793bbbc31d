package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestEnvValueInvalid(t *testing.T) {
	stops := func(set func(*health.Snapshot), words health.Text) func(*health.Snapshot) {
		return do(set, goFails(health.GoExit, 1, words), pulse(health.PulseBad, words))
	}
	workGone := func(s *health.Snapshot) {
		v, _ := s.Origin(s.Folders[0].Path, "GOWORK")
		s.Folders[0].Work = &health.Workspace{File: health.Path(v.Value.Text), State: health.FileMissing, Source: v.Source}
	}
	const relative = `go: GOPATH entry is relative; must be absolute path: "go".`
	runCases(t, EnvValueInvalid, []testCase{
		{name: "default"},
		{name: "s27m-gopath-relative", change: stops(exported("GOPATH", "go"), relative), want: []health.FindingID{"env-value-invalid:GOPATH"}},
		{name: "s27n-gopath-tilde", change: stops(written("GOPATH", "~/go"), `go: GOPATH entry cannot start with shell metacharacter '~': "~/go"`),
			want: []health.FindingID{"env-value-invalid:GOPATH"}},
		{name: "gopath-of-the-extension", change: do(inEditor, stops(func(s *health.Snapshot) {
			set := setting(s, health.ScopeWorkspace, "go.gopath", "", `"go"`)
			v, _ := health.MakeVariable("linux", "GOPATH", "go", set.Source())
			s.ToolEnvs[0].Variables = put(s.ToolEnvs[0].Variables, v)
		}, relative)), want: []health.FindingID{"env-value-invalid:GOPATH"}},
		{name: "experiment", change: stops(exported("GOEXPERIMENT", "arenas2"), "go: unknown GOEXPERIMENT arenas2"), want: []health.FindingID{"env-value-invalid:GOEXPERIMENT"}},
		{name: "s18e-gowork-relative", change: stops(exported("GOWORK", "go.work"), "go: invalid GOWORK: not an absolute path"), want: []health.FindingID{"env-value-invalid:GOWORK"}},
		{name: "s18d-gowork-gone", change: do(exported("GOWORK", "/home/ada/gone/go.work"), workGone, pulse(health.PulseBad, "reading go.work: open /home/ada/gone/go.work: no such file or directory")),
			want: []health.FindingID{"env-value-invalid:GOWORK"}},
		{name: "s18d-without-a-word", change: do(exported("GOWORK", "/home/ada/gone/go.work"), workGone, pulse(health.PulseNotTaken)), want: []health.FindingID{"env-value-invalid:GOWORK"}},
		{name: "module-mode", change: stops(exported("GO111MODULE", "yes"), "go: unknown environment setting GO111MODULE=yes"), want: []health.FindingID{"env-value-invalid:GO111MODULE"}},
		{name: "processor-level", system: "darwin", change: stops(exported("GOARM64", "v7"), `go: invalid GOARM64: must start with v8.{0-9} or v9.{0-5}`),
			want: []health.FindingID{"env-value-invalid:GOARM64"}},
		{name: "for-gopls-alone", change: do(goplsVar(health.ScopeUser, "GOEXPERIMENT", "none2"), pulse(health.PulseBad, "go: unknown GOEXPERIMENT none2")),
			want: []health.FindingID{"env-value-invalid:GOEXPERIMENT"}},
		{name: "two-at-once", change: stops(do(exported("GO111MODULE", "yes"), exported("GOEXPERIMENT", "x")), "go: unknown GOEXPERIMENT x\ngo: unknown environment setting GO111MODULE=yes"),
			want: []health.FindingID{"env-value-invalid:GOEXPERIMENT", "env-value-invalid:GO111MODULE"}},
		{name: "odd-but-accepted", change: do(exported("CGO_ENABLED", "yes"), exported("GOAMD64", "v9"))},
		{name: "words-of-a-program-that-tests-it", change: pulse(health.PulseBad, "go: unknown GOEXPERIMENT x")},
		{name: "windows", system: "windows", change: stops(exported("GOPATH", `go`), relative), want: []health.FindingID{"env-value-invalid:GOPATH"}},
	})
}
