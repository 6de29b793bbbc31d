package doctor

import (
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestWorksDebugger(t *testing.T) {
	well := health.DebugTrial{Folder: "/a", Dlv: "/go/bin/dlv", Stage: health.DebugDetach}
	failed, unfinished := well, well
	failed.Fault, unfinished.Stage = health.DebugPtrace, health.DebugVariable
	for name, tc := range map[string]struct {
		trials []health.DebugTrial
		want   bool
	}{"not tried": {nil, false}, "well": {[]health.DebugTrial{well}, true}, "failed": {[]health.DebugTrial{failed}, false},
		"unfinished": {[]health.DebugTrial{unfinished}, false}} {
		for _, folders := range []int{1, 2} {
			s := workingSnapshot(folders)
			s.DebugTrials = tc.trials
			said := 0
			for _, m := range works(s) {
				if text := string(Catalogue(nil).Title(m)); strings.Contains(text, "the debugger stops at a breakpoint and reads a variable (/go/bin/dlv)") {
					said++
				}
			}
			if (said == 1) != tc.want {
				t.Errorf("%s with %d folders: said %d times", name, folders, said)
			}
		}
	}
}
