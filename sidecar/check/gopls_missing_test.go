package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoplsMissing(t *testing.T) {
	lost := func(change func(*health.Lookup)) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			for i := range s.Lookups {
				if l := &s.Lookups[i]; l.Tool == "gopls" {
					l.Candidates = []health.Candidate{{Why: "gopath", Path: l.Path, State: health.CandidateMissing}}
					l.Path, l.Why = "", ""
					if change != nil {
						change(l)
					}
				}
			}
		}
	}
	runCases(t, GoplsMissing, []testCase{
		{name: "found"},
		{name: "none", change: lost(nil), want: []health.FindingID{"gopls-missing"}},
		{name: "none-darwin", system: "darwin", change: lost(nil), want: []health.FindingID{"gopls-missing"}},
		{name: "none-windows", system: "windows", change: lost(nil), want: []health.FindingID{"gopls-missing"}},
		{name: "bare-name", change: lost(func(l *health.Lookup) { l.Path = "gopls" }), want: []health.FindingID{"gopls-missing"}},
		{name: "elsewhere", change: do(inEditor, lost(func(l *health.Lookup) { l.Elsewhere = []health.Path{"/opt/tools/gopls"} })), want: []health.FindingID{"gopls-missing"}},
		{name: "not-executable", change: lost(func(l *health.Lookup) { l.Candidates[0].State = health.CandidateNotExecutable }), want: []health.FindingID{"gopls-missing"}},
		{name: "old-go-gets-an-old-gopls", change: do(lost(nil), answers("GOVERSION", "go1.20.14")), want: []health.FindingID{"gopls-missing"}},
		{name: "two-folders-one-finding", change: do(secondFolder, lost(nil)), want: []health.FindingID{"gopls-missing"}},
		{name: "switched-off", change: do(lost(nil), editorSetting(health.ScopeUser, "go.useLanguageServer", "false")), state: health.StateNotApplicable},
		{name: "go-env-failed-so-gopath-is-unknown", change: do(lost(nil), goFails(health.GoExit, 2, "go: cannot find GOROOT directory: /x")), state: health.StateInconclusive},
		{name: "never-searched", change: func(s *health.Snapshot) { s.Lookups = s.Lookups[:3] }, state: health.StateInconclusive},
		{name: "no-go", change: do(lost(nil), noGo), state: health.StateNotApplicable},
	})
}
