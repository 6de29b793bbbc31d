package probe

import (
	"errors"
	"os"
	"os/exec"
	"runtime"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

const limitsFile = `Limit                     Soft Limit           Hard Limit           Units
Max cpu time              unlimited            unlimited            seconds
Max open files            1024                 4096                 files
Max locked memory         8388608              8388608              bytes
`

func TestDescriptors(t *testing.T) {
	f := newFake(t, "linux", "-- /proc/7/limits --\n"+limitsFile+"-- /proc/self/limits --\nMax open files 20 unlimited files\n-- /proc/sys/fs/file-max --\n9000\n-- /proc/sys/fs/file-nr --\n800\t0\t9000\n")
	got := examine(t, f, Request{Editor: &EditorFacts{HostPID: 7}}, descriptorsProbe).Descriptors
	if got.Hard != 4096 || got.System != 9000 || got.Used != 800 || got.Source.PID != 7 || got.Source.File != "/proc/7/limits" {
		t.Errorf("%+v", got)
	}
	if got := examine(t, f, Request{}, descriptorsProbe).Descriptors; got.Hard != 0 || got.Source.File != "/proc/self/limits" {
		t.Errorf("unlimited: %+v", got)
	}
	for _, text := range []string{"", "Max open files", "Max open files x y", "Max processes 1 2"} {
		if n := hardOpenFiles(text); n != 0 {
			t.Errorf("%q: %d", text, n)
		}
	}
	if got := examine(t, newFake(t, "windows", ""), Request{}, descriptorsProbe).Descriptors; got != (health.Descriptors{}) {
		t.Errorf("windows: %+v", got)
	}
	if got := examine(t, apple{newFake(t, "darwin", "")}, Request{}, descriptorsProbe).Descriptors; got.Hard != 4096 || got.PerProcess != 10240 || got.System != 245760 || got.Used != 9000 {
		t.Errorf("darwin: %+v", got)
	}
	if got := examine(t, Machine{}, Request{}, descriptorsProbe).Descriptors; runtime.GOOS == "linux" && (got.System == 0 || got.Used == 0) {
		t.Errorf("this machine: %+v", got)
	}
}

// apple is a fake machine that answers macOS's system calls.
type apple struct{ *fakeSystem }

func (apple) DescriptorLimits() (hard, perProcess, system, used int) {
	return 4096, 10240, 245760, 9000
}

// mounts is a fake machine with file systems that start nothing.
type mounts struct {
	*fakeSystem
	noexec map[string]bool
}

func (m mounts) NoExec(path string) (bool, error) {
	no, known := m.noexec[path]
	if !known {
		return false, errors.New("no such mount")
	}
	return no, nil
}

func TestExecPlaces(t *testing.T) {
	directories := still(health.ProbeDirectories, func(s *health.Snapshot, _ *Private) {
		s.Directories = append(s.Directories,
			health.Directory{Role: "TMPDIR", Path: "/tmp", Directory: true}, health.Directory{Role: "GOTMPDIR", Path: "/build", Directory: true, Folder: "/w"},
			health.Directory{Role: "GOCACHE", Path: "/cache", Directory: true}, health.Directory{Role: "TMPDIR", Path: "/gone"},
			health.Directory{Role: "TMPDIR", Path: "/odd", Directory: true})
	})
	m := mounts{newFake(t, "linux", ""), map[string]bool{"/tmp": true, "/build": false, "/cache": true, "/gone": true}}
	got := examine(t, m, Request{}, directories, execPlacesProbe).ExecPlaces
	if len(got) != 2 || !got[0].NoExec || got[0].Path != "/tmp" || got[1].NoExec || got[1].Folder != "/w" {
		t.Errorf("%+v", got)
	}
	if got := examine(t, newFake(t, "windows", ""), Request{}, directories, execPlacesProbe).ExecPlaces; got != nil {
		t.Errorf("windows: %+v", got)
	}
}

// A real file system that is mounted so; only root may mount one.
func TestNoExecReal(t *testing.T) {
	if runtime.GOOS != "linux" || os.Geteuid() != 0 {
		t.Log("needs root on Linux")
		return
	}
	dir, other := t.TempDir(), t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "noexec", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Logf("no mount here: %s", out)
		return
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %s", out)
		}
	})
	places := still(health.ProbeDirectories, func(s *health.Snapshot, _ *Private) {
		for _, d := range []string{dir, other} {
			s.Directories = append(s.Directories, health.Directory{Role: "TMPDIR", Path: health.Path(d), Directory: true})
		}
	})
	got := examine(t, Machine{}, Request{}, places, execPlacesProbe).ExecPlaces
	if len(got) != 2 || !got[0].NoExec || got[1].NoExec {
		t.Errorf("%+v", got)
	}
}
