package fix

import (
	"errors"
	"io/fs"
	"path/filepath"

	"github.com/govitals/govitals/sidecar/health"
)

// place is where a path leads.
type place struct {
	real string
	link string   // the path as it was given, if links lead from it to real
	made []string // directories that are not there yet, outermost first
}

// where follows the links of a path: a settings file that is a link into somebody's dotfiles is written through, and the link
// stays. Inside a workspace no link may lead out of it, because the workspace may come from anywhere: a planted
// .vscode/settings.json must not make us write to ~/.profile.
func (r *resolver) where(path string) (place, error) {
	if !filepath.IsAbs(path) || filepath.Clean(path) != path {
		return place{}, fault(Unsupported, path, "is not an absolute path")
	}
	out := place{}
	existing := path
	for {
		info, err := r.files.Lstat(existing)
		if err == nil {
			if existing != path && !info.Mode.IsDir() && info.Mode&fs.ModeSymlink == 0 {
				return place{}, fault(Unsuitable, existing, "is no directory")
			}
			break
		}
		if !errors.Is(err, fs.ErrNotExist) || filepath.Dir(existing) == existing {
			return place{}, broken(existing, cannotRead, err)
		}
		existing = filepath.Dir(existing)
	}
	real, err := r.files.Real(existing)
	if err != nil {
		return place{}, &Error{Code: Unsuitable, Path: existing, Text: "is a link that leads nowhere", Err: err}
	}
	rest, _ := filepath.Rel(existing, path)
	out.real = filepath.Join(real, rest)
	for dir := filepath.Dir(out.real); len(dir) > len(real); dir = filepath.Dir(dir) {
		out.made = append([]string{dir}, out.made...)
	}
	if out.real != path {
		out.link = path
	}
	return out, r.stays(path, out.real)
}

// stays refuses a path of the workspace that leads out of it.
func (r *resolver) stays(path, real string) error {
	inside, leads := false, true
	for _, root := range r.Facts.Roots {
		if !health.Within(r.System, path, root) {
			continue
		}
		inside = true
		for _, allowed := range r.Facts.Roots {
			if there, err := r.files.Real(allowed); err == nil && health.Within(r.System, real, there) {
				leads = false
			}
		}
	}
	if inside && leads {
		return fault(Outside, path, "is a link that leads out of the workspace, to %s; nothing is written there", real)
	}
	return nil
}

// fit refuses what could not be replaced, before anybody says yes to it.
func (r *resolver) fit(p place, item Item) error {
	if item.Kind == Absent {
		return nil
	}
	info, err := r.files.Lstat(p.real)
	if err != nil {
		return nil // planned by an earlier step
	}
	if info.Names > 1 {
		return fault(Unsuitable, p.real, "has %d names (hard links); a change would part them", info.Names)
	}
	if info.Mode.Perm()&0o200 == 0 {
		return fault(ReadOnly, p.real, "is read-only (%v)", info.Mode.Perm())
	}
	if err := r.files.Writable(p.real); err != nil {
		return broken(p.real, cannotWrite, err)
	}
	return nil
}
