// Package history keeps what diagnoses came to: in one private file of the state directory, bounded, and nowhere else. It tells
// later what changed since it last worked.
package history

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// The bounds of the file, and its version: another one belongs to another release and is not touched.
const (
	MaxMoments = 200
	MaxBytes   = 256 << 10
	version    = 1

	fileName  = "history.json"
	keptName  = "history.kept.json" // one that could not be read
	lockName  = "history.lock"
	maxFolder = 20 // folders of a place
)

// Place is what was diagnosed, and from where: on the command line the environment is another one than in the editor.
type Place struct {
	Folders []health.Path `json:"folders"`
	Editor  health.Public `json:"editor,omitempty"` // empty: the command line
}

func (p Place) same(q Place) bool { return p.Editor == q.Editor && slices.Equal(p.Folders, q.Folders) }

// Record is the history of a place, oldest moment first.
type Record struct {
	Place
	Moments []health.Moment `json:"moments"`
}

type file struct {
	Version int      `json:"version"`
	Places  []Record `json:"places"`
}

// Store is the file in a state directory, which need not exist.
type Store struct{ Dir string }

// ErrUnreadable says that the file is damaged, or of a newer release; the next Add puts it aside.
var ErrUnreadable = errors.New("the history cannot be read")

// All returns everything that is kept.
func (s Store) All() ([]Record, error) {
	f, err := s.read()
	return f.Places, err
}

// Of returns the moments of a place, oldest first; none is no error.
func (s Store) Of(p Place) ([]health.Moment, error) {
	f, err := s.read()
	for _, r := range f.Places {
		if r.same(p) {
			return r.Moments, err
		}
	}
	return nil, err
}

func (s Store) read() (file, error) {
	var out file
	if s.Dir == "" {
		return out, errors.New("there is no state directory")
	}
	f, err := os.Open(filepath.Join(s.Dir, fileName))
	if errors.Is(err, fs.ErrNotExist) {
		return out, nil
	}
	if err != nil {
		return out, err
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, 2*MaxBytes+1))
	switch {
	case err != nil:
		return out, err
	case len(content) > 2*MaxBytes:
		return out, fmt.Errorf("%w: it is larger than this program writes", ErrUnreadable)
	}
	if err := json.Unmarshal(content, &out); err != nil {
		return file{}, fmt.Errorf("%w: it is damaged: %w", ErrUnreadable, err)
	}
	if out.Version != version {
		return file{}, fmt.Errorf("%w: it is of another release (version %d, this one writes %d)", ErrUnreadable, out.Version, version)
	}
	out.Places = slices.DeleteFunc(out.Places, func(r Record) bool { return len(r.Moments) == 0 })
	return out, nil
}

// still is how much later the same moment must be seen again for its Last to be worth a write.
const still = time.Minute

// Add keeps a moment if it differs from the newest one of its place; otherwise it is noted that it was still so. A file that cannot be
// read is put aside, and said is what the user should know of that.
func (s Store) Add(p Place, m health.Moment) (said string, err error) {
	if len(p.Folders) > maxFolder {
		return "", fmt.Errorf("more than %d folders", maxFolder)
	}
	unlock, err := s.lock()
	if err != nil {
		return "", err
	}
	defer unlock()
	f, err := s.read()
	if errors.Is(err, ErrUnreadable) {
		kept := filepath.Join(s.Dir, keptName)
		said = fmt.Sprintf("%v; it was put aside as %s, and a new one begins", err, kept)
		if err = os.Rename(filepath.Join(s.Dir, fileName), kept); err == nil {
			f = file{}
		}
	}
	if err != nil {
		return "", err
	}
	if !f.add(p, m) {
		return said, nil
	}
	content, err := f.bounded()
	if err != nil {
		return said, err
	}
	return said, s.write(content)
}

// add reports whether there is something to write.
func (f *file) add(p Place, m health.Moment) bool {
	i := slices.IndexFunc(f.Places, func(r Record) bool { return r.same(p) })
	r := Record{Place: p}
	if i >= 0 {
		r = f.Places[i]
		f.Places = slices.Delete(f.Places, i, i+1)
	}
	f.Places = append(f.Places, r) // the place that was diagnosed last is the last one
	last := &f.Places[len(f.Places)-1]
	if n := len(last.Moments); n > 0 && last.Moments[n-1].Same(m) {
		newest := &last.Moments[n-1]
		if seconds(max(newest.At, newest.Last), m.At) < still {
			return false
		}
		newest.Last = m.At
		return true
	}
	last.Moments = append(last.Moments, m)
	return true
}

func seconds(from, to health.Public) time.Duration {
	a, errA := time.Parse(time.RFC3339, string(from))
	b, errB := time.Parse(time.RFC3339, string(to))
	if errA != nil || errB != nil || b.Before(a) { // a clock that was set back
		return still
	}
	return b.Sub(a)
}

// bounded drops the oldest moment until all bounds hold; the place of the newest one keeps that one.
func (f *file) bounded() ([]byte, error) {
	f.Version = version
	for {
		total := 0
		for _, r := range f.Places {
			total += len(r.Moments)
		}
		if total <= MaxMoments {
			content, err := json.Marshal(f)
			if err != nil || len(content) <= MaxBytes {
				return content, err
			}
			if total <= 1 {
				return nil, fmt.Errorf("one moment alone is larger than %d bytes", MaxBytes)
			}
		}
		f.dropOldest()
	}
}

func (f *file) dropOldest() {
	oldest := 0
	for i, r := range f.Places {
		if r.Moments[0].At < f.Places[oldest].Moments[0].At {
			oldest = i
		}
	}
	r := &f.Places[oldest]
	if r.Moments = r.Moments[1:]; len(r.Moments) == 0 {
		f.Places = slices.Delete(f.Places, oldest, oldest+1)
	}
}
