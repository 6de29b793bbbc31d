package probe

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"syscall"
	"time"

	"golang.org/x/mod/module"

	"github.com/govitals/govitals/sidecar/health"
)

// sourcesProbe fills Sources: what gopls would stumble over in the folders' directories and files. Only the head of a Go file
// is read.
var sourcesProbe = &Probe{
	ID:       health.ProbeSources,
	Needs:    []health.ProbeID{health.ProbeFolders},
	Tier:     health.TierStandard,
	Deadline: 8 * time.Second,
	Run: func(ctx context.Context, ex *Examination) (Facts, error) {
		var seen []health.SourceTree
		for _, f := range ex.Snapshot.Folders {
			if f.State == health.FolderOK {
				seen = append(seen, lookAtSources(ctx, ex.System, f))
			}
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return func(s *health.Snapshot, _ *Private) { s.Sources = seen }, nil
	},
}

// Caps of one folder.
const (
	maxSourceEntries = 60_000
	maxSourceFiles   = 5000
	maxRefusals      = 20
	maxBadNames      = 20
	maxCgoFiles      = 20
	sourceHead       = 16 << 10
)

// sourceWalk goes through a folder level by level, as walk does.
type sourceWalk struct {
	system  System
	folder  health.Folder
	out     health.SourceTree
	entries int
	files   int
	head    [sourceHead]byte // of the file that is looked at
}

// sourceDir is a directory to visit. counted: go leaves it out, so that only its directories matter.
type sourceDir struct {
	path    string
	counted bool
}

func lookAtSources(ctx context.Context, system System, f health.Folder) health.SourceTree {
	w := &sourceWalk{system: system, folder: f, out: health.SourceTree{Folder: f.Path}}
	w.out.Spelling = health.Path(spelling(system, string(f.Path)))
	queue := []sourceDir{{path: health.Clean(system.OS(), string(f.Path))}}
	for len(queue) > 0 && ctx.Err() == nil {
		below := w.visit(queue[0])
		queue = append(queue[1:], below...)
	}
	return w.out
}

func (w *sourceWalk) visit(d sourceDir) (below []sourceDir) {
	limit := maxSourceEntries - w.entries
	if limit <= 0 {
		w.out.Cut = true
		return nil
	}
	entries, err := w.system.ReadDir(d.path, limit)
	if err != nil {
		if !d.counted {
			w.refuse(d.path, true, err)
		}
		return nil
	}
	w.out.Directories++
	w.entries += len(entries)
	holdsGo := false
	for _, e := range entries {
		path := health.Join(w.system.OS(), d.path, e.Name())
		switch {
		case e.IsDir() && (e.Name() == ".git" || e.Name() == "node_modules"): // editors leave the most of these out by themselves
		case e.IsDir():
			below = append(below, sourceDir{path: path, counted: d.counted || skipped(e.Name())})
		case !d.counted && isGoFile(e):
			holdsGo = true
			w.read(path, e)
		}
	}
	if holdsGo {
		w.name(d.path)
	}
	return below
}

// read looks at the head of a Go file.
func (w *sourceWalk) read(path string, e fs.DirEntry) {
	if w.files++; w.files > maxSourceFiles {
		w.out.Cut = true
		return
	}
	if cloud, ok := w.system.(interface{ Dataless(fs.FileInfo) bool }); ok {
		if info, err := e.Info(); err == nil && cloud.Dataless(info) {
			w.out.Dataless++ // to read it would fetch it
			return
		}
	}
	head, err := readHeadInto(w.system, path, w.head[:])
	if err != nil {
		w.refuse(path, false, err)
		return
	}
	if len(w.out.Cgo) < maxCgoFiles && importsC(head) {
		expression, _ := buildConstraint(head)
		w.out.Cgo = append(w.out.Cgo, health.CgoFile{File: health.Path(path), Constraint: health.Words(expression, maxConstraint)})
	}
}

// readHead reads the first bytes of a regular file.
func readHead(system System, path string, limit int) ([]byte, error) {
	return readHeadInto(system, path, make([]byte, limit))
}

// readHeadInto reads them into a buffer that may have held another file's.
func readHeadInto(system System, path string, head []byte) ([]byte, error) {
	f, err := system.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	return head[:n], nil
}

// refuse records what could not be read. What vanished meanwhile, and what is no file at all, was not refused.
func (w *sourceWalk) refuse(path string, directory bool, err error) {
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, errNotRegular) {
		return
	}
	if len(w.out.Unreadable) == maxRefusals {
		w.out.UnreadableCut++
		return
	}
	r := health.Refusal{Path: health.Path(path), Directory: directory, Why: health.RefusedOtherwise, Owner: -1, Error: health.Words(err.Error(), stderrKept)}
	switch {
	case errors.Is(err, syscall.EPERM):
		r.Why = health.RefusedByPrivacy
	case errors.Is(err, fs.ErrPermission):
		r.Why = health.RefusedByMode
	}
	if info, err := w.system.Lstat(path); err == nil {
		r.Owner = w.system.Owner(info)
	}
	w.out.Unreadable = append(w.out.Unreadable, r)
}

// name records a directory with Go files that go can make no import path of.
func (w *sourceWalk) name(dir string) {
	system := w.system.OS()
	var rule *health.GoMod
	for i, m := range w.folder.Modules {
		if health.Within(system, dir, string(m.Dir)) && (rule == nil || len(m.Dir) > len(rule.Dir)) {
			rule = &w.folder.Modules[i]
		}
	}
	if rule == nil {
		rule = w.folder.Above
	}
	if rule == nil || rule.Path == "" || len(w.out.BadNames) == maxBadNames || module.CheckImportPath(string(rule.Path)) != nil {
		return
	}
	below := slashed(system, dir[len(health.Clean(system, string(rule.Dir))):])
	if below == "" {
		return
	}
	path := string(rule.Path) + "/" + below
	err := module.CheckImportPath(path)
	var invalid *module.InvalidPathError
	if err == nil {
		return
	}
	problem := err.Error()
	if errors.As(err, &invalid) {
		problem = invalid.Err.Error()
	}
	w.out.BadNames = append(w.out.BadNames, health.BadName{Dir: health.Path(dir), GoMod: rule.File, Problem: health.Words(problem, stderrKept),
		Import: health.Module(health.Words(path, maxSchemaWord))})
}
