package fix

import (
	"context"
	"fmt"
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

// Apply makes the steps of a plan, one after the other, and stops at the first that finds anything but what was planned. Before
// it begins it looks at all of them, so that a plan that is out of date changes nothing. What stops in the middle is brought
// to before or after, or, where even that fails, left for [Engine.Recover]. The outcome is valid also beside an error.
func (e *Engine) Apply(ctx context.Context, p Plan, finding string, tell func(Progress)) (out Outcome, err error) {
	if tell == nil {
		tell = func(Progress) {}
	}
	err = e.session(ctx, func(s *session) error {
		out.Recovered = s.recovered
		if err := s.check(ctx, p); err != nil {
			return err
		}
		number := len(s.entries) + 1
		steps := make([]health.Step, len(p.Steps))
		for i := range p.Steps {
			steps[i] = p.Steps[i].Intent
		}
		if err := s.append(record{Kind: recBegin, Entry: number, Finding: finding, Fix: p.Fix, Title: &p.Title, Steps: steps}); err != nil {
			return err
		}
		out.Entry = s.entries[number-1].ID
		defer func() { out.Steps = slices.Clone(s.entries[number-1].Steps) }()
		a := &application{session: s, number: number, tell: tell, out: &out}
		err := a.all(ctx, p)
		if endErr := s.append(record{Kind: recEnd, Entry: number}); err == nil {
			err = endErr
		}
		return err
	})
	return out, err
}

// application is a plan on its way.
type application struct {
	*session
	number int
	tell   func(Progress)
	out    *Outcome
}

func (a *application) all(ctx context.Context, p Plan) error {
	for i := range p.Steps {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("cancelled before step %d: %w", i+1, err)
		}
		a.tell(Progress{Step: i})
		step := &p.Steps[i]
		if err := a.make(ctx, i, step); err != nil {
			return err
		}
		if effect := step.Intent.Effect; effect != health.EffectNone && !slices.Contains(a.out.Effects, effect) {
			a.out.Effects = append(a.out.Effects, effect)
		}
	}
	return nil
}

func (a *application) make(ctx context.Context, i int, step *Step) error {
	switch {
	case step.By == ByPerson:
		return a.left(i, "to be done by hand")
	case step.By == ByEditor && a.editor == nil:
		return a.left(i, "to be done in the editor")
	case step.viaSetting():
		return a.setting(ctx, i, step)
	case step.Intent.Kind == health.StepEditor:
		return a.command(ctx, i, step)
	case step.xattr != nil:
		return a.attribute(i, step)
	case step.Command != nil:
		return a.runCommand(ctx, i, step)
	}
	return a.file(ctx, i, step)
}

func (a *application) left(i int, why string) error {
	return a.append(record{Kind: recLeft, Entry: a.number, Step: i, Text: why})
}

func (a *application) label(i int) string { return fmt.Sprintf("%d-%d", a.number, i) }

// file gives one file another content.
func (a *application) file(ctx context.Context, i int, step *Step) error {
	root := Root{Path: step.File}
	before, items, err := a.save(a.label(i), root)
	if err != nil {
		return err
	}
	if err := expected(items[0], step.before); err != nil {
		return err
	}
	after := Item{Path: step.File, Kind: Regular, Mode: step.before.Mode, Size: int64(len(step.after)), Sum: sumOf(step.after), Owner: items[0].Owner, Group: items[0].Group}
	if step.before.Kind == Absent {
		after.Mode = newFileMode
	}
	it := &intent{Roots: []Root{root}, Before: before, After: []Item{after}, Made: step.made}
	if err := a.append(record{Kind: recIntent, Entry: a.number, Step: i, Intent: it}); err != nil {
		return err
	}
	if step.By == ByEditor {
		err = a.editor.Edit(ctx, step.File, string(step.old), string(step.after))
	} else {
		err = a.replace(a.temp(a.number, i, step.File), a.swap(a.number, i, step.File), step, after)
	}
	if settled := a.settle(a.number, i); err == nil {
		err = settled
	}
	if err == nil && a.step(a.number, i).State != StepApplied {
		err = fault(Failed, step.File, "%s", a.step(a.number, i).Text)
	}
	return err
}

// newFileMode is that of a file that we create; the umask takes its part away.
const newFileMode = 0o644

// replace compares once more, as late as it can, and lets the new file take the name.
func (a *application) replace(temp, swap string, step *Step, after Item) error {
	for _, dir := range step.made {
		if err := a.files.Mkdir(dir, 0o755); err != nil {
			return broken(dir, "cannot be made", err)
		}
		if err := syncParent(a.files, dir); err != nil {
			return err
		}
	}
	if err := writeTemp(a.files, temp, after, step.after, step.before.Kind != Absent); err != nil {
		return err
	}
	now, err := look(a.files, step.File)
	if err == nil {
		err = expected(now, step.before)
	}
	if err != nil {
		return err // settle sweeps
	}
	if step.before.Kind != Regular {
		return rename(a.files, temp, step.File)
	}
	return trade(a.files, temp, swap, step.File, func(was Item) error { return expected(was, step.before) })
}

// check looks at all steps before the first is made. What an earlier step changes can only be compared in its turn.
func (s *session) check(ctx context.Context, p Plan) error {
	touched := map[string]bool{}
	for i := range p.Steps {
		step := &p.Steps[i]
		switch {
		case step.viaSetting() && s.editor != nil:
			if err := s.sameSetting(ctx, step.Intent.Target, step.Intent.Before); err != nil && !touched[settingName(step.Intent.Target)] {
				return err
			}
			touched[settingName(step.Intent.Target)] = true
		case step.By != ByPerson && (step.changesFile() || step.xattr != nil):
			now, err := look(s.files, step.File)
			if err != nil {
				return err
			}
			if err := expected(now, step.before); err != nil && !touched[step.File] {
				return err
			}
			touched[step.File] = true
		case step.Command != nil:
			if err := s.checkRoots(step, touched); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *session) checkRoots(step *Step, touched map[string]bool) error {
	for _, want := range step.expect {
		now, err := look(s.files, want.Path)
		if err != nil {
			return err
		}
		if err := expected(now, want); err != nil && !touched[want.Path] {
			return err
		}
	}
	for _, root := range step.roots {
		touched[root.Path] = true
	}
	return nil
}

// expected says what is not as planned. The identity counts where the plan knows it.
func expected(now, want Item) error {
	switch {
	case now.Kind == Absent && want.Kind != Absent:
		return fault(Changed, now.Path, "is not there any more")
	case now.Kind != Absent && want.Kind == Absent:
		return fault(Changed, now.Path, "was created meanwhile")
	case now.Kind != want.Kind:
		return fault(Changed, now.Path, "was replaced meanwhile by something else")
	case now.Sum != want.Sum || now.Link != want.Link:
		return fault(Changed, now.Path, "has been changed since the fix was shown (%d bytes then, %d now)", want.Size, now.Size)
	case !now.same(want):
		return fault(Changed, now.Path, "has got another mode since the fix was shown (%v then, %v now)", want.Mode, now.Mode)
	case want.File != 0 && !now.is(want):
		return fault(Changed, now.Path, "was replaced by another file since the fix was shown")
	}
	return nil
}
