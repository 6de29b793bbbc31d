package doctor

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/check"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/probe"
)

// remembering is a doctor with a history of its own, whose gopls and findings the test changes.
func remembering(t *testing.T) (o Options, gopls *string, found *int) {
	t.Helper()
	t.Setenv("GOVITALS_STATE_DIR", t.TempDir())
	t.Setenv("GOVITALS_HISTORY", "")
	t.Setenv("TZ", "UTC")
	o, gopls, found = sound, new("v0.22.0"), new(0)
	o.Remember = true
	o.Clock = func() time.Time { return time.Date(2026, 11, 21, 14, 2, 0, 0, time.Local) }
	o.Probes = append(slices.Clone(o.Probes), looks("version", func(s *health.Snapshot, _ *probe.Private) { s.Gopls.Version = health.Public(*gopls) }, health.ProbeFolders))
	for _, p := range probe.All {
		if p.ID == health.ProbeHistory {
			o.Probes = append(o.Probes, p)
		}
	}
	o.Checks = append(slices.Clone(o.Checks), &check.Check{ID: "third", Severity: health.Error, Run: func(*health.Snapshot) []health.Finding {
		return slices.Repeat([]health.Finding{{Severity: health.Error}}, *found)
	}})
	return o, gopls, found
}

func onsetOf(r health.Report) (out []string) {
	for _, f := range r.Findings {
		for _, e := range f.Evidence {
			out = append(out, string(Catalogue(nil).Title(e.What)))
		}
	}
	return out
}

func TestFindingsSaySinceWhen(t *testing.T) {
	o, gopls, found := remembering(t)
	r := Request{Folders: []string{"/w"}}
	at := func(hour int) {
		o.Clock = func() time.Time { return time.Date(2026, 11, 21, hour, 2, 0, 0, time.Local) }
	}
	at(10)
	Examine(context.Background(), r, o)
	at(14)
	*gopls, *found = "v0.23.0", 1
	first := Examine(context.Background(), r, o)
	if got := strings.Join(onsetOf(first), "; "); got != "it was not there at 10:02; since then gopls went from v0.22.0 to v0.23.0" {
		t.Errorf("at first: %q", got)
	}
	at(16)
	second := Examine(context.Background(), r, o)
	if got := strings.Join(onsetOf(second), "; "); got != "it is there since 14:02, after gopls went from v0.22.0 to v0.23.0" {
		t.Errorf("later: %q", got)
	}
	o.Clock = func() time.Time { return time.Date(2026, 11, 22, 9, 0, 0, 0, time.Local) }
	if got := strings.Join(onsetOf(Replay(second.Snapshot, o)), "; "); !strings.Contains(got, "2026-11-21 14:02") {
		t.Errorf("replayed a day later: %q", got)
	}
	records, err := Remembered()
	if err != nil || len(records) != 1 || len(records[0].Moments) != 2 {
		t.Errorf("kept %+v, %v", records, err)
	}
	if err := Forget(); err != nil {
		t.Fatal(err)
	}
	if got := onsetOf(Examine(context.Background(), r, o)); len(got) != 0 {
		t.Errorf("after it was forgotten: %q", got)
	}
}

func TestWhatIsNotRemembered(t *testing.T) {
	for name, change := range map[string]func(*Options, *Request){
		"switched off": func(_ *Options, r *Request) { r.NoHistory = true },
		"untrusted":    func(_ *Options, r *Request) { r.Untrusted = true },
		"fast":         func(_ *Options, r *Request) { r.Tier = health.TierFast },
		"not meant":    func(o *Options, _ *Request) { o.Remember = false },
	} {
		t.Run(name, func(t *testing.T) {
			o, _, _ := remembering(t)
			r := Request{Folders: []string{"/w"}}
			change(&o, &r)
			Examine(context.Background(), r, o)
			if records, err := Remembered(); err != nil || len(records) != 0 {
				t.Errorf("kept %+v, %v", records, err)
			}
		})
	}
}
