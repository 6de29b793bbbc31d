package fix

import (
	"context"
	"path/filepath"
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

// undoable looks at all that would be taken back before any of it is. Steps come last first, as they will be taken back: what
// a later step left is what an earlier one has to find.
func (s *session) undoable(ctx context.Context, entry *Entry, steps []int) error {
	undone := map[string]Item{}
	possible := 0
	for _, i := range steps {
		st := &entry.Steps[i]
		it := st.intent
		if !it.Lasting {
			possible++
		}
		var err error
		switch {
		case it.Value != nil:
			err = s.settingStands(ctx, it.Value)
		case it.Xattr != nil:
			err = s.attributeStands(it)
		default:
			err = s.filesStand(entry, st, undone)
		}
		if err != nil {
			return err
		}
	}
	if possible == 0 {
		return fault(Unsupported, "", "what this command did cannot be taken back by us")
	}
	return nil
}

// filesStand compares every path of a step with what it left there.
func (s *session) filesStand(entry *Entry, st *EntryStep, undone map[string]Item) error {
	before, after, err := s.sides(st)
	if err != nil {
		return err
	}
	now, err := scan(s.files, nil, st.intent.Roots...)
	if err != nil {
		return err
	}
	stood, left, stands := byPath(before), byPath(after), byPath(now)
	at := func(items map[string]Item, path string) Item {
		if i, ok := items[path]; ok {
			return i
		}
		return Item{Path: path, Kind: Absent}
	}
	for _, list := range [][]Item{before, after, now} {
		for _, item := range list {
			path := item.Path
			current, already := undone[path]
			if !already {
				current = at(stands, path)
			}
			if !current.same(at(left, path)) && !current.same(at(stood, path)) {
				return s.movedOn(entry, st, at(left, path), current)
			}
		}
	}
	for _, list := range [][]Item{before, after, now} {
		for _, item := range list {
			undone[item.Path] = at(stood, item.Path)
		}
	}
	return nil
}

// movedOn says why a path cannot be taken back, and where the former version is.
func (s *session) movedOn(entry *Entry, st *EntryStep, left, now Item) error {
	e := fault(Changed, left.Path, "has been changed since the fix")
	switch {
	case now.Kind == Absent:
		e.Text = "was removed since the fix"
	case left.Kind == Absent:
		e.Text = "was created since the fix"
	case now.Sum == left.Sum && now.Kind == left.Kind:
		e.Text = "has got another mode since the fix"
	}
	for _, later := range s.entries[entry.number:] {
		for _, step := range later.Steps {
			if step.State == StepApplied && slices.Contains(step.Paths, left.Path) {
				e.Text = "was changed again by fix " + later.ID + ": take that back first"
				return e
			}
		}
	}
	if name := st.intent.Before.Data; name != "" {
		e.Kept = filepath.Join(s.data(), name)
	}
	return e
}

func (s *session) settingStands(ctx context.Context, v *valueChange) error {
	now, err := s.settingNow(ctx, v.Target)
	switch {
	case err != nil:
		return err
	case sameData(now, v.After) || sameData(now, v.Before):
		return nil
	}
	return expectedAfter(v.Target, now, v.After)
}

func expectedAfter(t health.Target, now, after health.Data) error {
	var found any
	if now != "" {
		found = decoded([]byte(now))
	}
	return fault(Changed, "", "%s %s", settingName(t), differs(found, after))
}

func (s *session) attributeStands(it *intent) error {
	before, err := s.items(it.Before)
	if err != nil {
		return err
	}
	for _, item := range before {
		now, err := look(s.files, item.Path)
		if err != nil {
			return err
		}
		if !now.same(item) {
			return fault(Changed, item.Path, "is another file since the fix")
		}
	}
	return nil
}
