package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoExtensionMissing(t *testing.T) {
	runCases(t, GoExtensionMissing, []testCase{
		{name: "command-line", state: health.StateNotApplicable},
		{name: "there", change: extension("0.56.0", true, true)},
		{name: "not-needed-yet", change: extension("0.56.0", false, false)},
		{name: "absent", change: inEditor, want: []health.FindingID{"go-extension-missing"}},
		{name: "switched-off", change: do(inEditor, manifest("0.56.0")), want: []health.FindingID{"go-extension-missing"}},
		{name: "on-the-other-side", change: do(inEditor, manifest("0.56.0"), func(s *health.Snapshot) { s.Editor.Remote = "ssh-remote" }), want: []health.FindingID{"go-extension-missing"}},
		{name: "a-server-answers-all-the-same", change: do(inEditor, func(s *health.Snapshot) { s.Editor.Commands = []health.Public{"gopls.views"} })},
		{name: "restricted-mode", change: do(inEditor, func(s *health.Snapshot) { s.Editor.Trusted = false }), state: health.StateNotApplicable},
		{name: "no-go", change: noGo, state: health.StateNotApplicable},
		{name: "windows", system: "windows", change: inEditor, want: []health.FindingID{"go-extension-missing"}},
	})
}
