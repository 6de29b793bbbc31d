package check

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// patternOf names what the broken answers of a server have in common, with the answer that shows it best: the patterns of
// reference broken-states §5, the telling ones first.
func patternOf(r health.Rung, bad []health.Answer) (text string, example health.Answer) {
	for _, a := range bad {
		if a.Judge() == health.VerdictWrongPlace && !a.Where.Exists {
			return "gone", a
		}
	}
	for _, a := range bad {
		if a.Judge() == health.VerdictWrongPlace {
			return "stale", a
		}
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
	if example.Where != nil {
		args["file"] = health.V(example.Where.File)
	}
	return args
}

func kinds(list []health.TargetKind) health.Value {
	if len(list) == 0 {
		return definitionBroken.value("none")
	}
	var words []health.Public
	for _, k := range list {
		words = append(words, health.Public(strings.ReplaceAll(string(k), "-", " ")))
	}
	return health.List(words...)
}

// answered is evidence of one answer: where it was asked, and what came back.
func answered(a health.Answer) health.Evidence {
	c := definitionBroken
	e := health.Evidence{
		What: c.say("question", health.Args{"question": health.V(a.Question), "symbol": health.V(a.Symbol),
			"kind": health.V(health.Public(strings.ReplaceAll(string(a.Target), "-", " ")))}),
		Expected: c.value("described"),
		Source:   health.Source{Kind: health.FromServer, Name: request(a.Question), File: a.File, Line: a.Line, Column: a.Column},
	}
	if a.Question == health.AskDefinition {
		e.Expected = c.value("declared")
	}
	switch a.Judge() {
	case health.VerdictTimeout:
		e.Observed = c.value("late")
	case health.VerdictError:
		e.Observed = health.V(a.Error)
	case health.VerdictWrongPlace:
		state := ": not there"
		if a.Where.Exists {
			state = ", line " + number(a.Where.Line).Text + ": another text"
		}
		e.Observed = health.V(health.Text(string(a.Where.File) + state))
	default:
		e.Observed = c.value("empty")
	}
	return e
}

// wrongRelease: every answer is right by itself, but the standard library that they lead into is not the one in use.
func wrongRelease(s *health.Snapshot, f health.Folder, r health.Rung) []verdict {
	inUse := release(s.GoEnv(f.Path).Get("GOVERSION"))
	for _, a := range r.Answers {
		if a.Question != health.AskDefinition || a.Where == nil || a.Where.Tree != health.TreeStandard {
			continue
		}
		there := release(string(a.Where.GoVersion))
		if inUse == "" || there == "" || inUse == there {
			continue
		}
		args := health.Args{"wrong": health.V(health.Public(there)), "right": health.V(health.Public(inUse)), "file": health.V(a.Where.File)}
		e := answered(a)
		e.Observed, e.Expected = health.V(health.Text(string(a.Where.File)+" ("+there+")")), health.V(health.Public(inUse))
		return found(string(f.Path), health.Finding{Severity: health.Error, Message: definitionBroken.say("version", args),
			Evidence: []health.Evidence{e,
				{What: message("go-answer", health.Args{"name": health.V(health.Public("GOVERSION"))}), Observed: health.V(health.Public(inUse)),
					Source: health.Source{Kind: health.FromCommand, Name: "go env"}}},
			Fixes: []health.Fix{oneFix("restart-server", health.RiskSafe, message("fix-restart", nil), restartServer())}})
	}
	return nil
}

// release is the bare version of a Go release; "" for a development version, whose words differ from tree to tree.
func release(goVersion string) string {
	first, _, _ := strings.Cut(goVersion, " ")
	first, _, _ = strings.Cut(first, "-")
	if !strings.HasPrefix(first, "go") {
		return ""
	}
	return first
}
