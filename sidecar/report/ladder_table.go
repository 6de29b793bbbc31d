package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/lang"
)

// ladderTable is the layout of one ladder: the questions that any rung was asked, each with the kinds of symbols it was asked
// about, so that the marks of all rungs stand below each other.
type ladderTable struct {
	questions []health.Question
	targets   map[health.Question][]health.TargetKind
	say       *lang.Printer
}

var questionOrder = []health.Question{health.AskHover, health.AskDefinition, health.AskTypeDefinition, health.AskCompletion, health.AskSymbols, health.AskWorkspaceSymbol}

// questionHeads are short, so that the table fits a terminal; details name the question in full.
var questionHeads = map[health.Question]string{health.AskHover: lang.Mark("hover"), health.AskDefinition: lang.Mark("definition"),
	health.AskCompletion: lang.Mark("completion"), health.AskTypeDefinition: lang.Mark("type"), health.AskSymbols: lang.Mark("outline"), health.AskWorkspaceSymbol: lang.Mark("search")}

var targetOrder = []health.TargetKind{health.TargetSameFile, health.TargetSamePackage, health.TargetSameModule, health.TargetLocalReplace,
	health.TargetStandard, health.TargetBuiltin, health.TargetDependency, health.TargetVendored, health.TargetCgo, health.TargetDocument}

// rungServers are short names for the table.
var rungServers = map[int]string{0: lang.Mark("your running gopls"), 1: lang.Mark("fresh, your settings"), 2: lang.Mark("fresh, minimal module"),
	3: lang.Mark("bare, minimal module")}

// server is the short name of what was asked.
func (r Rung) server() string { return r.say.Say(rungServers[r.Rung]) }

func tableOf(l Ladder) ladderTable {
	t := ladderTable{say: l.say, targets: map[health.Question][]health.TargetKind{}}
	for _, r := range l.Rungs {
		for _, a := range r.Answers {
			if !slices.Contains(t.questions, a.Question) {
				t.questions = append(t.questions, a.Question)
			}
			if !slices.Contains(t.targets[a.Question], a.Target) {
				t.targets[a.Question] = append(t.targets[a.Question], a.Target)
			}
		}
	}
	slices.SortStableFunc(t.questions, byPlaceIn(questionOrder))
	for _, targets := range t.targets {
		slices.SortStableFunc(targets, byPlaceIn(targetOrder))
	}
	return t
}

// byPlaceIn sorts by the place in a list; what is not in it comes last.
func byPlaceIn[T comparable](order []T) func(a, b T) int {
	at := func(x T) int {
		if i := slices.Index(order, x); i >= 0 {
			return i
		}
		return len(order)
	}
	return func(a, b T) int { return cmp.Compare(at(a), at(b)) }
}

func (t ladderTable) heads() []string {
	out := []string{"", t.say.Say("server"), t.say.Say("state"), t.say.Say("load")}
	for _, q := range t.questions {
		out = append(out, clean(t.questionHead(q)))
	}
	return out
}

func (t ladderTable) questionHead(q health.Question) string {
	if head, ok := questionHeads[q]; ok {
		return t.say.Say(head)
	}
	return string(q)
}

// row is one rung; mark shows a verdict, "" for a question that was not asked.
func (t ladderTable) row(r Rung, mark func(health.AnswerVerdict) string) []string {
	out := []string{fmt.Sprint(r.Rung), r.server(), clean(t.say.Word(string(r.State))), loadTime(r)}
	for _, q := range t.questions {
		var cell strings.Builder
		for _, target := range t.targets[q] {
			cell.WriteString(mark(verdictOn(r, q, target)))
		}
		out = append(out, cell.String())
	}
	return out
}

// verdictOn is the worst answer to a question about a kind of symbol; "" if it was not asked.
func verdictOn(r Rung, q health.Question, target health.TargetKind) health.AnswerVerdict {
	verdict := health.AnswerVerdict("")
	for _, a := range r.Answers {
		if a.Question == q && a.Target == target && (verdict == "" || verdict == health.VerdictAnswered) {
			verdict = a.Verdict
		}
	}
	return verdict
}

func plainMark(v health.AnswerVerdict) string {
	switch v {
	case "":
		return "·"
	case health.VerdictAnswered:
		return "✓"
	}
	return "✗"
}

func loadTime(r Rung) string {
	switch {
	case r.LoadMs <= 0:
		return "-"
	case r.LoadMs < 1000:
		return fmt.Sprintf("%d ms", r.LoadMs)
	}
	return fmt.Sprintf("%.1f s", float64(r.LoadMs)/1000)
}

// legend says what the marks of a cell stand for, a line for each list of kinds; a single mark needs none.
func (t ladderTable) legend() []string {
	var lists []string
	heads := map[string][]string{}
	for _, q := range t.questions {
		if len(t.targets[q]) < 2 {
			continue
		}
		list := strings.Join(each(t.targets[q], func(k health.TargetKind) string { return t.say.Word(string(k)) }), ", ")
		if heads[list] == nil {
			lists = append(lists, list)
		}
		heads[list] = append(heads[list], t.questionHead(q))
	}
	return each(lists, func(list string) string {
		return t.say.Say("%s in this order: %s", strings.Join(heads[list], t.say.Say(" and ")), list)
	})
}

// failure is one answer that is not what it should be, or several of the same words: a server without a view says no to all.
type failure struct {
	Answer
	questions []string // in the order asked, each once
	count     int
}

// fewAlike may each have a line of their own.
const fewAlike = 2

// failed are the answers that are not what they should be, those of the same words together if they are many.
func (r Rung) failed() []failure {
	alike := map[string]int{}
	for _, a := range r.Answers {
		alike[a.alike()]++
	}
	var out []failure
	at := map[string]int{}
	for _, a := range r.Answers {
		key := a.alike()
		i, seen := at[key]
		switch {
		case a.Verdict == health.VerdictAnswered:
		case key == "" || alike[key] <= fewAlike:
			out = append(out, failure{Answer: a, count: 1})
		case !seen:
			at[key] = len(out)
			out = append(out, failure{Answer: a, count: 1, questions: []string{a.say.Word(string(a.Question))}})
		default:
			out[i].count++
			if q := a.say.Word(string(a.Question)); !slices.Contains(out[i].questions, q) {
				out[i].questions = append(out[i].questions, q)
			}
		}
	}
	return out
}

// alike is what answers have in common that say the same; a place is always a matter of its own.
func (a Answer) alike() string {
	if a.Where != "" {
		return ""
	}
	return string(a.Verdict) + ": " + a.Error
}

func (f failure) words() string {
	if f.count == 1 {
		return f.Answer.words()
	}
	return joinNonEmpty(": ", f.all(), f.say.Word(string(f.Verdict)), shorten(f.Error, 300))
}

// all names the questions of several failures.
func (f failure) all() string {
	return f.say.Say("%d questions (%s)", f.count, strings.Join(f.questions, ", "))
}

// asked names the question. A document has no symbol that it is asked about.
func (a Answer) asked(symbol string) string {
	if symbol == "" {
		return a.say.Say("%s (%s)", a.say.Word(string(a.Question)), a.say.Word(string(a.Target)))
	}
	return a.say.Say("%s of %s (%s)", a.say.Word(string(a.Question)), symbol, a.say.Word(string(a.Target)))
}

// words say what came back to a question that was not answered right.
func (a Answer) words() string {
	out := a.asked(a.Symbol) + ": " + a.say.Word(string(a.Verdict))
	if a.Where != "" {
		out = a.say.Say("%s, it leads to %s", out, a.Where)
		switch {
		case !a.Exists:
			out = a.say.Say("%s, which is not there", out)
		case !a.Matches && a.Tree != health.TreeBuildCache:
			out = a.say.Say("%s, where another text stands", out)
		case a.GoVersion != "":
			out = a.say.Say("%s, of %s", out, a.GoVersion)
		}
	}
	if a.Error != "" {
		out += ": " + shorten(a.Error, 300)
	}
	return out
}
