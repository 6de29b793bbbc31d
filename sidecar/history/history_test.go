package history

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

var here = Place{Folders: []health.Path{"/w"}}

func at(minute int) health.Public {
	return health.Public(time.Date(2026, 11, 21, 0, minute, 0, 0, time.UTC).Format(time.RFC3339))
}

func moment(minute int, gopls string, findings ...health.FindingID) health.Moment {
	return health.Moment{At: at(minute), Badge: health.BadgeWarning, Findings: findings, Values: map[health.Public]health.Value{"gopls": health.V(health.Public(gopls))}}
}

func add(t *testing.T, s Store, p Place, m health.Moment) string {
	t.Helper()
	said, err := s.Add(p, m)
	if err != nil {
		t.Fatal(err)
	}
	return said
}

func of(t *testing.T, s Store, p Place) []health.Moment {
	t.Helper()
	list, err := s.Of(p)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestMomentsThatDiffer(t *testing.T) {
	s := Store{filepath.Join(t.TempDir(), "state", "govitals")}
	if got := of(t, s, here); got != nil {
		t.Errorf("before the first: %+v", got)
	}
	add(t, s, here, moment(1, "v1"))
	add(t, s, here, moment(5, "v1"))
	add(t, s, here, moment(9, "v1", "gopls-missing"))
	add(t, s, Place{Folders: here.Folders, Editor: "Code"}, moment(10, "v2"))
	add(t, s, here, moment(11, "v2", "gopls-missing"))
	got := of(t, s, here)
	if len(got) != 3 || got[0].At != at(1) || got[0].Last != at(5) || got[1].At != at(9) || got[2].Values["gopls"].Text != "v2" {
		t.Errorf("moments %+v", got)
	}
	all, err := s.All()
	if err != nil || len(all) != 2 || !all[1].same(here) {
		t.Errorf("places %+v, %v", all, err)
	}
	if err := s.Clear(); err != nil {
		t.Fatal(err)
	}
	if got := of(t, s, here); got != nil {
		t.Errorf("after clearing: %+v", got)
	}
	if err := s.Clear(); err != nil {
		t.Errorf("clearing twice: %v", err)
	}
}

func TestNoWriteForTheSameMinute(t *testing.T) {
	s := Store{t.TempDir()}
	add(t, s, here, moment(1, "v1"))
	before, err := os.Stat(filepath.Join(s.Dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	again := moment(1, "v1")
	again.At = health.Public(strings.Replace(string(again.At), ":00Z", ":30Z", 1))
	add(t, s, here, again)
	after, err := os.Stat(filepath.Join(s.Dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	if !os.SameFile(before, after) {
		t.Error("the file was written again")
	}
}

func TestPrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("permissions are those of the profile there")
	}
	s := Store{filepath.Join(t.TempDir(), "state")}
	add(t, s, here, moment(1, "v1"))
	for name, want := range map[string]os.FileMode{"": 0o700, fileName: 0o600} {
		info, err := os.Stat(filepath.Join(s.Dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%q has mode %o", name, got)
		}
	}
	if names := left(t, s); len(names) != 1 {
		t.Errorf("left behind: %v", names)
	}
}

func left(t *testing.T, s Store) (out []string) {
	t.Helper()
	entries, err := os.ReadDir(s.Dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func TestBounds(t *testing.T) {
	s := Store{t.TempDir()}
	long := health.FindingID(strings.Repeat("x", 3000))
	f := file{}
	for i := range 500 {
		f.add(Place{Folders: []health.Path{health.Path(fmt.Sprint("/w", i%7))}}, moment(i, fmt.Sprint("v", i), long))
	}
	content, err := f.bounded()
	if err != nil {
		t.Fatal(err)
	}
	if len(content) > MaxBytes {
		t.Errorf("%d bytes", len(content))
	}
	if err := s.write(content); err != nil {
		t.Fatal(err)
	}
	newest := of(t, s, Place{Folders: []health.Path{health.Path(fmt.Sprint("/w", 499%7))}})
	if len(newest) == 0 || newest[len(newest)-1].At != at(499) {
		t.Errorf("the newest moment is gone: %d left", len(newest))
	}
	small := file{}
	for i := range 500 {
		small.add(here, moment(i, fmt.Sprint("v", i)))
	}
	if _, err := small.bounded(); err != nil || len(small.Places[0].Moments) != MaxMoments {
		t.Errorf("%d moments, %v", len(small.Places[0].Moments), err)
	}
}

func TestWhatCannotBeRead(t *testing.T) {
	for name, content := range map[string]string{
		"damaged": `{"version":1,"places":[{`, "empty": "", "another version": `{"version":7,"places":[]}`, "huge": strings.Repeat(" ", 2*MaxBytes+1),
		"another shape": `{"version":1,"places":{"x":1}}`,
	} {
		t.Run(name, func(t *testing.T) {
			s := Store{t.TempDir()}
			if err := os.WriteFile(filepath.Join(s.Dir, fileName), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Of(here); !errors.Is(err, ErrUnreadable) {
				t.Errorf("error %v", err)
			}
			if said := add(t, s, here, moment(1, "v1")); !strings.Contains(said, keptName) {
				t.Errorf("said %q", said)
			}
			kept, err := os.ReadFile(filepath.Join(s.Dir, keptName))
			if err != nil || string(kept) != content {
				t.Errorf("kept %q, %v", kept, err)
			}
			if got := of(t, s, here); len(got) != 1 {
				t.Errorf("moments %+v", got)
			}
		})
	}
}

func TestWritersDoNotLoseEachOther(t *testing.T) {
	s := Store{t.TempDir()}
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			if _, err := s.Add(Place{Folders: []health.Path{health.Path(fmt.Sprint("/w", i))}}, moment(i, "v1")); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if places, err := s.All(); err != nil || len(places) != 8 {
		t.Errorf("%d places, %v", len(places), err)
	}
}

func TestLockOfTheDead(t *testing.T) {
	s := Store{t.TempDir()}
	lock := filepath.Join(s.Dir, lockName)
	if err := os.WriteFile(lock, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(lock, old, old); err != nil {
		t.Fatal(err)
	}
	add(t, s, here, moment(1, "v1"))
}

func TestNoStateDirectory(t *testing.T) {
	if _, err := (Store{}).Add(here, moment(1, "v1")); err == nil {
		t.Error("added to nothing")
	}
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := (Store{filepath.Join(blocked, "state")}).Add(here, moment(1, "v1")); err == nil {
		t.Error("added below a file")
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"version":1,"places":[{"folders":["/w"],"moments":[{"at":"x","badge":"error"}]}]}`))
	f.Add([]byte(`{"version":1,"places":[{"folders":["/w"],"moments":[]}]}`))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, content []byte) {
		s := Store{dir}
		if err := os.WriteFile(filepath.Join(dir, fileName), content, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Add(here, moment(1, "v1")); err != nil {
			t.Fatal(err)
		}
		if len(of(t, s, here)) == 0 {
			t.Error("the moment was not kept")
		}
	})
}
