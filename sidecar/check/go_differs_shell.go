package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

// otherInShell compares the editor's go with that of a login shell. The shell's facts are not among the check's Needs: without
// them (in the background, in tier fast) the rest of it must still be judged.
func otherInShell(s *health.Snapshot, f health.Folder) []verdict {
	editor, ok := s.Lookup(f.Path, "go", health.ForEditor)
	tool := shellGo(s)
	if !ok || editor.Path == "" || tool.Binary == nil || !s.Editor.Present || startedInTerminal(s) || editor.Source.Kind == health.FromSetting {
		return nil
	}
	system, b := string(s.System.OS), *tool.Binary
	a, _ := s.Binary(editor.Path)
	dir := health.Dir(system, string(tool.Path))
	path, _ := health.Find(s.Process.Variables, "PATH")
	if health.Same(system, string(editor.Path), string(tool.Path)) || a.Real != "" && a.Real == b.Real ||
		slices.ContainsFunc(path.Value.Items, func(entry string) bool { return health.Same(system, entry, dir) }) {
		return nil
	}
	first, second := builtWith(s, editor.Path), ""
	if b.Build != nil && b.Build.Package == "cmd/go" {
		second = firstField(string(b.Build.GoVersion))
	}
	switch {
	case first == "" || second == "":
		return nil // a shim may run any release
	case first != second && !(switches(s, f, first) && switches(s, f, second)):
		return differsInShell(s, "shell", editor, tool, health.Public(first), health.Public(second))
	case first == second && !slices.Equal(a.Architectures, b.Architectures):
		return differsInShell(s, "shell-as", editor, tool, builtFor(a), builtFor(b))
	}
	return nil
}

func shellGo(s *health.Snapshot) health.ShellTool {
	for _, t := range s.LoginShell.Tools {
		if t.Tool == "go" && s.LoginShell.State == health.ShellOK {
			return t
		}
	}
	return health.ShellTool{}
}

func differsInShell(s *health.Snapshot, name string, editor health.Lookup, tool health.ShellTool, first, second health.Public) []verdict {
	c := goDiffers
	args := health.Args{"editor": health.V(first), "server": health.V(second), "directory": health.V(health.Path(health.Dir(string(s.System.OS), string(tool.Path)))), "go": health.V(tool.Path)}
	out := health.Finding{Severity: health.Warning, Message: c.say(name, args), Evidence: []health.Evidence{goFound("the Go extension", editor, first, second),
		goFound("the login shell", health.Lookup{Path: tool.Path, Source: health.Source{Kind: health.FromShell, Name: "PATH", File: s.LoginShell.Shell}}, second, first)}}
	use := useTool(s, "go", tool.Path)
	use.Effect = health.EffectReloadWindow
	out.Fixes = []health.Fix{oneFix("restart-editor", health.RiskManual, c.say("restart", nil), manual(c.say("quit", nil), health.EffectRestartEditor)),
		oneFix("use-one", health.RiskConfirm, c.say("use", args), use)}
	return found(name+string(editor.Path)+" "+string(tool.Path), out)
}
