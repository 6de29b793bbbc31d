package check

import (
	"strconv"

	"github.com/govitals/govitals/sidecar/health"
)

func number(n int) health.Value { return health.V(health.Public(strconv.Itoa(n))) }

// removeSetting is the intent to delete an editor setting where it stands.
func removeSetting(set health.Setting, effect health.Effect) health.Step {
	return health.Step{
		Kind:   health.StepSet,
		Title:  message("step-unset-setting", health.Args{"key": health.V(set.Source().Name), "scope": health.V(set.Scope)}),
		Target: health.Target{Scope: set.Scope, Folder: set.Folder, File: set.File, Key: set.Key, Member: set.Member},
		Before: set.Value,
		Effect: effect,
	}
}

// changeSetting is the intent to give an editor setting another value where it stands.
func changeSetting(set health.Setting, after health.Data, effect health.Effect) health.Step {
	step := removeSetting(set, effect)
	step.Title = message("step-set-setting", health.Args{"key": health.V(set.Source().Name), "value": health.V(health.Text(after)), "scope": health.V(set.Scope)})
	step.After = after
	return step
}

// unsetGoEnv is the intent to remove a variable from the file that go env -w writes.
func unsetGoEnv(v health.Variable) health.Step {
	return health.Step{
		Kind:   health.StepGoEnv,
		Title:  message("step-goenv-unset", health.Args{"name": health.V(v.Name)}),
		Target: health.Target{File: v.Source.File, Key: v.Name},
		Before: health.DataOf(v.Value.Text),
		Effect: health.EffectReloadWindow,
	}
}

// manual is a step that only tells what to do.
func manual(title health.Message, effect health.Effect) health.Step {
	return health.Step{Kind: health.StepManual, Title: title, Effect: effect}
}

// settingOf finds the setting that a source names.
func settingOf(s *health.Snapshot, folder health.Path, source health.Source) (health.Setting, bool) {
	for _, set := range s.Settings {
		if set.Source().Name == source.Name && set.Scope == source.Scope && (set.Scope != health.ScopeFolder || set.Folder == folder) {
			return set, true
		}
	}
	return health.Setting{}, false
}
