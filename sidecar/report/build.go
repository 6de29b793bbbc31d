package report

import (
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/lang"
)

// Words are the texts that a report is rendered with: all of one language.
type Words struct {
	Say       *lang.Printer // for the texts of this package; nil is English
	Catalogue health.Catalogue
	Titles    map[health.CheckID]string // first lines of the checks' documentation
}

// Build renders a report's data in words, after the redaction that privacy asks for. Lists are empty, never nil, so that
// their JSON is an array.
func Build(r health.Report, w Words, privacy Privacy) Document {
	var tokens map[string]bool
	if privacy != PrivacyFull {
		privacy = PrivacyShare
		known := learn(r)
		r = known.report(r)
		tokens = known.given()
	}
	b := builder{w}
	d := Document{
		Schema: Schema, Tool: Tool{string(r.Tool.Name), string(r.Tool.Version)}, StartedAt: string(r.StartedAt), TookMs: r.TookMs,
		Tier: r.Tier, Privacy: privacy, Badge: r.Badge, Folders: []Folder{}, Probes: []Probe{}, Ladders: []Ladder{}, Isolations: []Isolation{}, Environment: []EnvironmentRow{}, Snapshot: r.Snapshot, say: w.Say, tokens: tokens,
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
		d.Isolations = each(s.Isolations, b.isolation)
		d.Environment = b.environment(s)
		d.life = b.timeline(s.Life)
		d.tree, d.host = compactTree(s.Processes, b.processes(s.Processes)), s.Processes.Host
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
		say: b.Say, Message: Message{ID: string(f.Message.ID), Args: args},
		Evidence: each(f.Evidence, b.evidence), Fixes: each(f.Fixes, b.fix), DocURL: DocURL(f.Check), Known: f.Known, Accepted: string(f.Accepted),
	}
}

func (b builder) evidence(e health.Evidence) Evidence {
	return Evidence{What: b.title(e.What), Observed: b.value(e.Observed), Expected: b.value(e.Expected), Source: source(e.Source, b.Say)}
}

func source(s health.Source, say *lang.Printer) Source {
	return Source{say: say, Kind: s.Kind, Name: string(s.Name), File: string(s.File), Line: s.Line, Column: s.Column, Scope: s.Scope, PID: s.PID}
}

func (b builder) fix(f health.Fix) Fix {
	return Fix{say: b.Say, ID: string(f.ID), Title: b.title(f.Title), Risk: f.Risk, Steps: each(f.Steps, b.step)}
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
