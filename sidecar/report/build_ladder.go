package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// BuildLadders renders the ladders alone, as `probe` prints them.
func BuildLadders(r health.Report, w Words, privacy Privacy) LadderDocument {
	d := Build(r, w, privacy)
	out := LadderDocument{say: w.Say, Schema: Schema, Tool: d.Tool, Privacy: d.Privacy, TookMs: d.TookMs, Ladders: d.Ladders}
	if len(d.Ladders) > 0 {
		out.Ladder = &out.Ladders[0]
	}
	return out
}

func (b builder) ladder(l health.Ladder) Ladder {
	l.Rungs = slices.Clone(l.Rungs)
	slices.SortStableFunc(l.Rungs, func(a, b health.Rung) int { return a.Rung - b.Rung })
	return Ladder{say: b.Say, Folder: string(l.Folder), Verdict: l.Verdict(), Rungs: each(l.Rungs, b.rung),
		Reasoning: strings.Join(each(l.Reasoning(), b.title), b.Say.Say(". "))}
}

func (b builder) rung(r health.Rung) Rung {
	reason := b.title(r.Reason)
	if reason == "" {
		reason = b.title(r.NoTarget)
	}
	return Rung{
		say: b.Say, Rung: r.Rung, Server: b.title(r.Server()), Broke: b.broke(r), State: r.Judge(), Reason: reason, FailedStage: r.FailedStage, LastWords: string(r.LastWords), TookMs: r.TookMs,
		Messages: each(r.Load.Messages, text[health.Text]),
		Deviations: each(r.Deviations, func(d health.Deviation) Deviation {
			return Deviation{Name: string(d.Name), Before: b.value(d.Before), After: b.value(d.After), Why: b.title(d.Why)}
		}),
		Answers: each(r.Answers, b.answer), Packages: r.Load.Packages, LoadMs: r.Load.TookMs,
	}
}

func (b builder) answer(a health.Answer) Answer {
	out := Answer{say: b.Say, Question: a.Question, Target: a.Target, Symbol: string(a.Symbol), Verdict: a.Judge(), TookMs: a.TookMs, Error: string(a.Error)}
	if a.File != "" {
		out.Asked = fmt.Sprintf("%s:%d:%d", a.File, a.Line, a.Column)
	}
	if a.Where != nil {
		w := a.Where
		out.Where, out.Exists, out.Matches, out.Tree, out.GoVersion = fmt.Sprintf("%s:%d", w.File, w.Line), w.Exists, w.Matches, w.Tree, string(w.GoVersion)
	}
	return out
}

// broke says where a rung broke: before any question, or at the first question that was not answered right.
func (b builder) broke(r health.Rung) string {
	if r.Judge() != health.RungFails {
		return ""
	}
	where := r.BrokeAt()
	if where.ID == (health.Rung{}).BrokeAt().ID { // at a question: which
		for _, a := range each(r.Answers, b.answer) {
			if a.Verdict != health.VerdictAnswered {
				return b.title(where) + ": " + a.asked(a.Symbol) + ": " + b.Say.Word(string(a.Verdict))
			}
		}
	}
	return b.title(where)
}
