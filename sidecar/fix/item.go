package fix

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"math"
	"path/filepath"
)

// Kind is what stands at a path.
type Kind string

const (
	Absent    Kind = "absent"
	Regular   Kind = "file"
	Directory Kind = "dir"
	Link      Kind = "link"
)

// Item is what stands, or stood, at a path, to the byte and the mode.
type Item struct {
	Path  string      `json:"path"`
	Kind  Kind        `json:"kind"`
	Mode  fs.FileMode `json:"mode,omitempty"` // permissions alone
	Size  int64       `json:"size,omitempty"`
	Sum   string      `json:"sum,omitempty"` // SHA-256 of a file's content, in hexadecimal
	Link  string      `json:"link,omitempty"`
	Owner int         `json:"owner,omitempty"`
	Group int         `json:"group,omitempty"`
	// Device and File are the identity, which a file loses when another takes its name.
	Device uint64 `json:"device,omitempty"`
	File   uint64 `json:"file,omitempty"`
	// At is where the content begins in the data that was saved with the item.
	At int64 `json:"at,omitempty"`
}

// same compares content and mode. The mode of a link has no meaning.
func (i Item) same(j Item) bool {
	if i.Kind != j.Kind || i.Link != j.Link || i.Sum != j.Sum {
		return false
	}
	return i.Mode == j.Mode || i.Kind == Absent || i.Kind == Link
}

func (i Item) is(j Item) bool { return i.Device == j.Device && i.File == j.File }

// Root is a path that a step may change, with everything below it where Tree is set.
type Root struct {
	Path string `json:"path"`
	Tree bool   `json:"tree,omitempty"`
}

// The largest tree that is saved before a command may change it: the vendor directories of the largest projects hold a tenth
// of it.
const (
	maxSavedBytes = 1 << 30
	maxSavedItems = 200_000
)

func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// scanner looks at paths, and copies the content of files where it is told to.
type scanner struct {
	files Files
	into  io.Writer // nil to compare only
	at    int64
	items []Item
}

// scan is what stands at the roots, in the order of their paths. into gets the content of all files, one behind the other.
func scan(files Files, into io.Writer, roots ...Root) ([]Item, error) {
	s := &scanner{files: files, into: into}
	for _, r := range roots {
		if err := s.add(r.Path, r.Tree); err != nil {
			return nil, err
		}
	}
	return s.items, nil
}

func (s *scanner) add(path string, tree bool) error {
	if len(s.items) >= maxSavedItems {
		return fault(TooLarge, path, "more than %d files would have to be saved", maxSavedItems)
	}
	item := Item{Path: path, Kind: Absent}
	info, err := s.files.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		s.items = append(s.items, item)
		return nil
	case err != nil:
		return broken(path, cannotRead, err)
	}
	item.Mode, item.Owner, item.Group = info.Mode&permissions, info.Owner, info.Group
	item.Device, item.File = info.Device, info.File
	switch {
	case info.Mode.IsDir():
		item.Kind = Directory
	case info.Mode&fs.ModeSymlink != 0:
		item.Kind = Link
		if item.Link, err = s.files.Readlink(path); err != nil {
			return broken(path, cannotRead, err)
		}
	case info.Mode.IsRegular():
		item.Kind, item.At = Regular, s.at
		if item.Sum, item.Size, err = s.copy(path, info.Size); err != nil {
			return broken(path, cannotRead, err)
		}
	default:
		return fault(Unsuitable, path, "is neither a file nor a directory")
	}
	s.items = append(s.items, item)
	if item.Kind != Directory || !tree {
		return nil
	}
	names, err := s.files.ReadDir(path)
	if err != nil {
		return broken(path, cannotRead, err)
	}
	for _, name := range names {
		if err := s.add(filepath.Join(path, name), true); err != nil {
			return err
		}
	}
	return nil
}

func (s *scanner) copy(path string, size int64) (sum string, copied int64, err error) {
	if s.into != nil && s.at+size > maxSavedBytes {
		return "", 0, fault(TooLarge, path, "more than %d MB would have to be saved", maxSavedBytes>>20)
	}
	file, err := s.files.Open(path)
	if err != nil {
		return "", 0, err
	}
	defer func() { _ = file.Close() }()
	hash := sha256.New()
	into := io.Writer(hash)
	if s.into != nil {
		into = io.MultiWriter(hash, s.into)
	}
	copied, err = io.Copy(into, io.NewSectionReader(file, 0, math.MaxInt64))
	s.at += copied
	return hex.EncodeToString(hash.Sum(nil)), copied, err
}

// look is what stands at one path.
func look(files Files, path string) (Item, error) {
	items, err := scan(files, nil, Root{Path: path})
	if err != nil {
		return Item{}, err
	}
	return items[0], nil
}

// byPath finds items.
func byPath(items []Item) map[string]Item {
	out := make(map[string]Item, len(items))
	for _, i := range items {
		out[i.Path] = i
	}
	return out
}
