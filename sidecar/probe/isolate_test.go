package probe

import (
	"context"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/ladder"
)

func answered(q health.Question, kind health.TargetKind, ms int64) health.Answer {
	a := health.Answer{Question: q, Target: kind, TookMs: ms}
	if q.LeadsSomewhere() {
		a.Where = &health.Place{Exists: true, Matches: true}
	}
	return a
}

func unanswered(q health.Question, kind health.TargetKind, ms int64) health.Answer {
	return health.Answer{Question: q, Target: kind, TookMs: ms, Error: "no"}
}

func TestAimAt(t *testing.T) {
	cases := map[string]struct {
		rung health.Rung
		want ladder.Aim
	}{
		"died at start": {health.Rung{FailedStage: health.StageSpawn}, ladder.Aim{Stage: health.StageSpawn}},
		"load, whatever was answered": {health.Rung{FailedStage: health.StageLoad, Answers: []health.Answer{unanswered(health.AskHover, health.TargetBuiltin, 1)}},
			ladder.Aim{Stage: health.StageLoad}},
		"the quickest that failed": {health.Rung{FailedStage: health.StageQuestion, Answers: []health.Answer{
			answered(health.AskHover, health.TargetBuiltin, 1), unanswered(health.AskDefinition, health.TargetStandard, 9), unanswered(health.AskDefinition, health.TargetDependency, 3),
		}}, ladder.Aim{Stage: health.StageQuestion, Question: health.AskDefinition, Target: health.TargetDependency}},
		"completion last": {health.Rung{FailedStage: health.StageQuestion, Answers: []health.Answer{
			unanswered(health.AskCompletion, health.TargetSameModule, 1), unanswered(health.AskDefinition, health.TargetStandard, 9),
		}}, ladder.Aim{Stage: health.StageQuestion, Question: health.AskDefinition, Target: health.TargetStandard}},
		"hover of equals": {health.Rung{FailedStage: health.StageQuestion, Answers: []health.Answer{
			unanswered(health.AskDefinition, health.TargetStandard, 3), unanswered(health.AskHover, health.TargetStandard, 3),
		}}, ladder.Aim{Stage: health.StageQuestion, Question: health.AskHover, Target: health.TargetStandard}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := *aimAt(c.rung); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestOutcomeOf(t *testing.T) {
	question := ladder.Aim{Stage: health.StageQuestion, Question: health.AskHover, Target: health.TargetStandard}
	loaded := health.Load{State: health.LoadLoaded}
	cases := map[string]struct {
		aim  ladder.Aim
		rung health.Rung
		want health.TrialOutcome
	}{
		"same stage":                {ladder.Aim{Stage: health.StageInitialize}, health.Rung{FailedStage: health.StageInitialize}, health.TrialFails},
		"came further":              {ladder.Aim{Stage: health.StageInitialize}, health.Rung{}, health.TrialHolds},
		"failed later":              {ladder.Aim{Stage: health.StageSpawn}, health.Rung{FailedStage: health.StageInitialize}, health.TrialHolds},
		"failed earlier":            {ladder.Aim{Stage: health.StageLoad}, health.Rung{FailedStage: health.StageSpawn}, health.TrialUnclear},
		"load failed":               {ladder.Aim{Stage: health.StageLoad}, health.Rung{FailedStage: health.StageLoad, Load: health.Load{State: health.LoadFailed}}, health.TrialFails},
		"loaded":                    {ladder.Aim{Stage: health.StageLoad}, health.Rung{Load: loaded}, health.TrialHolds},
		"load did not end":          {ladder.Aim{Stage: health.StageLoad}, health.Rung{Load: health.Load{State: health.LoadRunning}}, health.TrialUnclear},
		"our own time was up":       {ladder.Aim{Stage: health.StageLoad}, health.Rung{}, health.TrialUnclear},
		"answered":                  {question, health.Rung{Load: loaded, Answers: []health.Answer{answered(health.AskHover, health.TargetStandard, 1)}}, health.TrialHolds},
		"not answered":              {question, health.Rung{Load: loaded, FailedStage: health.StageQuestion, Answers: []health.Answer{unanswered(health.AskHover, health.TargetStandard, 1)}}, health.TrialFails},
		"another is not answered":   {question, health.Rung{Load: loaded, FailedStage: health.StageQuestion, Answers: []health.Answer{unanswered(health.AskHover, health.TargetDependency, 1)}}, health.TrialUnclear},
		"nothing to ask":            {question, health.Rung{Load: loaded}, health.TrialUnclear},
		"the load failed before it": {question, health.Rung{FailedStage: health.StageLoad, Load: health.Load{State: health.LoadFailed}}, health.TrialUnclear},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := outcomeOf(&c.aim, c.rung); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestTrialTime(t *testing.T) {
	for took, want := range map[int64]time.Duration{0: 13 * time.Second, 1000: 14 * time.Second, 60_000: 40 * time.Second} {
		if got := trialTime(health.Rung{TookMs: took}); got != want {
			t.Errorf("a rung of %d ms: %s, want %s", took, got, want)
		}
	}
}

// Where the ladder has told all, nothing is tried.
func TestIsolationWithoutTrials(t *testing.T) {
	holds := []health.Answer{answered(health.AskHover, health.TargetBuiltin, 1), answered(health.AskHover, health.TargetStandard, 1), answered(health.AskDefinition, health.TargetStandard, 1)}
	rung := func(n int, state health.RungState, stage health.Stage) health.Rung {
		r := health.Rung{Rung: n, State: state, FailedStage: stage, Load: health.Load{State: health.LoadLoaded}}
		if state == health.RungHolds {
			r.Answers = holds
		}
		if state == health.RungFails && stage == health.StageQuestion {
			r.Answers = []health.Answer{unanswered(health.AskHover, health.TargetBuiltin, 1)}
		}
		if stage == health.StageLoad {
			r.Load.State = health.LoadFailed
		}
		return r
	}
	cases := map[string]struct {
		rungs   []health.Rung
		state   health.IsolationState
		culprit string
		proved  bool
	}{
		"healthy": {[]health.Rung{rung(1, health.RungHolds, "")}, health.IsolationNotNeeded, "", false},
		"stale server": {[]health.Rung{rung(0, health.RungFails, health.StageQuestion), rung(1, health.RungHolds, "")},
			health.IsolationFound, "server gopls", true},
		"gopls does not start": {[]health.Rung{rung(1, health.RungFails, health.StageSpawn), rung(2, health.RungFails, health.StageSpawn), rung(3, health.RungFails, health.StageSpawn)},
			health.IsolationFound, "toolchain gopls", false},
		"go does not load": {[]health.Rung{rung(1, health.RungFails, health.StageLoad), rung(2, health.RungFails, health.StageLoad), rung(3, health.RungFails, health.StageLoad)},
			health.IsolationFound, "toolchain go", false},
		"not asked": {[]health.Rung{{Rung: 1, State: health.RungSkipped}}, health.IsolationNotTried, "", false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			ex := &Examination{System: newFake(t, "linux", ""), Progress: func(string) { t.Error("something is tried") }}
			got := isolateOne(context.Background(), ex, health.Ladder{Folder: "/w", Rungs: c.rungs}, nil)
			culprit := ""
			for _, name := range culpritsOf(got) {
				culprit += name
			}
			if got.State != c.state || culprit != c.culprit || got.Confirmed != c.proved || got.Trials != 0 {
				t.Errorf("%s %q, confirmed %t, %d trials", got.State, culprit, got.Confirmed, got.Trials)
			}
		})
	}
}
