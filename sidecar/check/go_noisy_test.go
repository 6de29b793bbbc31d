package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoNoisy(t *testing.T) {
	banner := func(s *health.Snapshot) {
		goFails(health.GoNoise, 0, "")(s)
		for i := range s.GoEnvs {
			s.GoEnvs[i].Noise = "Using go 1.26.8"
		}
	}
	want := []health.FindingID{"go-noisy"}
	runCases(t, GoNoisy, []testCase{
		{name: "healthy"},
		{name: "s07d-banner", change: do(inEditor, allFind("/home/ada/bin/go", ""), banner), want: want},
		{name: "no-other-go", change: do(allFind("/home/ada/bin/go", ""), banner, func(s *health.Snapshot) { s.GoTrees = nil }), want: want},
		{name: "flood", change: goFails(health.GoFloods, -1, ""), want: want},
		{name: "windows", system: "windows", change: do(inEditor, allFind(`C:\shims\go.exe`, "go1.26.8"), banner), want: want},
		{name: "shim-that-behaves", change: allFind("/home/ada/.asdf/shims/go", "")},
		{name: "failing-is-not-noise", change: goFails(health.GoExit, 1, "go: unknown GOEXPERIMENT x")},
		{name: "not-asked", change: goFails(health.GoNotAsked, 0, ""), state: health.StateInconclusive},
	})
}
