package probe

import (
	"cmp"
	"go/version"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	"github.com/govitals/govitals/sidecar/health"
)

// need is a module that the go command may want from the module cache.
type need struct {
	File     health.Path // the go.mod file that requires it
	Module   module.Version
	Indirect bool
	Listed   bool // in a go.mod file of the folder, and not only in one of its dependencies
	State    moduleState
}

// needsOf lists the modules that go may want for a folder: the selected version of each requirement, replaced where it is
// replaced, without those that come from a vendor directory or from a local one. In a workspace the versions of all its
// modules are selected together.
func needsOf(ex *Examination, f health.Folder) []need {
	values := ex.Private.GoValues[f.Path]
	modcache := values["GOMODCACHE"]
	if modcache == "" || values["GO111MODULE"] == "off" {
		return nil
	}
	var out []need
	together, apart := workspaces(f)
	if f.Work != nil && len(together) > 0 && !vendored(values["GOFLAGS"], f.Work.Vendor, string(f.Work.Go), "1.22") {
		out = selected(ex.System, modcache, together, f.Work).needs()
	}
	for _, m := range apart {
		if !vendored(values["GOFLAGS"], m.Vendor, string(m.Go), "1.14") {
			out = append(out, selected(ex.System, modcache, []health.GoMod{m}, nil).needs()...)
		}
	}
	for i := range out {
		out[i].State = cachedModule(ex.System, modcache, out[i].Module.Path, out[i].Module.Version)
	}
	return out
}

// workspaces parts the modules of a folder into those that the go.work in force uses and the others.
func workspaces(f health.Folder) (together, apart []health.GoMod) {
	all := f.Modules
	if f.Above != nil {
		all = append([]health.GoMod{*f.Above}, all...)
	}
	for _, m := range all {
		if m.State != health.FileOK {
			continue
		}
		used := f.Work != nil && !f.Work.Off && slices.ContainsFunc(f.Work.Uses, func(u health.Use) bool { return u.Dir == m.Dir })
		if used {
			together = append(together, m)
		} else {
			apart = append(apart, m)
		}
	}
	return together, apart
}

// selected chooses the highest required version of each module, as minimal version selection does. From go 1.17 on a go.mod
// lists all that its packages need; for older ones the go.mod files of the dependencies are read too.
func selected(system System, modcache string, mods []health.GoMod, work *health.Workspace) *graph {
	g := &graph{system: system, modcache: modcache, own: map[string]bool{}, best: map[string]*need{}, read: map[module.Version]bool{}}
	if work != nil {
		g.replaces = append(g.replaces, work.Replaces...)
	}
	for _, m := range mods {
		g.own[string(m.Path)] = true
		g.replaces = append(g.replaces, m.Replaces...)
	}
	if work != nil {
		for _, u := range work.Uses {
			g.own[string(u.Module)] = true
		}
	}
	for _, m := range mods {
		for _, r := range m.Requires {
			g.add(need{File: m.File, Module: module.Version{Path: string(r.Path), Version: string(r.Version)}, Indirect: r.Indirect, Listed: true},
				m.Go == "" || compareGo(string(m.Go), "1.17") < 0)
		}
	}
	return g
}

type graph struct {
	system   System
	modcache string
	replaces []health.Replace
	own      map[string]bool
	best     map[string]*need
	read     map[module.Version]bool
}

// graphLimit bounds the go.mod files that are read for an old module.
const graphLimit = 2000

// add enters a requirement; deep says to follow it into the module's own go.mod file.
func (g *graph) add(n need, deep bool) {
	if g.own[n.Module.Path] {
		return
	}
	old := g.best[n.Module.Path]
	switch {
	case old == nil:
		g.best[n.Module.Path] = &n
	case semver.Compare(n.Module.Version, old.Module.Version) > 0:
		old.Module.Version = n.Module.Version
		old.Listed = old.Listed || n.Listed
	default:
		old.Listed = old.Listed || n.Listed
	}
	actual, dir := g.replaced(n.Module)
	if !deep || dir != "" || g.read[actual] || len(g.read) >= graphLimit {
		return
	}
	g.read[actual] = true
	for _, r := range g.requires(actual) {
		g.add(need{File: n.File, Module: r.Mod, Indirect: true}, true)
	}
}

func (g *graph) requires(m module.Version) []*modfile.Require {
	path, err1 := module.EscapePath(m.Path)
	v, err2 := module.EscapeVersion(m.Version)
	if err1 != nil || err2 != nil {
		return nil
	}
	file := health.Join(g.system.OS(), g.modcache, "cache/download", path, "@v", v+".mod")
	b, err := g.system.ReadFile(file, modFileLimit)
	if err != nil {
		return nil
	}
	f, err := modfile.ParseLax(file, b, nil)
	if err != nil {
		return nil
	}
	return f.Require
}

// replaced is the module, or the directory, that stands in for another. The first replacement counts: those of go.work
// overrule those of go.mod files.
func (g *graph) replaced(m module.Version) (by module.Version, dir string) {
	for _, exact := range []bool{true, false} {
		for _, r := range g.replaces {
			if string(r.Old) != m.Path || exact != (r.OldVersion != "") || exact && string(r.OldVersion) != m.Version {
				continue
			}
			if r.Local != "" {
				return m, string(r.Local)
			}
			return module.Version{Path: string(r.New), Version: string(r.NewVersion)}, ""
		}
	}
	return m, ""
}

func (g *graph) needs() []need {
	var out []need
	for _, n := range g.best {
		actual, dir := g.replaced(n.Module)
		if dir != "" {
			continue
		}
		n.Module = actual
		out = append(out, *n)
	}
	slices.SortFunc(out, func(a, b need) int {
		return cmp.Or(strings.Compare(string(a.File), string(b.File)), strings.Compare(a.Module.Path, b.Module.Path))
	})
	return out
}

// compareGo compares the versions of go lines, such as 1.21 and 1.21.3.
func compareGo(a, b string) int { return version.Compare("go"+a, "go"+b) }
