package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestSettingsUnreadable(t *testing.T) {
	user := health.Path("/home/ada/.config/Code/User/settings.json")
	file := func(f health.SettingsFile) func(*health.Snapshot) {
		return func(s *health.Snapshot) { s.SettingsFiles = append(s.SettingsFiles, f) }
	}
	good := health.SettingsFile{Scope: health.ScopeUser, File: user, State: health.FileOK}
	broken := health.SettingsFile{Scope: health.ScopeUser, File: user, State: health.FileInvalid, Line: 3,
		Error: "invalid character '\"' after object value (expecting ',' or '}')"}
	folder := health.SettingsFile{Scope: health.ScopeFolder, Folder: "/home/ada/src/app", File: "/home/ada/src/app/.vscode/settings.json",
		State: health.FileUnreadable, Error: "open /home/ada/src/app/.vscode/settings.json: permission denied"}
	want := []health.FindingID{health.FindingID("settings-unreadable:" + string(user))}
	runCases(t, SettingsUnreadable, []testCase{
		{name: "healthy"},
		{name: "read", change: file(good)},
		{name: "not-json", change: file(broken), want: want},
		{name: "not-json-without-a-line", change: file(health.SettingsFile{Scope: health.ScopeUser, File: user, State: health.FileInvalid, Error: "not UTF-8 text"}), want: want},
		{name: "too-large", change: file(health.SettingsFile{Scope: health.ScopeUser, File: user, State: health.FileTooLarge, Error: "file is too large"}), want: want},
		{name: "named-and-missing", change: file(health.SettingsFile{Scope: health.ScopeUser, File: user, State: health.FileMissing}), want: want},
		{name: "one-of-two", change: do(file(good), file(folder)), want: []health.FindingID{"settings-unreadable:/home/ada/src/app/.vscode/settings.json"}},
		{name: "windows", system: "windows", change: file(health.SettingsFile{Scope: health.ScopeUser, Line: 1, State: health.FileInvalid, Error: "not an object",
			File: `C:\Users\ada\AppData\Roaming\Code\User\settings.json`}),
			want: []health.FindingID{`settings-unreadable:C:\Users\ada\AppData\Roaming\Code\User\settings.json`}},
		{name: "in-the-editor", change: do(inEditor, file(broken)), state: health.StateNotApplicable},
		{name: "settings-not-looked-at", change: func(s *health.Snapshot) {
			for i := range s.Probes {
				if s.Probes[i].ID == health.ProbeSettings {
					s.Probes[i].State = health.ProbeFailed
				}
			}
		}, state: health.StateInconclusive},
	})
}
