package fix

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

// recover settles every step in the middle of which a process ended. It runs under the lock, so none of them is being made.
func (s *session) recover(ctx context.Context) error {
	for i := range s.entries {
		e := &s.entries[i]
		for k := range e.Steps {
			if !e.Steps[k].unsettled() {
				continue
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := s.settle(e.number, k); err != nil {
				return fmt.Errorf("an interrupted fix (%s) cannot be brought to an end: %w", e.ID, err)
			}
			step := e.Steps[k]
			s.recovered = append(s.recovered, Recovered{Entry: e.ID, Step: k, State: step.State, Text: step.Text})
		}
		if !e.Ended {
			if err := s.append(record{Kind: recEnd, Entry: e.number}); err != nil {
				return err
			}
		}
	}
	return nil
}

// settle brings a step that was begun to before or after: a change of one file is the one or the other already; what a command
// left half done is put back; an undo that was begun is brought to its end.
func (s *session) settle(entry, step int) error {
	st := s.step(entry, step)
	switch {
	case !st.unsettled():
		return nil
	case st.State == StepUndoing:
		return s.finishUndo(entry, step)
	case st.intent.Value != nil:
		return s.settleSetting(entry, step)
	case st.intent.Xattr != nil:
		return s.settleAttribute(entry, step)
	case st.intent.Command != nil:
		return s.settleCommand(entry, step)
	case len(st.intent.After) == 1:
		return s.settleFile(entry, step)
	}
	return s.append(record{Kind: recDone, Entry: entry, Step: step}) // a command of the editor
}

func (s *session) settleFile(entry, step int) error {
	it := s.step(entry, step).intent
	before, err := s.items(it.Before)
	if err != nil || len(before) != 1 {
		return errors.Join(fault(Damaged, s.journal(), "step %d of entry %d does not say what stood there", step, entry), err)
	}
	want := it.After[0]
	if err := sweep(s.files, s.temp(entry, step, want.Path)); err != nil {
		return err
	}
	if err := s.reclaim(entry, step, want.Path, before[0], want); err != nil {
		return err
	}
	now, err := look(s.files, want.Path)
	if err != nil {
		return err
	}
	if before[0].Kind == Absent {
		want.Mode = now.Mode // the umask's
	}
	switch {
	case now.same(want):
		if err := syncParent(s.files, want.Path); err != nil {
			return err
		}
		return s.append(record{Kind: recDone, Entry: entry, Step: step, After: &saved{Items: []Item{now}}})
	case now.same(before[0]):
		if err := s.unmake(it.Made); err != nil {
			return err
		}
		return s.append(record{Kind: recFailed, Entry: entry, Step: step, Text: "nothing was changed"})
	}
	return s.append(record{Kind: recFailed, Entry: entry, Step: step,
		Text: "somebody else changed the file meanwhile; it was left as it is, and what stood there before is kept in " + filepath.Join(s.data(), it.Before.Data)})
}

// unmake removes the directories that a step made, as long as they are empty.
func (s *session) unmake(made []string) error {
	for _, dir := range slices.Backward(made) {
		names, err := s.files.ReadDir(dir)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil || len(names) > 0 {
			return nil
		}
		if err := s.files.Remove(dir); err != nil {
			return broken(dir, "cannot be removed", err)
		}
		if err := syncParent(s.files, dir); err != nil {
			return err
		}
	}
	return nil
}

// settleCommand ends what still runs of a command and puts back what it changed. Between the crash and now a person may have
// changed the same files: what stands there is kept before.
func (s *session) settleCommand(entry, step int) error {
	st := s.step(entry, step)
	if err := endOrphans(st.intent.Token, st.pid, st.started); err != nil {
		return err
	}
	before, err := s.items(st.intent.Before)
	if err != nil {
		return err
	}
	todo, err := s.difference(entry, step, st.intent.Roots, before)
	if err != nil {
		return err
	}
	foreign := 0
	if len(todo) > 0 {
		if err := s.keep(entry, step, todo); err != nil {
			return err
		}
		if foreign, err = s.putAll(entry, step, st.intent.Before, todo); err != nil {
			return err
		}
	}
	if err := s.unmake(st.intent.Made); err != nil {
		return err
	}
	return s.append(record{Kind: recFailed, Entry: entry, Step: step, Text: fmt.Sprintf("did not end well; %d changed files were put back", len(todo)-foreign)})
}

// difference is what separates what stands at the roots from what stood there. after is what the step left, where that is known.
func (s *session) difference(entry, step int, roots []Root, before []Item, after ...Item) ([]change, error) {
	swept := map[string]bool{}
	clean := func(items []Item) error {
		for _, i := range items {
			temp := s.temp(entry, step, i.Path)
			if swept[temp] {
				continue
			}
			swept[temp] = true
			if err := sweep(s.files, temp); err != nil && CodeOf(err) != Failed { // Failed: its directory is no directory now
				return err
			}
		}
		return nil
	}
	if err := clean(before); err != nil {
		return nil, err
	}
	left := byPath(after)
	for _, i := range before {
		if i.Kind != Regular {
			continue
		}
		known := []Item{i}
		if was, ok := left[i.Path]; ok {
			known = append(known, was)
		}
		if err := s.reclaim(entry, step, i.Path, known...); err != nil {
			return nil, err
		}
	}
	now, err := scan(s.files, nil, roots...)
	if err != nil {
		return nil, err
	}
	return changes(now, before), nil
}

// keep copies what is about to be replaced.
func (s *session) keep(entry, step int, todo []change) error {
	var roots []Root
	for _, c := range todo {
		if c.from.Kind == Regular || c.from.Kind == Link {
			roots = append(roots, Root{Path: c.from.Path})
		}
	}
	if len(roots) == 0 {
		return nil
	}
	kept, _, err := s.save(fmt.Sprintf("%d-%d-found", entry, step), roots...)
	if err != nil {
		return err
	}
	return s.append(record{Kind: recKept, Entry: entry, Step: step, After: &kept})
}

// putAll makes the changes. foreign counts the files that somebody changed while it did: they are left as they are.
func (s *session) putAll(entry, step int, from saved, todo []change) (foreign int, err error) {
	for _, c := range todo {
		content := func() ([]byte, error) { return s.content(from, c.to) }
		c.swap = s.swap(entry, step, c.to.Path)
		err := put(s.files, c, content, s.temp(entry, step, c.to.Path))
		if CodeOf(err) == Changed {
			foreign++
			continue
		}
		if err != nil {
			return foreign, err
		}
	}
	return foreign, closeDirs(s.files, todo)
}

// temp is the name of a new file until it takes another's. It tells whose it is and, with the entry and step, when.
func (s *session) temp(entry, step int, path string) string {
	return filepath.Join(filepath.Dir(path), fmt.Sprintf(".govitals-%s-%d-%d.tmp", s.id, entry, step))
}

// settleSetting asks where the setting stands. Without an editor its file answers; without a file the change is taken for
// made: undoing compares anyway.
func (s *session) settleSetting(entry, step int) error {
	v := s.step(entry, step).intent.Value
	now, err := s.settingNow(context.Background(), v.Target)
	if err == nil && sameData(now, v.Before) && !sameData(now, v.After) {
		return s.append(record{Kind: recFailed, Entry: entry, Step: step, Text: "nothing was changed"})
	}
	return s.append(record{Kind: recDone, Entry: entry, Step: step, Text: "interrupted"})
}

// settingNow is what a setting is, by the editor or by its file.
func (s *session) settingNow(ctx context.Context, t health.Target) (health.Data, error) {
	if s.editor != nil {
		return s.editor.Read(ctx, t)
	}
	if t.File == "" {
		return "", fault(NeedsEditor, "", "%s can only be changed in the editor", settingName(t))
	}
	data, err := s.files.ReadFile(string(t.File), maxEdited)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", broken(string(t.File), cannotRead, err)
	}
	return SettingIn(data, t)
}

func sameData(a, b health.Data) bool {
	if a == "" || b == "" {
		return a == b
	}
	return seenAs("", "", decoded([]byte(a)), b) && !b.Hidden()
}

func (s *session) settleAttribute(entry, step int) error {
	it := s.step(entry, step).intent
	before, err := s.items(it.Before)
	if err != nil || len(before) != 1 {
		return errors.Join(fault(Damaged, s.journal(), "step %d of entry %d names no file", step, entry), err)
	}
	_, there, err := s.files.Xattr(before[0].Path, it.Xattr.Name)
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return broken(before[0].Path, cannotRead, err)
	case there:
		return s.append(record{Kind: recFailed, Entry: entry, Step: step, Text: "nothing was changed"})
	}
	return s.append(record{Kind: recDone, Entry: entry, Step: step})
}
