package check

import (
	"slices"
	"strconv"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const shellEnvFailed texts = "shell-env-failed"

// ShellEnvFailed reports a login shell from which the editor could not take over the environment.
var ShellEnvFailed = &Check{
	ID:       health.CheckID(shellEnvFailed),
	Severity: health.Warning,
	Doc: `the editor did not get your shell's environment

An editor that is started from the Dock or a menu starts your login shell once and takes over its environment. If the shell hangs, fails or is not there, the editor goes on without: no PATH of yours, no GOPATH, no proxy. Go is then "not found" although every terminal finds it.

We start the shell the same way and see that it does not answer within three seconds (the editor waits ten), or ends without an answer. That alone is no fault. We speak only of an editor that really has no shell's environment: its own, from before extensions wrote to it, lacks SHLVL, which zsh, bash, fish and tcsh always set, or its PATH is the bare one of the system. It is a warning if go or gopls is not found there, and only a note if both are. An editor that was started from a terminal, one that has a shell's environment by whatever way, and the command line are never reported; nor is a shell that writes greetings, because the editor reads around them.

The fix is in the start-up files of your shell. Until then, start the editor from a terminal.

It does not say which line of them is at fault.`,
	Needs:     []health.ProbeID{health.ProbeFolders, health.ProbeEnvironment, health.ProbeGoLookup, health.ProbeToolLookup, health.ProbeLoginShell},
	Platforms: []health.Public{"linux", "darwin"},
	Messages: map[string]health.Template{
		"late":     {Title: "Your login shell {shell} does not get ready, and the editor has not its environment", Detail: lostShell},
		"failed":   {Title: "Your login shell {shell} ends without an answer, and the editor has not its environment", Detail: lostShell},
		"missing":  {Title: "Your login shell {shell} is not there, and the editor has no shell's environment", Detail: lostShell},
		"asked":    {Title: "{shell} as a login shell, asked for its environment"},
		"answer":   {Title: "its environment, within ten seconds"},
		"started":  {Title: "environment that the editor was started with"},
		"bare":     {Title: "no shell's: SHLVL is not set"},
		"bare-dir": {Title: "the bare PATH of the system"},
		"shells":   {Title: "that of a login shell"},
		"mend":     {Title: "Find what stops the shell"},
		"by-hand":  {Title: "run {shell} -i -l -c exit in a terminal and see where it stops; skip what asks questions, waits or replaces the shell in its start-up files while VSCODE_RESOLVING_ENVIRONMENT is set; then quit the editor and start it anew"},
		"by-shell": {Title: "set an existing shell for your user (chsh -s), log in again and start the editor anew"},
		"terminal": {Title: "Start the editor from a terminal"},
		"code":     {Title: "quit the editor, all windows of it, and start it from a terminal, where it takes over the terminal's environment"},
	},
	Applies: func(s *health.Snapshot) bool { return s.Editor.Present && !startedInTerminal(s) && hasGoFolders(s) },
	Run:     lostEnvironment,
}

const lostShell = "What the start-up files of your shell set does not reach the Go tools of the editor: PATH, GOPATH, proxies. An editor that is started from a terminal is not affected."

// countingShells set SHLVL whenever they start.
var countingShells = []string{"bash", "zsh", "fish", "tcsh"}

func lostEnvironment(s *health.Snapshot) []health.Finding {
	l, c := s.LoginShell, shellEnvFailed
	name := map[health.ShellState]string{health.ShellLate: "late", health.ShellFailed: "failed", health.ShellFloods: "failed", health.ShellMissing: "missing"}[l.State]
	without, seen := withoutShell(s)
	if name == "" || !without {
		return nil
	}
	args := health.Args{"shell": health.V(l.Shell)}
	observed := health.V(health.Text(string(l.State) + " after " + strconv.FormatInt(l.TookMs, 10) + " ms"))
	if l.Reason != "" {
		observed = health.V(l.Reason)
	}
	out := health.Finding{Severity: health.Info, Message: c.say(name, args), Evidence: []health.Evidence{
		{What: c.say("asked", args), Observed: observed, Expected: c.value("answer"), Source: health.Source{Kind: health.FromShell, File: l.Shell}}, seen}}
	for _, f := range goFolders(s) {
		for _, tool := range []health.Public{"go", "gopls"} {
			if found, ok := s.Lookup(f.Path, tool, health.ForEditor); ok && found.Path == "" && out.Severity == health.Info {
				out.Severity = health.Warning
				out.Evidence = append(out.Evidence, health.Evidence{What: message("lookup", health.Args{"tool": health.V(tool)}), Observed: saying("absent"), Expected: saying("an-executable"),
					Source: health.Source{Kind: health.FromLookup, Name: health.Public(found.Purpose)}})
			}
		}
	}
	hand := "by-hand"
	if name == "missing" {
		hand = "by-shell"
	}
	out.Fixes = []health.Fix{oneFix("mend-shell", health.RiskManual, c.say("mend", nil), manual(c.say(hand, args), health.EffectRestartEditor)),
		oneFix("from-terminal", health.RiskManual, c.say("terminal", nil), manual(c.say("code", nil), health.EffectRestartEditor))}
	return []health.Finding{out}
}

// withoutShell reports an editor whose environment no shell has made, with what shows it.
func withoutShell(s *health.Snapshot) (bool, health.Evidence) {
	c := shellEnvFailed
	seen := health.Evidence{What: c.say("started", nil), Expected: c.value("shells"), Source: health.Source{Kind: health.FromEnvironment, Name: "SHLVL", PID: s.Editor.HostPID}}
	start := s.Process.AtActivation
	if len(start) == 0 {
		return false, seen
	}
	shell := health.Base(string(s.System.OS), string(s.LoginShell.Shell))
	if _, counted := health.Find(start, "SHLVL"); counted {
		return false, seen
	} else if slices.Contains(countingShells, shell) {
		seen.Observed = c.value("bare")
		return true, seen
	}
	path, _ := health.Find(start, "PATH")
	if joined := strings.Join(path.Value.Items, ":"); joined == "/usr/bin:/bin:/usr/sbin:/sbin" || joined == "/usr/bin:/bin" {
		seen.Observed, seen.Source.Name = c.value("bare-dir"), "PATH"
		return true, seen
	}
	return false, seen
}
