package doctor

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/fix"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/probe"
)

func editorFacts() *probe.EditorFacts { return &probe.EditorFacts{Name: "Code"} }

func unset(file, key string, before any) health.Step {
	return health.Step{Kind: health.StepSet, Target: health.Target{Scope: health.ScopeUser, File: health.Path(file), Key: health.Public(key)}, Before: health.DataOf(before),
		Effect: health.EffectReloadWindow}
}

func with(id health.FixID, risk health.Risk, steps ...health.Step) health.Fix {
	return health.Fix{ID: id, Risk: risk, Steps: steps}
}

func TestChoose(t *testing.T) {
	by := func(check health.CheckID, subject health.Public, fixes ...health.Fix) health.Finding {
		return health.Finding{Check: check, Subject: health.V(subject), Fixes: fixes}
	}
	known := by("known", "", with("a", health.RiskSafe))
	known.Known = true
	folded := by("folded", "", with("a", health.RiskSafe))
	folded.Because = "one"
	r := health.Report{Findings: []health.Finding{by("one", "", with("a", health.RiskConfirm), with("b", health.RiskSafe)), by("two", "x", with("a", health.RiskSafe)), by("two", "y", with("c", health.RiskManual)), known, folded},
		Checks: states(map[health.CheckID]health.CheckState{"fine": health.StateOK, "blind": health.StateInconclusive, "two": health.StateFinding})}
	for _, tc := range []struct {
		name, finding, fix string
		want               int
		err                string
	}{
		{"a finding", "two:x", "", 1, ""},
		{"a check with all its findings", "two", "", 2, ""},
		{"one of the alternatives", "one", "b", 1, ""},
		{"an alternative that only one finding has", "two", "c", 1, ""},
		{"no such alternative", "one", "z", 0, "there are: a, b"},
		{"a check that is content", "fine", "", 0, "finds nothing wrong"},
		{"a check that could not judge", "blind", "", 0, "could not judge"},
		{"another subject", "two:z", "", 0, "nothing of that subject"},
		{"no such check", "three", "", 0, "no check"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := Choose(r, tc.finding, health.FixID(tc.fix))
			if len(got) != tc.want || (err != nil) != (tc.err != "") || err != nil && (!errors.Is(err, ErrNoFinding) || !strings.Contains(err.Error(), tc.err)) {
				t.Errorf("%d choices, %v", len(got), err)
			}
		})
	}
	safe := ChooseSafe(r)
	if len(safe) != 2 || safe[0].Fixes[0].ID != "b" || safe[1].Finding.ID() != "two:x" {
		t.Errorf("safe are %+v", safe)
	}
}

// planOf plans choices over a settings file with two settings.
func planOf(t *testing.T, choices func(file string) []Choice) (Repair, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "settings.json")
	if err := os.WriteFile(file, []byte("{\n\t\"a\": 1,\n\t\"b\": 2 // two\n}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	return PlanFix(t.Context(), Request{Folders: []string{dir}}, Options{System: probe.Machine{}}, health.Report{Snapshot: &health.Snapshot{}}, choices(file), nil)
}

func choice(check health.CheckID, fixes ...health.Fix) Choice {
	return Choice{health.Finding{Check: check}, fixes}
}

func TestSeveralFixesAreOnePlan(t *testing.T) {
	r, err := planOf(t, func(file string) []Choice {
		return []Choice{
			choice("first", with("x", health.RiskSafe, unset(file, "a", 1))),
			choice("same", with("y", health.RiskSafe, unset(file, "a", 1))),
			choice("changed", with("z", health.RiskSafe, unset(file, "b", 3))),
			choice("by-hand", with("w", health.RiskManual, health.Step{Kind: health.StepManual})),
			choice("second", with("v", health.RiskSafe, unset(file, "b", 2))),
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Mends) != 3 || len(r.Plan.Steps) != 2 || !strings.Contains(r.Plan.Steps[1].Diff, "-\t\"b\": 2 // two") {
		t.Errorf("mends %v in %d steps", r.Mends, len(r.Plan.Steps))
	}
	if len(r.LeftOut) != 2 || fix.CodeOf(r.LeftOut[0].Err) != fix.Changed || !errors.Is(r.LeftOut[1].Err, ErrNothingToDo) {
		t.Errorf("left out %v", r.LeftOut)
	}
}

func TestTheFirstFixThatCanBePlanned(t *testing.T) {
	r, err := planOf(t, func(file string) []Choice {
		return []Choice{choice("one", with("by-hand", health.RiskManual, health.Step{Kind: health.StepManual}), with("stale", health.RiskSafe, unset(file, "a", 7)),
			with("good", health.RiskSafe, unset(file, "a", 1)), with("other", health.RiskConfirm, unset(file, "b", 2)))}
	})
	if err != nil || r.Plan.Fix != "good" || len(r.LeftOut) != 0 {
		t.Errorf("the plan is %s, left out %v (%v)", r.Plan.Fix, r.LeftOut, err)
	}
	if len(r.Others) != 2 || r.Others[1].ID != "other" {
		t.Errorf("the others are %v", r.Others)
	}
}

func TestPlansOfNothing(t *testing.T) {
	r, err := planOf(t, func(string) []Choice {
		return []Choice{choice("one", with("by-hand", health.RiskManual, health.Step{Kind: health.StepManual}))}
	})
	if err != nil || r.Automatic(true) || len(r.Plan.Steps) != 1 || len(r.LeftOut) != 0 {
		t.Errorf("words are %+v (%v)", r.Plan, err)
	}
	if _, err = planOf(t, func(string) []Choice { return []Choice{choice("one")} }); !errors.Is(err, ErrNothingToDo) {
		t.Errorf("no fix at all: %v", err)
	}
	if _, err = planOf(t, func(file string) []Choice {
		return []Choice{choice("one", with("stale", health.RiskSafe, unset(file, "a", 7)), with("by-hand", health.RiskManual, health.Step{Kind: health.StepManual}))}
	}); fix.CodeOf(err) != fix.Changed {
		t.Errorf("a file that was changed: %v", err)
	}
}

func TestEffects(t *testing.T) {
	got := Effects([]health.Effect{health.EffectRestartServer, health.EffectReloadWindow, health.EffectNone})
	if len(got) != 1 || got[0] != health.EffectReloadWindow || Effects([]health.Effect{health.EffectNone}) != nil {
		t.Errorf("effects are %v", got)
	}
}
