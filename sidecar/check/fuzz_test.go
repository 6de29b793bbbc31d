package check

import (
	"encoding/json"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// FuzzExamine judges snapshots that no probe would make: a report that is replayed may come from anybody. No check may fail
// inside, and nothing may be found that has no text.
func FuzzExamine(f *testing.F) {
	for _, system := range []string{"linux", "darwin", "windows"} {
		for _, change := range []func(*health.Snapshot){func(*health.Snapshot) {}, do(notDownloaded, lostDependency), goFails(health.GoHangs, -1, ""),
			do(dlv("v1.24.2", "go1.24.0"), launchConfig(nil)), func(s *health.Snapshot) { *s = health.Snapshot{System: s.System, Folders: s.Folders, Probes: s.Probes} },
			do(written("GOPROXY", "https://p"), proxies(server("https://p", health.FaultRefused, health.PhaseConnect), direct()))} {
			s := healthy(system)
			change(s)
			b, err := json.Marshal(s)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(b)
		}
	}
	catalogue := Catalogue(All)
	f.Fuzz(func(t *testing.T, data []byte) {
		var s health.Snapshot
		if json.Unmarshal(data, &s) != nil {
			return
		}
		found, results := Examine(&s, All, func() float64 { return 0 })
		for _, r := range results {
			if r.Reason.ID == message("check-failed", nil).ID {
				t.Errorf("%s failed inside: %v", r.ID, r.Reason.Args)
			}
		}
		for _, x := range found {
			if _, ok := catalogue[x.Message.ID]; !ok {
				t.Errorf("%s: no text for %q", x.Check, x.Message.ID)
			}
		}
	})
}
