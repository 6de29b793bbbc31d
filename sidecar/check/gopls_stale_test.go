package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoplsStale(t *testing.T) {
	stale := []health.FindingID{"gopls-stale"}
	lost := ownServer(answeredBy(health.TargetDependency, "", noMetadata))
	runCases(t, GoplsStale, []testCase{
		{name: "command-line", state: health.StateNotApplicable},
		{name: "both-answer", change: ownServer(func(*health.Rung) {})},
		{name: "own-server-was-not-asked", change: func(s *health.Snapshot) {
			inEditor(s)
			s.Ladders[0].Rungs = append(s.Ladders[0].Rungs, health.Rung{Rung: 0, State: health.RungSkipped})
		}, state: health.StateNotApplicable},
		{name: "own-server-stands-and-was-asked-nothing", change: ownServer(func(r *health.Rung) { r.Answers = nil })},
		{name: "own-server-is-loading", change: ownServer(func(r *health.Rung) { r.Load, r.Answers = health.Load{State: health.LoadRunning}, nil })},
		{name: "sticky-dependency", change: lost, want: stale},
		{name: "sticky-dependency-windows", system: "windows", change: lost, want: stale},
		{name: "leads-to-a-deleted-file", change: ownServer(answeredBy(health.TargetDependency, health.AskDefinition, isGone)), want: stale},
		{name: "silent-on-a-busy-machine", change: do(ownServer(answeredBy("", "", isLate)), busy(9)), state: health.StateInconclusive},
		{name: "silent", change: ownServer(answeredBy("", "", isLate)), want: stale},
		{name: "could-not-load", change: ownServer(func(r *health.Rung) {
			r.Answers, r.Load, r.FailedStage = nil, health.Load{State: health.LoadFailed, Messages: []health.Text{"no views"}}, health.StageLoad
		}), want: stale},
		{name: "only-completion", change: ownServer(func(r *health.Rung) {
			r.Answers = append(r.Answers, health.Answer{Question: health.AskCompletion, Target: health.TargetSameModule, Symbol: "example.com/app/util.Name", Empty: true})
		}), want: stale},
		{name: "both-fail", change: do(loadFails("x"), lost)},
		{name: "fresh-one-is-loading", change: do(stillLoading, lost), state: health.StateInconclusive},
		{name: "fresh-one-was-spared", change: do(skips(nil), lost), state: health.StateInconclusive},
		{name: "one-of-two-folders", change: do(secondFolder, lost, func(s *health.Snapshot) { s.Ladders[1].Rungs = s.Ladders[1].Rungs[:1] }),
			want: []health.FindingID{"gopls-stale:/home/ada/src/app"}},
		{name: "one-server-of-two-folders", change: do(secondFolder, lost), want: stale},
	})
}

// What the running server suffers from folds under its staleness, in its folder alone.
func TestStaleServerExplainsItsSymptoms(t *testing.T) {
	s := healthy("linux")
	do(secondFolder, ownServer(answeredBy(health.TargetDependency, "", noMetadata)))(s)
	s.Ladders[1].Rungs = s.Ladders[1].Rungs[:1]
	s.Ladders[1].Rungs[0].Answers = nil
	s.Ladders[1].Rungs[0].Load = health.Load{State: health.LoadFailed, Views: 1}
	found, _ := Examine(s, All, func() float64 { return 0 })
	because := map[health.FindingID]health.FindingID{}
	for _, f := range found {
		because[f.ID()] = f.Because
	}
	if got := because["definition-broken:/home/ada/src/app"]; got != "gopls-stale:/home/ada/src/app" {
		t.Errorf("definition-broken is put down to %q; findings %v", got, because)
	}
	if got, ok := because["gopls-load-failed:/home/ada/src/other"]; got != "" || !ok {
		t.Errorf("the other folder's fault is put down to %q; findings %v", got, because)
	}
}
