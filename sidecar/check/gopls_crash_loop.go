package check

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const goplsCrashLoop texts = "gopls-crash-loop"

// mostCrashes is after how many ends without a request golang.go starts no other server (go-editor-facts §2.3), and
// worthCrashes how many are worth a word: one alone happens.
const (
	mostCrashes  = health.CrashLimit
	worthCrashes = 2
)

// GoplsCrashLoop reports servers that ended without a request: several are a warning, the fifth is the last.
var GoplsCrashLoop = &Check{
	ID:       health.CheckID(goplsCrashLoop),
	Severity: health.Error,
	Doc: `gopls crashes again and again

When gopls ends without having been asked to, the Go extension starts another one, silently, four times. After the fifth end it starts none: Go is dead in this window, and the status bar goes on to show its lightning bolt. The count knows no time: crashes that are days apart add up, and only a restart that somebody asks for sets it back.

The ends are seen from outside, as the end of a process, and in the logs of the Go extension, which hold exit status, signal and the words of a panic. Ends that somebody asked for are not counted: a restart by hand, by a changed setting, by an installation. One end alone is not mentioned; from the second on it is a warning, after the fifth, with no server left, an error.

The fix restarts the language server, which gives it five new lives, and, where it panicked, installs the newest gopls that your Go can build. The words of the panic are what its authors want to see.

It does not tell why the system killed a gopls (SIGKILL): mostly there was no memory left, and the report's timeline shows how much gopls had.`,
	Needs:       []health.ProbeID{health.ProbeLife},
	After:       []health.CheckID{"gopls-flags-invalid", "cache-unusable", "signature-invalid", "tool-quarantined", "gopls-memory", "server-cannot-start"},
	ExplainedBy: explainsCrashes,
	Messages: map[string]health.Template{
		"dead":   {Title: "gopls crashed {count} times and is not started again", Detail: "The Go extension gives up after the fifth crash: no hover, no completion, no Go to Definition in this window, while its status bar looks well."},
		"last":   {Title: "gopls crashed {count} times; the next crash is its last", Detail: "The Go extension starts it four times again and then gives up without a word. Only a restart by hand sets the count back."},
		"again":  {Title: "gopls crashed {count} times since it was last started by request", Detail: "The Go extension starts it again by itself, and gives up without a word after the fifth crash. Only a restart by hand sets the count back."},
		"crash":  {Title: "crash {crash} of 5"},
		"count":  {Title: "crashes since the last start by request"},
		"words":  {Title: "words of crash {crash}"},
		"exit":   {Title: "ended"},
		"alive":  {Title: "a server that lives"},
		"update": {Title: "Install the newest gopls"},
		"report": {Title: "Tell the authors of gopls"},
		"issue":  {Title: "if the newest gopls crashes as well, report the panic at https://go.dev/issue/new with the words shown here, and restart the language server meanwhile"},
		"memory": {Title: "Give gopls less to do"},
		"less":   {Title: "the system ended gopls by force, mostly for want of memory: close other programs, open a part of the workspace, or leave out directories with build.directoryFilters"},
	},
	Applies: func(s *health.Snapshot) bool {
		return s.Life.State == health.LifeWatched || s.Life.State == health.LifeLogs
	},
	Run: runGoplsCrashLoop,
}

func runGoplsCrashLoop(s *health.Snapshot) []health.Finding {
	c, count := goplsCrashLoop, s.Life.Crashes
	dead := s.Life.Alive == 0 && (s.Life.GivenUp || count >= mostCrashes) && len(ourServers(s)) == 0 && !serverAnswers(s)
	if count < worthCrashes { // a first start that failed is no crash
		return nil
	}
	args := health.Args{"count": number(count)}
	out := health.Finding{Severity: health.Warning, Message: c.say("again", args)}
	switch {
	case dead:
		out.Severity, out.Message = health.Error, c.say("dead", args)
	case count >= mostCrashes-1:
		out.Message = c.say("last", args)
	}
	source := health.Source{Kind: health.FromSystem, Name: "processes"}
	if s.Life.State == health.LifeLogs {
		source = logSource(s)
	}
	out.Evidence = append([]health.Evidence{{What: c.say("count", nil), Observed: number(count), Expected: number(0), Source: source}}, crashesSeen(s)...)
	out.Fixes = append(out.Fixes, oneFix("restart-server", health.RiskSafe, message("fix-restart", nil), restartServer()))
	switch {
	case crashedBy(s, isKilled):
		out.Fixes = append(out.Fixes, oneFix("less", health.RiskManual, c.say("memory", nil), manual(c.say("less", nil), health.EffectRestartServer)))
	default:
		out.Fixes = append(out.Fixes, oneFix("update", health.RiskConfirm, c.say("update", nil), installGopls(s, firstFolder(s))),
			oneFix("report", health.RiskManual, c.say("report", nil), manual(c.say("issue", nil), health.EffectRestartServer)))
	}
	return []health.Finding{out}
}

// crashesOf are the crashes of the present count, oldest first.
func crashesOf(s *health.Snapshot) []health.LifeEvent {
	var out []health.LifeEvent
	for _, e := range s.Life.Events {
		switch {
		case e.Kind == health.EventAsked:
			out = nil
		case e.Kind == health.EventCrashed:
			out = append(out, e)
		}
	}
	return out
}

// crashesSeen is evidence of the last five crashes, with the words of each where a log has them.
func crashesSeen(s *health.Snapshot) []health.Evidence {
	c := goplsCrashLoop
	all := crashesOf(s)
	var out []health.Evidence
	for i, e := range all[max(0, len(all)-mostCrashes):] {
		n := e.Crash
		if n == 0 {
			n = max(0, len(all)-mostCrashes) + i + 1
		}
		args := health.Args{"crash": number(n)}
		source := health.Source{Kind: health.FromSystem, Name: "processes", PID: e.PID}
		if e.From == health.FromLogs {
			source = logSource(s)
		}
		out = append(out, health.Evidence{What: c.say("crash", args), Observed: health.V(endingOf(e)), Source: source})
		if words := wordsOf(s, e); words != "" {
			out = append(out, health.Evidence{What: c.say("words", args), Observed: health.V(words), Expected: saying("no-complaint"), Source: logSource(s)})
		}
	}
	return out
}

// endingOf says when and how a server ended: 2026-11-21T14:02:11Z, exit status 2.
func endingOf(e health.LifeEvent) health.Public {
	how := health.Public("ended")
	switch {
	case e.Signal != "":
		how = "signal " + e.Signal
	case e.Code != nil:
		how = "exit status " + health.Public(number(*e.Code).Text)
	}
	if e.At == "" {
		return how
	}
	return e.At + ", " + how
}

// wordsOf are the words of a crash: its own, or those of the panic that a log has right before it.
func wordsOf(s *health.Snapshot, crash health.LifeEvent) health.Text {
	if crash.Words != "" {
		return crash.Words
	}
	var words health.Text
	for _, e := range s.Life.Events {
		switch {
		case e == crash:
			return words
		case e.Kind == health.EventPanic:
			words = e.Words
		case e.Kind == health.EventCrashed, e.Kind == health.EventStarted, e.Kind == health.EventAsked:
			words = ""
		}
	}
	return ""
}

func isKilled(e health.LifeEvent) bool { return e.Signal == "SIGKILL" }

// crashedBy reports that all crashes were of one kind.
func crashedBy(s *health.Snapshot, kind func(health.LifeEvent) bool) bool {
	all := crashesOf(s)
	return len(all) > 0 && !slices.ContainsFunc(all, func(e health.LifeEvent) bool { return !kind(e) })
}

// logSource is the log of the server, or the first that was read.
func logSource(s *health.Snapshot) health.Source {
	out := health.Source{Kind: health.FromFile, Name: "gopls (server)"}
	for _, l := range s.Life.Logs {
		if out.File == "" || strings.Contains(string(l.Path), "(server)") {
			out.File = l.Path
		}
	}
	return out
}

func firstFolder(s *health.Snapshot) health.Path {
	if all := goFolders(s); len(all) > 0 {
		return all[0].Path
	}
	return ""
}

// explainsCrashes: what ends every server explains the crashes; a lack of memory explains kills, as long as the window has a
// server: a mere warning never takes the red from the badge.
func explainsCrashes(s *health.Snapshot, cause, own health.Finding) bool {
	switch cause.Check {
	case health.CheckID(cacheUnusable):
		return fullDiskEnds(cause)
	case health.CheckID(goplsFlagsInvalid): // gopls says so and ends with exit status 2, without a panic
		return cause.Severity == health.Error && crashedBy(s, func(e health.LifeEvent) bool { return e.Code != nil && *e.Code == 2 && !panicked(wordsOf(s, e)) })
	case health.CheckID(serverCannotStart):
		return cause.Severity == health.Error && crashedBy(s, func(e health.LifeEvent) bool { return endsAlike(s, e) })
	case "gopls-memory":
		return own.Severity == health.Warning && crashedBy(s, isKilled)
	case "signature-invalid", "tool-quarantined":
		return stopsTool(cause, "gopls") && crashedBy(s, isKilled)
	}
	return false
}

// endsAlike reports that a fresh private server ends as this one did.
func endsAlike(s *health.Snapshot, e health.LifeEvent) bool {
	return slices.ContainsFunc(goFolders(s), func(f health.Folder) bool {
		r, ok := rung(s, f.Path, 1)
		same := e.Signal != "" && e.Signal == r.Signal || e.Code != nil && r.Signal == "" && *e.Code == r.Exit
		return ok && same && panicked(wordsOf(s, e)) == panicked(r.LastWords)
	})
}

func panicked(words health.Text) bool { return strings.Contains(string(words), "panic:") }
