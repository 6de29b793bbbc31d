package fix

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

// AllSteps stands for every step of an entry.
const AllSteps = -1

// Undo takes back an entry, or one step of it, the last steps first. An empty id means the last entry of which something
// stands. It refuses before it touches anything if a file is neither what the fix left nor what it had found: then both
// versions stay, the new one in its place and the former in the journal.
func (e *Engine) Undo(ctx context.Context, id string, step int, tell func(Progress)) (out Outcome, err error) {
	err = e.session(ctx, func(s *session) error {
		out.Recovered = s.recovered
		entry, err := s.toUndo(id)
		if err != nil {
			return err
		}
		return s.undo(ctx, entry, step, tell, &out)
	})
	return out, err
}

// UndoAll takes back every entry, the last first. One that is refused stops neither those before it nor the report of it.
func (e *Engine) UndoAll(ctx context.Context, tell func(Progress)) (out []Outcome, err error) {
	err = e.session(ctx, func(s *session) error {
		var refused []error
		for i := range slices.Backward(s.entries) {
			if !s.entries[i].Applied() {
				continue
			}
			one := Outcome{Recovered: s.recovered}
			s.recovered = nil
			if err := s.undo(ctx, &s.entries[i], AllSteps, tell, &one); err != nil {
				refused = append(refused, fmt.Errorf("fix %s: %w", s.entries[i].ID, err))
			}
			out = append(out, one)
		}
		if len(out) == 0 {
			return fault(NoEntry, "", "there is no fix to take back")
		}
		return errors.Join(refused...)
	})
	return out, err
}

func (s *session) toUndo(id string) (*Entry, error) {
	if id != "" {
		entry, err := s.find(id)
		if err == nil && !entry.Applied() {
			return nil, fault(Undone, "", "of fix %s nothing stands that could be taken back", id)
		}
		return entry, err
	}
	for i := range slices.Backward(s.entries) {
		if s.entries[i].Applied() {
			return &s.entries[i], nil
		}
	}
	return nil, fault(NoEntry, "", "there is no fix to take back")
}

func (s *session) undo(ctx context.Context, entry *Entry, only int, tell func(Progress), out *Outcome) error {
	out.Entry = entry.ID
	defer func() { out.Steps = slices.Clone(s.entries[entry.number-1].Steps) }()
	var steps []int
	for i := range slices.Backward(entry.Steps) {
		if (only == AllSteps || only == i) && entry.Steps[i].State == StepApplied {
			steps = append(steps, i)
		}
	}
	if len(steps) == 0 {
		return fault(NoEntry, "", "fix %s has no such step that stands", entry.ID)
	}
	if err := s.undoable(ctx, entry, steps); err != nil {
		return err
	}
	for _, i := range steps {
		if err := ctx.Err(); err != nil {
			return err
		}
		if tell != nil {
			tell(Progress{Step: i})
		}
		if err := s.append(record{Kind: recUndo, Entry: entry.number, Step: i}); err != nil {
			return err
		}
		if err := s.finishUndo(entry.number, i); err != nil {
			return err
		}
		if effect := entry.Steps[i].Step.Effect; effect != health.EffectNone && !slices.Contains(out.Effects, effect) {
			out.Effects = append(out.Effects, effect)
		}
	}
	return nil
}

// finishUndo makes what stands what stood, path by path: one that is neither is somebody's work since, and stays.
func (s *session) finishUndo(entry, step int) error {
	st := s.step(entry, step)
	done := func(text string) error {
		return s.append(record{Kind: recUndone, Entry: entry, Step: step, Text: text})
	}
	it := st.intent
	switch {
	case it.Value != nil:
		if err := s.undoSetting(it.Value); err != nil {
			// The step stands as before, so that it can be tried again.
			return errors.Join(err, s.append(record{Kind: recDone, Entry: entry, Step: step, After: st.after, Text: st.Text}))
		}
		return done("")
	case it.Xattr != nil:
		if err := s.undoAttribute(it); err != nil {
			return errors.Join(err, s.append(record{Kind: recDone, Entry: entry, Step: step, After: st.after, Text: st.Text}))
		}
		return done("")
	}
	before, after, err := s.sides(st)
	if err != nil {
		return err
	}
	todo, err := s.difference(entry, step, it.Roots, before, after...)
	if err != nil {
		return err
	}
	left := byPath(after)
	foreign := 0
	todo = slices.DeleteFunc(todo, func(c change) bool {
		was, ok := left[c.from.Path]
		if !ok {
			was = Item{Path: c.from.Path, Kind: Absent}
		}
		// An interrupted undo leaves directories without their mode yet, and nothing where a file takes a directory's place.
		if c.from.same(was) || c.from.Kind == Absent || c.from.Kind == Directory && c.to.Kind == Directory {
			return false
		}
		foreign++
		return true
	})
	late, err := s.putAll(entry, step, it.Before, todo)
	if err != nil {
		return err
	}
	if late > 0 && late == len(todo) { // nothing was taken back, and it can be tried again
		return errors.Join(fault(Changed, todo[0].from.Path, "was changed while it was taken back, and is left as it is"),
			s.append(record{Kind: recDone, Entry: entry, Step: step, After: st.after, Text: st.Text}))
	}
	if err := s.unmake(it.Made); err != nil {
		return err
	}
	if foreign += late; foreign > 0 {
		return done(fmt.Sprintf("%d files were changed by somebody else meanwhile and left as they are", foreign))
	}
	return done("")
}

// sides are what stood before a step and what it left.
func (s *session) sides(st *EntryStep) (before, after []Item, err error) {
	if before, err = s.items(st.intent.Before); err != nil {
		return nil, nil, err
	}
	after = st.intent.After
	if st.after != nil {
		after, err = s.items(*st.after)
	}
	return before, after, err
}

// undoSetting gives a setting its former value, through the editor or, where there is none, in its file.
func (s *session) undoSetting(v *valueChange) error {
	ctx := context.Background()
	if s.editor != nil {
		now, err := s.editor.Read(ctx, v.Target)
		if err != nil || sameData(now, v.Before) {
			return err
		}
		return s.editor.Write(ctx, v.Target, v.After, v.Before)
	}
	now, err := s.settingNow(ctx, v.Target)
	if err != nil || sameData(now, v.Before) {
		return err
	}
	path := string(v.Target.File)
	item, err := look(s.files, path)
	if err != nil {
		return err
	}
	data, err := s.files.ReadFile(path, maxEdited)
	if err != nil {
		return broken(path, cannotRead, err)
	}
	if item.Sum != sumOf(data) {
		return fault(Changed, path, "is being written at this moment")
	}
	changed, err := EditSetting(data, v.Target, v.After, v.Before, s.system)
	if err != nil {
		return err
	}
	temp := filepath.Join(filepath.Dir(path), ".govitals-"+s.id+"-undo.tmp")
	if err := sweep(s.files, temp); err != nil {
		return err
	}
	return put(s.files, change{from: item, to: item}, func() ([]byte, error) { return changed, nil }, temp)
}

func (s *session) undoAttribute(it *intent) error {
	before, err := s.items(it.Before)
	if err != nil || len(before) != 1 {
		return errors.Join(fault(Damaged, s.journal(), "a step names no file"), err)
	}
	path := before[0].Path
	value, there, err := s.files.Xattr(path, it.Xattr.Name)
	switch {
	case err != nil:
		return broken(path, cannotRead, err)
	case there && bytes.Equal(value, it.Xattr.Value):
		return nil
	}
	if err := s.files.SetXattr(path, it.Xattr.Name, it.Xattr.Value); err != nil {
		return broken(path, cannotWrite, err)
	}
	return nil
}
