package probe

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/govitals/govitals/sidecar/child"
	"github.com/govitals/govitals/sidecar/health"
)

// fakeSystem is a machine made of maps. Paths are those of its own system, so a Windows machine is examined on Linux.
type fakeSystem struct {
	os, arch string
	identity Identity
	env      []string
	nodes    map[string]*fakeNode // by cleaned path
	answer   func(child.Command) (child.Result, error)

	mu  sync.Mutex
	ran []child.Command
}

type fakeNode struct {
	data []byte
	mode fs.FileMode
	link string // target
	deny bool   // neither readable nor listable
	size int64  // claimed size, if larger than data
}

// newFake makes a machine of an archive whose file names are absolute paths. Directories are made as needed.
func newFake(t *testing.T, system, archive string) *fakeSystem {
	t.Helper()
	f := &fakeSystem{os: system, arch: "amd64", nodes: map[string]*fakeNode{}}
	f.identity = Identity{User: "ada", Host: "difference-engine", Home: "/home/ada", UID: 1000, Release: "Test 1.0"}
	if health.Windows(system) {
		f.identity.Home, f.identity.UID = `C:\Users\ada`, -1
	}
	for _, file := range txtar.Parse([]byte(archive)).Files {
		f.write(file.Name, string(file.Data))
	}
	return f
}

func (f *fakeSystem) write(path, data string) *fakeNode {
	n := f.node(path)
	n.data, n.mode = []byte(data), 0o644
	return n
}

// exec makes executable files.
func (f *fakeSystem) exec(paths ...string) {
	for _, path := range paths {
		f.write(path, "#!/bin/sh\n").mode = 0o755
	}
}

func (f *fakeSystem) dir(path string)          { f.node(path).mode = fs.ModeDir | 0o755 }
func (f *fakeSystem) link(path, target string) { f.node(path).link = target }
func (f *fakeSystem) deny(path string)         { f.nodes[health.Clean(f.os, path)].deny = true }

func (f *fakeSystem) node(path string) *fakeNode {
	path = health.Clean(f.os, path)
	for dir := health.Dir(f.os, path); f.nodes[dir] == nil; dir = health.Dir(f.os, dir) {
		f.nodes[dir] = &fakeNode{mode: fs.ModeDir | 0o755}
	}
	if f.nodes[path] == nil {
		f.nodes[path] = &fakeNode{}
	}
	return f.nodes[path]
}

// resolve follows links, of parents too.
func (f *fakeSystem) resolve(path string) (string, *fakeNode, error) {
	path = health.Clean(f.os, path)
	for range 20 {
		step := path
		for f.nodes[step] == nil || f.nodes[step].link == "" {
			up := health.Dir(f.os, step)
			if up == step {
				break
			}
			step = up
		}
		link := f.nodes[step]
		if link == nil || link.link == "" {
			break
		}
		target := link.link
		if !health.IsAbs(f.os, target) {
			target = health.Join(f.os, health.Dir(f.os, step), target)
		}
		path = health.Join(f.os, target, path[len(step):])
	}
	for dir := health.Dir(f.os, path); ; dir = health.Dir(f.os, dir) {
		if n := f.nodes[dir]; n != nil && n.deny {
			return path, nil, &fs.PathError{Op: "stat", Path: path, Err: fs.ErrPermission}
		}
		if dir == health.Dir(f.os, dir) {
			break
		}
	}
	n := f.nodes[path]
	if n == nil {
		return path, nil, &fs.PathError{Op: "stat", Path: path, Err: fs.ErrNotExist}
	}
	return path, n, nil
}

func (f *fakeSystem) OS() string         { return f.os }
func (f *fakeSystem) Arch() string       { return f.arch }
func (f *fakeSystem) Now() time.Time     { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }
func (f *fakeSystem) Environ() []string  { return f.env }
func (f *fakeSystem) Identity() Identity { return f.identity }

// After fires at once: a test never waits for a grace period.
func (f *fakeSystem) After(time.Duration) <-chan time.Time {
	c := make(chan time.Time, 1)
	c <- f.Now()
	return c
}

func (f *fakeSystem) ReadFile(path string, limit int64) ([]byte, error) {
	_, n, err := f.resolve(path)
	switch {
	case err != nil:
		return nil, err
	case n.deny:
		return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrPermission}
	case !n.mode.IsRegular():
		return nil, &fs.PathError{Op: "read", Path: path, Err: errNotRegular}
	case max(n.size, int64(len(n.data))) > limit:
		return nil, &fs.PathError{Op: "read", Path: path, Err: ErrTooLarge}
	}
	return n.data, nil
}

func (f *fakeSystem) Stat(path string) (fs.FileInfo, error) {
	_, n, err := f.resolve(path)
	if err != nil {
		return nil, err
	}
	return fakeInfo{health.Base(f.os, path), n}, nil
}

func (f *fakeSystem) Lstat(path string) (fs.FileInfo, error) {
	if n := f.nodes[health.Clean(f.os, path)]; n != nil && n.link != "" {
		return fakeInfo{health.Base(f.os, path), &fakeNode{mode: fs.ModeSymlink | 0o777}}, nil
	}
	return f.Stat(path)
}

func (f *fakeSystem) ReadDir(path string, limit int) ([]fs.DirEntry, error) {
	real, n, err := f.resolve(path)
	switch {
	case err != nil:
		return nil, err
	case n.deny:
		return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrPermission}
	case !n.mode.IsDir():
		return nil, &fs.PathError{Op: "readdir", Path: path, Err: errors.New("not a directory")}
	}
	var out []fs.DirEntry
	for _, p := range slices.Sorted(maps.Keys(f.nodes)) {
		if p != real && health.Dir(f.os, p) == real && len(out) < limit {
			info, _ := f.Lstat(p)
			if n := f.nodes[p]; info == nil {
				info = fakeInfo{health.Base(f.os, p), n}
			}
			out = append(out, fs.FileInfoToDirEntry(info))
		}
	}
	return out, nil
}

func (f *fakeSystem) RealPath(path string) (string, error) {
	real, _, err := f.resolve(path)
	return real, err
}

func (f *fakeSystem) Open(path string) (File, error) {
	data, err := f.ReadFile(path, 1<<40)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat(path)
	return fakeFile{bytes.NewReader(data), info}, err
}

func (f *fakeSystem) Writable(dir string) (bool, error) {
	info, err := f.Stat(dir)
	if err != nil {
		return false, err
	}
	return info.Mode()&0o200 != 0, nil
}

func (f *fakeSystem) Executable(path string) (bool, error) {
	info, err := f.Stat(path)
	if err != nil {
		return false, err
	}
	return info.Mode().IsRegular() && info.Mode()&0o111 != 0, nil
}

func (f *fakeSystem) Disk(string) (int64, int64, bool, error) { return 50 << 30, 1 << 20, false, nil }
func (f *fakeSystem) Owner(fs.FileInfo) int                   { return f.identity.UID }

func (f *fakeSystem) Run(_ context.Context, c child.Command) (child.Result, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ran = append(f.ran, c)
	if f.answer == nil {
		return child.Result{ExitCode: -1}, errors.New("this machine runs nothing")
	}
	return f.answer(c)
}

type fakeInfo struct {
	name string
	node *fakeNode
}

func (i fakeInfo) Name() string       { return i.name }
func (i fakeInfo) Size() int64        { return max(i.node.size, int64(len(i.node.data))) }
func (i fakeInfo) Mode() fs.FileMode  { return i.node.mode }
func (i fakeInfo) ModTime() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }
func (i fakeInfo) IsDir() bool        { return i.node.mode.IsDir() }
func (i fakeInfo) Sys() any           { return nil }

type fakeFile struct {
	*bytes.Reader
	info fs.FileInfo
}

func (f fakeFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f fakeFile) Close() error               { return nil }

var _ io.ReaderAt = fakeFile{}

// examine runs probes on a machine and returns the snapshot; every probe must be able to look.
func examine(t *testing.T, system System, r Request, probes ...*Probe) *health.Snapshot {
	t.Helper()
	if r.Tier == "" {
		r.Tier = health.TierFast
	}
	s := Collect(context.Background(), Options{System: system, Request: r, Probes: probes,
		Log: func(text string) { t.Log(text) }})
	for _, p := range s.Probes {
		if p.State != health.ProbeOK {
			t.Errorf("probe %s: %s: %s", p.ID, p.State, p.Error)
		}
	}
	return s
}

// still is a probe that says nothing, in place of one that a test does not care for.
func still(id health.ProbeID, facts Facts) *Probe {
	return &Probe{ID: id, Tier: health.TierFast, Deadline: time.Minute,
		Run: func(context.Context, *Examination) (Facts, error) { return facts, nil }}
}

// untilLookup are the probes that the search for go needs.
var untilLookup = []*Probe{environmentProbe, machineProbe, editorProbe, settingsProbe, goenvFileProbe, toolEnvProbe, goLookupProbe}

func lines(parts ...string) string { return strings.Join(parts, "\n") + "\n" }

// crowd is a machine of which every directory is full of Go files.
type crowd struct{ *fakeSystem }

func (crowd) ReadDir(_ string, limit int) ([]fs.DirEntry, error) {
	out := make([]fs.DirEntry, min(limit, 50_000))
	for i := range out {
		out[i] = fs.FileInfoToDirEntry(fakeInfo{"a.go", &fakeNode{mode: 0o644}})
	}
	return out, nil
}
