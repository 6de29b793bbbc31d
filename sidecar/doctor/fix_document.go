package doctor

import (
	"errors"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/fix"
	"github.com/govitals/govitals/sidecar/health"
)

// FixPlan is a repair as people and scripts see it before they say yes. It shows files as they are, with whatever secrets stand
// there: it is for the person at this machine alone.
type FixPlan struct {
	Title     string          `json:"title"`
	Risk      health.Risk     `json:"risk"`
	Automatic bool            `json:"automatic"` // false: only words to follow
	Lasting   bool            `json:"lasting"`   // not all of it can be taken back
	Mends     []FixFinding    `json:"mends"`
	LeftOut   []FixLeftOut    `json:"leftOut"`
	Steps     []FixPlanStep   `json:"steps"`
	Effects   []health.Effect `json:"effects"` // what has to happen afterwards for it to take effect
}

// FixFinding is a finding in one line.
type FixFinding struct {
	ID       string          `json:"id"`
	Severity health.Severity `json:"severity"`
	Title    string          `json:"title"`
}

// FixLeftOut is a finding that a plan does not mend.
type FixLeftOut struct {
	Finding string `json:"finding"`
	Fix     string `json:"fix"`
	Reason  string `json:"reason"`
}

// FixPlanStep is one step. By says who makes it: machine (this program), editor or person.
type FixPlanStep struct {
	Kind       health.StepKind `json:"kind"`
	By         string          `json:"by"`
	Title      string          `json:"title"`
	Scope      health.Scope    `json:"scope"`
	Key        string          `json:"key"`
	Member     string          `json:"member"`
	File       string          `json:"file"`       // the real file that changes
	LinkedFrom string          `json:"linkedFrom"` // the link that names it; it stays
	Diff       string          `json:"diff"`       // unified
	Before     string          `json:"before"`     // the whole file, where there is a diff
	After      string          `json:"after"`
	Argv       []string        `json:"argv"` // the first is the absolute path of the executable; no shell is involved
	Asks       int             `json:"asks"` // number of the argument that is a proposal to be accepted or replaced; 0 is none
	Cwd        string          `json:"cwd"`
	Env        []FixVariable   `json:"env"`   // differences from the environment of the editor's tools
	Saves      []string        `json:"saves"` // what is saved before the command, so that it can be taken back
	Effect     health.Effect   `json:"effect"`
	Lasting    bool            `json:"lasting"`
}

// FixVariable is a variable that a command gets, or does not get.
type FixVariable struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Remove bool   `json:"remove"`
}

// FixOutcome is what applying or taking back came to.
type FixOutcome struct {
	Entry     string           `json:"entry"` // number in the journal; empty if nothing was begun
	Steps     []FixStepOutcome `json:"steps"`
	Effects   []health.Effect  `json:"effects"`
	Recovered []string         `json:"recovered"` // earlier steps that were interrupted, and what they were brought to
	Output    string           `json:"output"`    // the end of what the last command wrote
	Error     *FixError        `json:"error"`     // null if all went well
}

// FixStepOutcome is what became of a step: planned (not tried), began, applied, failed, left (not ours), undoing, undone.
type FixStepOutcome struct {
	Title string   `json:"title"`
	State string   `json:"state"`
	Text  string   `json:"text"` // why it failed, or was left
	Paths []string `json:"paths"`
}

// FixError says what kept a fix from being planned, applied or taken back. Code is a word of package fix, as changed,
// read-only, no-space, damaged, newer, unwritable, busy, failed.
type FixError struct {
	Code string `json:"code"`
	Text string `json:"text"`
	Path string `json:"path"`
	Kept string `json:"kept"` // the file that holds the former version, where taking back was refused
}

// FixProof is what looking again came to: fixed, still-broken, made-worse or unproved. Left is there yet, or was caused by what
// was to be mended; new is what the fix may have brought; behind was hidden until now.
type FixProof struct {
	Verdict Verdict           `json:"verdict"`
	Left    []FixFinding      `json:"left"`
	New     []FixFinding      `json:"new"`
	Behind  []FixFinding      `json:"behind"`
	Open    []FixLeftOut      `json:"open"` // checks that could not judge, and why
	Pulse   health.PulseState `json:"pulse"`
}

// FixEntry is an entry of the journal.
type FixEntry struct {
	ID       string           `json:"id"`
	At       string           `json:"at"` // RFC 3339
	Title    string           `json:"title"`
	Findings []string         `json:"findings"`
	Verdict  string           `json:"verdict"` // empty if it was never proved
	Undoable bool             `json:"undoable"`
	Steps    []FixStepOutcome `json:"steps"`
}

// FixWords render fixes.
type FixWords struct{ health.Catalogue }

// FixWords are the words of these checks.
func (o Options) FixWords() FixWords { return FixWords{o.Catalogue()} }

func (w FixWords) title(m health.Message) string { return string(w.Title(m)) }

// Plan renders a repair.
func (w FixWords) Plan(r Repair, editor bool) FixPlan {
	out := FixPlan{Title: w.title(r.Plan.Title), Risk: r.Plan.Risk, Automatic: r.Automatic(editor),
		Mends: w.findings(r.Mends), LeftOut: []FixLeftOut{}, Steps: []FixPlanStep{}, Effects: []health.Effect{}}
	for _, l := range r.LeftOut {
		out.LeftOut = append(out.LeftOut, FixLeftOut{Finding: string(l.Finding), Fix: string(l.Fix), Reason: l.Err.Error()})
	}
	var effects []health.Effect
	for i := range r.Plan.Steps {
		s := &r.Plan.Steps[i]
		out.Lasting = out.Lasting || s.Lasting
		out.Steps = append(out.Steps, w.step(s))
		effects = append(effects, s.Intent.Effect)
	}
	out.Effects = append(out.Effects, Effects(effects)...)
	return out
}

func (w FixWords) step(s *fix.Step) FixPlanStep {
	t := s.Intent.Target
	out := FixPlanStep{Kind: s.Intent.Kind, By: string(s.By), Title: w.title(s.Intent.Title), Scope: t.Scope, Key: string(t.Key), Member: string(t.Member),
		File: s.File, LinkedFrom: s.LinkedFrom, Diff: s.Diff, Argv: []string{}, Env: []FixVariable{}, Saves: append([]string{}, s.Saves...),
		Effect: s.Intent.Effect, Lasting: s.Lasting}
	if out.File == "" {
		out.File = string(t.File)
	}
	out.Before, out.After = s.Texts()
	if c := s.Command; c != nil {
		out.Argv, out.Cwd, out.Asks = append(out.Argv, c.Argv...), c.Dir, s.Intent.Asks
		for _, v := range c.Env {
			out.Env = append(out.Env, FixVariable{Name: v.Name, Value: v.Value, Remove: v.Remove})
		}
	}
	return out
}

func (w FixWords) findings(list []health.Finding) []FixFinding {
	out := []FixFinding{}
	for _, f := range list {
		out = append(out, FixFinding{ID: string(f.ID()), Severity: f.Severity, Title: w.title(f.Message)})
	}
	return out
}

// Outcome renders what applying came to.
func (w FixWords) Outcome(o fix.Outcome, err error) FixOutcome {
	out := FixOutcome{Entry: o.Entry, Steps: w.steps(o.Steps), Effects: append([]health.Effect{}, Effects(o.Effects)...), Recovered: []string{}, Output: o.Output,
		Error: FixErrorOf(err)}
	for _, r := range o.Recovered {
		out.Recovered = append(out.Recovered, strings.TrimSuffix("fix "+r.Entry+" had been interrupted; it is "+string(r.State)+" now: "+r.Text, ": "))
	}
	return out
}

func (w FixWords) steps(list []fix.EntryStep) []FixStepOutcome {
	out := []FixStepOutcome{}
	for _, s := range list {
		out = append(out, FixStepOutcome{Title: w.title(s.Step.Title), State: string(s.State), Text: s.Text, Paths: append([]string{}, s.Paths...)})
	}
	return out
}

// FixErrorOf renders an error; nil for nil.
func FixErrorOf(err error) *FixError {
	if err == nil {
		return nil
	}
	out := &FixError{Code: string(fix.CodeOf(err)), Text: err.Error()}
	var known *fix.Error
	if errors.As(err, &known) {
		out.Path, out.Kept = known.Path, known.Kept
	}
	return out
}

// Proof renders a proof.
func (w FixWords) Proof(p Proof) FixProof {
	out := FixProof{Verdict: p.Verdict, Left: w.findings(p.Left), New: w.findings(p.New), Behind: w.findings(p.Behind), Open: []FixLeftOut{}, Pulse: p.Pulse}
	for _, c := range p.Open {
		out.Open = append(out.Open, FixLeftOut{Finding: string(c.ID), Reason: w.title(c.Reason)})
	}
	return out
}

// Entry renders an entry of the journal.
func (w FixWords) Entry(e fix.Entry) FixEntry {
	return FixEntry{ID: e.ID, At: e.At.UTC().Format(time.RFC3339), Title: w.title(e.Title), Findings: strings.Split(e.Finding, entrySeparator),
		Verdict: e.Verdict, Undoable: e.Applied(), Steps: w.steps(e.Steps)}
}
