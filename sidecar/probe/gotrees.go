package probe

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// goTreesProbe fills GoTrees: each directory that somebody names as GOROOT, go's own answer, and the release around each go
// that was found. Existence alone is looked at, and VERSION.
var goTreesProbe = &Probe{
	ID: health.ProbeGoTrees,
	Needs: []health.ProbeID{
		health.ProbeEnvironment, health.ProbeSettings, health.ProbeGOENV, health.ProbeToolEnv, health.ProbeGoLookup, health.ProbeGoEnv,
	},
	Tier:     health.TierFast,
	Deadline: 5 * time.Second,
	Run: func(_ context.Context, ex *Examination) (Facts, error) {
		var trees []health.GoTree
		for _, path := range goroots(ex) {
			trees = append(trees, lookAtTree(ex.System, path))
		}
		return func(s *health.Snapshot, _ *Private) { s.GoTrees = trees }, nil
	},
}

// goroots lists the directories, each as it is written, so that a check finds the tree of a value.
func goroots(ex *Examination) []string {
	s := &ex.Snapshot
	var out []string
	add := func(path string) {
		if path != "" && !slices.Contains(out, path) {
			out = append(out, path)
		}
	}
	variables := func(vars []health.Variable) {
		v, _ := health.Find(vars, "GOROOT")
		add(v.Value.Text)
	}
	variables(s.Process.Variables)
	variables(s.Process.AtActivation)
	variables(s.GOENV.Variables)
	for _, e := range s.ToolEnvs {
		variables(e.Variables)
		variables(e.ServerVariables)
		goroot, _ := effectiveFor(ex, e.Folder).text("go.goroot")
		add(substitution{
			system: ex.System.OS(), env: ex.Private.Environ, home: string(s.System.Home), folder: string(e.Folder),
		}.apply(goroot))
	}
	for _, g := range s.GoEnvs {
		variables(g.Values)
	}
	for _, l := range s.Lookups {
		if l.Tool == "go" {
			add(releaseRoot(ex.System, string(l.Path)))
		}
	}
	return out
}

// releaseRoot is the release that a go binary stands in, links resolved; empty for a shim that stands in none.
func releaseRoot(system System, path string) string {
	if path == "" {
		return ""
	}
	real, err := system.RealPath(path)
	if err != nil {
		return ""
	}
	bin := health.Dir(system.OS(), real)
	root := health.Dir(system.OS(), bin)
	if health.Base(system.OS(), bin) != "bin" {
		return ""
	}
	for _, part := range []string{"VERSION", "src/runtime", "pkg/tool"} {
		if _, err := system.Stat(health.Join(system.OS(), root, part)); err == nil {
			return root
		}
	}
	return ""
}

func lookAtTree(system System, path string) health.GoTree {
	t := health.GoTree{Path: health.Path(path)}
	if !health.IsAbs(system.OS(), path) {
		return t // go looks for it below its working directory, where it never is
	}
	info, err := system.Stat(path)
	t.Exists = err == nil
	t.Unreadable = err != nil && errors.Is(err, fs.ErrPermission)
	if err != nil || !info.IsDir() {
		return t
	}
	if _, err := system.ReadDir(path, 1); errors.Is(err, fs.ErrPermission) {
		t.Unreadable = true
	}
	at := func(parts ...string) string { return health.Join(system.OS(), append([]string{path}, parts...)...) }
	is := func(parts ...string) bool { _, err := system.Stat(at(parts...)); return err == nil }
	if b, err := system.ReadFile(at("VERSION"), 4<<10); err == nil {
		first, _, _ := strings.Cut(string(b), "\n")
		t.Version = health.Public(health.Words(first, 100))
	}
	exe := suffix(system.OS())
	t.GoBinary, t.Runtime, t.Unsafe, t.Builtin = is("bin", "go"+exe), is("src", "runtime"), is("src", "unsafe"), is("src", "builtin")
	t.Include, t.HasGoMod = is("pkg", "include"), is("go.mod")
	t.IsBin = !t.Runtime && is("go"+exe) && is("..", "src", "runtime")
	t.Compile = hasCompiler(system, at("pkg", "tool"), exe)
	return t
}

// hasCompiler looks into pkg/tool for any target of this system: a translated go has the tools of another processor.
func hasCompiler(system System, dir, exe string) bool {
	entries, _ := system.ReadDir(dir, 50)
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), system.OS()+"_") {
			continue
		}
		if _, err := system.Stat(health.Join(system.OS(), dir, e.Name(), "compile"+exe)); err == nil {
			return true
		}
	}
	return false
}
