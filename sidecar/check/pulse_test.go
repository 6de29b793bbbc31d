package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// dies is a server that never came to answer.
func dies(stage health.Stage, exit int, signal health.Public, words health.Text) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		s.Ladders[0].Rungs = []health.Rung{{Rung: 1, State: health.RungFails, FailedStage: stage, Exit: exit, Signal: signal, LastWords: words}}
	}
}

// skips is a private gopls that was spared, with what the user's own told of its load.
func skips(own *health.Load) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		rungs := []health.Rung{{Rung: 1, State: health.RungSkipped, Reason: health.Message{ID: "say.nothing-here"}}}
		if own != nil {
			rungs = append(rungs, health.Rung{Rung: 0, Load: *own})
		}
		s.Ladders[0].Rungs = rungs
	}
}

func stillLoading(s *health.Snapshot) {
	s.Ladders[0].Rungs = []health.Rung{{Rung: 1, Load: health.Load{State: health.LoadRunning}}}
}

// busy is a machine whose processors are waited for.
func busy(load float64) func(*health.Snapshot) {
	return func(s *health.Snapshot) { s.System.Load = load }
}

func TestServerCannotStart(t *testing.T) {
	runCases(t, ServerCannotStart, []testCase{
		{name: "answers"},
		{name: "load-fails-only", change: loadFails("x")},
		{name: "exits", change: dies(health.StageInitialize, 1, "", "gopls cannot access its persistent index (disk full?): mkdir /x: permission denied"), want: []health.FindingID{"server-cannot-start"}},
		{name: "killed", change: dies(health.StageInitialize, -1, "killed", ""), want: []health.FindingID{"server-cannot-start"}},
		{name: "crashes", change: dies(health.StageInitialize, 2, "", "panic: runtime error: index out of range\n\ngoroutine 1 [running]:"), want: []health.FindingID{"server-cannot-start"}},
		{name: "cannot-be-run", change: dies(health.StageSpawn, 0, "", "fork/exec /home/ada/go/bin/gopls: exec format error"), want: []health.FindingID{"server-cannot-start"}},
		{name: "cannot-be-run-windows", system: "windows", change: dies(health.StageSpawn, 0, "", "is not a valid Win32 application"), want: []health.FindingID{"server-cannot-start"}},
		{name: "silent", change: dies(health.StageInitialize, 0, "", ""), want: []health.FindingID{"server-cannot-start"}},
		{name: "toolchain", change: do(dies(health.StageInitialize, 1, "", "no"), moreRungs(health.RungFails, health.RungFails)), want: []health.FindingID{"server-cannot-start"}},
		{name: "same-in-two-folders", change: do(dies(health.StageInitialize, 1, "", "no"), secondFolder), want: []health.FindingID{"server-cannot-start"}},
		{name: "not-tried", change: skips(nil)},
	})
}

func TestGoplsLoadFailed(t *testing.T) {
	empty := do(answersTo("", "", isEmpty), func(s *health.Snapshot) {
		s.Ladders[0].Rungs[0].Load = health.Load{State: health.LoadLoaded, Views: 1}
	})
	ownFailed := func(s *health.Snapshot) {
		s.Ladders[0].Rungs = append(s.Ladders[0].Rungs, health.Rung{Rung: 0, Load: health.Load{State: health.LoadFailed}})
	}
	runCases(t, GoplsLoadFailed, []testCase{
		{name: "loaded"},
		{name: "s25-failed", change: do(loadFails("err: exit status 1: stderr: go: errors parsing go.mod:"), listFails("go: errors parsing go.mod:\ngo.mod:2: unknown directive: x")),
			want: []health.FindingID{"gopls-load-failed"}},
		{name: "s01-no-view", change: func(s *health.Snapshot) {
			loadFails("failed to load view for file:///home/ada/src/app: go: cannot find GOROOT directory: /nonexistent")(s)
			s.Ladders[0].Rungs[0].Load.Views = 0
		}, want: []health.FindingID{"gopls-load-failed"}},
		{name: "without-words", change: do(loadFails(), listFails("something nobody has seen before")), want: []health.FindingID{"gopls-load-failed"}},
		{name: "died", change: func(s *health.Snapshot) {
			loadFails()(s)
			r := &s.Ladders[0].Rungs[0]
			r.Load.State, r.Signal = health.LoadDied, "killed"
		}, want: []health.FindingID{"gopls-load-failed"}},
		{name: "no-package-and-a-second-sign", change: do(empty, listFails("go: creating work dir: stat /nonexistent: no such file or directory")), want: []health.FindingID{"gopls-load-failed"}},
		{name: "no-package-in-a-new-module", change: do(empty, func(s *health.Snapshot) { s.Ladders[0].Rungs[0].Answers = nil })},
		{name: "own-server-failed", change: skips(&health.Load{State: health.LoadFailed}), want: []health.FindingID{"gopls-load-failed"}},
		{name: "own-server-is-stale", change: ownFailed, want: []health.FindingID{"gopls-load-failed"}},
		{name: "own-server-is-well", change: skips(&health.Load{State: health.LoadLoaded, Views: 1, Packages: 2})},
		{name: "our-own-readonly", change: do(loadFails("missing go.sum entry for module providing package rsc.io/quote"), written("GOFLAGS", "-mod=mod")), state: health.StateInconclusive},
		{name: "still-loading", change: stillLoading, state: health.StateInconclusive},
		{name: "not-tried", change: skips(nil), state: health.StateInconclusive},
		{name: "no-ladder", change: func(s *health.Snapshot) { s.Ladders = nil }, state: health.StateInconclusive},
		{name: "one-of-two-folders", change: do(secondFolder, loadFails("x")), want: []health.FindingID{"gopls-load-failed:/home/ada/src/app"}},
	})
}

func TestDefinitionBroken(t *testing.T) {
	cgo := answersTo(health.TargetSamePackage, health.AskDefinition, func(a *health.Answer) {
		a.Where.File, a.Where.Tree, a.Where.Matches = "/home/ada/.cache/go-build/3d/3d1f-d", health.TreeBuildCache, false
	})
	other := answersTo(health.TargetStandard, health.AskDefinition, func(a *health.Answer) { a.Where.GoVersion = "go1.24.13" })
	runCases(t, DefinitionBroken, []testCase{
		{name: "all-answered"},
		{name: "cgo-leads-into-the-build-cache", change: cgo},
		{name: "headline-hover-works", change: answersTo(health.TargetDependency, health.AskDefinition, isEmpty), want: []health.FindingID{"definition-broken"}},
		{name: "headline-windows", system: "windows", change: answersTo(health.TargetDependency, health.AskDefinition, isEmpty), want: []health.FindingID{"definition-broken"}},
		{name: "a-file-is-gone", change: answersTo(health.TargetDependency, health.AskDefinition, isGone), want: []health.FindingID{"definition-broken"}},
		{name: "e-stale-line", change: answersTo(health.TargetSamePackage, health.AskDefinition, isStale), want: []health.FindingID{"definition-broken"}},
		{name: "s07c-nothing-answers", change: answersTo("", "", isLate), want: []health.FindingID{"definition-broken"}},
		{name: "s02-all-errors", change: answersTo("", "", noMetadata), want: []health.FindingID{"definition-broken"}},
		{name: "s24-dependency", change: do(lostDependency, lists([3]string{"rsc.io/quote", "no required module provides package rsc.io/quote; to add it:", "main.go:6:2"})), want: []health.FindingID{"definition-broken"}},
		{name: "s23c-hover-only", change: answersTo(health.TargetStandard, health.AskHover, noMetadata), want: []health.FindingID{"definition-broken"}},
		{name: "s04-other-release", change: other, want: []health.FindingID{"definition-broken"}},
		{name: "other-release-than-the-server-runs", change: answersTo(health.TargetStandard, health.AskDefinition, func(a *health.Answer) {
			a.Where.GoVersion, a.Where.InUse = "go1.24.13", "go1.25.1"
		}), want: []health.FindingID{"definition-broken"}},
		{name: "other-release-and-another-line", change: answersTo(health.TargetStandard, health.AskDefinition, func(a *health.Answer) {
			a.Where.GoVersion, a.Where.InUse, a.Where.Matches = "go1.24.13", "go1.26.8", false
		}), want: []health.FindingID{"definition-broken"}},
		{name: "type-definition-answered", change: asked(health.AskTypeDefinition, health.TargetSamePackage, "greeting", nil)},
		{name: "type-definition-alone", change: asked(health.AskTypeDefinition, health.TargetSamePackage, "greeting", isGone), want: []health.FindingID{"definition-broken"}},
		{name: "completion-and-symbols-alone", change: do(asked(health.AskCompletion, health.TargetSameModule, "example.com/app/util.Name", isEmpty), asked(health.AskWorkspaceSymbol, health.TargetSamePackage, "helper", isLate)),
			want: []health.FindingID{"definition-broken"}},
		{name: "completion-beside-definition", change: do(asked(health.AskCompletion, health.TargetSameModule, "example.com/app/util.Name", isEmpty), answersTo(health.TargetDependency, health.AskDefinition, isEmpty)),
			want: []health.FindingID{"definition-broken"}},
		{name: "it-is-the-project", change: do(answersTo(health.TargetDependency, health.AskDefinition, isEmpty), moreRungs(health.RungHolds, health.RungHolds)), want: []health.FindingID{"definition-broken"}},
		{name: "it-is-the-environment", change: do(answersTo("", "", noMetadata), moreRungs(health.RungFails, health.RungHolds)), want: []health.FindingID{"definition-broken"}},
		{name: "own-server-alone-fails", change: ownServer(answeredBy(health.TargetDependency, "", noMetadata)), want: []health.FindingID{"definition-broken"}},
		{name: "own-server-fails-and-the-fresh-one-still-loads", change: do(stillLoading, ownServer(answeredBy(health.TargetDependency, "", noMetadata))), want: []health.FindingID{"definition-broken"}},
		{name: "development-release-is-not-compared", change: do(other, answers("GOVERSION", "devel go1.27-abc"))},
		{name: "experiment-in-the-version", change: answers("GOVERSION", "go1.26.8-X:jsonv2")},
		{name: "own-server-well-and-nothing-asked", change: skips(&health.Load{State: health.LoadLoaded, Views: 1, Packages: 2}), state: health.StateNotApplicable},
		{name: "our-own-readonly", change: do(loadFails("missing go.sum entry for module providing package rsc.io/quote"), written("GOFLAGS", "-mod=mod")), state: health.StateInconclusive},
		{name: "still-loading", change: stillLoading, state: health.StateInconclusive},
		{name: "late-on-a-busy-machine", change: do(answersTo("", "", isLate), busy(23.4)), state: health.StateInconclusive},
		{name: "late", change: do(answersTo("", "", isLate), busy(2)), want: []health.FindingID{"definition-broken"}},
		{name: "empty-on-a-busy-machine", change: do(answersTo(health.TargetDependency, health.AskDefinition, isEmpty), busy(23.4)), want: []health.FindingID{"definition-broken"}},
		{name: "not-tried", change: skips(nil), state: health.StateInconclusive},
		{name: "one-of-two-folders", change: do(secondFolder, lostDependency), want: []health.FindingID{"definition-broken:/home/ada/src/app"}},
	})
}
