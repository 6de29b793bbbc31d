package check

import "github.com/govitals/govitals/sidecar/health"

const clickGesture texts = "click-gesture"

// ClickGesture reports settings under which a click does not go to the definition although the command does.
var ClickGesture = &Check{
	ID:       health.CheckID(clickGesture),
	Severity: health.Info,
	Doc: `a click does not lead to the definition

With editor.multiCursorModifier set to ctrlCmd, Ctrl+Click and Cmd+Click place another cursor, and Go to Definition is on Alt+Click (Option+Click). People who expect the usual gesture believe that Go is broken. With editor.gotoLocation.alternativeDefinitionCommand set to nothing, a click on a definition itself does nothing.

We read both settings. Whoever chose them wants them, so this is information only, and other values of editor.gotoLocation, which show a list instead of jumping, are not mentioned.

The fix removes the setting where it stands. It does not explain a Go to Definition that fails with the key (F12) too: that is a finding of its own.`,
	Needs: []health.ProbeID{health.ProbeSettings, health.ProbeFolders},
	Messages: map[string]health.Template{
		"modifier":     {Title: "Ctrl+Click places a cursor; Go to Definition is on Alt+Click", Detail: "The setting editor.multiCursorModifier exchanges the two gestures. F12 works as ever."},
		"modifier-mac": {Title: "Cmd+Click places a cursor; Go to Definition is on Option+Click", Detail: "The setting editor.multiCursorModifier exchanges the two gestures. F12 works as ever."},
		"alternative":  {Title: "A click on a definition itself does nothing", Detail: "By default it shows the references. The setting editor.gotoLocation.alternativeDefinitionCommand is empty."},
		"alt":          {Title: "alt, the default"},
		"references":   {Title: "editor.action.goToReferences, the default"},
		"remove":       {Title: "Restore the usual gesture"},
	},
	Applies: hasGoFolders,
	Run: func(s *health.Snapshot) []health.Finding {
		return eachFolder(s, func(f health.Folder) []verdict { return gestures(s, f) })
	},
}

func gestures(s *health.Snapshot, f health.Folder) []verdict {
	c := clickGesture
	var out []verdict
	add := func(key, name, expected string, wrong health.Data) {
		set, ok := s.Setting(f.Path, health.Public(key), "")
		if !ok || set.Value != wrong {
			return
		}
		out = append(out, verdict{key + sourceKey(set.Source()), health.Finding{Severity: health.Info, Subject: health.V(health.Public(key)), Message: c.say(name, nil),
			Evidence: []health.Evidence{settingSeen(set, c.value(expected))},
			// The editor obeys at once; a restart of the server is what proves it by the fix's own re-check.
			Fixes: []health.Fix{oneFix("remove-setting", health.RiskSafe, c.say("remove", nil), removeSetting(set, health.EffectRestartServer))}}})
	}
	modifier := "modifier"
	if s.System.OS == "darwin" {
		modifier = "modifier-mac"
	}
	add("editor.multiCursorModifier", modifier, "alt", `"ctrlCmd"`)
	add("editor.gotoLocation.alternativeDefinitionCommand", "alternative", "references", `""`)
	return out
}
