package fix

import (
	"bufio"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
)

// store is the private directory of the journal.
type store struct {
	files Files
	dir   string
}

func (s store) journal() string { return filepath.Join(s.dir, "journal") }
func (s store) lock() string    { return filepath.Join(s.dir, "lock") }
func (s store) data() string    { return filepath.Join(s.dir, "saved") }

// saved is what stood at some paths. Items that are many stand in a file of their own.
type saved struct {
	Items []Item `json:"items,omitempty"`
	List  string `json:"list,omitempty"` // name of the file with the items
	Data  string `json:"data,omitempty"` // name of the file with the content of all files
}

// maxInline bounds the items that stand in the journal itself.
const maxInline = 64

// prepare makes the directories, private.
func (s store) prepare() error {
	for _, dir := range []string{s.dir, s.data()} {
		if err := s.makeAll(dir); err != nil {
			return &Error{Code: Unwritable, Path: dir, Text: "the journal's directory cannot be made", Err: err}
		}
		info, err := s.files.Lstat(dir)
		switch {
		case err != nil:
			return &Error{Code: Unwritable, Path: dir, Text: "the journal's directory cannot be read", Err: err}
		case !info.Mode.IsDir():
			return fault(Unwritable, dir, "the journal's directory is no directory")
		case info.Mode.Perm()&0o077 != 0 && info.Owner >= 0:
			if err := s.files.Chmod(dir, 0o700); err != nil {
				return &Error{Code: Unwritable, Path: dir, Text: "the journal's directory cannot be made private", Err: err}
			}
		}
	}
	return nil
}

func (s store) makeAll(dir string) error {
	if _, err := s.files.Lstat(dir); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	parent := filepath.Dir(dir)
	if parent != dir {
		if err := s.makeAll(parent); err != nil {
			return err
		}
	}
	if err := s.files.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return s.files.SyncDir(parent)
}

// save copies what stands at the roots, durably. Names are never used twice, so that a crash before the journal names them
// leaves nothing but waste.
func (s store) save(label string, roots ...Root) (out saved, items []Item, err error) {
	name := label + "-" + rand.Text()[:12]
	out.Data = name + ".data"
	err = s.write(out.Data, func(w *bufio.Writer) error {
		var err error
		items, err = scan(s.files, w, roots...)
		return err
	})
	if err != nil {
		return saved{}, nil, err
	}
	list, err := s.list(name, items)
	out.Items, out.List = list.Items, list.List
	return out, items, err
}

// list keeps items without content.
func (s store) list(name string, items []Item) (out saved, err error) {
	if len(items) <= maxInline {
		return saved{Items: items}, nil
	}
	out.List = name + ".list"
	err = s.write(out.List, func(w *bufio.Writer) error { return json.NewEncoder(w).Encode(items) })
	return out, err
}

func (s store) write(name string, fill func(*bufio.Writer) error) error {
	path := filepath.Join(s.data(), name)
	file, err := s.files.Create(path, 0o600)
	if err != nil {
		return s.unwritable(path, nothingChanged, err)
	}
	buffered := bufio.NewWriterSize(file, 64<<10)
	err = fill(buffered)
	if code := CodeOf(err); err != nil && code != Failed && code != NoSpace {
		return errors.Join(err, file.Close(), sweep(s.files, path))
	}
	if err == nil {
		err = buffered.Flush()
	}
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err == nil {
		err = s.files.SyncDir(s.data())
	}
	if err != nil {
		_ = sweep(s.files, path)
		return s.unwritable(path, nothingChanged, err)
	}
	return nil
}

const (
	nothingChanged = "the journal cannot be written, so nothing was changed"
	notWrittenDown = "the journal cannot be written; what was done is settled by the next run"
)

func (s store) unwritable(path, text string, err error) error {
	code := Unwritable
	if isNoSpace(err) {
		code = NoSpace
	}
	return &Error{Code: code, Path: path, Text: text, Err: err}
}

// items are those of a saved state.
func (s store) items(from saved) ([]Item, error) {
	if from.List == "" {
		return from.Items, nil
	}
	path, err := s.inside(from.List)
	if err != nil {
		return nil, err
	}
	data, err := s.files.ReadFile(path, maxJournal)
	if err != nil {
		return nil, &Error{Code: Damaged, Path: path, Text: "a part of the journal cannot be read", Err: err}
	}
	var out []Item
	if err := json.Unmarshal(data, &out); err != nil {
		return nil, &Error{Code: Damaged, Path: path, Text: "a part of the journal cannot be read", Err: err}
	}
	return out, nil
}

// content is the content of a saved file, proved by its sum.
func (s store) content(from saved, item Item) ([]byte, error) {
	path, err := s.inside(from.Data)
	if err != nil {
		return nil, err
	}
	if item.Size < 0 || item.Size > maxSavedBytes || item.At < 0 {
		return nil, fault(Damaged, path, "a part of the journal does not fit")
	}
	file, err := s.files.Open(path)
	if err != nil {
		return nil, &Error{Code: Damaged, Path: path, Text: "a part of the journal cannot be read", Err: err}
	}
	defer func() { _ = file.Close() }()
	data := make([]byte, item.Size)
	if n, err := file.ReadAt(data, item.At); int64(n) < item.Size {
		return nil, &Error{Code: Damaged, Path: path, Text: "a part of the journal is too short", Err: err}
	}
	if sumOf(data) != item.Sum {
		return nil, fault(Damaged, path, "what was saved of %s is not what was written", item.Path)
	}
	return data, nil
}

// inside is the path of a part of the journal; names that would lead elsewhere are damage.
func (s store) inside(name string) (string, error) {
	if name == "" || strings.ContainsAny(name, `/\:`) || strings.HasPrefix(name, ".") {
		return "", fault(Damaged, s.journal(), "names a part of itself that cannot be")
	}
	return filepath.Join(s.data(), name), nil
}
