package check

import "github.com/govitals/govitals/sidecar/health"

const settingsUnreadable texts = "settings-unreadable"

// SettingsUnreadable reports settings files that could not be read, so that what they say was not looked at.
var SettingsUnreadable = &Check{
	ID:       health.CheckID(settingsUnreadable),
	Severity: health.Warning,
	Doc: `a settings file cannot be read

Settings decide which go and which gopls the editor runs and in which environment. Where a settings file cannot be read, the editor guesses at its content or goes without it, and everything that this report says about settings leaves it out.

We read the files that the editor reads: the user's settings, those of the workspace, and .vscode/settings.json of the folders; comments and trailing commas are allowed. Inside the editor its own answers are used, so there this check has nothing to say.

The fix leads you to the line. A comma that is missing between two settings is the usual cause.`,
	Needs: []health.ProbeID{health.ProbeSettings},
	Messages: map[string]health.Template{
		"invalid":    {Title: "{file} is not valid JSON", Detail: "The editor recovers what it can from such a file, and settings behind the mistake may be lost. Nothing of it entered this report."},
		"unreadable": {Title: "{file} may not be read", Detail: "The settings in it were not looked at."},
		"too-large":  {Title: "{file} is too large for a settings file", Detail: "The settings in it were not looked at."},
		"missing":    {Title: "{file} is not there", Detail: "It was named as the place of settings."},
		"json":       {Title: "JSON, with comments if you like"},
		"readable":   {Title: "a file that this user may read"},
		"small":      {Title: "a file of at most 4 MiB"},
		"open":       {Title: "Correct the file"},
		"correct":    {Title: "correct {file}, line {line}; the editor underlines the mistake there"},
		"look":       {Title: "look at {file} and who may read it"},
	},
	Applies: func(s *health.Snapshot) bool { return !s.Editor.Present },
	Run: func(s *health.Snapshot) []health.Finding {
		var out []health.Finding
		for _, f := range s.SettingsFiles {
			if f.State != health.FileOK && f.State != health.FileOff {
				out = append(out, unreadableSettings(f))
			}
		}
		return out
	},
}

func unreadableSettings(f health.SettingsFile) health.Finding {
	expected, observed := "readable", health.V(f.Error)
	switch f.State {
	case health.FileInvalid:
		expected = "json"
	case health.FileTooLarge:
		expected = "small"
	case health.FileMissing:
		observed = saying("absent")
	}
	file := health.Args{"file": health.V(f.File)}
	step := settingsUnreadable.say("look", file)
	if f.State == health.FileInvalid && f.Line > 0 {
		step = settingsUnreadable.say("correct", health.Args{"file": health.V(f.File), "line": number(f.Line)})
	}
	return health.Finding{
		Severity: health.Warning, Folder: f.Folder, Subject: health.V(f.File),
		Message:  settingsUnreadable.say(string(f.State), file),
		Evidence: []health.Evidence{fileSeen(f.File, f.Line, observed, settingsUnreadable.value(expected))},
		Fixes: []health.Fix{{ID: "by-hand", Title: settingsUnreadable.say("open", nil), Risk: health.RiskManual,
			Steps: []health.Step{manual(step, health.EffectRestartServer)}}},
	}
}
