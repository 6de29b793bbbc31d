package probe

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/module"

	"github.com/govitals/govitals/sidecar/health"
)

// vendorFilesProbe fills VendorFiles. It reads every vendored file, so it belongs to tier deep.
var vendorFilesProbe = &Probe{
	ID:       health.ProbeVendorFiles,
	Needs:    []health.ProbeID{health.ProbeFolders, health.ProbeGoEnv},
	Tier:     health.TierDeep,
	Deadline: 60 * time.Second,
	Run: func(ctx context.Context, ex *Examination) (Facts, error) {
		var seen []health.VendorFiles
		for _, f := range ex.Snapshot.Folders {
			modcache := ex.Private.GoValues[f.Path]["GOMODCACHE"]
			if modcache == "" {
				continue
			}
			for _, m := range f.Modules {
				seen = addVendor(ctx, ex.System, seen, modcache, m.File, m.Vendor)
			}
			if f.Above != nil {
				seen = addVendor(ctx, ex.System, seen, modcache, f.Above.File, f.Above.Vendor)
			}
			if f.Work != nil {
				seen = addVendor(ctx, ex.System, seen, modcache, f.Work.File, f.Work.Vendor)
			}
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return func(s *health.Snapshot, _ *Private) { s.VendorFiles = seen }, nil
	},
}

const (
	maxVendorFiles = 30_000
	maxVendorFile  = 8 << 20
	vendorChanges  = 50
)

func addVendor(ctx context.Context, system System, seen []health.VendorFiles, modcache string, owner health.Path, v *health.Vendor) []health.VendorFiles {
	known := v != nil && slices.ContainsFunc(seen, func(o health.VendorFiles) bool { return o.Dir == v.Dir })
	if v == nil || known || v.State != health.FileOK {
		return seen
	}
	return append(seen, compareVendor(ctx, system, modcache, owner, v))
}

// compareVendor compares the files below a vendor directory with those of the modules. The module of a file is the one with
// the longest path.
func compareVendor(ctx context.Context, system System, modcache string, owner health.Path, v *health.Vendor) health.VendorFiles {
	out := health.VendorFiles{Dir: v.Dir, GoMod: owner, Unread: v.Cut}
	places := map[string]string{} // module path, directory in the module cache; "" cannot be compared
	for _, m := range v.Modules {
		if m.Packages == 0 {
			continue
		}
		if places[string(m.Path)] = vendoredFrom(system, modcache, m); places[string(m.Path)] == "" {
			out.Unknown++
		} else {
			out.Compared++
		}
	}
	files, err := treeFiles(ctx, system, string(v.Dir), maxVendorFiles)
	if err != nil {
		out.Unread = true
		return out
	}
	dirs, there := map[string]bool{}, map[string]bool{}
	for _, file := range files {
		if ctx.Err() != nil {
			break
		}
		there[file] = true
		path, below, ok := ownerOf(places, file)
		if !ok {
			continue
		}
		if i := strings.LastIndexByte(file, '/'); strings.HasSuffix(file, ".go") {
			dirs[file[:i]] = true
		}
		compareVendored(&out, system, string(v.Dir), file, health.Join(system.OS(), places[path], below))
	}
	for _, dir := range slices.Sorted(maps.Keys(dirs)) {
		path, below, _ := ownerOf(places, dir+"/")
		lostFiles(&out, system, dir, health.Join(system.OS(), places[path], below), there)
	}
	return out
}

// ownerOf is the module of a file below vendor that can be compared.
func ownerOf(places map[string]string, file string) (path, below string, ok bool) {
	for p := range places {
		if strings.HasPrefix(file, p+"/") && len(p) > len(path) {
			path = p
		}
	}
	return path, strings.TrimPrefix(strings.TrimPrefix(file, path), "/"), path != "" && places[path] != ""
}

// vendoredFrom is where a vendored module lies in the module cache, replaced where it is replaced by another module.
func vendoredFrom(system System, modcache string, m health.VendorModule) string {
	mod := module.Version{Path: string(m.Path), Version: string(m.Version)}
	if m.Replaced {
		fields := strings.Fields(string(m.ReplacedBy))
		if len(fields) != 2 {
			return "" // a directory
		}
		mod = module.Version{Path: fields[0], Version: fields[1]}
	}
	if cachedModule(system, modcache, mod.Path, mod.Version) != moduleExtracted {
		return ""
	}
	dir, err := extractedDir(system.OS(), modcache, mod)
	if err != nil {
		return ""
	}
	return dir
}

// compareVendored compares one vendored file with the module's. Version control may have changed the line ends.
func compareVendored(v *health.VendorFiles, system System, dir, file, original string) {
	have, err := system.ReadFile(health.Join(system.OS(), dir, file), maxVendorFile)
	if err != nil {
		v.Unread = true
		return
	}
	want, err := system.ReadFile(original, maxVendorFile)
	if err != nil {
		if state, _ := fileState(err); state == health.FileMissing {
			changed(v, file, health.FileAdded)
		}
		return
	}
	if !bytes.Equal(have, want) && !bytes.Equal(unixLines(have), unixLines(want)) {
		changed(v, file, health.FileAltered)
	}
}

func changed(v *health.VendorFiles, file string, how health.FileChange) {
	if len(v.Changed) == vendorChanges {
		v.Cut++
		return
	}
	v.Changed = append(v.Changed, health.ChangedFile{File: health.Path(file), How: how})
}

func unixLines(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")) }

// lostFiles finds the Go files of a vendored package that are not below vendor. go mod vendor leaves out tests and files with
// the tag ignore.
func lostFiles(v *health.VendorFiles, system System, dir, original string, there map[string]bool) {
	entries, err := system.ReadDir(original, maxVendorFiles)
	if err != nil {
		return
	}
	for _, e := range entries {
		name := e.Name()
		if !isGoFile(e) || strings.HasSuffix(name, "_test.go") || there[dir+"/"+name] {
			continue
		}
		head, err := readHead(system, health.Join(system.OS(), original, name), sourceHead)
		if expression, _ := buildConstraint(head); err == nil && !strings.Contains(expression, "ignore") {
			changed(v, dir+"/"+name, health.FileGone)
		}
	}
}
