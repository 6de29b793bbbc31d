package probe

import (
	"context"
	"errors"
	"io/fs"

	"github.com/govitals/govitals/sidecar/health"
)

// The sample is bounded: a build cache holds a hundred thousand files, and what `sudo go build` left is spread over all of
// its 256 directories.
const (
	sampleLimit = 200
	sampleTop   = 60 // entries of the root, evenly spaced
	sampleBelow = 2  // entries of each directory below
	sampleDepth = 3
)

// ownerSample looks for entries that this user cannot use.
type ownerSample struct {
	system System
	uid    int
	d      *health.Directory
}

// sampleOwners counts entries of other users that this one may not read, or, for directories, write to. Foreign files that
// can be read do no harm, and the module cache's own directories are read-only by design.
func sampleOwners(ctx context.Context, system System, root string, d *health.Directory) {
	uid := system.Identity().UID
	if uid <= 0 {
		return // an administrator may do all; Windows has no owner that matters here
	}
	ownerSample{system, uid, d}.walk(ctx, root, 0)
}

func (o ownerSample) walk(ctx context.Context, dir string, depth int) {
	entries, _ := o.system.ReadDir(dir, 300)
	step, most := 1, sampleBelow
	if depth == 0 {
		step, most = max(1, len(entries)/sampleTop), sampleTop
	}
	taken := 0
	for i := 0; i < len(entries) && taken < most; i += step {
		if o.d.Sampled >= sampleLimit || ctx.Err() != nil {
			return
		}
		path := health.Join(o.system.OS(), dir, entries[i].Name())
		info, err := o.system.Lstat(path)
		if err != nil {
			continue // it was there a moment ago: caches are cleaned
		}
		taken++
		o.d.Sampled++
		switch {
		case o.unusable(path, info):
			o.d.Foreign++
			if o.d.ForeignEx == "" {
				o.d.ForeignEx = health.Path(path)
			}
		case info.IsDir() && depth+1 < sampleDepth:
			o.walk(ctx, path, depth+1)
		}
	}
}

func (o ownerSample) unusable(path string, info fs.FileInfo) bool {
	if owner := o.system.Owner(info); owner == o.uid || owner < 0 {
		return false
	}
	if info.IsDir() {
		writable, _ := o.system.Writable(path)
		return !writable
	}
	f, err := o.system.Open(path)
	if err != nil {
		return errors.Is(err, fs.ErrPermission)
	}
	f.Close()
	return false
}
