package ladder

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/child"
	"github.com/govitals/govitals/sidecar/health"
)

// standIn are the options for a server that plays a role.
func standIn(t *testing.T, role string) Options {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	g, _ := ground(t, unpack(t, healthyModule))
	return Options{
		Gopls: self, Env: append(os.Environ(), roleVariable+"="+role), Folder: g.Dirs[0], Ground: g,
		Places: Places{System: "linux", Folders: g.Dirs},
		Limits: Limits{Start: 20 * time.Second, Stop: 300 * time.Millisecond},
	}
}

func TestServerThatMisbehaves(t *testing.T) {
	cases := map[string]struct {
		state   health.RungState
		stage   health.Stage
		answers int
		last    health.AnswerVerdict
		words   string
	}{
		"behaves":                  {health.RungHolds, "", 11, health.VerdictAnswered, ""},
		"never answers initialize": {health.RungFails, health.StageInitialize, 0, "", "deadline exceeded"},
		"dies in the middle":       {health.RungFails, health.StageQuestion, 3, health.VerdictError, "panic: last words"},
		"floods":                   {health.RungHolds, "", 11, health.VerdictAnswered, ""},
		"floods and never loads":   {health.RungLoading, "", 0, "", ""},
		"answers garbage":          {health.RungFails, health.StageQuestion, 11, health.VerdictError, ""},
		"answers null":             {health.RungFails, health.StageQuestion, 11, health.VerdictEmpty, ""},
		"answers no question":      {health.RungFails, health.StageQuestion, 2, health.VerdictTimeout, ""},
		"asks unknown things":      {health.RungHolds, "", 11, health.VerdictAnswered, ""},
		"never ends":               {health.RungHolds, "", 11, health.VerdictAnswered, ""},
	}
	for role, c := range cases {
		t.Run(role, func(t *testing.T) {
			o := standIn(t, role)
			switch role {
			case "never answers initialize":
				o.Limits.Start = 300 * time.Millisecond
			case "answers no question":
				o.Limits.Question = 300 * time.Millisecond
			}
			limit := time.Minute
			if role == "floods and never loads" {
				limit = stopReserve + questionReserve + 2*time.Second
			}
			begun := time.Now()
			r := run(t, o, limit)
			if time.Since(begun) > limit {
				t.Error("it took longer than it had")
			}
			if r.State != c.state || r.FailedStage != c.stage || len(r.Answers) != c.answers || !strings.Contains(string(r.LastWords), c.words) {
				t.Errorf("state %s, stage %q, %d answers, words %q", r.State, r.FailedStage, len(r.Answers), r.LastWords)
			}
			if n := len(r.Answers); n > 0 && r.Answers[n-1].Verdict != c.last {
				t.Errorf("last answer %s", r.Answers[n-1].Verdict)
			}
			if len(r.Load.Messages) > maxMessages {
				t.Errorf("%d messages kept", len(r.Load.Messages))
			}
			if left, err := child.Marked(); err != nil || len(left) > 0 {
				t.Errorf("left behind: %+v, %v", left, err)
			}
		})
	}
}

// A server that neither answers nor ends must not make a rung outlive its context.
func TestStopKeepsTheDeadline(t *testing.T) {
	o := standIn(t, "deaf after the load")
	o.Limits.Stop = 0 // what is usual is more than there is
	const limit = stopReserve + questionReserve + 2*time.Second
	begun := time.Now()
	if r := run(t, o, limit); r.State != health.RungUnclear || r.Load.State != health.LoadLoaded {
		t.Errorf("state %s, load %s", r.State, r.Load.State)
	}
	if took := time.Since(begun); took > limit {
		t.Errorf("took %v of %v", took, limit)
	}
	if left, err := child.Marked(); err != nil || len(left) > 0 {
		t.Errorf("left behind: %+v, %v", left, err)
	}
}

func TestAim(t *testing.T) {
	cases := map[string]struct {
		role    string
		aim     Aim
		stage   health.Stage
		load    health.LoadState
		answers string
	}{
		"start":                {"behaves", Aim{Stage: health.StageInitialize}, "", health.LoadUnknown, ""},
		"spawn":                {"behaves", Aim{Stage: health.StageSpawn}, "", health.LoadUnknown, ""},
		"start of a mute one":  {"never answers initialize", Aim{Stage: health.StageInitialize}, health.StageInitialize, health.LoadUnknown, ""},
		"load":                 {"behaves", Aim{Stage: health.StageLoad}, "", health.LoadLoaded, ""},
		"question":             {"behaves", Aim{Stage: health.StageQuestion, Question: health.AskDefinition, Target: health.TargetStandard}, "", health.LoadLoaded, "definition standard-library"},
		"question that fails":  {"answers null", Aim{Stage: health.StageQuestion, Question: health.AskHover, Target: health.TargetBuiltin}, health.StageQuestion, health.LoadLoaded, "hover builtin"},
		"question of any kind": {"behaves", Aim{Stage: health.StageQuestion, Question: health.AskSymbols}, "", health.LoadLoaded, "document-symbols document"},
		"nothing of the kind":  {"behaves", Aim{Stage: health.StageQuestion, Question: health.AskHover, Target: health.TargetCgo}, "", health.LoadLoaded, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			o := standIn(t, c.role)
			if c.role == "never answers initialize" {
				o.Limits.Start = 300 * time.Millisecond
			}
			o.Aim = &c.aim
			r := run(t, o, time.Minute)
			var answers []string
			for _, a := range r.Answers {
				answers = append(answers, string(a.Question)+" "+string(a.Target))
			}
			if r.FailedStage != c.stage || r.Load.State != c.load || strings.Join(answers, ", ") != c.answers {
				t.Errorf("stage %q, load %q, answers %q", r.FailedStage, r.Load.State, answers)
			}
			if asks := c.aim.Stage == health.StageQuestion; (r.NoTarget.ID == sayNoTarget) != (asks && c.answers == "") {
				t.Errorf("no target: %q", r.NoTarget.ID)
			}
		})
	}
}

// A plan that is given is used as it is: the sources may be gone by then.
func TestPlanIsNotChosenAgain(t *testing.T) {
	o := standIn(t, "behaves")
	plan := Choose(t.Context(), o.Ground)
	o.Plan, o.Ground = &plan, Ground{}
	if r := run(t, o, time.Minute); r.State != health.RungHolds {
		t.Errorf("state %s", r.State)
	}
}
