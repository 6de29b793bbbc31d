package probe

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

func collect(t *testing.T, ctx context.Context, tier health.Tier, probes ...*Probe) *health.Snapshot {
	t.Helper()
	return Collect(ctx, Options{System: newFake(t, "linux", ""), Request: Request{Tier: tier}, Probes: probes})
}

func resultOf(t *testing.T, s *health.Snapshot, id health.ProbeID, want health.ProbeState, words string) {
	t.Helper()
	got := s.Probe(id)
	if got.State != want || !strings.Contains(string(got.Error), words) {
		t.Errorf("probe %s is %s (%q), want %s with %q", id, got.State, got.Error, want, words)
	}
}

// addUse is a fact that shows: each probe appends its name.
func addUse(name string) Facts {
	return func(s *health.Snapshot, _ *Private) {
		s.Folders = append(s.Folders, health.Folder{Path: health.Path(name)})
	}
}

func TestRunnerOrder(t *testing.T) {
	looker := func(id health.ProbeID, needs ...health.ProbeID) *Probe {
		return &Probe{ID: id, Needs: needs, Tier: health.TierFast, Deadline: time.Minute,
			Run: func(_ context.Context, ex *Examination) (Facts, error) {
				for _, need := range needs {
					if _, ok := ex.Snapshot.Folder(health.Path(need)); !ok {
						t.Errorf("%s ran before %s", id, need)
					}
				}
				return addUse(string(id)), nil
			}}
	}
	// The table's order is the reverse of the order of needs.
	s := collect(t, context.Background(), health.TierFast, looker("d", "b", "c"), looker("c", "a"), looker("b", "a"), looker("a"))
	if len(s.Folders) != 4 {
		t.Errorf("facts of %d probes are there, want 4", len(s.Folders))
	}
	for i, id := range []health.ProbeID{"d", "c", "b", "a"} {
		if s.Probes[i].ID != id || s.Probes[i].State != health.ProbeOK {
			t.Errorf("result %d is %+v, want %s ok", i, s.Probes[i], id)
		}
	}
}

func TestRunnerConcurrency(t *testing.T) {
	var meeting sync.WaitGroup
	meeting.Add(3)
	meet := func(id health.ProbeID) *Probe {
		return &Probe{ID: id, Tier: health.TierFast, Deadline: time.Minute, Run: func(context.Context, *Examination) (Facts, error) {
			meeting.Done()
			meeting.Wait() // returns only if all three run at the same time
			return addUse(string(id)), nil
		}}
	}
	if s := collect(t, context.Background(), health.TierFast, meet("a"), meet("b"), meet("c")); len(s.Folders) != 3 {
		t.Errorf("facts of %d probes are there, want 3", len(s.Folders))
	}
}

func TestRunnerLateProbeCannotWrite(t *testing.T) {
	release, wrote := make(chan struct{}), make(chan struct{})
	stubborn := &Probe{ID: "stubborn", Tier: health.TierFast, Deadline: time.Millisecond,
		Run: func(context.Context, *Examination) (Facts, error) {
			defer close(wrote)
			<-release // a dead network mount does not watch a context
			return addUse("late"), nil
		}}
	after := &Probe{ID: "after", Needs: []health.ProbeID{"stubborn"}, Tier: health.TierFast, Deadline: time.Minute,
		Run: func(context.Context, *Examination) (Facts, error) {
			t.Error("ran although what it needs was late")
			return nil, nil
		}}
	s := collect(t, context.Background(), health.TierFast, stubborn, after)
	resultOf(t, s, "stubborn", health.ProbeLate, "passed its deadline of 1ms")
	resultOf(t, s, "after", health.ProbeLate, "needs stubborn: passed its deadline")
	close(release)
	<-wrote
	if len(s.Folders) != 0 {
		t.Error("a late probe wrote into a snapshot that was already given away")
	}
}

func TestRunnerKeepsWhatComesInTheGrace(t *testing.T) {
	polite := &Probe{ID: "polite", Tier: health.TierFast, Deadline: time.Millisecond,
		Run: func(ctx context.Context, _ *Examination) (Facts, error) {
			<-ctx.Done()
			return addUse("half of it"), nil
		}}
	s := Collect(context.Background(), Options{System: patient{newFake(t, "linux", "")}, Request: Request{Tier: health.TierFast}, Probes: []*Probe{polite}})
	resultOf(t, s, "polite", health.ProbeOK, "")
	if len(s.Folders) != 1 {
		t.Error("the facts of a probe that ended at its deadline are lost")
	}
}

// patient has grace periods that never end.
type patient struct{ *fakeSystem }

func (patient) After(time.Duration) <-chan time.Time { return nil }

func TestRunnerFailures(t *testing.T) {
	fails := func(id health.ProbeID, run func(context.Context, *Examination) (Facts, error), needs ...health.ProbeID) *Probe {
		return &Probe{ID: id, Needs: needs, Tier: health.TierFast, Deadline: time.Minute, Run: run}
	}
	fine := func(context.Context, *Examination) (Facts, error) { return nil, nil }
	deep := fails("deep", fine)
	deep.Tier = health.TierDeep
	var logged atomic.Int32
	s := Collect(context.Background(), Options{System: newFake(t, "linux", ""), Request: Request{Tier: health.TierStandard},
		Log: func(string) { logged.Add(1) },
		Probes: []*Probe{
			fails("error", func(context.Context, *Examination) (Facts, error) { return nil, errors.New("token=hunter2 is no use") }),
			fails("panic", func(context.Context, *Examination) (Facts, error) { panic("oh") }),
			fails("panic-facts", func(context.Context, *Examination) (Facts, error) {
				return func(*health.Snapshot, *Private) { panic("oh") }, nil
			}),
			fails("needs-error", fine, "error"),
			fails("needs-unknown", fine, "nothing"),
			deep,
			fails("needs-deep", fine, "deep"),
			fails("circle-a", fine, "circle-b"), fails("circle-b", fine, "circle-a"),
			fails("no-facts", fine),
		}})
	for _, want := range []struct {
		id    health.ProbeID
		state health.ProbeState
		words string
	}{
		{"error", health.ProbeFailed, "is no use"},
		{"panic", health.ProbeFailed, "failed inside: oh"},
		{"panic-facts", health.ProbeFailed, "failed inside: oh"},
		{"needs-error", health.ProbeFailed, "needs error: "},
		{"needs-unknown", health.ProbeFailed, "needs nothing, which is not in the table"},
		{"deep", health.ProbeSkipped, "only looked at in tier deep"},
		{"needs-deep", health.ProbeSkipped, "needs deep: only looked at"},
		{"circle-a", health.ProbeFailed, "circular"},
		{"circle-b", health.ProbeFailed, "circular"},
		{"no-facts", health.ProbeOK, ""},
	} {
		resultOf(t, s, want.id, want.state, want.words)
	}
	if strings.Contains(string(s.Probe("error").Error), "hunter2") {
		t.Error("a secret in an error came into the snapshot")
	}
	if logged.Load() != 2 {
		t.Errorf("%d stacks were logged, want 2", logged.Load())
	}
}

func TestRunnerCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	first := &Probe{ID: "first", Tier: health.TierFast, Deadline: time.Minute,
		Run: func(ctx context.Context, _ *Examination) (Facts, error) {
			cancel()
			<-ctx.Done()
			return nil, ctx.Err()
		}}
	second := &Probe{ID: "second", Needs: []health.ProbeID{"first"}, Tier: health.TierFast, Deadline: time.Minute,
		Run: func(context.Context, *Examination) (Facts, error) { return addUse("second"), nil }}
	s := collect(t, ctx, health.TierFast, first, second)
	resultOf(t, s, "first", health.ProbeFailed, "cancelled")
	resultOf(t, s, "second", health.ProbeFailed, "needs first: cancelled")
}

func TestRunnerTimeOfTheWholeRun(t *testing.T) {
	ctx, cancel := context.WithDeadline(context.Background(), time.Unix(0, 0))
	defer cancel()
	s := collect(t, ctx, health.TierFast, still("a", addUse("a")))
	resultOf(t, s, "a", health.ProbeLate, "time of the whole examination was up")
	if len(s.Folders) != 0 {
		t.Error("a probe ran after the time was up")
	}
}

// TestTable looks at the real table: what every row must have, and that nothing waits for itself.
func TestTable(t *testing.T) {
	seen := map[health.ProbeID]bool{}
	for _, p := range All {
		if p.ID == "" || p.Run == nil || p.Deadline <= 0 || p.Tier == "" || seen[p.ID] {
			t.Errorf("row %q is incomplete or there twice", p.ID)
		}
		seen[p.ID] = true
	}
	for _, p := range All {
		for _, need := range p.Needs {
			if !seen[need] {
				t.Errorf("%s needs %s, which is not in the table", p.ID, need)
			}
		}
	}
	if open := circularNeeds(All); len(open) > 0 {
		t.Errorf("circular needs: %v", open)
	}
}
