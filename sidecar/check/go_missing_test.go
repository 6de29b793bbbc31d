package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// nowhere makes a search end without a go.
func nowhere(purpose health.Purpose, candidates ...health.Candidate) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		finds(purpose, "", "")(s)
		for i := range s.Lookups {
			if l := &s.Lookups[i]; l.Tool == "go" && l.Purpose == purpose {
				l.Why, l.Candidates = "", candidates
			}
		}
	}
}

func elsewhere(paths ...health.Path) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		for i := range s.Lookups {
			if s.Lookups[i].Tool == "go" {
				s.Lookups[i].Elsewhere = paths
			}
		}
	}
}

func TestGoMissing(t *testing.T) {
	directory := health.Candidate{Why: "path", Path: "/home/ada/bin/go", State: health.CandidateDirectory}
	runCases(t, GoMissing, []testCase{
		{name: "healthy"},
		{name: "s07-nowhere", change: nowhere(health.ForEditor), want: []health.FindingID{"go-missing"}},
		{name: "homebrew-out-of-reach", system: "darwin", want: []health.FindingID{"go-missing"},
			change: do(inEditor, nowhere(health.ForEditor), nowhere(health.ForServer), elsewhere("/opt/homebrew/bin/go", "/Users/ada/sdk/go1.26.8/bin/go"))},
		{name: "windows", system: "windows", want: []health.FindingID{"go-missing"},
			change: do(inEditor, nowhere(health.ForEditor), elsewhere(`D:\Go\bin\go.exe`))},
		{name: "directory-named-go", change: nowhere(health.ForEditor, directory), want: []health.FindingID{"go-missing"}},
		{name: "only-gopls-finds-none", change: do(inEditor, nowhere(health.ForServer)), want: []health.FindingID{"go-missing"}},
		{name: "tool-path-replaced", change: do(inEditor, nowhere(health.ForServer), toolVar(health.ScopeUser, "PATH", "/usr/bin")), want: []health.FindingID{"go-missing"}},
		{name: "environment-not-activated", want: []health.FindingID{"go-missing"},
			change: do(inEditor, nowhere(health.ForServer), func(s *health.Snapshot) {
				setting(s, health.ScopeUser, "go.terminal.activateEnvironment", "", "false")
			})},
		{name: "alternate-tool-gone", want: []health.FindingID{"go-missing"},
			change: do(inEditor, nowhere(health.ForEditor), elsewhere("/opt/go/bin/go"), func(s *health.Snapshot) {
				setting(s, health.ScopeWorkspace, "go.alternateTools", "go", `"/opt/go1.20/bin/go"`)
			})},
		{name: "terminal-alone-is-no-matter-here", change: nowhere(health.ForTerminal)},
		{name: "without-permission-is-another-check",
			change: nowhere(health.ForEditor, health.Candidate{Why: "path", Path: "/opt/go/bin/go", State: health.CandidateNotExecutable})},
		{name: "two-folders-one-fault", change: do(secondFolder, nowhere(health.ForEditor)), want: []health.FindingID{"go-missing"}},
		{name: "editor-without-go", change: do(noGo, nowhere(health.ForEditor)), state: health.StateNotApplicable},
		{name: "search-not-made", state: health.StateInconclusive, change: func(s *health.Snapshot) { s.Lookups = nil }},
	})
}
