package probe

import (
	"github.com/govitals/govitals/sidecar/health"
)

// editorNames are the directories of the editors that run golang.go, in the order in which they are tried.
var editorNames = []string{"Code", "Code - Insiders", "VSCodium", "Cursor", "Windsurf"}

// userSettingsPlaces are the places of user settings, in order; the first that exists is taken. On a remote machine
// there are none, and the machine settings of the editor's server stand for them, one level higher.
func userSettingsPlaces(system string, env []string, home, config string) []settingsPlace {
	var out []settingsPlace
	add := func(scope health.Scope, parts ...string) {
		if parts[0] != "" {
			out = append(out, settingsPlace{scope: scope, file: health.Join(system, parts...)})
		}
	}
	portable, _ := getenv(system, env, "VSCODE_PORTABLE")
	add(health.ScopeUser, portable, "user-data", "User", "settings.json")
	for _, name := range editorNames {
		add(health.ScopeUser, config, name, "User", "settings.json")
	}
	data, _ := getenv(system, env, "XDG_DATA_HOME")
	add(health.ScopeUser, data, "code-server", "User", "settings.json")
	add(health.ScopeUser, home, ".local", "share", "code-server", "User", "settings.json")
	for _, name := range []string{".vscode-server", ".vscode-server-insiders", ".vscodium-server", ".cursor-server", ".windsurf-server"} {
		add(health.ScopeRemote, home, name, "data", "Machine", "settings.json")
	}
	return out
}

// settingsPlace is where settings of a scope stand. section is the member that holds them, for .code-workspace files.
type settingsPlace struct {
	scope   health.Scope
	folder  string
	file    string
	section string
	// named: somebody said that it is there, so that its absence is told.
	named bool
}

// settingsPlaces are the files to read on the command line: what an editor would read for these folders. A single folder
// without a .code-workspace file is its own workspace, so its settings have the scope workspace, as in the editor.
func settingsPlaces(ex *Examination) []settingsPlace {
	system, r := ex.System.OS(), ex.Request
	var out []settingsPlace
	if r.UserSettings != "" {
		out = append(out, settingsPlace{scope: health.ScopeUser, file: r.UserSettings, named: true})
	} else {
		for _, place := range userSettingsPlaces(system, ex.Private.Environ, string(ex.Snapshot.System.Home), string(ex.Snapshot.System.Config)) {
			if _, err := ex.System.Stat(place.file); err == nil {
				out = append(out, place)
				break
			}
		}
	}
	if r.WorkspaceFile != "" {
		out = append(out, settingsPlace{scope: health.ScopeWorkspace, file: r.WorkspaceFile, section: "settings", named: true})
	}
	for _, folder := range r.Folders {
		place := settingsPlace{scope: health.ScopeFolder, folder: folder, file: health.Join(system, folder, ".vscode", "settings.json")}
		if r.WorkspaceFile == "" && len(r.Folders) == 1 {
			place.scope, place.folder = health.ScopeWorkspace, ""
		}
		out = append(out, place)
	}
	return out
}
