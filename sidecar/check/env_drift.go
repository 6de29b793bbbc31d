package check

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const envDrift texts = "env-drift"

// EnvDrift reports a variable that a login of the user sets and the Go tools of the editor do not get.
var EnvDrift = &Check{
	ID:       health.CheckID(envDrift),
	Severity: health.Warning,
	Doc: `the editor lacks a variable that your shell sets

Your terminal builds with a variable that the Go tools of the editor do not have, or have with another value: other files belong to the build, other modules are found, tools land elsewhere. What compiles in one of them fails in the other, and nothing says why. An editor keeps the environment it was started with: what you write into a start-up file of your shell reaches it only after it was quit and started anew; reloading the window is not enough.

We start your login shell with next to nothing, ask it for its environment, and compare what it sets with what the Go extension hands to gopls and other tools, as go understands both: with the file of go env -w and go's defaults filled in. Only variables that change what is built or found count. Nothing is said of one that a setting decides, that another extension wrote while the editor ran (direnv and its kin), that the editor has and the shell does not (a container, a session or a wrapper set it, and your terminals inherit it), that a start-up file sets only where it finds none (the shell is asked again with the editor's value), or that makes no difference in this folder; nor of an editor that was started from a terminal, whose environment is that terminal's. On the command line there is nothing to compare. The whole table stands in the report.

The fix starts the editor anew, or sets the variable for the Go tools in go.toolsEnvVars.

It does not compare the PATH: two different go commands have a check of their own. Nor does it say what a shell sets only in some directory.`,
	Needs:     []health.ProbeID{health.ProbeFolders, health.ProbeSettings, health.ProbeEnvironment, health.ProbeToolEnv, health.ProbeGOENV, health.ProbeGoEnv, health.ProbeLoginShell},
	After:     []health.CheckID{"goflags-invalid", "go111module-off"},
	Platforms: []health.Public{"linux", "darwin"},
	// A variable that is a fault of its own is one fault, wherever else it is set otherwise.
	ExplainedBy: func(_ *health.Snapshot, cause, own health.Finding) bool {
		about := map[health.CheckID]string{"goflags-invalid": "GOFLAGS", "go111module-off": "GO111MODULE"}
		return sameFolder(cause, own) && about[cause.Check] == own.Subject.Text
	},
	Messages: map[string]health.Template{
		"lacks":   {Title: "Your shell sets {name}, and the Go tools of the editor do not get it", Detail: "A terminal builds with {name}={shell}; the editor's tools go on as if it were not set. What works in one of them may fail in the other."},
		"other":   {Title: "{name} is one thing in your shell and another in the editor", Detail: "A terminal builds with {shell}, the Go tools of the editor with {editor}. What works in one of them may fail in the other."},
		"shell":   {Title: "{name} in a fresh login shell"},
		"tools":   {Title: "{name} as the editor's tools get it"},
		"restart": {Title: "Start the editor anew"},
		"quit":    {Title: "quit the editor, all windows of it, and start it again: it takes its environment from your login shell once, when it starts"},
		"set":     {Title: "Set {name} for the Go tools of the editor"},
	},
	Applies: func(s *health.Snapshot) bool {
		return s.Editor.Present && s.LoginShell.State == health.ShellOK && !startedInTerminal(s) && hasGoFolders(s)
	},
	Run: func(s *health.Snapshot) []health.Finding {
		return eachFolder(s, func(f health.Folder) []verdict { return drifted(s, f) })
	},
}

// startedInTerminal reports an editor whose environment is that of a terminal: its launcher leaves this variable.
func startedInTerminal(s *health.Snapshot) bool {
	_, now := health.Find(s.Process.Variables, "VSCODE_CLI")
	_, atStart := health.Find(s.Process.AtActivation, "VSCODE_CLI")
	return now || atStart
}

func drifted(s *health.Snapshot, f health.Folder) []verdict {
	if g := s.GoEnv(f.Path); g.Failure != "" {
		return open(f, goSilent(g))
	}
	var out []verdict
	for _, v := range s.LoginShell.Variables {
		if v.Value.Empty() || v.Value.Redacted() || !matters(s, f, v) {
			continue
		}
		editor, meant := inTools(s, f, v.Name)
		if meant || editor.Value.Redacted() || !driftsFrom(s, f, v, editor) {
			continue
		}
		out = append(out, driftFinding(s, v, editor))
	}
	return out
}

// inTools is a variable as the Go tools of the editor get it. meant is true where somebody decided about it for the editor: with
// a setting, or from an extension while the editor ran.
func inTools(s *health.Snapshot, f health.Folder, name health.Public) (v health.Variable, meant bool) {
	row := s.EnvironmentRow(f.Path, name)
	tools, known := row.Cell(health.AngleTools)
	_, laid := row.Cell(health.AngleSetting)
	if !known || laid || tools.Source.Kind == health.FromSetting {
		return v, true
	}
	start, was := row.Cell(health.AngleAtStart)
	now, _ := row.Cell(health.AngleEditor)
	if was && start.Value.Text != now.Value.Text && !(start.Value.Empty() && copiedByGo(s, f, now)) {
		return v, true
	}
	v, _ = s.Origin(f.Path, name)
	v.Name = name
	return v, false
}

// copiedByGo reports a value that the Go extension itself wrote into the editor's environment: what go answers by itself.
func copiedByGo(s *health.Snapshot, f health.Folder, now health.EnvironmentCell) bool {
	name := now.Source.Name
	if !slices.Contains(copiedAtStart, name) {
		return false
	}
	written, ok := health.Find(s.GOENV.Variables, name)
	return ok && written.Value.Text == now.Value.Text || name == "GOPROXY" && usualProxy(now.Value.Text) ||
		health.Same(string(s.System.OS), now.Value.Text, usualPlace(s, f, name))
}

// usualProxy reports what go.env in every release says: the proxy of the Go project, then the modules' own hosts.
func usualProxy(value string) bool {
	return strings.HasPrefix(value, "https://") && strings.HasSuffix(value, ".golang.org,direct") && strings.Count(value, ",") == 1
}

// driftsFrom reports that the shell's value is not what the editor's tools work with. Where the editor's process has one of its
// own, the shell must insist on another one although it was given that.
func driftsFrom(s *health.Snapshot, f health.Folder, shell, editor health.Variable) bool {
	if alikeForGo(s, f, shell, editor) {
		return false
	}
	own, ok := health.Find(s.Process.AtActivation, shell.Name)
	if !ok || own.Value.Empty() {
		own, ok = health.Find(s.Process.Variables, shell.Name)
	}
	if !ok || own.Value.Empty() {
		return true
	}
	kept, asked := health.Find(s.LoginShell.Kept, shell.Name)
	return asked && !alikeForGo(s, f, kept, editor)
}

func driftFinding(s *health.Snapshot, shell, editor health.Variable) verdict {
	c := envDrift
	args := health.Args{"name": health.V(shell.Name), "shell": shell.Value, "editor": editor.Value}
	name, observed := "lacks", saying("unset")
	if !editor.Value.Empty() {
		observed = editor.Value
		if chosen(editor) {
			name = "other"
		}
	}
	out := health.Finding{Severity: health.Warning, Subject: health.V(shell.Name), Message: c.say(name, args), Evidence: []health.Evidence{
		{What: c.say("tools", args), Observed: observed, Expected: shell.Value, Source: editor.Source},
		{What: c.say("shell", args), Observed: shell.Value, Source: shell.Source}}}
	if editor.Source.Kind == "" {
		out.Evidence[0].Source = health.Source{Kind: health.FromDefault, Name: shell.Name}
	}
	out.Fixes = []health.Fix{oneFix("restart-editor", health.RiskManual, c.say("restart", nil), manual(c.say("quit", nil), health.EffectRestartEditor))}
	if step, ok := setForTools(s, shell.Name, strings.TrimSpace(shell.Value.Text)); ok && shell.Value.Class != health.ClassURL { // its user was left out
		out.Fixes = append(out.Fixes, oneFix("set-for-tools", health.RiskSafe, c.say("set", args), step))
	}
	return verdict{"drift " + string(shell.Name) + editor.Value.Text, out}
}
