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
	make := func(name string, age time.Duration) string {
		dir := filepath.Join(place, name)
		if err := os.MkdirAll(filepath.Join(dir, "below"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(dir, now, now.Add(-age)); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	old := make("govitals-gopls-123", scratchLife+time.Minute)
	stay := []string{make("govitals-gopls-456", scratchLife-time.Minute), make("somebody-1", 2*scratchLife), make("victim", 2*scratchLife)}
	link := filepath.Join(place, "govitals-link")
	if err := os.Symlink(stay[2], link); err == nil {
		stay = append(stay, link, filepath.Join(stay[2], "below"))
	}
	file := filepath.Join(place, "govitals-file")
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
