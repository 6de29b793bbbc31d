package probe

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// share is a machine with a share at /mnt, on which each look at the clock takes a millisecond.
type share struct {
	*fakeSystem
	mu  sync.Mutex
	now time.Time
}

func (s *share) FileSystem(path string) (string, bool, error) {
	if path == "/gone" {
		return "", false, errors.New("not there")
	}
	return "9p", health.Within("linux", path, "/mnt"), nil
}

func (s *share) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(time.Millisecond)
	return s.now
}

func TestFileSystems(t *testing.T) {
	m := &share{fakeSystem: newFake(t, "linux", "-- /home/ada/x.go --\npackage x\n")}
	for i := range 30 {
		m.write("/mnt/w/d"+strconv.Itoa(i%3)+"/f"+strconv.Itoa(i)+".go", "package x\n")
	}
	facts := func(s *health.Snapshot, _ *Private) {
		s.Folders = []health.Folder{{Path: "/mnt/w", State: health.FolderOK}, {Path: "/gone", State: health.FolderMissing}}
		s.Directories = []health.Directory{{Role: "GOCACHE", Path: "/home/ada", Exists: true}, {Role: "GOMODCACHE", Path: "/gone", Exists: true}, {Role: "TMPDIR", Path: "/tmp", Exists: true}}
	}
	s := examine(t, m, Request{Tier: health.TierStandard}, still(health.ProbeFolders, facts), still(health.ProbeDirectories, func(*health.Snapshot, *Private) {}), fileSystemsProbe)
	want := []health.FileSystem{{Role: "folder", Folder: "/mnt/w", Path: "/mnt/w", Type: "9p", Remote: true, StatMicros: 1000, Samples: 33},
		{Role: "GOCACHE", Path: "/home/ada", Type: "9p"}}
	if len(s.FileSystems) != 2 || s.FileSystems[0] != want[0] || s.FileSystems[1] != want[1] {
		t.Errorf("%+v", s.FileSystems)
	}
}

func TestRealFileSystem(t *testing.T) {
	teller, ok := System(Machine{}).(fileSystemTeller)
	if !ok {
		t.Skip("skipped: this system does not tell")
	}
	kind, _, err := teller.FileSystem(t.TempDir())
	if err != nil || kind == "" {
		t.Errorf("%q, %v", kind, err)
	}
	if micros, samples := measureStat(context.Background(), Machine{}, "."); samples < 50 || micros < 0 {
		t.Errorf("%d µs over %d files", micros, samples)
	}
}
