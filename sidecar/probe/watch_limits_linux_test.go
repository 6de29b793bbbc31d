package probe

import (
	"strconv"
	"testing"

	"golang.org/x/sys/unix"
)

// The kernel's own count: what this test watches must show.
func TestRealInotifyUse(t *testing.T) {
	watches, instances := Machine{}.InotifyUse()
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC)
	if err != nil {
		t.Skipf("skipped: inotify_init1: %v", err)
	}
	defer unix.Close(fd)
	for _, dir := range []string{t.TempDir(), t.TempDir()} {
		if _, err := unix.InotifyAddWatch(fd, dir, unix.IN_CREATE); err != nil {
			t.Skipf("skipped: inotify_add_watch: %v", err)
		}
	}
	own := countWatches("/proc/self/fdinfo/" + strconv.Itoa(fd))
	if own != 2 {
		t.Errorf("%d watches of our own", own)
	}
	if w, i := (Machine{}).InotifyUse(); i < 1 || w < 2 {
		t.Errorf("%d watches of %d watchers; before there were %d of %d", w, i, watches, instances)
	}
}
