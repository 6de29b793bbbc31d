package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestPolicyUnmet(t *testing.T) {
	wants := func(goVersion, gopls health.Public) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			f := s.Folders[0].Path
			s.Today = "2026-11-21"
			s.Policies = []health.Policy{{Folder: f, File: health.Path(health.Join(string(s.System.OS), string(f), ".govitals.yaml")),
				Go: goVersion, GoLine: 3, Gopls: gopls, GoplsLine: 4}}
		}
	}
	until := func(day health.Public) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			wants("", "")(s)
			s.Policies[0].Accepted = []health.Acceptance{{Finding: "cross-target:GOOS", Reason: "we build for the board", Until: day, Line: 6}}
		}
	}
	runCases(t, PolicyUnmet, []testCase{
		{name: "no-policy", state: health.StateNotApplicable},
		{name: "met", change: wants("1.26", "0.23")},
		{name: "met-exactly", change: wants("1.26.8", "0.23.0")},
		{name: "met-at-least", change: wants(">=1.25", ">=0.20")},
		{name: "older-line", change: wants("1.25", ""), want: []health.FindingID{"policy-unmet:go"}},
		{name: "another-patch", change: wants("1.26.7", ""), want: []health.FindingID{"policy-unmet:go"}},
		{name: "newer-wanted", system: "windows", change: wants(">=1.27", ""), want: []health.FindingID{"policy-unmet:go"}},
		{name: "another-gopls", change: wants("", "0.22.0"), want: []health.FindingID{"policy-unmet:gopls"}},
		{name: "gopls-line", change: wants("", "0.22"), want: []health.FindingID{"policy-unmet:gopls"}},
		{name: "both", system: "darwin", change: wants("1.25", ">=0.24"), want: []health.FindingID{"policy-unmet:go", "policy-unmet:gopls"}},
		{name: "development-versions", change: do(wants(">=1.99", ">=0.99"), func(s *health.Snapshot) {
			s.Gopls.Version = "(devel)"
			for i, v := range s.GoEnvs[0].Values {
				if v.Name == "GOVERSION" {
					s.GoEnvs[0].Values[i].Value.Text = "devel go1.28-abcdef"
				}
			}
		})},
		{name: "go-is-silent", change: do(wants("1.25", ""), func(s *health.Snapshot) { s.GoEnvs[0].Failure = health.GoHangs }), state: health.StateInconclusive},
		{name: "no-gopls", change: do(wants("", "0.22"), func(s *health.Snapshot) { s.Gopls = health.Gopls{} })},
		{name: "still-accepted", change: until("2026-11-21")},
		{name: "expired", change: until("2026-11-20"), want: []health.FindingID{"policy-unmet:cross-target:GOOS"}},
		{name: "faulty", change: func(s *health.Snapshot) {
			wants("1.25", "")(s)
			s.Policies[0].Fault, s.Policies[0].Line = "field chekcs is not known here", 2
		}, want: []health.FindingID{"policy-unmet:/home/ada/src/app/.govitals.yaml"}},
	})
}
