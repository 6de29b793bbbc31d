package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestDlvMissing(t *testing.T) {
	runCases(t, DlvMissing, []testCase{
		{name: "nobody-debugs", change: dlv("", ""), state: health.StateNotApplicable},
		{name: "there", change: do(launchConfig(nil), dlv("v1.26.0", "go1.26.8"))},
		{name: "wanted-by-a-configuration", change: do(launchConfig(nil), dlv("", "")), want: []health.FindingID{"dlv-missing"}},
		{name: "configuration-for-another-machine", change: do(launchConfig(func(l *health.Launch) { l.Request, l.Mode = "attach", "remote" }), dlv("", "")), state: health.StateNotApplicable},
		{name: "spoken-of", change: do(editorSetting(health.ScopeUser, "go.delveConfig", `{"showGlobalVariables":true}`), dlv("", "")), want: []health.FindingID{"dlv-missing"}},
		{name: "elsewhere", change: do(inEditor, launchConfig(nil), dlv("", ""), func(s *health.Snapshot) {
			s.Lookups[len(s.Lookups)-1].Elsewhere = []health.Path{"/opt/homebrew/bin/dlv"}
		}), want: []health.FindingID{"dlv-missing"}},
		{name: "old-go", change: do(launchConfig(nil), dlv("", ""), runs("go1.22.12")), want: []health.FindingID{"dlv-missing"}},
		{name: "not-searched", change: launchConfig(nil)},
		{name: "go-is-silent", change: do(launchConfig(nil), dlv("", ""), goFails(health.GoHangs, -1, "")), state: health.StateInconclusive},
		{name: "windows", system: "windows", change: do(launchConfig(nil), dlv("", "")), want: []health.FindingID{"dlv-missing"}},
	})
}
