package check

import "github.com/govitals/govitals/sidecar/health"

// clearFixes are the ways to get rid of a variable, best first, by who set it: a setting is removed, an entry of the GOENV
// file is unset with go, and a variable of the process environment is hidden from the Go tools with an empty
// go.toolsEnvVars entry (go takes an empty variable for unset) or removed by hand, because we do not edit shell files.
func clearFixes(s *health.Snapshot, folder health.Path, v health.Variable) []health.Fix {
	title := message("fix-clear", health.Args{"name": health.V(v.Name)})
	switch v.Source.Kind {
	case health.FromSetting:
		if set, ok := settingOf(s, folder, v.Source); ok && holdsHidden(set) {
			return []health.Fix{{ID: "by-hand", Title: title, Risk: health.RiskManual, Steps: []health.Step{manual(message("by-hand-setting",
				health.Args{"name": health.V(v.Name), "key": health.V(set.Source().Name), "scope": health.V(set.Scope)}), health.EffectReloadWindow)}}}
		} else if ok {
			return []health.Fix{{ID: "remove-setting", Title: title, Risk: health.RiskSafe, Steps: []health.Step{dropFromSetting(set, v.Name)}}}
		}
	case health.FromGOENV:
		return []health.Fix{{ID: "go-env-unset", Title: title, Risk: health.RiskConfirm, Steps: []health.Step{unsetGoEnv(v)}}}
	case health.FromEnvironment:
		return append(hideVariable(s, v), removeByHand(s, v, title))
	}
	return []health.Fix{removeByHand(s, v, title)}
}

// removeByHand says where a variable of the login session is usually set on this system.
func removeByHand(s *health.Snapshot, v health.Variable, title health.Message) health.Fix {
	name := "by-hand-unix"
	switch s.System.OS {
	case "windows":
		name = "by-hand-windows"
	case "darwin":
		name = "by-hand-darwin"
	}
	step := manual(message(name, health.Args{"name": health.V(v.Name)}), health.EffectRestartEditor)
	return health.Fix{ID: "by-hand", Title: title, Risk: health.RiskManual, Steps: []health.Step{step}}
}

// hideVariable sets a variable of the environment to nothing for the Go tools of the editor, where there is an editor.
func hideVariable(s *health.Snapshot, v health.Variable) []health.Fix {
	title := message("fix-hide", health.Args{"name": health.V(v.Name)})
	step, ok := setForTools(s, v.Name, "")
	if v.Name == "GOPATH" {
		title = message("fix-gopath", nil)
		step, ok = usualGopath(s)
	}
	if !ok {
		return nil
	}
	return []health.Fix{{ID: "hide-from-tools", Risk: health.RiskSafe, Steps: []health.Step{step}, Title: title}}
}

// usualGopath plans the setting go.gopath, because golang.go puts the GOPATH of its process over one in go.toolsEnvVars: hiding
// it there would change nothing (go-editor-facts §1.4).
func usualGopath(s *health.Snapshot) (health.Step, bool) {
	if s.System.Home == "" {
		return health.Step{}, false
	}
	return setForUser(s, "go.gopath", "", health.Join(string(s.System.OS), string(s.System.Home), "go"))
}

// setForTools plans an entry of go.toolsEnvVars in the user's settings. ok is false on a machine without an editor's
// settings, such as a container in CI, and where the settings file cannot be edited.
func setForTools(s *health.Snapshot, name health.Public, value string) (health.Step, bool) {
	return setForUser(s, "go.toolsEnvVars", name, value)
}

// setForUser plans another value of a setting of the user, or of the remote machine.
func setForUser(s *health.Snapshot, key, member health.Public, value string) (health.Step, bool) {
	scope := health.ScopeUser
	if s.Editor.Remote != "" {
		scope = health.ScopeRemote // the local user's file is out of reach from a remote machine
	}
	set := health.Setting{Key: key, Member: member, Scope: scope}
	usable := s.Editor.Present
	for _, f := range s.SettingsFiles {
		if f.Scope == scope {
			set.File = f.File
			usable = usable && f.State == health.FileMissing || f.State == health.FileOK
		}
	}
	for _, old := range s.Settings {
		if old.Key == set.Key && old.Member == set.Member && old.Scope == scope {
			set = old
		}
	}
	return changeSetting(set, health.DataOf(value), health.EffectReloadWindow), usable
}

// holdsHidden reports an object that holds other things too, one of them hidden from us: it cannot be written back.
func holdsHidden(set health.Setting) bool {
	return set.Value.Kind() == "object" && set.Value.Redacted()
}

// dropFromSetting removes a variable from the setting that holds it: the whole entry, or one member of an object such as
// gopls.build.env.
func dropFromSetting(set health.Setting, name health.Public) health.Step {
	rest := set.Value.Without(name)
	if set.Value.Kind() != "object" || rest == "{}" {
		return removeSetting(set, health.EffectReloadWindow)
	}
	return changeSetting(set, rest, health.EffectReloadWindow)
}

// setVariable plans another value for a variable where it was set. It is not possible for the process environment, where
// an entry of go.toolsEnvVars overrules it.
func setVariable(s *health.Snapshot, folder health.Path, v health.Variable, value string, title health.Message) (health.Fix, bool) {
	fix := health.Fix{ID: "set-variable", Title: title, Risk: health.RiskConfirm}
	switch v.Source.Kind {
	case health.FromSetting:
		set, ok := settingOf(s, folder, v.Source)
		if !ok || holdsHidden(set) {
			return fix, false
		}
		after := health.DataOf(value)
		if set.Value.Kind() == "object" {
			after = set.Value.With(v.Name, after)
		}
		fix.Risk, fix.Steps = health.RiskSafe, []health.Step{changeSetting(set, after, health.EffectReloadWindow)}
		return fix, true
	case health.FromEnvironment:
		step, ok := setForTools(s, v.Name, value)
		fix.Risk, fix.Steps = health.RiskSafe, []health.Step{step}
		return fix, ok
	}
	step := unsetGoEnv(v)
	step.Title = message("step-goenv-set", health.Args{"name": health.V(v.Name), "value": health.V(health.Text(value))})
	step.After = health.DataOf(value)
	if v.Source.Kind != health.FromGOENV {
		step.Before, step.Target.File = "", s.GOENV.Path
	}
	fix.Steps = []health.Step{step}
	return fix, true
}
