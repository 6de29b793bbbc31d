package probe

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestSettingPaths(t *testing.T) {
	f := newFake(t, "linux", `
-- /home/ada/.config/Code/User/settings.json --
{
	"go.alternateTools": { "gopls": "~/bin/gopls", "dlv": "${env:TOOLS}/dlv", "go": "go1.25", "staticcheck": "/bin" },
	"go.goroot": "/opt/go",
	"go.testEnvFile": "${workspaceFolder}/.env",
	"go.toolsManagement.go": "${file}/go",
}
-- /w/.vscode/launch.json --
{ "configurations": [
	{ "name": "A", "type": "go", "request": "launch", "program": "${workspaceFolder}/cmd", "cwd": "/w/go.mod", "envFile": ["/w/.env", "/gone"] },
	{ "name": "B", "type": "go", "request": "launch", "mode": "exec", "program": "/gone" },
	{ "name": "C", "type": "go", "request": "launch", "preLaunchTask": "build", "program": "/gone", "cwd": "/gone" },
	{ "name": "D", "type": "go", "request": "launch", "program": "${fileDirname}" },
	{ "name": "E", "type": "go", "request": "attach", "cwd": "/gone" },
] }
-- /w/go.mod --
-- /w/.env --
-- /bin/x --
`)
	f.env = []string{"HOME=/home/ada", "TOOLS=/t"}
	f.exec("/t/dlv")
	f.write("/opt/go", "")
	probes := append([]*Probe{}, untilLookup[:6]...)
	s := examine(t, f, Request{Folders: []string{"/w"}}, append(probes, launchesProbe, settingPathsProbe)...)
	want := map[string]health.CandidateState{
		"go.alternateTools.gopls /home/ada/bin/gopls": health.CandidateMissing,
		"go.alternateTools.dlv /t/dlv":                health.CandidateUsable,
		"go.alternateTools.go go1.25":                 "",
		"go.alternateTools.staticcheck /bin":          health.CandidateDirectory,
		"go.goroot /opt/go":                           health.CandidateNotDirectory,
		"go.testEnvFile /w/.env":                      health.CandidateUsable,
		"program /w/cmd":                              health.CandidateMissing,
		"cwd /w/go.mod":                               health.CandidateNotDirectory,
		"envFile /w/.env":                             health.CandidateUsable,
		"envFile /gone":                               health.CandidateMissing,
	}
	for _, p := range s.SettingPaths {
		key := string(p.Name) + " " + string(p.Path)
		state, ok := want[key]
		if !ok || state != p.State {
			t.Errorf("%s: %q, want %q (%v)", key, p.State, state, ok)
		}
		delete(want, key)
		if p.Source.Line == 0 {
			t.Errorf("%s has no line", key)
		}
	}
	for key := range want {
		t.Errorf("%s is missing", key)
	}
}

func TestSettingPathsOfWindows(t *testing.T) {
	f := newFake(t, "windows", `
-- C:\Users\ada\AppData\Roaming\Code\User\settings.json --
{ "go.alternateTools": { "go": "C:\\old\\go.exe", "gopls": "C:\\tools\\gopls.exe" } }
-- C:\tools\gopls.exe --
`)
	f.env = []string{`APPDATA=C:\Users\ada\AppData\Roaming`, `USERPROFILE=C:\Users\ada`}
	s := examine(t, f, Request{Folders: []string{`C:\w`}}, append(append([]*Probe{}, untilLookup[:6]...), launchesProbe, settingPathsProbe)...)
	if len(s.SettingPaths) != 2 || s.SettingPaths[0].State != health.CandidateMissing || s.SettingPaths[1].State != health.CandidateUsable {
		t.Errorf("%+v", s.SettingPaths)
	}
}

// In an untrusted folder no path that the folder names is looked at: on Windows it may lead to another machine.
func TestSettingPathsOfUntrustedFolders(t *testing.T) {
	f := newFake(t, "linux", `
-- /w/.vscode/settings.json --
{ "go.goroot": "/gone" }
-- /w/.vscode/launch.json --
{ "configurations": [ { "name": "A", "type": "go", "request": "launch", "program": "/gone" } ] }
`)
	s := examine(t, f, Request{Folders: []string{"/w"}, Untrusted: true}, append(append([]*Probe{}, untilLookup[:6]...), launchesProbe, settingPathsProbe)...)
	if len(s.SettingPaths) != 0 || len(s.Launches) != 1 {
		t.Errorf("%+v %+v", s.SettingPaths, s.Launches)
	}
}
