package probe

import (
	"os"
	"testing"
	"time"
)

// A clock that jumps forward makes every private directory look old: those of sidecars that live stay, whatever it says.
func TestSweepLeavesWhatALivingSidecarUses(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	t.Setenv("TMP", os.TempDir())
	dir, release, err := scratch("clock")
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	gone := scratchPrefix + "clock-" + "0-1" // no process has this id
	if err := os.Mkdir(os.TempDir()+"/"+gone, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, now := range []time.Time{time.Now().AddDate(0, 0, 2), time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC), time.Unix(0, 0)} {
		sweep(os.TempDir(), now)
		if _, err := os.Stat(dir); err != nil {
			t.Errorf("at %s: %v", now, err)
		}
	}
	if _, err := os.Stat(os.TempDir() + "/" + gone); err == nil {
		t.Errorf("%s is still there", gone)
	}
}
