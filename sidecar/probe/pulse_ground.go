package probe

import (
	"slices"
	"strings"

	"golang.org/x/mod/module"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/ladder"
)

// groundOf says where targets are chosen: in the module of the active file, else in the nearest to the folder's root.
func groundOf(ex *Examination, f health.Folder) ladder.Ground {
	return groundAt(ex, f, string(ex.Snapshot.Editor.ActiveFile))
}

func groundAt(ex *Examination, f health.Folder, active string) ladder.Ground {
	values := ex.Private.GoValues[f.Path]
	g := ladder.Ground{
		Dirs: []string{string(f.Path)}, ActiveFile: active, Goroot: values["GOROOT"],
		Build: ladder.Build{
			GOOS: values["GOOS"], GOARCH: values["GOARCH"], CGO: values["CGO_ENABLED"] == "1", GoVersion: values["GOVERSION"],
			Tags: tagsOf(ex, f.Path, values["GOFLAGS"]),
		},
	}
	if g.Build.GOOS == "" { // go is mute: what it would say of this machine
		g.Build.GOOS, g.Build.GOARCH = ex.System.OS(), ex.System.Arch()
	}
	if !health.Within(ex.System.OS(), g.ActiveFile, string(f.Path)) {
		g.ActiveFile = ""
	}
	m, ok := moduleToAsk(ex, f, g.ActiveFile)
	if !ok {
		if f.Unmoduled != "" {
			g.Dirs = []string{string(f.Unmoduled)}
		}
		return g
	}
	if health.Within(ex.System.OS(), string(m.Dir), string(f.Path)) {
		g.Dirs = []string{string(m.Dir)}
	}
	g.Roots = rootsOf(ex, f, m)
	g.Nested, g.Elsewhere = nestedGround(ex.System.OS(), f, m)
	return g
}

// moduleToAsk is the module that rules the active file, else the first in the folder that has files, preferring those that
// the go.work in force uses: gopls loads others only when a file of theirs is opened.
func moduleToAsk(ex *Examination, f health.Folder, active string) (health.GoMod, bool) {
	var best *health.GoMod
	rank := func(m *health.GoMod) int {
		used := f.Work != nil && !f.Work.Off && slices.ContainsFunc(f.Work.Uses, func(u health.Use) bool { return u.Dir == m.Dir })
		switch {
		case active != "" && health.Within(ex.System.OS(), active, string(m.Dir)):
			return 1000 + len(m.Dir) // the innermost rules
		case used && !m.TestsOnly:
			return 3
		case !m.TestsOnly:
			return 2
		}
		return 1
	}
	consider := func(m *health.GoMod) {
		if m.GoFiles > 0 && (best == nil || rank(m) > rank(best)) {
			best = m
		}
	}
	if f.Above != nil {
		above := *f.Above
		above.GoFiles = max(above.GoFiles, f.GoFiles) // it rules what no go.mod of the folder does
		if len(f.Modules) == 0 {
			return above, true
		}
		consider(&above)
	}
	for i := range f.Modules {
		consider(&f.Modules[i])
	}
	if best == nil {
		return health.GoMod{}, false
	}
	return *best, true
}

// tagsOf are the build tags in force: of GOFLAGS, or of the build flags that golang.go gives to gopls, which overrule them.
func tagsOf(ex *Examination, folder health.Path, goflags string) []string {
	flags := buildFlags(effectiveFor(ex, folder))
	if tags, ok := lastTags(flags); ok {
		return tags
	}
	tags, _ := lastTags(splitFlags(goflags))
	return tags
}

func lastTags(flags []string) (tags []string, ok bool) {
	for i, flag := range flags {
		flag = strings.TrimPrefix(flag, "-")
		value, given := strings.CutPrefix(flag, "-tags=")
		if !given {
			value, given = strings.CutPrefix(flag, "tags=")
		}
		if !given && (flag == "tags" || flag == "-tags") && i+1 < len(flags) {
			value, given = flags[i+1], true
		}
		if given {
			ok = true
			tags = strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' })
		}
	}
	return tags, ok
}

// rootsOf lists the modules that the packages of a module may import, and where their sources are.
func rootsOf(ex *Examination, f health.Folder, m health.GoMod) []ladder.Root {
	values := ex.Private.GoValues[f.Path]
	roots := []ladder.Root{{Path: string(m.Path), Dir: string(m.Dir), Kind: health.TargetSameModule}}
	mods, work, vendor := []health.GoMod{m}, (*health.Workspace)(nil), m.Vendor
	inVendor := vendored(values["GOFLAGS"], m.Vendor, string(m.Go), "1.14")
	together, _ := workspaces(f)
	if slices.ContainsFunc(together, func(t health.GoMod) bool { return t.File == m.File }) {
		mods, work, vendor = together, f.Work, f.Work.Vendor
		inVendor = vendored(values["GOFLAGS"], f.Work.Vendor, string(f.Work.Go), "1.22")
		for _, u := range f.Work.Uses {
			if u.Dir != m.Dir && u.Module != "" {
				roots = append(roots, ladder.Root{Path: string(u.Module), Dir: string(u.Dir), Kind: health.TargetLocalReplace})
			}
		}
	}
	g := selected(ex.System, values["GOMODCACHE"], mods, work)
	for path, n := range g.best {
		actual, dir := g.replaced(n.Module)
		switch {
		case inVendor:
			r := ladder.Root{Path: path, Kind: health.TargetVendored}
			if vendor != nil {
				r.Dir = health.Join(ex.System.OS(), string(vendor.Dir), path)
			}
			roots = append(roots, r)
		case dir != "":
			roots = append(roots, ladder.Root{Path: path, Dir: dir, Kind: health.TargetLocalReplace})
		default:
			roots = append(roots, ladder.Root{Path: path, Dir: extracted(ex.System, values["GOMODCACHE"], actual), Kind: health.TargetDependency})
		}
	}
	return roots
}

// extracted is the directory of a module in the module cache; empty if it is not there.
func extracted(system System, modcache string, m module.Version) string {
	path, err1 := module.EscapePath(m.Path)
	version, err2 := module.EscapeVersion(m.Version)
	if err1 != nil || err2 != nil || cachedModule(system, modcache, m.Path, m.Version) != moduleExtracted {
		return ""
	}
	return health.Join(system.OS(), modcache, path+"@"+version)
}
