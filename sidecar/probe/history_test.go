package probe

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestHistoryOfTheSameFolders(t *testing.T) {
	t.Setenv("GOVITALS_STATE_DIR", t.TempDir())
	t.Setenv("GOVITALS_HISTORY", "")
	r := Request{Tier: health.TierFast, Folders: []string{"/w"}}
	for i := range 100 {
		m := health.Moment{At: health.Public(rune('a' + i)), Badge: health.BadgeError, Findings: []health.FindingID{health.FindingID(rune('a' + i))}}
		if _, err := HistoryStore().Add(HistoryPlace(r), m); err != nil {
			t.Fatal(err)
		}
	}
	look := func(r Request) health.History { return examine(t, newFake(t, "linux", ""), r, historyProbe).History }
	if h := look(r); h.Off || len(h.Moments) != maxEarlier {
		t.Errorf("off %v, %d moments", h.Off, len(h.Moments))
	}
	other, editor, off, untrusted := r, r, r, r
	other.Folders = []string{"/v"}
	editor.Editor = &EditorFacts{Name: "Code"}
	off.NoHistory = true
	untrusted.Untrusted = true
	for name, r := range map[string]Request{"other folder": other, "other environment": editor} {
		if h := look(r); h.Off || len(h.Moments) != 0 {
			t.Errorf("%s: off %v, %d moments", name, h.Off, len(h.Moments))
		}
	}
	for name, r := range map[string]Request{"switched off": off, "untrusted": untrusted} {
		if h := look(r); !h.Off || len(h.Moments) != 0 {
			t.Errorf("%s: off %v, %d moments", name, h.Off, len(h.Moments))
		}
	}
	if err := os.WriteFile(filepath.Join(os.Getenv("GOVITALS_STATE_DIR"), "history.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if h := look(r); h.Reason == "" {
		t.Error("nothing says that the history is damaged")
	}
	t.Setenv("GOVITALS_HISTORY", "off")
	if h := look(r); !h.Off {
		t.Error("the variable switches nothing off")
	}
}
