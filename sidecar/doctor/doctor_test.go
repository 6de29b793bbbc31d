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

// looks is a probe that writes facts.
func looks(id health.ProbeID, facts probe.Facts, needs ...health.ProbeID) *probe.Probe {
	return &probe.Probe{ID: id, Needs: needs, Tier: health.TierFast, Deadline: time.Minute,
		Run: func(context.Context, *probe.Examination) (probe.Facts, error) { return facts, nil }}
}

func judges(id health.CheckID, severity health.Severity, found int, needs ...health.ProbeID) *check.Check {
	return &check.Check{ID: id, Severity: severity, Doc: "title\n\nbody", Needs: needs, Run: func(*health.Snapshot) []health.Finding {
		return slices.Repeat([]health.Finding{{Severity: severity}}, found)
	}}
}

var sound = Options{System: probe.Machine{}, Version: "1.2.3", Probes: []*probe.Probe{
	looks(health.ProbeMachine, func(s *health.Snapshot, _ *probe.Private) { s.System.OS = "linux" }),
	looks(health.ProbeFolders, func(s *health.Snapshot, _ *probe.Private) { *s = *withFacts(s, workingSnapshot(1)) }),
	looks(health.ProbePulse, nil, health.ProbeFolders),
	looks("beside", nil),
}, Checks: []*check.Check{judges("first", health.Error, 0, health.ProbePulse), judges("second", health.Warning, 0, "beside")}}

// withFacts keeps what the runner wrote into s and takes folders and answers of seen.
func withFacts(s, seen *health.Snapshot) *health.Snapshot {
	s.Folders, s.Ladders, s.GoEnvs, s.Gopls = seen.Folders, seen.Ladders, seen.GoEnvs, seen.Gopls
	return s
}

func TestExamineSumsUp(t *testing.T) {
	ticks := 0
	o := sound
	o.Clock = func() time.Time { ticks++; return time.Date(2026, 1, 2, 3, 4, ticks, 0, time.UTC) }
	r := Examine(context.Background(), Request{}, o)
	if r.Badge != health.BadgeHealthy {
		t.Errorf("badge %s; checks %v", r.Badge, r.Checks)
	}
	if r.StartedAt != "2026-01-02T03:04:01Z" || r.TookMs <= 0 || r.Tool.Version != "1.2.3" || r.Tier != health.TierStandard {
		t.Errorf("started %s, took %d, tool %v, tier %s", r.StartedAt, r.TookMs, r.Tool, r.Tier)
	}
	if len(r.Works) == 0 || len(r.Snapshot.Probes) != len(o.Probes) {
		t.Errorf("works %v, probes %v", r.Works, r.Snapshot.Probes)
	}
}

func TestExamineIsCompleteWhenTimeIsUp(t *testing.T) {
	o := sound
	o.Probes = append(slices.Clone(o.Probes), &probe.Probe{ID: "endless", Tier: health.TierFast, Deadline: time.Hour,
		Run: func(ctx context.Context, _ *probe.Examination) (probe.Facts, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}})
	o.Checks = append(slices.Clone(o.Checks), judges("third", health.Error, 1, "endless"))
	r := Examine(context.Background(), Request{Timeout: 10 * time.Millisecond}, o)
	if got := r.Snapshot.Probe("endless").State; got != health.ProbeLate {
		t.Errorf("the probe is %s", got)
	}
	if got := r.Checks[2].State; got != health.StateInconclusive {
		t.Errorf("the check that needs it is %s", got)
	}
	if r.Badge == health.BadgeHealthy {
		t.Error("the badge is green although a check could not judge")
	}
}

func TestOnlyAndSkip(t *testing.T) {
	for _, tc := range []struct {
		name       string
		only, skip []health.CheckID
		ran        string // probes
		states     string // of the checks, in the order of the report
	}{
		{"all", nil, nil, "machine folders pulse beside", "first=ok second=ok"},
		{"only one, with the probes it needs in turn", []health.CheckID{"first"}, nil, "machine folders pulse", "first=ok second=skipped"},
		{"only the other", []health.CheckID{"second"}, nil, "machine folders beside", "second=ok first=skipped"},
		{"skip", nil, []health.CheckID{"first"}, "machine folders pulse beside", "second=ok first=skipped"},
		{"only and skip", []health.CheckID{"first"}, []health.CheckID{"first"}, "machine folders", "first=skipped second=skipped"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o := sound
			o.Only, o.Skip = tc.only, tc.skip
			r := Examine(context.Background(), Request{}, o)
			var ran, states []string
			for _, p := range r.Snapshot.Probes {
				ran = append(ran, string(p.ID))
			}
			for _, c := range r.Checks {
				states = append(states, string(c.ID)+"="+string(c.State))
			}
			if got := strings.Join(ran, " "); got != tc.ran {
				t.Errorf("probes %q, want %q", got, tc.ran)
			}
			if got := strings.Join(states, " "); got != tc.states {
				t.Errorf("checks %q, want %q", got, tc.states)
			}
		})
	}
}

func TestBadgeInAnEditor(t *testing.T) {
	loading := func(s *health.Snapshot) {
		s.Ladders = []health.Ladder{{Folder: "/a", Rungs: []health.Rung{{Rung: 0, Load: health.Load{State: health.LoadRunning}}}}}
	}
	none := func(s *health.Snapshot) { s.Ladders = nil }
	for _, tc := range []struct {
		name    string
		request Request
		change  func(*health.Snapshot)
		want    health.Badge
	}{
		{"fast: the pulse will come", Request{Tier: health.TierFast, Editor: &probe.EditorFacts{}}, none, health.BadgeChecking},
		{"fast on the command line: it will not", Request{Tier: health.TierFast}, none, health.BadgeInconclusive},
		{"standard without a pulse: nothing more comes", Request{Tier: health.TierStandard, Editor: &probe.EditorFacts{}}, none, health.BadgeInconclusive},
		{"untrusted: it never comes", Request{Tier: health.TierFast, Untrusted: true, Editor: &probe.EditorFacts{}}, none, health.BadgeInconclusive},
		{"a load that runs", Request{Tier: health.TierStandard, Editor: &probe.EditorFacts{}}, loading, health.BadgeLoading},
		{"a load that runs, on the command line", Request{Tier: health.TierStandard}, loading, health.BadgeInconclusive},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o := sound
			o.Checks = nil
			o.Probes = []*probe.Probe{looks(health.ProbeFolders, func(s *health.Snapshot, _ *probe.Private) {
				withFacts(s, workingSnapshot(1))
				tc.change(s)
			})}
			if got := Examine(context.Background(), tc.request, o).Badge; got != tc.want {
				t.Errorf("badge %s, want %s", got, tc.want)
			}
		})
	}
}

func TestReplayAndBaseline(t *testing.T) {
	o := sound
	o.Checks = []*check.Check{judges("old", health.Error, 1), judges("new", health.Warning, 1)}
	r := Replay(workingSnapshot(1), o)
	if len(r.Findings) != 2 || r.Badge != health.BadgeError {
		t.Fatalf("findings %v, badge %s", r.Findings, r.Badge)
	}
	Baseline(&r, func(id health.FindingID) bool { return id == "old" })
	if !r.Findings[0].Known || r.Findings[1].Known || r.Badge != health.BadgeWarning {
		t.Errorf("findings %v, badge %s", r.Findings, r.Badge)
	}
}

func TestFind(t *testing.T) {
	checks := []*check.Check{judges("goroot-invalid", health.Error, 0), judges("goroot-mismatch", health.Error, 0), judges("go-hangs", health.Error, 0)}
	if all, err := Find(checks, ""); err != nil || len(all) != 3 {
		t.Errorf("all: %v, %v", all, err)
	}
	if one, err := Find(checks, "go-hangs"); err != nil || len(one) != 1 {
		t.Errorf("one: %v, %v", one, err)
	}
	for id, want := range map[health.CheckID]string{
		"gorot-invalid": `there is no check "gorot-invalid"; did you mean goroot-invalid?`,
		"goroot":        `there is no check "goroot"; did you mean goroot-invalid or goroot-mismatch?`,
		"unheard":       `there is no check "unheard"`,
	} {
		if _, err := Find(checks, id); err == nil || err.Error() != want {
			t.Errorf("%s: %v", id, err)
		}
	}
}
