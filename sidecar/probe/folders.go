package probe

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// foldersProbe fills Folders: what is Go in each workspace folder, read and not run.
var foldersProbe = &Probe{
	ID:       health.ProbeFolders,
	Needs:    []health.ProbeID{health.ProbeToolEnv, health.ProbeGOENV},
	Tier:     health.TierFast,
	Deadline: 10 * time.Second,
	Run: func(ctx context.Context, ex *Examination) (Facts, error) {
		var seen []health.Folder
		for _, folder := range ex.Request.Folders {
			f, err := lookAtFolder(ctx, ex, folder)
			if err != nil {
				return nil, err
			}
			seen = append(seen, f)
		}
		return func(s *health.Snapshot, _ *Private) { s.Folders = seen }, nil
	},
}

// lookAtFolder describes one folder. The error is that of the context alone: a folder that cannot be read is a fact.
func lookAtFolder(ctx context.Context, ex *Examination, path string) (health.Folder, error) {
	out := health.Folder{Path: health.Path(path), State: health.FolderOK}
	info, err := ex.System.Stat(path)
	if err == nil && !info.IsDir() {
		out.State = health.FolderNoFolder
		return out, nil
	}
	if err == nil {
		_, err = ex.System.ReadDir(path, 1)
	}
	if err != nil {
		out.State, out.Error = health.FolderUnreadable, health.Text(health.CleanText(err.Error()))
		if errors.Is(err, fs.ErrNotExist) {
			out.State = health.FolderMissing
		}
		return out, nil
	}
	if real, err := ex.System.RealPath(path); err == nil {
		out.Real = health.Path(real)
	}
	w := &walk{system: ex.System, name: ex.System.OS(), requires: maxRequiresOfFolder}
	if err := w.run(ctx, path, &out); err != nil {
		return out, err
	}
	out.Work = lookAtWork(ex, out.Path)
	return out, ctx.Err()
}
