package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

func init() {
	for _, id := range []health.ProbeID{health.ProbeLoginShell, health.ProbeRunningGopls, health.ProbeDescriptors, health.ProbeExecPlaces, health.ProbeRust} {
		if !slices.Contains(allProbes, id) {
			allProbes = append(allProbes, id)
		}
	}
}

// loginShell is a shell that answered with variables, in an editor that began with the environment it has now.
func loginShell(pairs ...string) func(*health.Snapshot) {
	return do(inEditor, func(s *health.Snapshot) {
		s.Process.AtActivation = slices.Clone(s.Process.Variables)
		s.LoginShell = health.LoginShell{State: health.ShellOK, Shell: "/bin/zsh", TookMs: 40, Variables: shellSays(s, pairs...)}
	})
}

func shellSays(s *health.Snapshot, pairs ...string) []health.Variable {
	var out []health.Variable
	for i := 0; i < len(pairs); i += 2 {
		v, _ := health.MakeVariable(string(s.System.OS), pairs[i], pairs[i+1], health.Source{Kind: health.FromShell, Name: health.Public(pairs[i]), File: "/bin/zsh"})
		out = append(out, v)
	}
	return out
}

// shellInsists is what the login shell makes of the editor's own values.
func shellInsists(pairs ...string) func(*health.Snapshot) {
	return func(s *health.Snapshot) { s.LoginShell.Kept = shellSays(s, pairs...) }
}

// shellFinds is the go that a login shell finds; the empty version is a script.
func shellFinds(path, version string) func(*health.Snapshot) {
	return do(loginShell(), func(s *health.Snapshot) {
		tool := health.ShellTool{Tool: "go", Path: health.Path(path)}
		if path != "" {
			b := health.Binary{Path: tool.Path, Real: tool.Path, Kind: health.BinaryScript, Size: 900}
			if version != "" {
				b = nativeBinary(string(s.System.OS), tool.Path, version, "cmd/go")
			}
			tool.Binary = &b
		}
		s.LoginShell.Tools = []health.ShellTool{tool}
	})
}

// fromTerminal is an editor that somebody started in a terminal.
func fromTerminal(s *health.Snapshot) {
	v, _ := health.MakeVariable(string(s.System.OS), "VSCODE_CLI", "1", fromShell)
	s.Process.AtActivation, s.Process.Variables = append(s.Process.AtActivation, v), append(s.Process.Variables, v)
}

// setAtStart has the editor begin with a variable that it still has.
func setAtStart(name, value string) func(*health.Snapshot) {
	return do(exported(name, value), func(s *health.Snapshot) {
		v, _ := health.Find(s.Process.Variables, health.Public(name))
		s.Process.AtActivation = put(s.Process.AtActivation, v)
	})
}
