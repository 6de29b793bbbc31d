package report

import (
	"fmt"

	"github.com/govitals/govitals/sidecar/health"
)

// Words are the texts that a report is rendered with.
type Words struct {
	Catalogue health.Catalogue
	Titles    map[health.CheckID]string // first lines of the checks' documentation
}

// Build renders a report's data in words, after the redaction that privacy asks for. Lists are empty, never nil, so that
// their JSON is an array.
func Build(r health.Report, w Words, privacy Privacy) Document {
	if privacy != PrivacyFull {
		privacy = PrivacyShare
		r = Redact(r)
	}
	b := builder{w}
	d := Document{
		Schema: Schema, Tool: Tool{string(r.Tool.Name), string(r.Tool.Version)}, StartedAt: string(r.StartedAt), TookMs: r.TookMs,
		Tier: r.Tier, Privacy: privacy, Badge: r.Badge, Folders: []Folder{}, Probes: []Probe{}, Ladders: []Ladder{}, Snapshot: r.Snapshot,
		Works:    each(r.Works, func(m health.Message) string { return string(w.Catalogue.Title(m)) }),
		Findings: each(r.Findings, b.finding),
		Checks:   each(r.Checks, b.check),
	}
	if s := r.Snapshot; s != nil {
		d.Folders = each(s.Folders, func(f health.Folder) Folder { return folder(s, f) })
		d.Probes = each(s.Probes, func(p health.ProbeResult) Probe {
			return Probe{ID: string(p.ID), OK: p.State == health.ProbeOK, State: p.State, Error: string(p.Error), TookMs: p.TookMs}
		})
		d.Ladders = each(s.Ladders, b.ladder)
	}
	return d
}

// each maps a list and never returns nil.
func each[T, U any](list []T, f func(T) U) []U {
	out := make([]U, 0, len(list))
	for _, item := range list {
		out = append(out, f(item))
	}
	return out
}

func text[T ~string](s T) string { return string(s) }

func folder(s *health.Snapshot, f health.Folder) Folder {
	pulse := health.PulseNotTaken
	for _, l := range s.Ladders {
		if l.Folder == f.Path {
			pulse = l.Pulse()
		}
	}
	return Folder{Path: string(f.Path), State: f.State, HasGo: f.HasGo(), Pulse: pulse, Error: string(f.Error)}
}

type builder struct{ Words }

func (b builder) title(m health.Message) string {
	if m.ID == "" {
		return ""
	}
	return string(b.Catalogue.Title(m))
}

func (b builder) value(v health.Value) string { return string(b.Catalogue.Value(v)) }

func (b builder) finding(f health.Finding) Finding {
	args := map[string]string{}
	for name, v := range f.Message.Args {
		args[string(name)] = b.value(v)
	}
	return Finding{
		ID: string(f.ID()), Check: string(f.Check), Severity: f.Severity, Title: b.title(f.Message),
		Detail: string(b.Catalogue.Detail(f.Message)), Subject: b.value(f.Subject), Folder: string(f.Folder), Because: string(f.Because),
		Message:  Message{ID: string(f.Message.ID), Args: args},
		Evidence: each(f.Evidence, b.evidence), Fixes: each(f.Fixes, b.fix), DocURL: DocURL(f.Check), Known: f.Known,
	}
}

func (b builder) evidence(e health.Evidence) Evidence {
	s := e.Source
	return Evidence{What: b.title(e.What), Observed: b.value(e.Observed), Expected: b.value(e.Expected),
		Source: Source{Kind: s.Kind, Name: string(s.Name), File: string(s.File), Line: s.Line, Column: s.Column, Scope: s.Scope, PID: s.PID}}
}

func (b builder) fix(f health.Fix) Fix {
	return Fix{ID: string(f.ID), Title: b.title(f.Title), Risk: f.Risk, Steps: each(f.Steps, b.step)}
}

func (b builder) step(s health.Step) Step {
	env := map[string]string{}
	for _, v := range s.Env {
		env[string(v.Name)] = b.value(v.Value)
	}
	t := s.Target
	return Step{
		Kind: s.Kind, Title: b.title(s.Title), Before: s.Before, After: s.After, Cwd: string(s.Cwd), Env: env, Effect: s.Effect,
		Target: Target{Scope: t.Scope, Folder: string(t.Folder), File: string(t.File), Key: string(t.Key), Member: string(t.Member)},
		Argv:   each(s.Argv, b.value),
	}
}

func (b builder) check(c health.CheckResult) Check {
	return Check{ID: string(c.ID), State: c.State, Reason: b.title(c.Reason), TookMs: c.TookMs, Title: b.Titles[c.ID], Severity: c.Severity}
}

// BuildLadders renders the ladders alone, as `probe` prints them.
func BuildLadders(r health.Report, w Words, privacy Privacy) LadderDocument {
	d := Build(r, w, privacy)
	out := LadderDocument{Schema: Schema, Tool: d.Tool, Privacy: d.Privacy, TookMs: d.TookMs, Ladders: d.Ladders}
	if len(d.Ladders) > 0 {
		out.Ladder = &out.Ladders[0]
	}
	return out
}

func (b builder) ladder(l health.Ladder) Ladder {
	return Ladder{Folder: string(l.Folder), Verdict: l.Verdict(), Rungs: each(l.Rungs, b.rung)}
}

func (b builder) rung(r health.Rung) Rung {
	reason := b.title(r.Reason)
	if reason == "" {
		reason = b.title(r.NoTarget)
	}
	return Rung{
		Rung: r.Rung, State: r.Judge(), Reason: reason, FailedStage: r.FailedStage, LastWords: string(r.LastWords), TookMs: r.TookMs,
		Messages: each(r.Load.Messages, text[health.Text]),
		Deviations: each(r.Deviations, func(d health.Deviation) Deviation {
			return Deviation{Name: string(d.Name), Before: b.value(d.Before), After: b.value(d.After), Why: b.title(d.Why)}
		}),
		Answers: each(r.Answers, answer), Packages: r.Load.Packages, LoadMs: r.Load.TookMs,
	}
}

func answer(a health.Answer) Answer {
	out := Answer{Question: a.Question, Target: a.Target, Symbol: string(a.Symbol), Verdict: a.Judge(), TookMs: a.TookMs, Error: string(a.Error)}
	if a.File != "" {
		out.Asked = fmt.Sprintf("%s:%d:%d", a.File, a.Line, a.Column)
	}
	if a.Where != nil {
		out.Where, out.Exists, out.Tree = fmt.Sprintf("%s:%d", a.Where.File, a.Where.Line), a.Where.Exists, a.Where.Tree
	}
	return out
}
