package fix

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

var errCrashed = errors.New("the process is dead")

// memFiles is a file system that knows what of it is durable. Every change is counted; one of them can be the last of the
// process, or fail.
type memFiles struct {
	nodes   map[string]*memNode // what processes see
	durable map[string]*memNode // the names that survive a loss of power
	next    uint64
	locked  bool

	ops     int
	crashAt int // this change does not happen, nor does anything after it
	torn    bool
	failAt  int // this change fails, and the process lives on
	dead    bool
}

type memNode struct {
	mode   fs.FileMode
	data   []byte
	synced []byte
	link   string
	id     uint64
}

func newMem(tree map[string]string) *memFiles {
	f := &memFiles{nodes: map[string]*memNode{"/": {mode: fs.ModeDir | 0o755}}}
	for _, path := range slices.Sorted(maps.Keys(tree)) {
		f.makeDirs(filepath.Dir(path))
		text, mode := tree[path], fs.FileMode(0o644)
		if strings.HasSuffix(path, ".sh") {
			mode = 0o755
		}
		if target, ok := strings.CutPrefix(text, "-> "); ok {
			f.nodes[path] = &memNode{mode: fs.ModeSymlink | 0o777, link: target, id: f.id()}
			continue
		}
		f.nodes[path] = &memNode{mode: mode, data: []byte(text), synced: []byte(text), id: f.id()}
	}
	f.durable = maps.Clone(f.nodes)
	return f
}

func (f *memFiles) id() uint64 { f.next++; return f.next }

func (f *memFiles) makeDirs(dir string) {
	if f.nodes[dir] == nil {
		f.makeDirs(filepath.Dir(dir))
		f.nodes[dir] = &memNode{mode: fs.ModeDir | 0o755, id: f.id()}
	}
}

// reboot begins a new process, after a loss of power with what was synced alone.
func (f *memFiles) reboot(power bool) {
	f.dead, f.locked, f.crashAt, f.failAt = false, false, 0, 0
	if !power {
		return
	}
	nodes := map[string]*memNode{"/": f.nodes["/"]}
	for _, path := range slices.Sorted(maps.Keys(f.durable)) {
		if nodes[filepath.Dir(path)] == nil {
			continue
		}
		n := *f.durable[path]
		n.data = bytes.Clone(n.synced)
		nodes[path] = &n
	}
	f.nodes = nodes
	f.durable = maps.Clone(nodes)
}

// change counts one; an error means that it does not happen.
func (f *memFiles) change() error {
	if f.dead {
		return errCrashed
	}
	f.ops++
	switch f.ops {
	case f.crashAt:
		f.dead = true
		return errCrashed
	case f.failAt:
		return syscall.ENOSPC
	}
	return nil
}

func (f *memFiles) get(op, path string) (*memNode, error) {
	if f.dead {
		return nil, errCrashed
	}
	n := f.nodes[path]
	if n == nil {
		return nil, &fs.PathError{Op: op, Path: path, Err: fs.ErrNotExist}
	}
	return n, nil
}

func (f *memFiles) Lstat(path string) (Info, error) {
	n, err := f.get("lstat", path)
	if err != nil {
		return Info{}, err
	}
	return Info{Mode: n.mode, Size: int64(len(n.data)), Device: 1, File: n.id, Names: 1}, nil
}

func (f *memFiles) Real(path string) (string, error) {
	if path == "/" {
		return path, nil
	}
	dir, err := f.Real(filepath.Dir(path))
	if err != nil {
		return "", err
	}
	path = filepath.Join(dir, filepath.Base(path))
	n, err := f.get("real", path)
	if err != nil {
		return "", err
	}
	if n.link == "" {
		return path, nil
	}
	if filepath.IsAbs(n.link) {
		return f.Real(n.link)
	}
	return f.Real(filepath.Join(dir, n.link))
}

func (f *memFiles) Readlink(path string) (string, error) {
	n, err := f.get("readlink", path)
	if err != nil {
		return "", err
	}
	return n.link, nil
}

func (f *memFiles) ReadFile(path string, limit int64) ([]byte, error) {
	n, err := f.get("read", path)
	if err != nil {
		return nil, err
	}
	if int64(len(n.data)) > limit {
		return nil, ErrTooLarge
	}
	return bytes.Clone(n.data), nil
}

func (f *memFiles) ReadDir(path string) (names []string, err error) {
	if _, err := f.get("readdir", path); err != nil {
		return nil, err
	}
	for p := range f.nodes {
		if p != "/" && filepath.Dir(p) == path {
			names = append(names, filepath.Base(p))
		}
	}
	slices.Sort(names)
	return names, nil
}

type memReader struct{ *bytes.Reader }

func (memReader) Close() error { return nil }

func (f *memFiles) Open(path string) (Reader, error) {
	n, err := f.get("open", path)
	if err != nil {
		return nil, err
	}
	return memReader{bytes.NewReader(bytes.Clone(n.data))}, nil
}

func (f *memFiles) Writable(path string) error {
	_, err := f.get("open", path)
	return err
}

type memWriter struct {
	f *memFiles
	n *memNode
}

func (w memWriter) Write(p []byte) (int, error) {
	if err := w.f.change(); err != nil {
		half := 0
		if w.f.torn && (w.f.crashAt == w.f.ops || w.f.failAt == w.f.ops) {
			half = len(p) / 2
			w.n.data = append(w.n.data, p[:half]...)
		}
		return half, err
	}
	w.n.data = append(w.n.data, p...)
	return len(p), nil
}

func (w memWriter) Sync() error {
	if err := w.f.change(); err != nil {
		return err
	}
	w.n.synced = bytes.Clone(w.n.data)
	return nil
}

func (w memWriter) Close() error {
	if w.f.dead {
		return errCrashed
	}
	return nil
}

func (f *memFiles) Create(path string, mode fs.FileMode) (Writer, error) {
	if err := f.change(); err != nil {
		return nil, err
	}
	if f.nodes[path] != nil {
		return nil, &fs.PathError{Op: "create", Path: path, Err: fs.ErrExist}
	}
	if _, err := f.get("create", filepath.Dir(path)); err != nil {
		return nil, err
	}
	n := &memNode{mode: mode, id: f.id()}
	f.nodes[path] = n
	return memWriter{f, n}, nil
}

func (f *memFiles) Append(path string) (Writer, error) {
	n, err := f.get("open", path)
	return memWriter{f, n}, err
}

func (f *memFiles) Truncate(path string, size int64) error {
	n, err := f.get("truncate", path)
	if err == nil {
		err = f.change()
	}
	if err == nil {
		n.data = n.data[:size]
	}
	return err
}

func (f *memFiles) Rename(from, to string) error {
	n, err := f.get("rename", from)
	if err == nil {
		err = f.change()
	}
	if err == nil {
		delete(f.nodes, from)
		f.nodes[to] = n
	}
	return err
}

func (f *memFiles) Exchange(one, other string) error {
	n, err := f.get("exchange", one)
	if err != nil {
		return err
	}
	m, err := f.get("exchange", other)
	if err == nil {
		err = f.change()
	}
	if err == nil {
		f.nodes[one], f.nodes[other] = m, n
	}
	return err
}

func (f *memFiles) Symlink(target, path string) error {
	if err := f.change(); err != nil {
		return err
	}
	f.nodes[path] = &memNode{mode: fs.ModeSymlink | 0o777, link: target, id: f.id()}
	return nil
}

func (f *memFiles) Remove(path string) error {
	if _, err := f.get("remove", path); err != nil {
		return err
	}
	if names, _ := f.ReadDir(path); len(names) > 0 {
		return &fs.PathError{Op: "remove", Path: path, Err: syscall.ENOTEMPTY}
	}
	if err := f.change(); err != nil {
		return err
	}
	delete(f.nodes, path)
	return nil
}

func (f *memFiles) Mkdir(path string, mode fs.FileMode) error {
	if err := f.change(); err != nil {
		return err
	}
	if f.nodes[path] != nil {
		return &fs.PathError{Op: "mkdir", Path: path, Err: fs.ErrExist}
	}
	f.nodes[path] = &memNode{mode: fs.ModeDir | mode, id: f.id()}
	return nil
}

func (f *memFiles) Chmod(path string, mode fs.FileMode) error {
	n, err := f.get("chmod", path)
	if err == nil {
		err = f.change()
	}
	if err == nil {
		n.mode = n.mode.Type() | mode
	}
	return err
}

func (f *memFiles) Chown(string, int, int) error { return nil }

func (f *memFiles) SyncFile(path string) error {
	n, err := f.get("sync", path)
	if err == nil {
		err = f.change()
	}
	if err == nil {
		n.synced = bytes.Clone(n.data)
	}
	return err
}

func (f *memFiles) SyncDir(path string) error {
	if err := f.change(); err != nil {
		return err
	}
	for p := range f.durable {
		if p != "/" && filepath.Dir(p) == path && f.nodes[p] == nil {
			delete(f.durable, p)
		}
	}
	for p, n := range f.nodes {
		if p != "/" && filepath.Dir(p) == path {
			f.durable[p] = n
		}
	}
	return nil
}

func (f *memFiles) Lock(string) (func(), error) {
	switch {
	case f.dead:
		return nil, errCrashed
	case f.locked:
		return nil, ErrLocked
	}
	f.locked = true
	return func() { f.locked = f.locked && f.dead }, nil
}

func (f *memFiles) Xattr(string, string) ([]byte, bool, error) { return nil, false, fs.ErrInvalid }
func (f *memFiles) SetXattr(string, string, []byte) error      { return fs.ErrInvalid }
func (f *memFiles) RemoveXattr(string, string) error           { return fs.ErrInvalid }

// overwrite changes a file in place, as the go command does: first nothing is in it, then half, then all.
func (f *memFiles) overwrite(path, text string) error {
	n := f.nodes[path]
	if n == nil {
		w, err := f.Create(path, 0o644)
		if err != nil {
			return err
		}
		_, err = io.WriteString(w, text)
		return err
	}
	for _, part := range []string{"", text[:len(text)/2], text} {
		if err := f.change(); err != nil {
			return err
		}
		n.data = []byte(part)
		n.synced = n.data // the worst: what is half written may reach the disk
	}
	return nil
}

// tree is what stands below a directory.
func (f *memFiles) tree(dir string) map[string]string {
	out := map[string]string{}
	for path, n := range f.nodes {
		if strings.HasPrefix(path, dir+"/") {
			out[path] = n.mode.String() + " " + n.link + string(n.data)
		}
	}
	return out
}
