package probe

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// directoriesProbe fills Directories: the places that go and gopls write to, looked at without writing.
var directoriesProbe = &Probe{
	ID:       health.ProbeDirectories,
	Needs:    []health.ProbeID{health.ProbeMachine, health.ProbeToolEnv, health.ProbeFolders, health.ProbeGOENV, health.ProbeGoEnv},
	Tier:     health.TierFast,
	Deadline: 5 * time.Second,
	Run: func(ctx context.Context, ex *Examination) (Facts, error) {
		found := lookAtDirectories(ctx, ex)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return func(s *health.Snapshot, _ *Private) { s.Directories = found }, nil
	},
}

// place is a directory to look at.
type place struct {
	role   string
	folder health.Path
	path   string
	source health.Source
	sample bool // look for entries of other users
}

// lookAtDirectories looks at each place once. A place that all folders share is nobody's: its Folder is empty.
func lookAtDirectories(ctx context.Context, ex *Examination) []health.Directory {
	var out []health.Directory
	index := map[[2]string]int{}
	sharers := map[int]int{}
	for _, f := range ex.Snapshot.Folders {
		for _, p := range placesOf(ex, f.Path) {
			key := [2]string{p.role, p.path}
			i, known := index[key]
			if !known {
				i = len(out)
				index[key] = i
				out = append(out, lookAtDirectory(ctx, ex.System, p))
			}
			sharers[i]++
		}
	}
	for i := range out {
		if sharers[i] > 1 {
			out[i].Folder = ""
		}
	}
	return out
}

func placesOf(ex *Examination, folder health.Path) []place {
	s := &ex.Snapshot
	values, answered := ex.Private.GoValues[folder], ex.Private.GoValues[folder] != nil
	var out []place
	for _, role := range []string{"GOCACHE", "GOMODCACHE"} {
		origin, known := s.Origin(folder, health.Public(role))
		path := values[role]
		if !answered {
			path = origin.Value.Text // go is mute: what the user set is known all the same
		}
		if !known {
			origin.Source = health.Source{Kind: health.FromDefault, Name: health.Public(role)}
		}
		if path != "" || answered {
			out = append(out, place{role: role, folder: folder, path: path, source: origin.Source, sample: true})
		}
	}
	env := toolEnviron(ex, folder)
	out = append(out, goplsCache(ex, folder, env))
	if origin, ok := s.Origin(folder, "GOTMPDIR"); ok && !origin.Value.Empty() {
		out = append(out, place{role: "GOTMPDIR", folder: folder, path: origin.Value.Text, source: origin.Source})
	}
	return append(out, temporary(ex, folder, env))
}

// goplsCache is gopls's file cache: GOPLSCACHE, else gopls in the user's cache directory.
func goplsCache(ex *Examination, folder health.Path, env []string) place {
	p := place{role: "GOPLSCACHE", folder: folder, source: health.Source{Kind: health.FromDefault, Name: "GOPLSCACHE"}}
	if dir, _ := getenv(ex.System.OS(), env, "GOPLSCACHE"); dir != "" {
		p.path, p.source = dir, variableSource(ex, folder, "GOPLSCACHE")
		return p
	}
	if cache := userCacheDir(ex.System.OS(), env); cache != "" {
		p.path = health.Join(ex.System.OS(), cache, "gopls")
	}
	return p
}

func temporary(ex *Examination, folder health.Path, env []string) place {
	p := place{role: "TMPDIR", folder: folder, path: tempDir(ex.System.OS(), env), source: health.Source{Kind: health.FromDefault, Name: "TMPDIR"}}
	names := []string{"TMPDIR"}
	if health.Windows(ex.System.OS()) {
		names = []string{"TMP", "TEMP"}
	}
	for _, name := range names {
		if value, _ := getenv(ex.System.OS(), env, name); value != "" {
			p.source = variableSource(ex, folder, name)
			break
		}
	}
	return p
}

func variableSource(ex *Examination, folder health.Path, name string) health.Source {
	if v, ok := ex.Snapshot.ToolVariable(folder, health.Public(name)); ok {
		return v.Source
	}
	return health.Source{Kind: health.FromEnvironment, Name: health.Public(name)}
}

func lookAtDirectory(ctx context.Context, system System, p place) health.Directory {
	d := health.Directory{
		Role: health.Public(p.role), Folder: p.folder, Path: health.Path(p.path), Source: p.source,
		Owner: -1, FreeBytes: -1, FreeInodes: -1,
	}
	switch {
	case p.path == "off":
		d.Problem = "off"
	case p.path == "":
		d.Problem = "undefined"
	case !health.IsAbs(system.OS(), p.path):
		d.Problem = "relative"
	}
	if d.Problem != "" {
		return d
	}
	info, err := system.Stat(p.path)
	switch {
	case err == nil:
		d.Exists, d.Directory, d.Owner = true, info.IsDir(), system.Owner(info)
	case !errors.Is(err, fs.ErrNotExist):
		d.Error = health.Words(err.Error(), stderrKept)
	}
	at := nearest(system, p.path)
	writable, err := system.Writable(at)
	d.Writable = writable
	if err != nil && d.Error == "" && (!d.Exists || d.Directory) {
		d.Error = health.Words(err.Error(), stderrKept)
	}
	if bytes, inodes, readOnly, err := system.Disk(at); err == nil {
		d.FreeBytes, d.FreeInodes, d.ReadOnly = bytes, inodes, readOnly
	}
	if p.sample && d.Directory {
		sampleOwners(ctx, system, p.path, &d)
	}
	return d
}

// nearest is the directory itself or the nearest parent that is there.
func nearest(system System, path string) string {
	for range 100 {
		if _, err := system.Stat(path); err == nil {
			return path
		}
		parent := health.Dir(system.OS(), path)
		if parent == path {
			break
		}
		path = parent
	}
	return path
}
