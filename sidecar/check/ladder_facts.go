package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

// rungOf is the server that a folder is judged by: the private one, which was asked more, unless the user's own fails where
// that does not; then the user has a broken editor, however well a fresh server is.
func rungOf(s *health.Snapshot, folder health.Path) (health.Rung, bool) {
	own, asked := rung(s, folder, 0)
	fresh, ok := rung(s, folder, 1)
	if asked && (!ok || own.Judge() == health.RungFails && fresh.Judge() != health.RungFails) {
		return own, true
	}
	return fresh, ok
}

// serverIsStale reports that the user's own server fails in a folder where a fresh one holds.
func serverIsStale(s *health.Snapshot, folder health.Path) bool {
	for _, l := range s.Ladders {
		if l.Folder == folder {
			return l.Verdict() == health.LadderStale
		}
	}
	return false
}

// rung is a rung that was tried.
func rung(s *health.Snapshot, folder health.Path, n int) (health.Rung, bool) {
	for _, l := range s.Ladders {
		if r, ok := l.Rung(n); ok && l.Folder == folder && r.Judge() != health.RungSkipped {
			return r, true
		}
	}
	return health.Rung{}, false
}

// pulseIsBad reports that a server failed in a folder.
func pulseIsBad(s *health.Snapshot, folder health.Path) bool {
	return pulseOf(s, folder) == health.PulseBad
}

// busyLoad is the number of waiting programs for each processor from which a deadline says nothing. At 20 a healthy gopls was seen
// to miss all of them; one that spins on every processor makes 1.
const busyLoad = 8

// tooBusy says why broken answers prove nothing: only deadlines were missed, on a machine where any server misses them.
func tooBusy(s *health.Snapshot, bad []health.Answer) (health.Message, bool) {
	late := !slices.ContainsFunc(bad, func(a health.Answer) bool { return a.Judge() != health.VerdictTimeout })
	if len(bad) == 0 || !late || s.System.Load < busyLoad {
		return health.Message{}, false
	}
	return message("busy", health.Args{"waiting": number(int(s.System.Load))}), true
}

// noPulse says why a folder cannot be judged by its pulse: none was taken, or a load still runs, which is no fault. Without
// a Go file there is nothing to ask about.
func noPulse(s *health.Snapshot, folder health.Path) (health.Message, bool) {
	r, ok := rungOf(s, folder)
	f, known := s.Folder(folder)
	switch {
	case !ok && known && f.GoFiles == 0:
		return health.Message{}, false
	case ok && r.Judge() == health.RungLoading:
		return message("still-loading", nil), true
	case ok:
		return health.Message{}, false
	}
	for _, l := range s.Ladders {
		if skipped, found := l.Rung(1); found && l.Folder == folder && skipped.Reason.ID != "" {
			return skipped.Reason, true
		}
	}
	return message("no-pulse", nil), true
}

// loadBroken reports that a server could not load the folder. No package at all proves nothing (a new module has none),
// so it counts only beside a second sign: reference broken-states §3.10.
func loadBroken(s *health.Snapshot, f health.Folder, r health.Rung) bool {
	switch r.Load.State {
	case health.LoadFailed, health.LoadDied:
		return true
	case health.LoadLoaded:
		return r.Load.Packages == 0 && f.GoFiles > 0 && answeredNone(r) && len(namedCauses(s, f.Path)) > 0
	}
	return false
}

func answeredNone(r health.Rung) bool {
	return !slices.ContainsFunc(r.Answers, func(a health.Answer) bool { return a.Judge() == health.VerdictAnswered })
}

// broken are the answers that are not what they should be, definitions first.
func broken(r health.Rung) []health.Answer {
	var out []health.Answer
	for _, q := range []health.Question{health.AskDefinition, health.AskHover, health.AskTypeDefinition, health.AskCompletion, health.AskSymbols, health.AskWorkspaceSymbol} {
		for _, a := range r.Answers {
			if a.Question == q && a.Judge() != health.VerdictAnswered {
				out = append(out, a)
			}
		}
	}
	return out
}

// outside reports a symbol that is declared in another module: what only a missing module can break.
func outside(t health.TargetKind) bool {
	return t == health.TargetDependency || t == health.TargetVendored || t == health.TargetLocalReplace
}

// outsideOnly reports that all that is broken in a folder concerns other modules, so that a fault of modules explains it.
func outsideOnly(s *health.Snapshot, folder health.Path) bool {
	r, ok := rungOf(s, folder)
	return ok && !slices.ContainsFunc(broken(r), func(a health.Answer) bool { return !outside(a.Target) })
}

// listOf is what the go command said about a folder.
func listOf(s *health.Snapshot, folder health.Path) (health.GoList, bool) {
	for _, l := range s.Lists {
		if l.Folder == folder {
			return l, true
		}
	}
	return health.GoList{}, false
}

// namedCauses reads all words about a folder, the go command's before those of gopls, which rewrites them. Each check is
// named once, by the first line that leads to it. The words of a stale server speak of what is mended by now.
func namedCauses(s *health.Snapshot, folder health.Path) []named {
	var all []named
	if l, ok := listOf(s, folder); ok {
		goList := health.Source{Kind: health.FromCommand, Name: "go list"}
		all = append(all, namedIn(s, folder, l.Stderr, goList)...)
		for _, e := range l.Errors {
			all = append(all, namedIn(s, folder, e.Message, goList)...)
		}
	}
	for _, n := range []int{1, 0} {
		r, ok := rung(s, folder, n)
		if !ok || n == 0 && serverIsStale(s, folder) {
			continue
		}
		messages := slices.Clone(r.Load.Messages)
		if r.FailedStage != health.StageSpawn { // else the system speaks of gopls, and not gopls of go
			messages = append(messages, r.LastWords)
		}
		for _, m := range messages {
			all = append(all, namedIn(s, folder, m, health.Source{Kind: health.FromServer, Name: "load"})...)
		}
		for _, a := range r.Answers {
			all = append(all, namedIn(s, folder, a.Error, health.Source{Kind: health.FromServer, Name: request(a.Question)})...)
		}
	}
	var out []named
	for _, n := range all {
		if !slices.ContainsFunc(out, func(o named) bool { return o.Check == n.Check }) {
			out = append(out, n)
		}
	}
	return out
}

// saidOf returns the lines of a folder that name a check.
func saidOf(s *health.Snapshot, folder health.Path, id health.CheckID) (named, bool) {
	for _, n := range namedCauses(s, folder) {
		if n.Check == id {
			return n, true
		}
	}
	return named{}, false
}

// request is the protocol's name of a question.
func request(q health.Question) health.Public {
	switch q {
	case health.AskHover:
		return "textDocument/hover"
	case health.AskDefinition:
		return "textDocument/definition"
	case health.AskCompletion:
		return "textDocument/completion"
	case health.AskSymbols:
		return "textDocument/documentSymbol"
	case health.AskTypeDefinition:
		return "textDocument/typeDefinition"
	case health.AskWorkspaceSymbol:
		return "workspace/symbol"
	}
	return health.Public(q)
}

// wordsSeen is evidence of the line that names a cause.
func wordsSeen(n named) health.Evidence {
	return health.Evidence{
		What:     message("words", health.Args{"speaker": health.V(speaker(n.source)), "check": health.V(n.Check)}),
		Observed: health.V(n.line),
		Expected: saying("no-complaint"),
		Source:   n.source,
	}
}

func speaker(source health.Source) health.Public {
	if source.Kind == health.FromServer {
		return "gopls"
	}
	return source.Name
}
