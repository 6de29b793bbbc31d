package fix

import (
	"slices"
	"strconv"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// StepState is what became of a step.
type StepState string

const (
	StepPlanned StepState = "planned" // not tried: an earlier one stopped the plan
	StepBegan   StepState = "began"   // the process ended in the middle; recovery settles it
	StepApplied StepState = "applied"
	StepFailed  StepState = "failed" // not made, or taken back at once
	StepLeft    StepState = "left"   // not ours to make, or to take back
	StepUndoing StepState = "undoing"
	StepUndone  StepState = "undone"
)

// Entry is one applied plan in the journal.
type Entry struct {
	ID      string         `json:"id"`
	At      time.Time      `json:"at"`
	Finding string         `json:"finding"`
	Fix     health.FixID   `json:"fix"`
	Title   health.Message `json:"title"`
	Steps   []EntryStep    `json:"steps"`
	// Verdict is what the proof came to, empty if nobody said.
	Verdict string `json:"verdict,omitempty"`
	Ended   bool   `json:"ended"`

	number int
}

// EntryStep is one step of an entry.
type EntryStep struct {
	Step  health.Step `json:"step"`
	State StepState   `json:"state"`
	Text  string      `json:"text,omitempty"` // why it failed, or was left
	// Paths are the files that it changed or might have changed.
	Paths []string `json:"paths,omitempty"`

	intent  *intent
	after   *saved // after a command
	pid     int
	started uint64
}

// Applied reports that something of the entry stands and can be taken back. A command of the editor, such as a restart, is over
// when it is done: "undo" means what came before it.
func (e Entry) Applied() bool {
	return slices.ContainsFunc(e.Steps, func(s EntryStep) bool { return s.State == StepApplied && s.Step.Kind != health.StepEditor })
}

// unsettled reports a step in the middle of which a process ended.
func (s EntryStep) unsettled() bool { return s.State == StepBegan || s.State == StepUndoing }

// entriesOf makes the entries of records. A record that belongs to nothing is damage: an earlier line was lost.
func entriesOf(records []record) ([]Entry, error) {
	var out []Entry
	for i, r := range records {
		if r.Kind == recBegin {
			if r.Entry != len(out)+1 || r.Title == nil {
				return nil, fault(Damaged, "", "record %d begins entry %d out of turn", i+1, r.Entry)
			}
			e := Entry{ID: strconv.Itoa(r.Entry), At: r.At, Finding: r.Finding, Fix: r.Fix, Title: *r.Title, number: r.Entry}
			for _, s := range r.Steps {
				e.Steps = append(e.Steps, EntryStep{Step: s, State: StepPlanned})
			}
			out = append(out, e)
			continue
		}
		if r.Entry < 1 || r.Entry > len(out) {
			return nil, fault(Damaged, "", "record %d is of an entry that does not exist", i+1)
		}
		if err := out[r.Entry-1].take(r); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// take brings an entry up to date.
func (e *Entry) take(r record) error {
	switch r.Kind {
	case recEnd:
		e.Ended = true
		return nil
	case recVerdict:
		e.Verdict = r.Text
		return nil
	}
	if r.Step >= len(e.Steps) {
		return fault(Damaged, "", "entry %d has no step %d", r.Entry, r.Step)
	}
	s := &e.Steps[r.Step]
	if r.Kind != recIntent && r.Kind != recLeft && s.intent == nil && r.Kind != recFailed {
		return fault(Damaged, "", "step %d of entry %d was never begun", r.Step, r.Entry)
	}
	switch r.Kind {
	case recIntent:
		if r.Intent == nil {
			return fault(Damaged, "", "step %d of entry %d has no intent", r.Step, r.Entry)
		}
		s.State, s.intent = StepBegan, r.Intent
		for _, root := range r.Intent.Roots {
			s.Paths = append(s.Paths, root.Path)
		}
	case recStarted:
		s.pid, s.started = r.PID, r.Started
	case recDone:
		s.State, s.after, s.Text = StepApplied, r.After, r.Text
	case recFailed:
		s.State, s.Text = StepFailed, r.Text
	case recLeft:
		s.State, s.Text = StepLeft, r.Text
	case recUndo:
		s.State = StepUndoing
	case recUndone:
		s.State = StepUndone
	}
	return nil
}
