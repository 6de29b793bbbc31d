package health

import "testing"

func TestAnswerJudge(t *testing.T) {
	right := &Place{File: "/x.go", Exists: true, Matches: true, Tree: TreeModuleCache}
	for _, tc := range []struct {
		name   string
		answer Answer
		want   AnswerVerdict
	}{
		{"hover", Answer{Question: AskHover}, VerdictAnswered},
		{"empty hover", Answer{Question: AskHover, Empty: true}, VerdictEmpty},
		{"definition", Answer{Question: AskDefinition, Where: right}, VerdictAnswered},
		{"definition without a place", Answer{Question: AskDefinition}, VerdictEmpty},
		{"file gone", Answer{Question: AskDefinition, Where: &Place{Matches: true}}, VerdictWrongPlace},
		{"stale line", Answer{Question: AskDefinition, Where: &Place{Exists: true, Tree: TreeWorkspace}}, VerdictWrongPlace},
		{"cgo in the build cache", Answer{Question: AskDefinition, Where: &Place{Exists: true, Tree: TreeBuildCache}}, VerdictAnswered},
		{"cgo file gone", Answer{Question: AskDefinition, Where: &Place{Tree: TreeBuildCache}}, VerdictWrongPlace},
		{"error", Answer{Question: AskHover, Error: "no views"}, VerdictError},
		{"error with a place", Answer{Question: AskDefinition, Error: "x", Where: right}, VerdictError},
		{"timeout before all", Answer{Question: AskHover, TimedOut: true, Error: "x", Empty: true}, VerdictTimeout},
		{"the recorded verdict does not count", Answer{Question: AskHover, Empty: true, Verdict: VerdictAnswered}, VerdictEmpty},
	} {
		if got := tc.answer.Judge(); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
}

// rung makes a rung with so many good and bad answers.
func rung(n, good, bad int, change func(*Rung)) Rung {
	r := Rung{Rung: n, Load: Load{State: LoadLoaded}}
	for range good {
		r.Answers = append(r.Answers, Answer{Question: AskHover})
	}
	for range bad {
		r.Answers = append(r.Answers, Answer{Question: AskHover, Empty: true})
	}
	if change != nil {
		change(&r)
	}
	return r
}

func TestRungJudge(t *testing.T) {
	for _, tc := range []struct {
		name string
		rung Rung
		want RungState
	}{
		{"three answers", rung(1, 3, 0, nil), RungHolds},
		{"two answers are too few", rung(1, 2, 0, nil), RungUnclear},
		{"no question", rung(1, 0, 0, nil), RungUnclear},
		{"one of many fails", rung(1, 5, 1, nil), RungFails},
		{"null to everything", rung(1, 0, 6, nil), RungFails},
		{"could not be spawned", rung(1, 0, 0, func(r *Rung) { r.FailedStage = StageSpawn }), RungFails},
		{"never initialized", rung(1, 0, 0, func(r *Rung) { r.FailedStage = StageInitialize }), RungFails},
		{"died", rung(1, 3, 0, func(r *Rung) { r.Load.State = LoadDied }), RungFails},
		{"load failed", rung(1, 3, 0, func(r *Rung) { r.Load.State = LoadFailed }), RungFails},
		{"still loading", rung(1, 3, 0, func(r *Rung) { r.Load.State = LoadRunning }), RungLoading},
		{"load unknown and answered", rung(0, 3, 0, func(r *Rung) { r.Load.State = LoadUnknown }), RungHolds},
		{"skipped", rung(1, 3, 0, func(r *Rung) { r.State = RungSkipped }), RungSkipped},
		{"the recorded state does not count", rung(1, 0, 3, func(r *Rung) { r.State = RungHolds }), RungFails},
	} {
		if got := tc.rung.Judge(); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
}

func TestPulseAndVerdict(t *testing.T) {
	holds := func(n int) Rung { return rung(n, 3, 0, nil) }
	fails := func(n int) Rung { return rung(n, 0, 3, nil) }
	skipped := func(n int) Rung { return rung(n, 0, 0, func(r *Rung) { r.State = RungSkipped }) }
	loading := func(n int) Rung { return rung(n, 0, 0, func(r *Rung) { r.Load.State = LoadRunning }) }
	for _, tc := range []struct {
		name    string
		rungs   []Rung
		pulse   PulseState
		verdict LadderVerdict
	}{
		{"nothing tried", nil, PulseNotTaken, LadderUnknown},
		{"rung 1 holds", []Rung{holds(1)}, PulseGood, LadderHealthy},
		{"only rung 0, holds", []Rung{holds(0), skipped(1)}, PulseGood, LadderHealthy},
		{"only rung 0, fails", []Rung{fails(0), skipped(1)}, PulseBad, LadderUnknown},
		{"stale server", []Rung{fails(0), holds(1)}, PulseBad, LadderStale},
		{"stale server, listed the other way round", []Rung{holds(1), fails(0)}, PulseBad, LadderStale},
		{"the running server answers, a fresh one would not", []Rung{holds(0), fails(1), holds(2)}, PulseBad, LadderProject},
		{"the running server loads, a fresh one holds", []Rung{loading(0), holds(1)}, PulseGood, LadderHealthy},
		{"all rungs hold", []Rung{holds(0), holds(1), holds(2), holds(3)}, PulseGood, LadderHealthy},
		{"project", []Rung{fails(1), holds(2)}, PulseBad, LadderProject},
		{"environment", []Rung{fails(1), fails(2), holds(3)}, PulseBad, LadderEnvironment},
		{"toolchain", []Rung{fails(1), fails(2), fails(3)}, PulseBad, LadderToolchain},
		{"only rung 1, fails", []Rung{fails(1)}, PulseBad, LadderUnknown},
		{"rung 1 fails, nothing simpler was tried", []Rung{fails(1), skipped(2), skipped(3)}, PulseBad, LadderUnknown},
		{"no file to ask about, the environment is wrong", []Rung{skipped(1), fails(2), holds(3)}, PulseNotTaken, LadderEnvironment},
		{"no file to ask about, the bare environment lacks something", []Rung{skipped(1), holds(2), fails(3)}, PulseNotTaken, LadderUnknown},
		{"project, and the bare environment lacks something", []Rung{fails(1), holds(2), fails(3)}, PulseBad, LadderProject},
		{"the last rung was not done in time", []Rung{fails(1), fails(2), loading(3)}, PulseBad, LadderUnknown},
		{"a fresh server holds in the project only", []Rung{holds(1), fails(2), fails(3)}, PulseGood, LadderHealthy},
		{"loading", []Rung{loading(1)}, PulseLoading, LadderUnknown},
		{"unclear", []Rung{rung(1, 1, 0, nil)}, PulseUnclear, LadderUnknown},
		{"all skipped", []Rung{skipped(0), skipped(1)}, PulseNotTaken, LadderUnknown},
		{"rungs 2 and 3 take no pulse", []Rung{holds(2), holds(3)}, PulseNotTaken, LadderUnknown},
	} {
		l := Ladder{Rungs: tc.rungs}
		if got := l.Pulse(); got != tc.pulse {
			t.Errorf("%s: the pulse is %s, want %s", tc.name, got, tc.pulse)
		}
		if got := l.Verdict(); got != tc.verdict {
			t.Errorf("%s: the verdict is %s, want %s", tc.name, got, tc.verdict)
		}
	}
}

func TestSnapshotPulse(t *testing.T) {
	ladder := func(folder Path, r Rung) Ladder { return Ladder{Folder: folder, Rungs: []Rung{r}} }
	good, bad, unclear := rung(1, 3, 0, nil), rung(1, 0, 3, nil), rung(1, 0, 0, nil)
	with, without := Folder{Path: "/a", GoFiles: 1}, Folder{Path: "/b"}
	for _, tc := range []struct {
		name     string
		snapshot Snapshot
		want     PulseState
	}{
		{"nothing", Snapshot{}, PulseNotTaken},
		{"good", Snapshot{Folders: []Folder{with}, Ladders: []Ladder{ladder("/a", good)}}, PulseGood},
		{"the worst counts", Snapshot{Ladders: []Ladder{ladder("/a", good), ladder("/c", bad), ladder("/d", unclear)}}, PulseBad},
		{"a folder without Go has no pulse", Snapshot{Folders: []Folder{with, without}, Ladders: []Ladder{ladder("/a", good), ladder("/b", unclear)}}, PulseGood},
		{"a folder with Go was not asked", Snapshot{Folders: []Folder{with, {Path: "/c", GoFiles: 2}}, Ladders: []Ladder{ladder("/a", good)}}, PulseNotTaken},
		{"only folders without Go", Snapshot{Folders: []Folder{without}, Ladders: []Ladder{ladder("/b", unclear)}}, PulseNotTaken},
	} {
		if got := tc.snapshot.Pulse(); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
}

func TestStanding(t *testing.T) {
	loaded := func(change func(*Rung)) Rung {
		return rung(0, 0, 0, func(r *Rung) {
			r.Load = Load{State: LoadLoaded, Views: 1, Packages: 2}
			if change != nil {
				change(r)
			}
		})
	}
	for _, tc := range []struct {
		name string
		rung Rung
		want bool
	}{
		{"loaded and not asked", loaded(nil), true},
		{"no view", loaded(func(r *Rung) { r.Load.Views = 0 }), false},
		{"no package", loaded(func(r *Rung) { r.Load.Packages = 0 }), false},
		{"load failed", loaded(func(r *Rung) { r.Load.State = LoadFailed }), false},
		{"asked in vain", loaded(func(r *Rung) { r.Answers = []Answer{{Empty: true}} }), false},
		{"asked little", loaded(func(r *Rung) { r.Answers = []Answer{{Question: AskHover}} }), true},
		{"asked enough to judge", loaded(func(r *Rung) { r.Answers = make([]Answer, 3) }), false},
		{"still loading", loaded(func(r *Rung) { r.Load.State = LoadRunning }), false},
		{"skipped", loaded(func(r *Rung) { r.State = RungSkipped }), false},
		{"a private server", loaded(func(r *Rung) { r.Rung = 1 }), false},
	} {
		if got := tc.rung.Standing(); got != tc.want {
			t.Errorf("%s: %v", tc.name, got)
		}
	}
}
