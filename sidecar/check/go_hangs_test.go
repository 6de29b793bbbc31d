package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoHangs(t *testing.T) {
	late := func(s *health.Snapshot) {
		goFails(health.GoHangs, -1, "")(s)
		for i := range s.GoEnvs {
			s.GoEnvs[i].TookMs = 5004
		}
	}
	want := []health.FindingID{"go-hangs"}
	runCases(t, GoHangs, []testCase{
		{name: "healthy"},
		{name: "s07c-shim", change: do(inEditor, allFind("/home/ada/.goenv/shims/go", ""), late), want: want},
		{name: "binary-itself", change: late, want: want},
		{name: "windows", system: "windows", change: do(inEditor, allFind(`C:\shims\go.exe`, "go1.26.8"), late), want: want},
		{name: "link-to-a-network", change: do(header("/usr/local/go/bin/go", func(b *health.Binary) { b.Real = "/net/tools/go/bin/go" }), late), want: want},
		{name: "one-of-two-folders", change: do(secondFolder, func(s *health.Snapshot) {
			s.GoEnvs[1].Failure, s.GoEnvs[1].TookMs = health.GoHangs, 5000
		}), want: []health.FindingID{"go-hangs:/home/ada/src/other"}},
		{name: "failing-is-not-hanging", change: goFails(health.GoExit, 2, "go: cannot find GOROOT directory: /x")},
		{name: "not-asked", change: goFails(health.GoNotAsked, 0, ""), state: health.StateInconclusive},
		{name: "editor-without-go", change: do(noGo, late), state: health.StateNotApplicable},
	})
}
