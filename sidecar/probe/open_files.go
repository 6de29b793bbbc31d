package probe

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// openFilesProbe fills OpenFiles: the heads of the Go documents that are open in the editor. On the command line none is.
var openFilesProbe = &Probe{
	ID:       health.ProbeOpenFiles,
	Needs:    []health.ProbeID{health.ProbeEditor},
	Tier:     health.TierFast,
	Deadline: 3 * time.Second,
	Run: func(ctx context.Context, ex *Examination) (Facts, error) {
		var seen []health.OpenFile
		for _, file := range openFilesOf(ex.System.OS(), ex.Request.Editor) {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			seen = append(seen, lookAtOpenFile(ex, file))
		}
		return func(s *health.Snapshot, _ *Private) { s.OpenFiles = seen }, nil
	},
}

const maxOpenFiles = 100

// openFilesOf are the Go documents of an editor, the active one first.
func openFilesOf(system string, told *EditorFacts) []string {
	if told == nil {
		return nil
	}
	var out []string
	for _, file := range slices.Concat([]string{told.ActiveFile}, told.OpenFiles) {
		file = health.Clean(system, file)
		if strings.HasSuffix(file, ".go") && health.IsAbs(system, file) && !slices.Contains(out, file) && len(out) < maxOpenFiles {
			out = append(out, file)
		}
	}
	return out
}

func lookAtOpenFile(ex *Examination, file string) health.OpenFile {
	out := health.OpenFile{File: health.Path(file), Active: health.Clean(ex.System.OS(), ex.Request.Editor.ActiveFile) == file}
	head, err := readHead(ex.System, file, sourceHead)
	if err != nil {
		out.State, _ = fileState(err)
		return out
	}
	out.State = health.FileOK
	if real, err := ex.System.RealPath(file); err == nil {
		out.Real = health.Path(real)
	}
	expression, line := buildConstraint(head)
	out.Constraint, out.Line, out.Cgo = health.Words(expression, maxConstraint), line, importsC(head)
	return out
}
