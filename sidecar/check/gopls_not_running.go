package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

const goplsNotRunning texts = "gopls-not-running"

// GoplsNotRunning reports a window without a language server although a Go file is open and the Go extension is up.
var GoplsNotRunning = &Check{
	ID:       health.CheckID(goplsNotRunning),
	Severity: health.Error,
	Doc: `no gopls is running

Nothing answers in Go files: no hover, no completion, no Go to Definition, no diagnostics. The status bar of the Go extension may well show its lightning bolt, because it draws that whether the server lives or not, and no message appears.

The Go extension is up, a Go file is open, and below the extension host of this window there is no living gopls; its commands (gopls.…), which the editor takes away when it ends, are gone as well. gopls's telemetry child and servers of other windows or of Go Vitals do not count; the one that hands everything to a shared daemon (-remote=auto) does. A server behind a wrapper that hides it, as in a container, keeps its commands and is not missed.

The fix restarts the language server, which also resets the count of crashes after which the Go extension gives up.

It says nothing while a start that somebody asked for is under way, nor where the language server is switched off, the folder is not trusted or no Go file is open: then there should be none.`,
	Needs: []health.ProbeID{health.ProbeEditor, health.ProbeFolders, health.ProbeSettings, health.ProbeOpenFiles, health.ProbeProcesses},
	After: []health.CheckID{"language-server-disabled", "gopls-missing", "gopls-flags-invalid", "cache-unusable", "signature-invalid", "tool-quarantined",
		"libc-mismatch", "tool-foreign-arch", "gopls-crash-loop", "server-cannot-start"},
	ExplainedBy: explainsNoServer,
	Messages: map[string]health.Template{
		"none":     {Title: "No gopls is running in this window", Detail: "The Go extension is up and a Go file is open, but nothing answers: no hover, no completion, no Go to Definition. The status bar may look well all the same."},
		"servers":  {Title: "language servers below the extension host"},
		"commands": {Title: "commands of gopls in the editor"},
		"open":     {Title: "open Go file"},
		"one":      {Title: "one"},
		"look":     {Title: "Look at its last words"},
		"log":      {Title: "open the Output view (View: Toggle Output) and choose gopls (server): its last lines say why it ended"},
		"starting": {Title: "gopls is being started"},
		"hidden":   {Title: "not all processes could be looked at"},
	},
	Applies: func(s *health.Snapshot) bool {
		// Without the extension host the processes are those of somebody else.
		ours := s.Processes.Host != 0 || s.Processes.State == health.ProcessesFailed
		return s.Editor.Present && ours && goExtensionUp(s) && len(servedFiles(s)) > 0
	},
	Run: runGoplsNotRunning,
}

// servedFiles are open Go files that gopls should serve.
func servedFiles(s *health.Snapshot) []health.OpenFile {
	var out []health.OpenFile
	for _, f := range goFolders(s) {
		if !serverIsOff(s, f.Path) {
			out = append(out, openGoFiles(s, f)...)
		}
	}
	return out
}

func runGoplsNotRunning(s *health.Snapshot) []health.Finding {
	c := goplsNotRunning
	switch {
	case s.Processes.State == health.ProcessesFailed:
		return noProcesses(s)
	case !processesSeen(s), len(ourServers(s)) > 0, s.Life.Alive != 0, serverAnswers(s):
		return nil
	case s.Processes.Cut > 0:
		return []health.Finding{Open("", c.say("hidden", nil))}
	case beingStarted(s):
		return []health.Finding{Open("", c.say("starting", nil))}
	}
	host := health.Process{PID: s.Processes.Host, Role: health.RoleExtensionHost}
	if p, ok := s.Processes.Process(s.Processes.Host); ok {
		host = p
	}
	file := servedFiles(s)[0]
	return []health.Finding{{Severity: health.Error, Message: c.say("none", nil),
		Evidence: []health.Evidence{
			processSeen(host, c.say("servers", nil), saying("absent"), c.value("one")),
			{What: c.say("commands", nil), Observed: saying("absent"), Expected: saying("present"), Source: health.Source{Kind: health.FromEditor, Name: "commands"}},
			{What: c.say("open", nil), Observed: health.V(file.File), Source: health.Source{Kind: health.FromEditor, Name: "documents", File: file.File}}},
		Fixes: []health.Fix{oneFix("restart-server", health.RiskSafe, message("fix-restart", nil), restartServer()),
			oneFix("look", health.RiskManual, c.say("look", nil), manual(c.say("log", nil), health.EffectRestartServer))}}}
}

// beingStarted reports that the last thing that happened was that somebody asked for a start or a restart.
func beingStarted(s *health.Snapshot) bool {
	for i := len(s.Life.Events) - 1; i >= 0; i-- {
		switch s.Life.Events[i].Kind {
		case health.EventAsked, health.EventStop:
			return true
		case health.EventStarted, health.EventExited, health.EventCrashed, health.EventError, health.EventGaveUp, health.EventLoaded:
			return false
		}
	}
	return false
}

// explainsNoServer: what keeps gopls from starting, or ended it, for all folders with an open file. What is said of another tool,
// another cache, or is no more than a hint does not.
func explainsNoServer(s *health.Snapshot, cause, _ health.Finding) bool {
	open := !slices.ContainsFunc(goFolders(s), func(f health.Folder) bool {
		return !concerns(cause, f.Path) && !serverIsOff(s, f.Path) && len(openGoFiles(s, f)) > 0
	})
	switch cause.Check {
	case health.CheckID(languageServerDisabled): // folders that it is off in are not looked at
		return cause.Message.ID == languageServerDisabled.say("gopaths", nil).ID
	case health.CheckID(cacheUnusable):
		return open && fullDiskEnds(cause)
	case "signature-invalid", "tool-quarantined", "libc-mismatch", "tool-foreign-arch":
		return open && stopsTool(cause, "gopls")
	}
	return open && cause.Severity == health.Error
}

// fullDiskEnds reports a disk so full that gopls ends itself; without a cache of its own it merely starts slowly.
func fullDiskEnds(f health.Finding) bool { return f.Message.ID == cacheUnusable.say("space", nil).ID }
