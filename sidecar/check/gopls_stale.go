package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

const goplsStale texts = "gopls-stale"

// GoplsStale reports a running gopls that fails where a fresh one with the same settings does not.
var GoplsStale = &Check{
	ID:       health.CheckID(goplsStale),
	Severity: health.Error,
	Doc: `the running gopls is stale

gopls keeps what it saw when it loaded the workspace. A module that was missing then, a dependency that was deleted and brought back, a cache that was cleaned: it does not notice, and goes on with errors, empty answers or places that are no more, while the command line works.

We put the same kinds of questions to the running gopls, through the editor and in documents that are open, and to a fresh private one with the same settings. The running one fails and the fresh one answers all of them.

It is stale as well, and a warning, where it is not the one that would start now although it still answers: its file was replaced by another build, or it was given a variable that go heeds with another value than the Go extension would give it today. We compare the process, its build information and, on Linux, the environment that it was started with. A file that was replaced by the same build, a value that comes to the same for go, a server that hands everything to a shared daemon, and what other windows run are not mentioned.

The fix restarts the language server, which loads the workspace anew, or reloads the window, where the editor's own environment keeps an old value. Nothing else changes.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbePulse},
	Messages: map[string]health.Template{
		"load":    {Title: "The running gopls could not load the workspace, and a fresh one can", Detail: "What stopped it is mended by now, but gopls does not notice that by itself. Nothing works until it is restarted."},
		"silent":  {Title: "The running gopls does not answer, and a fresh one does", Detail: "Questions about {symbol} and others passed their deadline. The editor shows nothing while it waits."},
		"wrong":   {Title: "The running gopls leads to the wrong place ({symbol}), and a fresh one to the right one", Detail: "It remembers files as they were before they changed on disk. Broken: {broken}. Works: {works}."},
		"answers": {Title: "The running gopls fails on {symbol}, and a fresh one does not", Detail: "What broke it is mended by now, but gopls does not notice that by itself. Broken: {broken}. Works: {works}."},
		"fresh":   {Title: "questions to a fresh gopls with the same settings"},
		"all":     {Title: "all answered"},

		"version":       {Title: "The running gopls is {running}, and {now} would be started now", Detail: "gopls was updated while it ran. Until it is restarted the editor goes on with the old one: its faults, and its idea of settings."},
		"replaced":      {Title: "The file of the running gopls was replaced since it started", Detail: "Another build stands in its place. Until it is restarted the editor goes on with the old one."},
		"variable":      {Title: "The running gopls has another {name} than it would be given now", Detail: "A program keeps the environment that it was started with: what was changed since does not reach it before it is restarted."},
		"runs":          {Title: "version of the running gopls"},
		"file":          {Title: "file of the running gopls"},
		"changed":       {Title: "replaced since"},
		"same":          {Title: "the one it was started from"},
		"since":         {Title: "start of the running gopls"},
		"would-start":   {Title: "gopls that the Go extension would start"},
		"variable-runs": {Title: "{name} of the running gopls"},
		"variable-now":  {Title: "{name} as a new one would get it"},
		"reload":        {Title: "Reload the window"},
	},
	Applies: func(s *health.Snapshot) bool {
		return len(ourServers(s)) > 0 || len(s.RunningGopls.Servers) > 0 ||
			slices.ContainsFunc(goFolders(s), func(f health.Folder) bool { _, asked := rung(s, f.Path, 0); return asked })
	},
	Run: runGoplsStale,
}

// runGoplsStale looks at the answers first: what a stale server shows is proved by what it is, and one fault.
func runGoplsStale(s *health.Snapshot) []health.Finding {
	answers, other := staleAnswers(s), otherServer(s)
	i := slices.IndexFunc(answers, func(f health.Finding) bool { return f.Severity != health.Unknown })
	if i < 0 {
		return append(other, answers...)
	}
	for _, o := range other {
		answers[i].Evidence = append(answers[i].Evidence, o.Evidence...)
		answers[i].Fixes = append(answers[i].Fixes, o.Fixes[1:]...)
	}
	return answers
}

func staleAnswers(s *health.Snapshot) []health.Finding {
	return eachFolder(s, func(f health.Folder) []verdict {
		own, asked := rung(s, f.Path, 0)
		if !asked || own.Judge() != health.RungFails {
			return nil
		}
		if !serverIsStale(s, f.Path) {
			return uncompared(s, f)
		}
		fresh, _ := rung(s, f.Path, 1)
		text, example := staleText(own)
		bad := broken(own)
		if reason, busy := tooBusy(s, bad); busy {
			return open(f, reason)
		}
		finding := health.Finding{Severity: health.Error, Message: goplsStale.say(text, patternArgs(own, bad, example)),
			Fixes: []health.Fix{oneFix("restart-server", health.RiskSafe, message("fix-restart", nil), restartServer())}}
		if text != "load" && !slices.ContainsFunc(bad, func(a health.Answer) bool { return vital(a.Question) }) {
			finding.Severity = health.Warning
		}
		finding.Evidence = staleSeen(bad, fresh)
		for _, m := range own.Load.Messages[:min(len(own.Load.Messages), mostMessages)] {
			finding.Evidence = append(finding.Evidence, health.Evidence{What: message("load-said", nil), Observed: health.V(m),
				Expected: saying("no-complaint"), Source: health.Source{Kind: health.FromServer, Name: "load"}})
		}
		finding.Evidence = append(finding.Evidence, ladderSeen(s, f.Path)...)
		return found(text, finding)
	})
}

// uncompared leaves a folder open whose running server fails and where no fresh one could be compared with it. Where the
// fresh one fails too, the running one is not stale.
func uncompared(s *health.Snapshot, f health.Folder) []verdict {
	fresh, ok := rung(s, f.Path, 1)
	switch {
	case ok && fresh.Judge() == health.RungFails:
		return nil
	case ok && fresh.Judge() == health.RungLoading:
		return open(f, message("still-loading", nil))
	}
	for _, l := range s.Ladders {
		if skipped, found := l.Rung(1); found && l.Folder == f.Path && skipped.Reason.ID != "" {
			return open(f, skipped.Reason)
		}
	}
	return open(f, message("no-pulse", nil))
}

// staleText says in what way the running server fails, with the answer that shows it.
func staleText(own health.Rung) (string, health.Answer) {
	bad := broken(own)
	if len(bad) == 0 {
		return "load", health.Answer{}
	}
	switch text, example := patternOf(own, bad); text {
	case "timeout":
		return "silent", example
	case "gone", "stale", "version":
		return "wrong", example
	default:
		return "answers", example
	}
}

// staleSeen shows what the running server answered, and beside it what the fresh one did.
func staleSeen(bad []health.Answer, fresh health.Rung) []health.Evidence {
	var out []health.Evidence
	for _, a := range bad[:min(len(bad), mostContradictions)] {
		e := answered(a)
		for _, b := range fresh.Answers {
			if a.Question == b.Question && a.Target == b.Target && a.Symbol == b.Symbol && b.Where != nil {
				e.Expected = health.V(health.Text(string(b.Where.File) + ", line " + number(b.Where.Line).Text))
			}
		}
		out = append(out, e)
	}
	if len(fresh.Answers) == 0 {
		return out
	}
	return append(out, health.Evidence{What: goplsStale.say("fresh", nil), Observed: goplsStale.value("all"), Source: health.Source{Kind: health.FromServer}})
}
