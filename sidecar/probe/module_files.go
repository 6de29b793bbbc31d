package probe

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/module"
	"golang.org/x/mod/sumdb/dirhash"

	"github.com/govitals/govitals/sidecar/health"
)

// moduleFilesProbe fills ModuleFiles: extracted modules held against the checksum that go recorded when it downloaded them. In
// tier deep all that the folders need, else those that failed questions and go's words lead to.
var moduleFilesProbe = &Probe{
	ID:       health.ProbeModuleFiles,
	Needs:    []health.ProbeID{health.ProbeFolders, health.ProbeGoEnv, health.ProbePulse, health.ProbeGoList},
	Tier:     health.TierStandard,
	Deadline: 60 * time.Second,
	Run: func(ctx context.Context, ex *Examination) (Facts, error) {
		checked, whole := checkModules(ctx, ex)
		return func(s *health.Snapshot, _ *Private) { s.ModuleFiles, s.ModulesWhole = checked, whole }, nil
	},
}

const (
	suspectsKept    = 10 // modules that are checked outside tier deep
	modulesKept     = 50
	maxModuleFiles  = 30_000
	maxChangedFiles = 10
	moduleSizeLimit = 512 << 20
	parallelModules = 2
)

// checkModules returns the modules that are not whole, and how many are.
func checkModules(ctx context.Context, ex *Examination) (kept []health.ModuleFiles, whole int) {
	type suspect struct {
		modcache string
		mod      module.Version
	}
	var all []suspect
	for _, f := range ex.Snapshot.Folders {
		modcache, words := ex.Private.GoValues[f.Path]["GOMODCACHE"], suspicions(&ex.Snapshot, f.Path)
		for _, n := range needsOf(ex, f) {
			s := suspect{modcache, n.Module}
			if n.State != moduleExtracted || slices.Contains(all, s) {
				continue
			}
			if ex.Request.Tier == health.TierDeep || len(all) < suspectsKept && suspected(ex.System.OS(), modcache, n.Module, words) {
				all = append(all, s)
			}
		}
	}
	results := make([]health.ModuleFiles, len(all))
	each(len(all), parallelModules, func(i int) { results[i] = checkModule(ctx, ex.System, all[i].modcache, all[i].mod) })
	for _, r := range results {
		switch {
		case r.State == health.ModuleWhole:
			whole++
		case len(kept) < modulesKept:
			kept = append(kept, r)
		}
	}
	return kept, whole
}

// suspicions are all words about a folder that may name a file of the module cache, and the symbols that were asked about in
// vain.
func suspicions(s *health.Snapshot, folder health.Path) []string {
	var out []string
	for _, l := range s.Lists {
		if l.Folder == folder {
			out = append(out, string(l.Stderr))
			for _, e := range l.Errors {
				out = append(out, string(e.Message))
			}
		}
	}
	for _, l := range s.Ladders {
		for _, r := range l.Rungs {
			if l.Folder != folder || r.Rung > 1 {
				continue
			}
			for _, m := range r.Load.Messages {
				out = append(out, string(m))
			}
			for _, a := range r.Answers {
				if a.Judge() == health.VerdictAnswered {
					continue
				}
				out = append(out, string(a.Error))
				if a.Target == health.TargetDependency {
					out = append(out, string(a.Symbol))
				}
				if a.Where != nil {
					out = append(out, string(a.Where.File))
				}
			}
		}
	}
	return out
}

// suspected reports words that name the module's directory, or a symbol of one of its packages.
func suspected(system, modcache string, m module.Version, words []string) bool {
	dir, err := extractedDir(system, modcache, m)
	return err == nil && slices.ContainsFunc(words, func(text string) bool {
		return strings.Contains(text, dir) || strings.HasPrefix(text, m.Path+".") || strings.HasPrefix(text, m.Path+"/")
	})
}

func extractedDir(system, modcache string, m module.Version) (string, error) {
	path, err := module.EscapePath(m.Path)
	if err != nil {
		return "", err
	}
	version, err := module.EscapeVersion(m.Version)
	return health.Join(system, modcache, path+"@"+version), err
}

func checkModule(ctx context.Context, system System, modcache string, m module.Version) health.ModuleFiles {
	dir, _ := extractedDir(system.OS(), modcache, m)
	path, _ := module.EscapePath(m.Path)
	version, _ := module.EscapeVersion(m.Version)
	download := health.Join(system.OS(), modcache, "cache/download", path, "@v", version)
	out := health.ModuleFiles{Path: health.Module(m.Path), Version: health.Public(m.Version), Dir: health.Path(dir), State: health.ModuleUnchecked,
		Mark: health.Path(download + ".partial")}
	if info, err := system.Stat(download + ".zip"); err == nil {
		out.HasZip = info.Mode().IsRegular()
	}
	recorded, err := system.ReadFile(download+".ziphash", 1000)
	if err != nil {
		out.Error = health.Words(err.Error(), stderrKept)
		return out
	}
	hash, err := hashModule(ctx, system, dir, m.Path+"@"+m.Version)
	switch want := strings.TrimSpace(string(recorded)); {
	case err != nil:
		out.Error = health.Words(err.Error(), stderrKept)
	case !strings.HasPrefix(want, "h1:"):
		out.Error = "the recorded checksum is of a kind that is not known here"
	case hash == want:
		out.State = health.ModuleWhole
	default:
		out.State = health.ModuleDamaged
		if out.HasZip {
			out.Changed = changedFiles(system, dir, download+".zip", m.Path+"@"+m.Version+"/")
		}
	}
	return out
}

var errModuleSize = errors.New("the module is too large to be checked")

// hashModule is the h1 hash of an extracted module, as go mod verify computes it.
func hashModule(ctx context.Context, system System, dir, prefix string) (string, error) {
	files, err := treeFiles(ctx, system, dir, maxModuleFiles)
	if err != nil {
		return "", err
	}
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = prefix + "/" + f
	}
	var read int64
	return dirhash.Hash1(names, func(name string) (io.ReadCloser, error) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		f, err := system.Open(health.Join(system.OS(), dir, strings.TrimPrefix(name, prefix+"/")))
		if err != nil {
			return nil, err
		}
		info, err := f.Stat()
		if err == nil {
			read += info.Size()
		}
		if err == nil && read > moduleSizeLimit {
			err = errModuleSize
		}
		if err != nil {
			f.Close()
			return nil, err
		}
		return f, nil
	})
}

// treeFiles are all files below a directory, with slashes, sorted by directory.
func treeFiles(ctx context.Context, system System, dir string, limit int) ([]string, error) {
	var out []string
	queue := []string{""}
	for len(queue) > 0 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		here := queue[0]
		queue = queue[1:]
		entries, err := system.ReadDir(health.Join(system.OS(), dir, here), limit+1)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			name := strings.TrimPrefix(here+"/"+e.Name(), "/")
			if e.IsDir() {
				queue = append(queue, name)
			} else {
				out = append(out, name)
			}
		}
		if len(out) > limit {
			return nil, fmt.Errorf("%s: %w: more than %d files", dir, errModuleSize, limit)
		}
	}
	return out, nil
}

// changedFiles compares an extracted module with its zip, which has a checksum of each file. What it cannot read it leaves out:
// that the module is damaged is known already.
func changedFiles(system System, dir, archive, prefix string) []health.ChangedFile {
	f, err := system.Open(archive)
	if err != nil {
		return nil
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil
	}
	z, err := zip.NewReader(f, info.Size())
	if err != nil {
		return nil
	}
	var out []health.ChangedFile
	for _, entry := range z.File {
		name, ok := strings.CutPrefix(entry.Name, prefix)
		if !ok || strings.HasSuffix(name, "/") || len(out) == maxChangedFiles {
			continue
		}
		how, changed := compareFile(system, health.Join(system.OS(), dir, name), entry)
		if changed {
			out = append(out, health.ChangedFile{File: health.Path(name), How: how})
		}
	}
	return out
}

func compareFile(system System, path string, entry *zip.File) (health.FileChange, bool) {
	f, err := system.Open(path)
	if err != nil {
		state, _ := fileState(err)
		return health.FileGone, state == health.FileMissing
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || uint64(info.Size()) != entry.UncompressedSize64 {
		return health.FileAltered, err == nil
	}
	sum := crc32.NewIEEE()
	_, err = io.Copy(sum, f)
	return health.FileAltered, err == nil && sum.Sum32() != entry.CRC32
}
