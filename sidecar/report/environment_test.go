package report

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// drifting is a snapshot whose shell, settings and GOENV file disagree.
func drifting() health.Report {
	set := func(kind health.SourceKind, name, value string) []health.Variable {
		v, _ := health.MakeVariable("linux", name, value, health.Source{Kind: kind, Name: health.Public(name)})
		return []health.Variable{v}
	}
	s := &health.Snapshot{System: health.System{OS: "linux", User: "zoraida", Home: "/home/zoraida"}}
	s.LoginShell = health.LoginShell{State: health.ShellOK, Shell: "/bin/zsh", Variables: set(health.FromShell, "GOPATH", "/home/zoraida/code")}
	s.Process.Variables = append(set(health.FromEnvironment, "GOPATH", "/home/zoraida/go"), set(health.FromEnvironment, "GOOS", "linux")...)
	tools := append(set(health.FromSetting, "GOFLAGS", "-tags=a|b"), s.Process.Variables...)
	s.ToolEnvs = []health.ToolEnv{{Folder: "/home/zoraida/app", Variables: tools}}
	s.GOENV = health.GOENVFile{State: health.FileOK, Variables: set(health.FromGOENV, "GOFLAGS", "-mod=mod")}
	return health.Report{Snapshot: s}
}

func TestEnvironment(t *testing.T) {
	d := Build(drifting(), Words{}, PrivacyFull)
	if len(d.Environment) != 3 || d.Environment[0].Name != "GOFLAGS" || d.Environment[0].InForce != health.AngleTools {
		t.Fatalf("%+v", d.Environment)
	}
	text := mdEnvironment(d)
	for _, want := range []string{
		"| variable | login shell | editor now | Go tools of the editor | go env file |\n",
		"| GOFLAGS | not set | not set | **-tags=a\\|b** | -mod=mod |\n",
		"| GOPATH | /home/zoraida/code | /home/zoraida/go | **/home/zoraida/go** | not set |\n",
		"- GOPATH, login shell: set by the start-up files of your shell\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	b, err := json.Marshal(Build(health.Report{Snapshot: &health.Snapshot{}}, Words{}, PrivacyFull))
	if err != nil || !strings.Contains(string(b), `"environment":[]`) {
		t.Errorf("an empty table is no array: %v %s", err, b)
	}
	if mdEnvironment(Document{}) != "" {
		t.Error("an empty table is shown")
	}
}

// The table is made of the redacted snapshot, so it holds no name that the report does not.
func TestEnvironmentIsRedacted(t *testing.T) {
	d := Build(drifting(), Words{}, PrivacyShare)
	b, err := json.Marshal(d.Environment)
	if err != nil || strings.Contains(string(b), "zoraida") || strings.Contains(mdEnvironment(d), "zoraida") || len(d.Environment) != 3 {
		t.Errorf("%v %s", err, b)
	}
}
