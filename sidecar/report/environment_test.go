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

func TestEnvironmentInText(t *testing.T) {
	d := Build(drifting(), Words{}, PrivacyFull)
	shown := func(width int) string { return Text(d, TextOptions{Width: width}) }
	for _, want := range []string{
		"The environment, where it differs  (* counts for gopls)\n",
		"  GOFLAGS  * -tags=a|b           Go tools of the editor (set by the  setting GOFLAGS)\n",
		"             -mod=mod            go env file (set by go env -w), overruled by: Go tools of the editor\n",
		"             not set             login shell, editor now\n",
		"  GOPATH   * /home/zoraida/go    editor now, Go tools of the editor (set in the environment)\n",
		"             /home/zoraida/code  login shell (set by the start-up files of your shell), overruled by: Go tools of the editor\n",
	} {
		if !strings.Contains(shown(140), want) {
			t.Errorf("no %q in\n%s", want, shown(140))
		}
	}
	if strings.Contains(Text(Document{}, TextOptions{}), "The environment") {
		t.Error("an empty table is shown")
	}
	if strings.Contains(Text(Build(drifting(), Words{}, PrivacyShare), TextOptions{}), "zoraida") {
		t.Error("the table names the user")
	}
}

// What a problem speaks of stands first, then what is overruled; the rest is counted, and a value cannot move the cursor.
func TestEnvironmentInTextIsBounded(t *testing.T) {
	d := Document{Findings: []Finding{{ID: "x", Evidence: []Evidence{{Source: Source{Name: "go.toolsEnvVars.GOX"}}}}}}
	for _, name := range []string{"GOA", "GOB", "GOC", "GOD", "GOE", "GOF", "GOG", "GOX"} {
		d.Environment = append(d.Environment, EnvironmentRow{Name: name, InForce: health.AngleTools, Seen: []EnvironmentCell{
			{Place: health.AngleLoginShell, Value: "a" + strings.Repeat("b", 200)}, {Place: health.AngleTools, Value: "\x1b[2Jred", Source: Source{Kind: health.FromEnvironment}}}})
	}
	d.Environment[6].Seen[0].OverruledBy = health.AngleTools
	text := Text(d, TextOptions{Width: 60})
	at := func(s string) int { return strings.Index(text, s) }
	if at("GOX") < 0 || at("GOX") > at("GOG") || at("GOG") > at("GOA") || !strings.Contains(text, "and 2 more: GOE, GOF") {
		t.Errorf("order or rest:\n%s", text)
	}
	if strings.Contains(text, "\x1b[2J") || strings.Contains(text, strings.Repeat("b", 100)) {
		t.Errorf("a value as it is:\n%s", text)
	}
}

func TestTelling(t *testing.T) {
	long := "/usr/local/go/bin, /home/zoraida/go/bin, /usr/local/bin, "
	for _, tc := range []struct{ name, value, other, want string }{
		{"short", "on", "off", "on"},
		{"long", strings.Repeat("x", 60), "y", strings.Repeat("x", longestValue) + " …"},
		{"lists-that-begin-alike", long + "/opt/bin", long + "/usr/bin, /bin", "… /opt/bin"},
		{"one-ends-where-the-other-goes-on", long + "/opt/bin", long + "/opt/bin, /bin", "… /opt/bin"},
		{"the-longer-one", long + "/opt/bin, /bin", long + "/opt/bin", "… /opt/bin, /bin"},
		{"nothing-alike", long + "/bin", "/a" + long, "/usr/local/go/bin, /home/zoraida/go/bin, /us …"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := telling(tc.value, []string{tc.other, tc.value}); got != tc.want {
				t.Errorf("%q, want %q", got, tc.want)
			}
		})
	}
}
