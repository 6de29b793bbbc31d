package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestUntrustedWorkspace(t *testing.T) {
	restricted := func(s *health.Snapshot) { s.Editor.Trusted = false }
	runCases(t, UntrustedWorkspace, []testCase{
		{name: "command-line", state: health.StateNotApplicable},
		{name: "command-line-untrusted", change: restricted, state: health.StateNotApplicable},
		{name: "trusted", change: inEditor},
		{name: "s30-restricted", change: do(inEditor, restricted), want: []health.FindingID{"untrusted-workspace"}},
		{name: "restricted-windows", system: "windows", change: do(inEditor, restricted), want: []health.FindingID{"untrusted-workspace"}},
		{name: "restricted-without-go", change: do(inEditor, restricted, func(s *health.Snapshot) { s.Folders[0].GoFiles, s.Folders[0].Modules = 0, nil }), state: health.StateNotApplicable},
	})
}
