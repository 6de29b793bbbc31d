package probe

import (
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestLaunches(t *testing.T) {
	f := newFake(t, "linux", `
-- /w/.vscode/launch.json --
{
	// debugging
	"version": "0.2.0",
	"configurations": [
		{
			"name": "Run", "type": "go", "request": "launch", "mode": "debug",
			"program": "${workspaceFolder}/cmd",
			"buildFlags": "-tags=x -ldflags='-s -w'",
			"env": { "GOFLAGS": "-ldflags=-X=main.token=abc", "PASSWORD": "hunter2" },
			"dlvToolPath": "/opt/dlv",
		},
		{ "name": "Node", "type": "node", "request": "launch" },
		{ "name": "List", "type": "go", "request": "launch", "buildFlags": ["-ldflags", "-X main.key=s3cret"] },
		7,
	],
}
-- /v/.vscode/launch.json --
{ "configurations": [ { "type": "go" `+"\n"+`
-- /team.code-workspace --
{ "folders": [], "launch": { "configurations": [ { "name": "All", "type": "go", "request": "attach", "mode": "remote" } ] } }
`)
	s := examine(t, f, Request{Folders: []string{"/w", "/v"}, WorkspaceFile: "/team.code-workspace"}, environmentProbe, machineProbe, settingsProbe, launchesProbe)
	if len(s.Launches) != 3 {
		t.Fatalf("%+v", s.Launches)
	}
	run, list, all := s.Launches[0], s.Launches[1], s.Launches[2]
	if run.Name != "Run" || run.Line != 5 || run.Folder != "/w" || run.Mode != "debug" || run.GOFLAGS != "-ldflags=(hidden)" {
		t.Errorf("%+v", run)
	}
	if len(run.BuildFlags) != 2 || run.BuildFlags[1] != "-ldflags=-s -w" {
		t.Errorf("%q", run.BuildFlags)
	}
	if len(run.Attributes) != 1 || run.Attributes[0] != (health.LaunchAttribute{Name: "dlvToolPath", Value: "/opt/dlv", Line: 10}) {
		t.Errorf("%+v", run.Attributes)
	}
	if strings.Contains(strings.Join([]string{string(list.BuildFlags[0]), string(list.BuildFlags[1])}, " "), "s3cret") {
		t.Errorf("%q", list.BuildFlags)
	}
	if all.Folder != "" || all.Request != "attach" || all.File != "/team.code-workspace" {
		t.Errorf("%+v", all)
	}
}

func TestSplitQuoted(t *testing.T) {
	for text, want := range map[string]string{
		"":                         "",
		" -a  -b=c ":               "-a|-b=c",
		`-ldflags='-s -w' -v`:      "-ldflags=-s -w|-v",
		`"-tags=a b" ''`:           "-tags=a b|",
		`-x "never closed at all `: "-x|never closed at all ",
	} {
		if got := strings.Join(splitQuoted(text), "|"); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// What people write into such a file never panics and never costs more than its length.
func FuzzLaunches(f *testing.F) {
	f.Add([]byte(`{"configurations":[{"type":"go","name":"x","buildFlags":["-tags=x"],"envFile":["a"]}]}`), "")
	f.Add([]byte(`{"launch":{"configurations":[{"type":"go","buildFlags":"-ldflags='-s"}]}}`), "launch")
	f.Add([]byte(`{"configurations":{},}`), "")
	f.Add([]byte("\xef\xbb\xbf[]"), "launch")
	f.Fuzz(func(t *testing.T, data []byte, section string) {
		for _, l := range launchesIn(data, section) {
			if l.raw["type"] != "go" || l.Line < 1 {
				t.Errorf("%+v", l)
			}
		}
	})
}
