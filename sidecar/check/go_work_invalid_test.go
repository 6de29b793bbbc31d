package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoWorkInvalid(t *testing.T) {
	two := do(module("a", nil), goWork("1.26.0", "", "a"))
	says := func(state health.FileState, problems ...health.Problem) func(*health.Snapshot) {
		return do(two, func(s *health.Snapshot) {
			w := s.Folders[0].Work
			w.State, w.Problems, w.Uses = state, problems, nil
		})
	}
	syntax := health.Problem{Line: 4, Message: "unknown directive: foo"}
	runCases(t, GoWorkInvalid, []testCase{
		{name: "no-workspace", state: health.StateNotApplicable},
		{name: "whole", change: two},
		{name: "syntax", change: says(health.FileInvalid, syntax, health.Problem{Line: 6, Message: "unknown block type: bar"}), want: []health.FindingID{"go-work-invalid"}},
		{name: "syntax-windows", system: "windows", change: says(health.FileInvalid, syntax), want: []health.FindingID{"go-work-invalid"}},
		{name: "merge-markers", change: says(health.FileInvalid, health.Problem{Line: 3, Message: "unknown directive: <<<<<<<"}), want: []health.FindingID{"go-work-invalid"}},
		{name: "version", change: says(health.FileInvalid, health.Problem{Line: 1, Message: "invalid go version '1.26.x': must match format 1.23"}), want: []health.FindingID{"go-work-invalid"}},
		{name: "without-a-line", change: says(health.FileInvalid), want: []health.FindingID{"go-work-invalid"}},
		{name: "relative-gowork-is-another-finding", change: do(says(health.FileInvalid, health.Problem{Message: "invalid GOWORK: not an absolute path"}), func(s *health.Snapshot) { s.Folders[0].Work.File = "go.work" })},
		{name: "named-and-missing-is-another-finding", change: says(health.FileMissing)},
		{name: "unreadable", change: says(health.FileUnreadable), state: health.StateInconclusive},
		{name: "switched-off", change: do(says(health.FileInvalid, syntax), func(s *health.Snapshot) { s.Folders[0].Work.Off = true }), state: health.StateNotApplicable},
	})
}
