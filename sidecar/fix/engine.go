package fix

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// Engine applies plans and takes them back, with one journal.
type Engine struct {
	store
	system   string
	now      func() time.Time
	run      Runner
	editor   Editor
	patience time.Duration
	deadline time.Duration
}

// Options are what an engine works with. Files, Dir and System are needed.
type Options struct {
	Files  Files
	Dir    string // where the journal is, or will be; private to us
	System string // a GOOS value
	Now    func() time.Time
	Run    Runner // default: [Execute]
	Editor Editor // nil where there is none
	// Patience is how long to wait for another process that is applying a fix; default 5 s.
	Patience time.Duration
	// Deadline bounds each command; default 10 min, because a download over a slow line is no fault.
	Deadline time.Duration
}

// New makes an engine. It touches nothing.
func New(o Options) *Engine {
	e := &Engine{store: store{o.Files, o.Dir}, system: o.System, now: o.Now, run: o.Run, editor: o.Editor, patience: o.Patience, deadline: o.Deadline}
	if e.now == nil {
		e.now = time.Now
	}
	if e.run == nil {
		e.run = Execute
	}
	if e.patience <= 0 {
		e.patience = 5 * time.Second
	}
	if e.deadline <= 0 {
		e.deadline = 10 * time.Minute
	}
	return e
}

// Editor executes what only the editor can do. Its steps stand in the journal like all others.
type Editor interface {
	// Read is the value that a setting has at the scope of its target, whole; empty if it is not set there.
	Read(ctx context.Context, t health.Target) (health.Data, error)
	// Write gives a setting another value, if it still has the expected one; an empty value removes it.
	Write(ctx context.Context, t health.Target, expected, value health.Data) error
	// Edit gives an open document another text, if it still has the expected one, and saves it.
	Edit(ctx context.Context, file, expected, text string) error
	// Do executes an editor command.
	Do(ctx context.Context, step health.Step) error
}

// Outcome is what applying or undoing came to.
type Outcome struct {
	Entry string      `json:"entry,omitempty"` // empty if nothing was begun
	Steps []EntryStep `json:"steps,omitempty"`
	// Effects are what has to happen now, each once, in the order of the steps.
	Effects []health.Effect `json:"effects,omitempty"`
	// Recovered tells what earlier, interrupted steps were brought to.
	Recovered []Recovered `json:"recovered,omitempty"`
	// Output is the end of what the last command wrote.
	Output string `json:"output,omitempty"`
}

// Recovered is an interrupted step that was settled.
type Recovered struct {
	Entry string    `json:"entry"`
	Step  int       `json:"step"`
	State StepState `json:"state"`
	Text  string    `json:"text,omitempty"`
}

// Progress is news while a plan is applied.
type Progress struct {
	Step   int
	Stream string // "stdout" or "stderr", with Text; else the step begins
	Text   []byte
}

// Entries lists the journal, oldest first. It changes nothing; a step that another process is at appears as begun.
func (e *Engine) Entries() ([]Entry, error) {
	j, err := e.read()
	if err != nil {
		return nil, err
	}
	entries, err := entriesOf(j.records)
	return entries, e.about(err)
}

// Recover brings every interrupted step to before or after, and says to which. Everything else of the engine does so first.
func (e *Engine) Recover(ctx context.Context) (out []Recovered, err error) {
	err = e.session(ctx, func(s *session) error {
		out = s.recovered
		return nil
	})
	return out, err
}

// Conclude writes down what the proof of an entry came to.
func (e *Engine) Conclude(ctx context.Context, entry, verdict string) error {
	return e.session(ctx, func(s *session) error {
		found, err := s.find(entry)
		if err != nil {
			return err
		}
		return s.append(record{Kind: recVerdict, Entry: found.number, Text: verdict})
	})
}

// SetAside gives a journal that is damaged another name, so that a new one can begin. What it held stays readable there, with
// all that it saved, and can no longer be undone by us.
func (e *Engine) SetAside(ctx context.Context) (to string, err error) {
	release, err := e.acquire(ctx)
	if err != nil {
		return "", err
	}
	defer release()
	suffix := ".set-aside-" + e.now().UTC().Format("20060102T150405")
	for _, path := range []string{e.journal(), e.data()} { // not the directory: Windows renames none that holds an open file
		if err := e.files.Rename(path, path+suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", &Error{Code: Unwritable, Path: path, Text: "cannot be renamed", Err: err}
		}
	}
	return e.journal() + suffix, nil
}
