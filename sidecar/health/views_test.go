package health

import (
	"fmt"
	"strings"
	"testing"
)

// shown is a row as a table has it: login-shell=… editor=… (overruled marked with !), then what is in force.
func shown(r EnvironmentRow) string {
	var parts []string
	for _, c := range r.Cells {
		mark := ""
		if c.OverruledBy != "" {
			mark = "!"
		}
		parts = append(parts, fmt.Sprintf("%s=%s%s", c.Angle, strings.Join(append(c.Value.Items, c.Value.Text), ":"), mark))
	}
	return strings.Join(parts, " ") + " -> " + string(r.InForce)
}

func variables(kind SourceKind, pairs ...string) []Variable {
	var out []Variable
	for i := 0; i < len(pairs); i += 2 {
		v, ok := MakeVariable("linux", pairs[i], pairs[i+1], Source{Kind: kind, Name: Public(pairs[i])})
		if !ok {
			panic(pairs[i] + " is not on the list")
		}
		out = append(out, v)
	}
	return out
}

func TestEnvironmentRow(t *testing.T) {
	for _, tc := range []struct {
		name    string
		change  func(*Snapshot)
		want    string
		differs bool
	}{
		{name: "nobody looked", change: func(*Snapshot) {}, want: " -> go-env"},
		{name: "alike everywhere", change: func(s *Snapshot) {
			s.LoginShell = LoginShell{State: ShellOK, Variables: variables(FromShell, "GOFLAGS", "-x")}
			s.Process.AtActivation, s.Process.Variables = variables(FromEnvironment, "GOFLAGS", "-x"), variables(FromEnvironment, "GOFLAGS", "-x")
			s.ToolEnvs = []ToolEnv{{Folder: "/w", Variables: variables(FromEnvironment, "GOFLAGS", "-x")}}
		}, want: "login-shell=-x editor-at-start=-x editor=-x tools=-x -> tools"},
		{name: "set to nothing is unset", change: func(s *Snapshot) {
			s.LoginShell = LoginShell{State: ShellOK, Variables: variables(FromShell, "GOFLAGS", "")}
			s.Process.Variables = variables(FromEnvironment, "GOPATH", "/g")
			s.ToolEnvs = []ToolEnv{{Folder: "/w", Variables: variables(FromEnvironment, "GOPATH", "/g")}}
		}, want: "login-shell= editor= tools= -> go-env"},
		{name: "only the shell", differs: true, change: func(s *Snapshot) {
			s.LoginShell = LoginShell{State: ShellOK, Variables: variables(FromShell, "GOFLAGS", "-tags=x")}
			s.Process.Variables = variables(FromEnvironment, "GOPATH", "/g")
			s.ToolEnvs = []ToolEnv{{Folder: "/w", Variables: variables(FromEnvironment, "GOPATH", "/g")}}
		}, want: "login-shell=-tags=x! editor= tools= -> go-env"},
		{name: "a shell that was not asked says nothing", change: func(s *Snapshot) {
			s.LoginShell = LoginShell{State: ShellLate}
			s.Process.Variables = variables(FromEnvironment, "GOFLAGS", "-x")
			s.ToolEnvs = []ToolEnv{{Folder: "/w", Variables: variables(FromEnvironment, "GOFLAGS", "-x")}}
		}, want: "editor=-x tools=-x -> tools"},
		{name: "a setting overrules the editor, and gopls's own both", differs: true, change: func(s *Snapshot) {
			s.Process.Variables = variables(FromEnvironment, "GOFLAGS", "-a")
			s.ToolEnvs = []ToolEnv{{Folder: "/w", Variables: variables(FromSetting, "GOFLAGS", "-b"), ServerVariables: variables(FromSetting, "GOFLAGS", "-c")}}
		}, want: "editor=-a! tools=-b! gopls-setting=-c -> gopls-setting"},
		{name: "the environment overrules the GOENV file", differs: true, change: func(s *Snapshot) {
			s.GOENV = GOENVFile{State: FileOK, Variables: variables(FromGOENV, "GOFLAGS", "-file")}
			s.Process.Variables = variables(FromEnvironment, "GOFLAGS", "-a")
			s.ToolEnvs = []ToolEnv{{Folder: "/w", Variables: variables(FromEnvironment, "GOFLAGS", "-a")}}
			s.GoEnvs = []GoEnv{{Folder: "/w", Values: variables(FromCommand, "GOFLAGS", "-a")}}
		}, want: "editor=-a tools=-a goenv-file=-file! go-env=-a -> tools"},
		{name: "the GOENV file counts where nobody else speaks", change: func(s *Snapshot) {
			s.GOENV = GOENVFile{State: FileOK, Variables: variables(FromGOENV, "GOFLAGS", "-file")}
			s.ToolEnvs = []ToolEnv{{Folder: "/w"}}
			s.GoEnvs = []GoEnv{{Folder: "/w", Values: variables(FromCommand, "GOFLAGS", "-file")}}
		}, want: "tools= goenv-file=-file go-env=-file -> goenv-file"},
		{name: "a go that failed answers nothing", change: func(s *Snapshot) {
			s.GoEnvs = []GoEnv{{Folder: "/w", Failure: GoExit, Values: variables(FromCommand, "GOFLAGS", "-file")}}
		}, want: " -> go-env"},
		{name: "a gopls of an earlier environment", differs: true, change: func(s *Snapshot) {
			s.Process.Variables = variables(FromEnvironment, "GOFLAGS", "-new")
			s.ToolEnvs = []ToolEnv{{Folder: "/w", Variables: variables(FromEnvironment, "GOFLAGS", "-new")}}
			s.RunningGopls = RunningGopls{State: RunningOK, Servers: []GoplsServer{{PID: 7, Variables: variables(FromEnvironment, "GOFLAGS", "-old")}}}
		}, want: "editor=-new tools=-new running-gopls=-old! -> tools"},
		{name: "a forwarder's environment is not the daemon's", change: func(s *Snapshot) {
			s.RunningGopls = RunningGopls{State: RunningOK, Servers: []GoplsServer{{PID: 7, Forwards: true, Variables: variables(FromEnvironment, "GOFLAGS", "-old")}}}
		}, want: " -> go-env"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := &Snapshot{}
			tc.change(s)
			r := s.EnvironmentRow("/w", "GOFLAGS")
			if got := shown(r); got != tc.want || r.Differs != tc.differs {
				t.Errorf("%s (differs %v)\nwant %s (%v)", got, r.Differs, tc.want, tc.differs)
			}
		})
	}
}

// Folders that agree have one row; what is personal, or set to nothing everywhere, has none.
func TestEnvironmentRows(t *testing.T) {
	s := &Snapshot{
		Process: Environment{Variables: variables(FromEnvironment, "GOPATH", "/g", "PWD", "/w", "GOBIN", "", "PATH", "/bin:/usr/bin")},
		ToolEnvs: []ToolEnv{
			{Folder: "/a", Variables: variables(FromEnvironment, "GOPATH", "/g", "GOOS", "js")},
			{Folder: "/b", Variables: variables(FromEnvironment, "GOPATH", "/g")},
		},
	}
	var got []string
	for _, r := range s.EnvironmentRows() {
		got = append(got, string(r.Name)+" "+string(r.Folder))
	}
	if want := "GOOS /a, GOOS /b, GOPATH , PATH "; strings.Join(got, ", ") != want {
		t.Errorf("%q, want %q", got, want)
	}
	if rows := (&Snapshot{}).EnvironmentRows(); len(rows) != 0 {
		t.Errorf("an empty snapshot has %d rows", len(rows))
	}
}
