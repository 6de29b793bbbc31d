package fix

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
)

// put makes a path what an item says, by a new file that takes the old one's name. content gives a file's bytes. temp is the
// name of the new file until then, in the same directory, so that recovery knows what to sweep. A file that is not what it was
// any more when its turn comes is somebody's work: it stays, and the error has the code Changed.
func put(files Files, c change, content func() ([]byte, error), temp string) error {
	want := c.to
	now, err := look(files, want.Path)
	if err != nil {
		return err
	}
	if err := c.still(now); err != nil {
		return err
	}
	if now.Kind == Directory && want.Kind != Directory || now.Kind != Directory && now.Kind != Absent && want.Kind == Directory {
		if err := files.Remove(want.Path); err != nil {
			return broken(want.Path, "cannot be removed", err)
		}
		now.Kind = Absent
	}
	switch want.Kind {
	case Absent:
		if now.Kind == Absent {
			return nil
		}
		if err := files.Remove(want.Path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return broken(want.Path, "cannot be removed", err)
		}
	case Directory:
		if now.Kind == Absent {
			if err := files.Mkdir(want.Path, 0o700); err != nil {
				return broken(want.Path, cannotWrite, err)
			}
		}
		// What belongs inside has to be written first; closeDirs gives the mode that is wanted.
		if err := files.Chmod(want.Path, want.Mode|0o700); err != nil {
			return broken(want.Path, cannotWrite, err)
		}
	case Link:
		if err := files.Symlink(want.Link, temp); err != nil {
			return broken(want.Path, cannotWrite, err)
		}
		if err := files.Rename(temp, want.Path); err != nil {
			return errors.Join(broken(want.Path, cannotWrite, err), sweep(files, temp))
		}
	default:
		return putFile(files, c, content, temp)
	}
	return syncParent(files, want.Path)
}

func putFile(files Files, c change, content func() ([]byte, error), temp string) error {
	data, err := content()
	if err != nil {
		return err
	}
	if err := writeTemp(files, temp, c.to, data, true); err != nil {
		return err
	}
	now, err := look(files, c.to.Path)
	if err == nil {
		err = c.still(now) // writing took its time
	}
	if err != nil {
		return errors.Join(err, sweep(files, temp))
	}
	if c.swap != "" && c.from.Kind == Regular && now.Kind == Regular {
		return trade(files, temp, c.swap, c.to.Path, c.still)
	}
	return rename(files, temp, c.to.Path)
}

// still refuses a file that has got another content since the change was worked out.
func (c change) still(now Item) error {
	if c.from.Kind == Regular && now.Kind == Regular && !now.same(c.from) {
		return fault(Changed, c.from.Path, "has been changed meanwhile")
	}
	return nil
}

// writeTemp writes a complete file beside the one whose name it will take. exact gives it the mode of the item even where the
// umask says otherwise; the owner is kept where the system lets us.
func writeTemp(files Files, temp string, want Item, data []byte, exact bool) (err error) {
	defer func() {
		if err != nil {
			err = errors.Join(broken(want.Path, cannotWrite, err), sweep(files, temp))
		}
	}()
	w, err := files.Create(temp, want.Mode&fs.ModePerm)
	if err != nil {
		return err
	}
	if _, err := w.Write(data); err != nil {
		_ = w.Close()
		return err
	}
	if exact {
		info, err := files.Lstat(temp)
		if err == nil && want.Owner >= 0 && info.Owner >= 0 && (info.Owner != want.Owner || info.Group != want.Group) {
			_ = files.Chown(temp, want.Owner, want.Group) // only root may give files away
		}
		if err := files.Chmod(temp, want.Mode); err != nil {
			_ = w.Close()
			return err
		}
	}
	if err := w.Sync(); err != nil {
		_ = w.Close()
		return err
	}
	return w.Close()
}

func rename(files Files, temp, path string) error {
	if err := files.Rename(temp, path); err != nil {
		return errors.Join(broken(path, cannotWrite, err), sweep(files, temp))
	}
	return syncParent(files, path)
}

func syncParent(files Files, path string) error {
	if err := files.SyncDir(filepath.Dir(path)); err != nil {
		return broken(filepath.Dir(path), cannotWrite, err)
	}
	return nil
}

// sweep removes a file of ours that may be there.
func sweep(files Files, path string) error {
	if err := files.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return broken(path, "is left behind and cannot be removed", err)
	}
	return nil
}

// change is one path on its way back.
type change struct {
	from, to Item
	swap     string // where the former file is while the two trade places; empty: the new one takes its name at once
}

// changes are the paths at which two sets of items differ, in an order in which they can be made: first away with what must
// go, the deepest first, then the directories and files from the top.
func changes(from, to []Item) (out []change) {
	now, then := byPath(from), byPath(to)
	for path, item := range now {
		if want, ok := then[path]; !ok || want.Kind == Absent {
			if item.Kind != Absent {
				out = append(out, change{from: item, to: Item{Path: path, Kind: Absent}})
			}
		}
	}
	slices.SortFunc(out, func(a, b change) int { return -strings.Compare(a.from.Path, b.from.Path) })
	gone := len(out)
	for path, want := range then {
		item, ok := now[path]
		if !ok {
			item = Item{Path: path, Kind: Absent}
		}
		if want.Kind != Absent && !want.same(item) {
			out = append(out, change{from: item, to: want})
		}
	}
	slices.SortFunc(out[gone:], func(a, b change) int { return strings.Compare(a.to.Path, b.to.Path) })
	return out
}

// closeDirs gives directories the modes that put left open.
func closeDirs(files Files, made []change) error {
	for i := len(made) - 1; i >= 0; i-- {
		want := made[i].to
		if want.Kind != Directory || want.Mode == want.Mode|0o700 {
			continue
		}
		if err := files.Chmod(want.Path, want.Mode); err != nil {
			return broken(want.Path, cannotWrite, err)
		}
	}
	return nil
}
