package report

import (
	"slices"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestWhatMakesAFixTakeEffectIsSaidOnce(t *testing.T) {
	const restart, reload = health.EffectRestartServer, health.EffectReloadWindow
	step := func(kind health.StepKind, title string, effect health.Effect) Step {
		return Step{Kind: kind, Title: title, Effect: effect}
	}
	for _, tc := range []struct {
		name  string
		steps []Step
		want  []string
	}{
		{"one step", []Step{step(health.StepSet, "remove it", restart)}, []string{"remove it, then restart the Go language server"}},
		{"the restart itself", []Step{step(health.StepEditor, "restart the Go language server", restart)}, []string{"restart the Go language server"}},
		{"the reload itself", []Step{step(health.StepEditor, "reload the window", reload)}, []string{"reload the window"}},
		{"words that say it", []Step{step(health.StepManual, "delete it, then restart the language server", restart)}, []string{"delete it, then restart the language server"}},
		{"two steps of the same effect", []Step{step(health.StepSet, "remove a", restart), step(health.StepSet, "remove b", restart)},
			[]string{"remove a", "remove b, then restart the Go language server"}},
		{"a change and the restart", []Step{step(health.StepSet, "remove a", restart), step(health.StepEditor, "restart the Go language server", restart)},
			[]string{"remove a", "restart the Go language server"}},
		{"the graver effect counts, wherever it is", []Step{step(health.StepSet, "remove a", reload), step(health.StepEditor, "restart the Go language server", restart)},
			[]string{"remove a", "restart the Go language server, then reload the window"}},
		{"no effect", []Step{step(health.StepEditor, "install it", health.EffectNone)}, []string{"install it"}},
		{"no steps", nil, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := (Fix{Steps: tc.steps}).instructions(); !slices.Equal(got, tc.want) {
				t.Errorf("the words are %q, want %q", got, tc.want)
			}
		})
	}
}
