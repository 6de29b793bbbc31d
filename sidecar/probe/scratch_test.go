package probe

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A sidecar that is killed cannot clean up: 200 kills under load left 890 directories. Later ones do it for it, and touch
// nothing else.
func TestSweepRemovesWhatAKilledSidecarLeft(t *testing.T) {
	place := t.TempDir()
	now := time.Now()
	create := func(name string, age time.Duration) string {
		dir := filepath.Join(place, name)
		if err := os.MkdirAll(filepath.Join(dir, "below"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(dir, now, now.Add(-age)); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	old := create(scratchPrefix+"gopls-123", scratchLife+time.Minute)
	stay := []string{create(scratchPrefix+"gopls-456", scratchLife-time.Minute), create("govitals-0.9.0-linux-x64", 2*scratchLife), create("govitals-main-123", 2*scratchLife), create("victim", 2*scratchLife)}
	link := filepath.Join(place, scratchPrefix+"link")
	if err := os.Symlink(stay[3], link); err == nil {
		stay = append(stay, link, filepath.Join(stay[3], "below"))
	}
	file := filepath.Join(place, scratchPrefix+"file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(file, now, now.Add(-2*scratchLife)); err != nil {
		t.Fatal(err)
	}
	sweep(place, now)
	if _, err := os.Lstat(old); err == nil {
		t.Errorf("%s is still there", old)
	}
	for _, path := range append(stay, file) {
		if _, err := os.Lstat(path); err != nil {
			t.Errorf("removed: %v", err)
		}
	}
}
