package history

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A lock that a killed program left is taken away, also if the clock was set back since; one that is held is waited for.
func TestStaleLocks(t *testing.T) {
	for name, tc := range map[string]struct {
		age  time.Duration
		free bool
	}{
		"of yesterday": {24 * time.Hour, true}, "of tomorrow": {-24 * time.Hour, true}, "of a century to come": {-100 * 365 * 24 * time.Hour, true}, "of now": {0, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := Store{t.TempDir()}
			lock := filepath.Join(s.Dir, lockName)
			at := time.Now().Add(-tc.age)
			if err := os.WriteFile(lock, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Chtimes(lock, at, at); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Add(here, moment(1, "v1")); (err == nil) != tc.free {
				t.Errorf("kept: %v", err)
			}
		})
	}
}
