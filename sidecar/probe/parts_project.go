package probe

import (
	"strings"

	"golang.org/x/mod/module"

	"github.com/govitals/govitals/sidecar/health"
)

// projectParts are what can be taken away of a project without a change to its files: the go.work in force, the vendor
// directory, the go.mod of a module inside another one, and the extracted tree of a module that is to blame for a failed answer.
func projectParts(ex *Examination, f health.Folder, failing health.Rung) []part {
	var out []part
	if f.Work != nil && !f.Work.Off {
		out = append(out, projectPart(health.CulpritWorkFile, "go.work", f.Work.File, f.Work.Source, func(s *start) { s.noWork = true }))
	}
	if v := vendorInForce(ex, f); v != nil {
		source := health.Source{Kind: health.FromFile, File: health.Path(health.Join(ex.System.OS(), string(v.Dir), "modules.txt"))}
		out = append(out, projectPart(health.CulpritVendor, "vendor", v.Dir, source, func(s *start) { s.noVendor = true }))
	}
	out = append(out, nestedParts(ex, f, failing)...)
	modcache := ex.Private.GoValues[f.Path]["GOMODCACHE"]
	for _, m := range accused(ex, f, failing) {
		dir := moduleDir(ex.System, modcache, m)
		source := health.Source{Kind: health.FromFile, File: health.Path(dir)}
		out = append(out, projectPart(health.CulpritModule, m.Path, health.Path(dir), source, func(s *start) { s.fresh = append(s.fresh, m) }))
	}
	return out
}

func projectPart(kind health.CulpritKind, name string, place health.Path, source health.Source, drop func(*start)) part {
	return part{
		culprit: health.Culprit{Kind: kind, Name: health.Text(name), Value: health.V(place), Source: source},
		class:   classProject, rank: rankProject, keep: func(*start) {}, drop: drop,
	}
}

// vendorInForce is the vendor directory that go reads when nothing says -mod, or because -mod=vendor says so.
func vendorInForce(ex *Examination, f health.Folder) *health.Vendor {
	flags := ex.Private.GoValues[f.Path]["GOFLAGS"]
	if together, _ := workspaces(f); f.Work != nil && len(together) > 0 {
		return vendorIf(flags, f.Work.Vendor, string(f.Work.Go), "1.22")
	}
	if m, ok := moduleToAsk(ex, f, string(ex.Snapshot.Editor.ActiveFile)); ok {
		return vendorIf(flags, m.Vendor, string(m.Go), "1.14")
	}
	return nil
}

// vendorIf asks for the directory alone: go wants it also without its modules.txt, and fails for want of that.
func vendorIf(flags string, v *health.Vendor, goLine, since string) *health.Vendor {
	if v == nil {
		return nil
	}
	there := *v
	there.State = health.FileOK
	if !vendored(flags, &there, goLine, since) {
		return nil
	}
	return v
}

// maxAccused bounds the modules that are tried: a cache that was emptied is no matter of single modules.
const maxAccused = 3

// accused are the modules of the cache that a failed answer or a message names, by a path or, if there is none, by the symbol, and
// whose zip is there to be extracted anew.
func accused(ex *Examination, f health.Folder, failing health.Rung) []module.Version {
	system, modcache := ex.System.OS(), ex.Private.GoValues[f.Path]["GOMODCACHE"]
	words := complaints(ex, f, failing)
	symbols := map[string]bool{}
	for _, a := range failing.Answers {
		if a.Judge() != health.VerdictAnswered && a.Target == health.TargetDependency {
			symbols[string(a.Symbol)] = true
		}
	}
	var named, answered []module.Version
	for _, n := range needsOf(ex, f) {
		dir := strings.ReplaceAll(moduleDir(ex.System, modcache, n.Module), `\`, "/")
		zip := cachedFile(system, modcache, n.Module, ".zip")
		if _, err := ex.System.Stat(zip); err != nil || dir == "" {
			continue
		}
		switch {
		case mentions(words, dir):
			named = append(named, n.Module)
		case suppliesAny(n.Module.Path, symbols):
			answered = append(answered, n.Module)
		}
	}
	if len(named) == 0 {
		named = answered
	}
	return named[:min(len(named), maxAccused)]
}

// complaints are the words of the server and of go about what failed, with slashes in paths.
func complaints(ex *Examination, f health.Folder, failing health.Rung) string {
	words := ""
	for _, a := range failing.Answers {
		if a.Judge() == health.VerdictAnswered {
			continue
		}
		words += string(a.Error) + "\n"
		if a.Where != nil && !a.Where.Exists {
			words += string(a.Where.File) + "\n"
		}
	}
	for _, m := range failing.Load.Messages {
		words += string(m) + "\n"
	}
	for _, l := range ex.Snapshot.Lists {
		for _, e := range l.Errors {
			if l.Folder == f.Path {
				words += string(e.Message) + "\n" + string(e.Pos) + "\n"
			}
		}
	}
	return strings.ReplaceAll(words, `\`, "/")
}

// mentions reports a directory, or what lies in it, in a text. example.org/dep@v1 is not example.org/dep@v1.2.
func mentions(text, dir string) bool {
	for _, behind := range []string{"/", ":", ";", " ", "\n", "\"", "'"} {
		if strings.Contains(text, dir+behind) {
			return true
		}
	}
	return false
}

// suppliesAny reports a symbol of one of the module's packages: example.org/dep/sub.New.
func suppliesAny(path string, symbols map[string]bool) bool {
	for symbol := range symbols {
		if rest, ok := strings.CutPrefix(symbol, path); ok && (strings.HasPrefix(rest, ".") || strings.HasPrefix(rest, "/")) {
			return true
		}
	}
	return false
}

// moduleDir is where the extracted tree of a module is, or would be; empty for an impossible name.
func moduleDir(system System, modcache string, m module.Version) string {
	path, err1 := module.EscapePath(m.Path)
	version, err2 := module.EscapeVersion(m.Version)
	if err1 != nil || err2 != nil || modcache == "" {
		return ""
	}
	return health.Join(system.OS(), modcache, path+"@"+version)
}

// cachedFile is a file of the download cache; empty for an impossible name.
func cachedFile(system, modcache string, m module.Version, suffix string) string {
	path, err1 := module.EscapePath(m.Path)
	version, err2 := module.EscapeVersion(m.Version)
	if err1 != nil || err2 != nil {
		return ""
	}
	return health.Join(system, modcache, "cache/download", path, "@v", version+suffix)
}
