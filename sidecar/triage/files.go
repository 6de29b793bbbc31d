package triage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// ErrUsage marks a path that is not there.
var ErrUsage = errors.New("no such file")

// StandardInput is the name that stands for it.
const StandardInput = "-"

// found is what a walk meets: a file to read, one that is no report by its name (passed), or a place that could not be looked at (err).
type found struct {
	file   string
	passed bool
	err    error
}

// endings of files that a folder is searched for; each may have .gz behind it.
var endings = []string{".json", ".jsonl", ".ndjson"}

// expand resolves what stands on the command line, before anything is read: a shell of Windows expands no patterns.
func expand(paths []string) ([]string, error) {
	var out []string
	for _, path := range paths {
		if path == StandardInput {
			out = append(out, path)
			continue
		}
		_, err := os.Stat(path)
		if err == nil {
			out = append(out, path)
			continue
		}
		matches, bad := filepath.Glob(path)
		switch {
		case bad != nil:
			return nil, fmt.Errorf("%w: the pattern %s cannot be read", ErrUsage, path)
		case len(matches) == 0 && errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("%w: %s", ErrUsage, path)
		case len(matches) == 0:
			return nil, fmt.Errorf("%w: %w", ErrUsage, err)
		}
		out = append(out, matches...)
	}
	return out, nil
}

// walk visits files one after the other. A folder is read in parts, each part in order, so that one of 100 000 files needs no more
// memory than one of a thousand.
func walk(ctx context.Context, paths []string, visit func(found)) {
	for _, path := range paths {
		info, err := os.Stat(path)
		switch {
		case ctx.Err() != nil:
			return
		case path == StandardInput:
			visit(found{file: path})
		case err != nil:
			visit(found{file: path, err: err})
		case info.IsDir():
			walkFolder(ctx, path, visit)
		default:
			visit(found{file: path})
		}
	}
}

const entriesAtOnce = 1024

func walkFolder(ctx context.Context, dir string, visit func(found)) {
	f, err := os.Open(dir)
	if err != nil {
		visit(found{file: dir, err: err})
		return
	}
	defer f.Close()
	for ctx.Err() == nil {
		entries, err := f.ReadDir(entriesAtOnce)
		slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
		for _, e := range entries {
			if ctx.Err() != nil {
				return
			}
			visitEntry(ctx, filepath.Join(dir, e.Name()), e, visit)
		}
		if err != nil {
			if !errors.Is(err, io.EOF) {
				visit(found{file: dir, err: err})
			}
			return
		}
	}
}

// visitEntry follows links to files and none to folders, which may lead in a circle. Hidden folders belong to other programs.
func visitEntry(ctx context.Context, path string, e fs.DirEntry, visit func(found)) {
	switch {
	case e.IsDir():
		if !strings.HasPrefix(e.Name(), ".") {
			walkFolder(ctx, path, visit)
		}
	case !ofReports(e.Name()):
		visit(found{file: path, passed: true})
	case e.Type().IsRegular():
		visit(found{file: path})
	default:
		info, err := os.Stat(path)
		visit(found{file: path, err: err, passed: err == nil && !info.Mode().IsRegular()})
	}
}

func ofReports(name string) bool {
	name = strings.TrimSuffix(strings.ToLower(name), ".gz")
	return slices.ContainsFunc(endings, func(e string) bool { return strings.HasSuffix(name, e) })
}
