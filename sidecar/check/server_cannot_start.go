package check

import (
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const serverCannotStart texts = "server-cannot-start"

// ServerCannotStart reports that a fresh gopls with the user's settings dies before it can be asked anything.
var ServerCannotStart = &Check{
	ID:       health.CheckID(serverCannotStart),
	Severity: health.Error,
	Doc: `gopls cannot be started

There is no language server: no hover, no completion, no Go to Definition. The Go extension tries five times and then stays silent, with a status bar that looks well.

We started the same gopls with the same flags, settings and environment as the Go extension does, and it could not be run, died, or did not answer the first request. The exit status, the signal and its last words are shown.

The fix depends on the words; a gopls that crashes or does not fit this machine is installed anew. Refused flags and unusable caches are findings of their own.`,
	Needs:       []health.ProbeID{health.ProbeFolders, health.ProbePulse},
	After:       pulseCauses(),
	ExplainedBy: explainsPulse,
	Messages: map[string]health.Template{
		"spawn":    {Title: "gopls cannot be run", Detail: "The system refuses to start it, so there is no language server: no hover, no completion, no Go to Definition."},
		"exit":     {Title: "gopls ends with exit status {exit} before it answers", Detail: noServer},
		"signal":   {Title: "gopls is ended by a signal ({signal}) before it answers", Detail: noServer},
		"silent":   {Title: "gopls starts and does not answer", Detail: noServer},
		"crash":    {Title: "gopls crashes at its start", Detail: noServer},
		"words":    {Title: "last words of gopls"},
		"state":    {Title: "start of gopls"},
		"no-reply": {Title: "no answer to initialize"},
		"starts":   {Title: "a gopls that answers initialize"},
		"no-words": {Title: "none"},
	},
	Applies: hasGoFolders,
	Run:     runServerCannotStart,
}

const noServer = "A fresh gopls with your settings and environment does this, so there is no language server: no hover, no completion, no Go to Definition."

func runServerCannotStart(s *health.Snapshot) []health.Finding {
	return eachFolder(s, func(f health.Folder) []verdict {
		r, ok := rung(s, f.Path, 1)
		if !ok || r.FailedStage != health.StageSpawn && r.FailedStage != health.StageInitialize {
			return nil
		}
		c := serverCannotStart
		args := health.Args{"exit": number(r.Exit), "signal": health.V(r.Signal)}
		finding := health.Finding{Severity: health.Error, Message: c.say("silent", nil)}
		observed := c.value("no-reply")
		switch {
		case r.FailedStage == health.StageSpawn:
			finding.Message, observed = c.say("spawn", nil), saying("no-answer")
		case strings.Contains(string(r.LastWords), "panic:") || strings.Contains(string(r.LastWords), "goroutine 1 ["):
			finding.Message = c.say("crash", nil)
		case r.Signal != "":
			finding.Message, observed = c.say("signal", args), health.V(r.Signal)
		case r.Exit != 0:
			finding.Message, observed = c.say("exit", args), health.V("exit status "+health.Public(number(r.Exit).Text))
		}
		finding.Evidence = []health.Evidence{{What: c.say("state", nil), Observed: observed, Expected: c.value("starts"),
			Source: health.Source{Kind: health.FromServer, Name: "initialize", File: s.Gopls.Path}}}
		if r.LastWords != "" {
			finding.Evidence = append(finding.Evidence, health.Evidence{What: c.say("words", nil), Observed: health.V(r.LastWords),
				Expected: c.value("no-words"), Source: health.Source{Kind: health.FromServer, Name: "stderr"}})
		}
		finding.Evidence = append(finding.Evidence, ladderSeen(s, f.Path)...)
		for _, e := range namedSeen(s, f.Path) {
			if !quoted(finding.Evidence, e) {
				finding.Evidence = append(finding.Evidence, e)
			}
		}
		finding.Fixes = []health.Fix{oneFix("install-gopls", health.RiskConfirm, message("fix-reinstall", nil), installGopls(s, f.Path))}
		return found(string(finding.Message.ID)+string(r.LastWords), finding)
	})
}
