package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestCgoUnavailable(t *testing.T) {
	uses := func(s *health.Snapshot) {
		s.Sources[0].Cgo = []health.CgoFile{{File: inFolder(s, "c.go")}}
		s.Compilers = []health.Compiler{{Folder: s.Folders[0].Path, Command: "gcc", Path: "/usr/bin/gcc", Source: health.Source{Kind: health.FromDefault, Name: "CC"}}}
	}
	noCompiler := do(uses, answers("CGO_ENABLED", "0"), func(s *health.Snapshot) { s.Compilers[0].Path = "" })
	ignored := answersTo(health.TargetSamePackage, "", func(a *health.Answer) { a.Error, a.Where = "No packages found for open file", nil })
	said := lists([3]string{"example.com/app", `cgo: C compiler "gcc" not found: exec: "gcc": executable file not found in $PATH`, ""})
	runCases(t, CgoUnavailable, around([]testCase{
		{name: "no-cgo", state: health.StateNotApplicable},
		{name: "cgo-ok", change: uses},
		{name: "s29a", change: do(noCompiler, ignored), want: []health.FindingID{"cgo-unavailable"}},
		{name: "s29a-and-all-is-answered", change: noCompiler, want: []health.FindingID{"cgo-unavailable"}},
		{name: "s29a-darwin", system: "darwin", change: do(noCompiler, ignored), want: []health.FindingID{"cgo-unavailable"}},
		{name: "s29a-windows", system: "windows", change: do(noCompiler, ignored), want: []health.FindingID{"cgo-unavailable"}},
		{name: "s29b", change: do(uses, exported("CGO_ENABLED", "1"), func(s *health.Snapshot) { s.Compilers[0].Path = "" }, said), want: []health.FindingID{"cgo-unavailable"}},
		{name: "s29c", change: do(uses, written("CGO_ENABLED", "0"), ignored), want: []health.FindingID{"cgo-unavailable"}},
		{name: "s29c-gopls-env", change: do(uses, goplsVar(health.ScopeUser, "CGO_ENABLED", "0"), ignored), want: []health.FindingID{"cgo-unavailable"}},
		{name: "s29g-cross", change: do(uses, exported("GOARCH", "arm64"), answers("CGO_ENABLED", "0"), ignored), want: []health.FindingID{"cgo-unavailable"}},
		{name: "complaint-with-a-compiler", change: do(uses, lists([3]string{"example.com/app", "failure to perform cgo processing", ""})), want: []health.FindingID{"cgo-unavailable"}},
		{name: "optional", change: do(noCompiler, ignored, sources(func(t *health.SourceTree) { t.Cgo[0].Constraint = "cgo && linux" }))},
		{name: "go-is-mute", change: do(noCompiler, goFails(health.GoExit, 1, "x")), state: health.StateInconclusive},
	}))
}
