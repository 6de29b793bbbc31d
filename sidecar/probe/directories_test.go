package probe

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// shared is a machine where some files belong to an administrator.
type shared struct {
	*fakeSystem
	owner map[string]int
	shut  map[string]bool
}

func (s shared) Owner(info fs.FileInfo) int {
	if uid, ok := s.owner[info.Name()]; ok {
		return uid
	}
	return s.identity.UID
}

func (s shared) Open(path string) (File, error) {
	if s.shut[filepath.Base(path)] {
		return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrPermission}
	}
	return s.fakeSystem.Open(path)
}

func directoriesOf(t *testing.T, system System, values map[string]string, env ...string) map[health.Public]health.Directory {
	t.Helper()
	answers := still(health.ProbeGoEnv, func(s *health.Snapshot, p *Private) {
		s.Folders = []health.Folder{{Path: "/w"}, {Path: "/v"}}
		p.GoValues = map[health.Path]map[string]string{"/w": values, "/v": values}
		p.ToolEnv = map[health.Path][]string{"/w": env, "/v": env}
		var vars []health.Variable
		for name, value := range values {
			v, _ := health.MakeVariable(system.OS(), name, value, health.Source{Kind: health.FromGOENV, Name: health.Public(name)})
			vars = append(vars, v)
		}
		s.GoEnvs = []health.GoEnv{{Folder: "/w", Values: vars}, {Folder: "/v", Values: vars}}
	})
	s := examine(t, system, Request{Folders: []string{"/w", "/v"}}, still(health.ProbeMachine, nil), still(health.ProbeToolEnv, nil),
		still(health.ProbeFolders, nil), still(health.ProbeGOENV, nil), answers, directoriesProbe)
	out := map[health.Public]health.Directory{}
	for _, d := range s.Directories {
		if _, twice := out[d.Role]; twice {
			t.Errorf("%s stands twice", d.Role)
		}
		out[d.Role] = d
	}
	return out
}

func TestDirectories(t *testing.T) {
	f := newFake(t, "linux", "-- /cache/go/00/a --\n-- /tmp/x --\n-- /mod/a.org/x --\n")
	got := directoriesOf(t, f, map[string]string{"GOCACHE": "/cache/go", "GOMODCACHE": "/nowhere/mod", "GOTMPDIR": "tmp"}, "HOME=/home/ada", "TMPDIR=/tmp")
	cases := map[health.Public]health.Directory{
		"GOCACHE":    {Path: "/cache/go", Exists: true, Directory: true, Writable: true},
		"GOMODCACHE": {Path: "/nowhere/mod"},
		"GOPLSCACHE": {Path: "/home/ada/.cache/gopls"},
		"GOTMPDIR":   {Path: "tmp", Problem: "relative"},
		"TMPDIR":     {Path: "/tmp", Exists: true, Directory: true, Writable: true},
	}
	for role, want := range cases {
		d := got[role]
		if d.Path != want.Path || d.Exists != want.Exists || d.Directory != want.Directory || d.Problem != want.Problem || d.Folder != "" {
			t.Errorf("%s: %+v, want %+v", role, d, want)
		}
	}
	if d := got["GOCACHE"]; d.Source.Kind != health.FromGOENV || d.FreeBytes <= 0 || !d.Writable {
		t.Errorf("GOCACHE: %+v", d)
	}
}

func TestDirectoriesWithoutValue(t *testing.T) {
	f := newFake(t, "linux", "")
	got := directoriesOf(t, f, map[string]string{"GOCACHE": "off", "GOMODCACHE": ""})
	for role, problem := range map[health.Public]health.Public{"GOCACHE": "off", "GOMODCACHE": "undefined", "GOPLSCACHE": "undefined"} {
		if got[role].Problem != problem {
			t.Errorf("%s: %q, want %q", role, got[role].Problem, problem)
		}
	}
	if _, asked := got["GOTMPDIR"]; asked {
		t.Error("GOTMPDIR is not set, and was looked at")
	}
}

func TestForeignOwner(t *testing.T) {
	archive := ""
	for i := range 256 {
		archive += fmt.Sprintf("-- /cache/%02x/%02x-d --\nx\n", i, i)
	}
	f := newFake(t, "linux", archive)
	cases := map[string]struct {
		owner   map[string]int
		shut    map[string]bool
		foreign bool
	}{
		"own":                    {nil, nil, false},
		"foreign and unreadable": {map[string]int{"00-d": 0}, map[string]bool{"00-d": true}, true},
		"foreign and readable":   {map[string]int{"00-d": 0}, nil, false},
		"own and unreadable":     {nil, map[string]bool{"00-d": true}, false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			d := directoriesOf(t, shared{f, c.owner, c.shut}, map[string]string{"GOCACHE": "/cache"})["GOCACHE"]
			if d.Sampled == 0 || d.Sampled > sampleLimit || (d.Foreign > 0) != c.foreign {
				t.Errorf("sampled %d, foreign %d (%s)", d.Sampled, d.Foreign, d.ForeignEx)
			}
		})
	}
}

// Looking must not write, on the real system.
func TestDirectoriesReal(t *testing.T) {
	root := t.TempDir()
	shut := filepath.Join(root, "shut")
	if err := os.Mkdir(shut, 0o555); err != nil {
		t.Fatal(err)
	}
	cases := map[string]struct {
		path     string
		writable bool
	}{
		"writable":               {root, true},
		"missing below writable": {filepath.Join(root, "a", "b"), true},
		"not writable":           {shut, os.Getuid() == 0},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			d := lookAtDirectory(t.Context(), Machine{}, place{role: "GOCACHE", path: c.path})
			if d.Writable != c.writable || d.FreeBytes <= 0 {
				t.Errorf("%+v", d)
			}
		})
	}
	if entries, _ := os.ReadDir(root); len(entries) != 1 {
		t.Errorf("something was written: %v", entries)
	}
}
