package probe

import (
	"bytes"
	"go/version"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/module"

	"github.com/govitals/govitals/sidecar/health"
)

// useModCache lets a private directory stand in for the module cache.
func (s *surroundings) useModCache(ex *Examination, dir string, why health.MessageID) {
	s.private = dir
	s.standIns[dir] = s.values["GOMODCACHE"]
	s.change(ex, "GOMODCACHE", dir, why)
	for i := range s.deviations { // the private directory's name says nothing
		if s.deviations[i].Name == "GOMODCACHE" {
			s.deviations[i].After = health.Say("say.private-directory")
		}
	}
}

// shadowCache makes a shadow of the module cache and lets it stand in.
func (s *surroundings) shadowCache(ex *Examination, missing []module.Version, why health.MessageID) (*shadow, error) {
	dir, err := s.owned.directory("modcache")
	if err != nil {
		return nil, err
	}
	cache, err := makeShadow(dir, s.values["GOMODCACHE"], missing)
	if err != nil {
		return nil, err
	}
	s.useModCache(ex, dir, why)
	return cache, nil
}

// workCopy is a private copy of the go.work in force: go keeps go.work.sum beside it, and writes it even when it only lists
// packages.
type workCopy struct {
	real, file, sum string
	before          []byte
}

func copyWork(ex *Examination, system, real, dir string) (*workCopy, error) {
	text, err := ex.System.ReadFile(real, modFileLimit)
	if err != nil {
		return nil, err
	}
	absolute, err := absoluteWork(system, real, text)
	if err != nil {
		return nil, err
	}
	w := &workCopy{real: real, file: filepath.Join(dir, "go.work"), sum: filepath.Join(dir, "go.work.sum")}
	if err := os.WriteFile(w.file, absolute, 0o600); err != nil {
		return nil, err
	}
	if w.before, err = ex.System.ReadFile(real+".sum", 4*modFileLimit); err != nil {
		return w, nil // there need not be one
	}
	return w, os.WriteFile(w.sum, w.before, 0o600)
}

// written reports whether go changed the sums.
func (w *workCopy) written() bool {
	if w == nil {
		return false
	}
	after, _ := os.ReadFile(w.sum)
	return !bytes.Equal(after, w.before)
}

// useWork lets a private copy of go.work stand in. Its sums need no check by the checksum database: nothing is downloaded.
func (s *surroundings) useWork(ex *Examination, w *workCopy) {
	s.standIns[w.file] = w.real
	s.change(ex, "GOWORK", w.file, whyWorkSum)
	s.change(ex, "GONOSUMDB", "*", whyWorkSum)
	for i := range s.deviations {
		if s.deviations[i].Name == "GOWORK" {
			s.deviations[i].After = health.Say("say.private-copy")
		}
	}
}

// trial are surroundings in which go may write where it likes: what stands in is private.
type trial struct {
	surroundings
	cache *shadow
	work  *workCopy
}

// isolate makes a trial of surroundings. What it makes is removed with s.
func (s *surroundings) isolate(ex *Examination, missing []module.Version) (*trial, error) {
	t := &trial{surroundings: *s}
	t.deviations, t.standIns = slices.Clone(s.deviations), maps.Clone(s.standIns)
	if len(missing) > 0 || s.workspace() {
		var err error
		if t.cache, err = t.shadowCache(ex, missing, whyModulesMissing); err != nil {
			return nil, err
		}
	}
	if s.workspace() {
		dir, err := s.owned.directory("work")
		if err != nil {
			return nil, err
		}
		if t.work, err = copyWork(ex, s.system, s.values["GOWORK"], dir); err != nil {
			t.work = nil // a go.work that does not parse is not used by go either
			return t, nil
		}
		t.useWork(ex, t.work)
	}
	return t, nil
}

// withoutTidy keeps a private gopls from running go mod tidy, as it does after each load: tidy considers all systems, also
// in a vendored module, and leaves a lock file in the module cache for each module that is missing for one of them. -compat
// is a flag of go mod tidy alone, so a value that cannot be ends tidy before it begins and leaves every other command as it
// is (tried with go1.26.8 and gopls v0.23.0). Go before 1.17 would refuse the flag.
func (s *surroundings) withoutTidy(ex *Examination) {
	if v := s.values["GOVERSION"]; version.IsValid(v) && version.Compare(v, "go1.17") >= 0 {
		s.change(ex, "GOFLAGS", strings.TrimSpace(s.own(ex, "GOFLAGS")+" -compat=0"), whyNoTidy)
	}
}

// avoidRelease keeps go from trying to fetch another Go release, which leaves a lock file in the module cache although
// nothing may be downloaded: an empty directory stands in for the cache, and go says the same. Only where the probe go-env
// found that a release is missing.
func (s *surroundings) avoidRelease(ex *Examination) error {
	for _, d := range ex.Snapshot.GoEnv(s.folder).Deviations {
		if d.Name != "GOMODCACHE" || d.Why.ID != whyReleaseMissing {
			continue
		}
		dir, err := s.owned.directory("modcache")
		if err != nil {
			return err
		}
		s.useModCache(ex, dir, whyReleaseMissing)
	}
	return nil
}

// meant takes our private directories out of a program's words.
func (s *surroundings) meant(text string) string {
	for private, real := range s.standIns {
		text = strings.ReplaceAll(text, private, real)
	}
	return text
}
