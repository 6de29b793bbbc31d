package check

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// patternOf names what the broken answers of a server have in common, with the answer that shows it best: the patterns of
// reference broken-states §5, the telling ones first. Where hover and definition are whole, what else fails is a lesser thing.
func patternOf(r health.Rung, bad []health.Answer) (text string, example health.Answer) {
	all, bad := bad, slices.DeleteFunc(slices.Clone(bad), func(a health.Answer) bool { return !vital(a.Question) })
	if len(bad) == 0 {
		return "others", all[0]
	}
	if text, example, ok := wrongPlace(bad); ok {
		return text, example
	}
	if !slices.ContainsFunc(bad, func(a health.Answer) bool { return a.Question == health.AskDefinition }) {
		return "hover", bad[0]
	}
	if answeredNone(r) {
		if !slices.ContainsFunc(bad, func(a health.Answer) bool { return a.Judge() != health.VerdictTimeout }) {
			return "timeout", bad[0]
		}
		return "nothing", bad[0]
	}
	for _, a := range bad {
		if a.Question == health.AskDefinition && hoverAnswered(r, a) {
			return "hover-only", a
		}
	}
	return "partly", bad[0]
}

// vital are the questions without which an editor is of no use for Go.
func vital(q health.Question) bool { return q == health.AskHover || q == health.AskDefinition }

// wrongPlace names the way in which a definition leads to the wrong place: a file that is gone, another release of Go, another
// line.
func wrongPlace(bad []health.Answer) (text string, example health.Answer, ok bool) {
	for _, way := range []struct {
		text string
		is   func(health.Place) bool
	}{
		{"gone", func(p health.Place) bool { return !p.Exists }},
		{"version", health.Place.OtherRelease},
		{"stale", func(health.Place) bool { return true }},
	} {
		for _, a := range bad {
			if a.Judge() == health.VerdictWrongPlace && way.is(*a.Where) {
				return way.text, a, true
			}
		}
	}
	return "", health.Answer{}, false
}

// hoverAnswered reports that hover worked on the very symbol whose definition did not.
func hoverAnswered(r health.Rung, definition health.Answer) bool {
	return slices.ContainsFunc(r.Answers, func(a health.Answer) bool {
		return a.Question == health.AskHover && a.Target == definition.Target && a.Symbol == definition.Symbol && a.Judge() == health.VerdictAnswered
	})
}

func patternArgs(r health.Rung, bad []health.Answer, example health.Answer) health.Args {
	var broken, works []health.TargetKind
	for _, a := range bad {
		if !slices.Contains(broken, a.Target) {
			broken = append(broken, a.Target)
		}
	}
	for _, a := range r.Answers {
		if !slices.Contains(broken, a.Target) && !slices.Contains(works, a.Target) {
			works = append(works, a.Target)
		}
	}
	args := health.Args{"symbol": health.V(example.Symbol), "broken": kinds(broken), "works": kinds(works), "file": health.V(example.File)}
	if where := example.Where; where != nil {
		args["file"] = health.V(where.File)
		args["wrong"] = health.V(health.Public(health.Release(string(where.GoVersion))))
		args["right"] = health.V(health.Public(health.Release(string(where.InUse))))
	}
	var questions []health.Public
	for _, a := range bad {
		if name := health.Public(strings.ReplaceAll(string(a.Question), "-", " ")); !slices.Contains(questions, name) {
			questions = append(questions, name)
		}
	}
	args["questions"] = health.List(questions...)
	return args
}

func kinds(list []health.TargetKind) health.Value {
	if len(list) == 0 {
		return saying("nothing")
	}
	var words []health.Public
	for _, k := range list {
		words = append(words, health.Public(strings.ReplaceAll(string(k), "-", " ")))
	}
	return health.List(words...)
}

// answered is evidence of one answer: where it was asked, and what came back.
func answered(a health.Answer) health.Evidence {
	e := health.Evidence{
		What: message("question", health.Args{"question": health.V(a.Question), "symbol": health.V(a.Symbol),
			"kind": health.V(health.Public(strings.ReplaceAll(string(a.Target), "-", " ")))}),
		Expected: saying("described"),
		Source:   health.Source{Kind: health.FromServer, Name: request(a.Question), File: a.File, Line: a.Line, Column: a.Column},
	}
	if a.Symbol == "" { // a document is asked as a whole
		e.What.ID = message("question-whole", nil).ID
	}
	switch {
	case a.Question.LeadsSomewhere():
		e.Expected = saying("declared")
	case a.Question != health.AskHover:
		e.Expected = saying("listed")
	}
	switch a.Judge() {
	case health.VerdictTimeout:
		e.Observed = saying("late")
	case health.VerdictError:
		e.Observed = health.V(a.Error)
	case health.VerdictWrongPlace:
		state := ": not there"
		switch {
		case a.Where.Exists && a.Where.OtherRelease():
			state = " (" + health.Release(string(a.Where.GoVersion)) + ")"
			e.Expected = health.V(health.Public(health.Release(string(a.Where.InUse))))
		case a.Where.Exists:
			state = ", line " + number(a.Where.Line).Text + ": another text"
		}
		e.Observed = health.V(health.Text(string(a.Where.File) + state))
	default:
		e.Observed = saying("empty")
	}
	return e
}

// withRelease fills in the release in use where the server did not tell it: what go env says.
func withRelease(s *health.Snapshot, f health.Folder, r health.Rung) health.Rung {
	inUse := health.Public(s.GoEnv(f.Path).Get("GOVERSION"))
	r.Answers = slices.Clone(r.Answers)
	for i, a := range r.Answers {
		if a.Where != nil && a.Where.InUse == "" {
			where := *a.Where
			where.InUse, r.Answers[i].Where = inUse, &where
		}
	}
	return r
}

// releaseSeen is evidence of the release in use, beside an answer that leads into another one: the server's own word where it
// differs from that of go.
func releaseSeen(s *health.Snapshot, f health.Folder, a health.Answer) health.Evidence {
	e := health.Evidence{What: message("go-answer", health.Args{"name": health.V(health.Public("GOVERSION"))}), Observed: health.V(a.Where.InUse),
		Source: health.Source{Kind: health.FromCommand, Name: "go env"}}
	if string(a.Where.InUse) != s.GoEnv(f.Path).Get("GOVERSION") {
		e.What, e.Source = message("go-of-server", nil), health.Source{Kind: health.FromServer, Name: "gopls.workspace_stats"}
	}
	return e
}
