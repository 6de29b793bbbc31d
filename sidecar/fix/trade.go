package fix

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
)

// trade lets a complete new file take the name of another, and then looks at the one that had it: what somebody wrote in the last
// moment gets its name back. still says whether it is what was expected. swap is the new file's name until then, and the other's
// after, so that recovery finds it. Where two names cannot change places in one go the file is looked at as late as can be.
func trade(files Files, temp, swap, path string, still func(Item) error) error {
	if err := files.Rename(temp, swap); err != nil {
		return errors.Join(broken(path, cannotWrite, err), sweep(files, temp))
	}
	err := files.Exchange(swap, path)
	if errors.Is(err, errors.ErrUnsupported) {
		now, err := look(files, path)
		if err == nil {
			err = still(now)
		}
		if err != nil {
			return errors.Join(err, sweep(files, swap))
		}
		return rename(files, swap, path)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return errors.Join(fault(Changed, path, "is not there any more"), sweep(files, swap))
	}
	if err != nil {
		return errors.Join(broken(path, cannotWrite, err), sweep(files, swap))
	}
	displaced, err := look(files, swap)
	if err == nil {
		displaced.Path = path
		err = still(displaced)
	}
	if err != nil {
		if back := files.Exchange(swap, path); back != nil {
			return errors.Join(err, back) // recovery gives it back its name
		}
	}
	return errors.Join(err, sweep(files, swap), syncParent(files, path))
}

// swap is where a file is that was displaced, until it was looked at. It names the file, because it may have to go back.
func (s *session) swap(entry, step int, path string) string {
	return filepath.Join(filepath.Dir(path), fmt.Sprintf(".govitals-%s-%d-%d-%s.new", s.id, entry, step, sumOf([]byte(filepath.Base(path)))[:12]))
}

// reclaim sweeps what an interrupted change left beside a file. What had its name and is none of the known items is somebody's
// work: it gets the name back, unless that is taken by what somebody wrote since; then both stay.
func (s *session) reclaim(entry, step int, path string, known ...Item) error {
	swap := s.swap(entry, step, path)
	if _, err := s.files.Lstat(swap); err != nil {
		return nil
	}
	held, err := look(s.files, swap)
	if err != nil {
		return err
	}
	now, err := look(s.files, path)
	if err != nil {
		return err
	}
	isKnown := func(i Item) bool { return slices.ContainsFunc(known, i.same) }
	switch {
	case isKnown(held):
		return sweep(s.files, swap)
	case now.Kind == Absent || isKnown(now):
		return rename(s.files, swap, path)
	}
	return nil
}
