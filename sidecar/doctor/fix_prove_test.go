package doctor

import (
	"slices"
	"testing"

	"github.com/govitals/govitals/sidecar/check"
	"github.com/govitals/govitals/sidecar/fix"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/probe"
)

// pulsing is a snapshot of one folder whose gopls answers, or does not.
func pulsing(good bool) *health.Snapshot {
	s := workingSnapshot(1)
	if !good {
		for i := range s.Ladders {
			for j := range s.Ladders[i].Rungs {
				r := &s.Ladders[i].Rungs[j]
				r.Load.State = health.LoadFailed
				r.Answers = nil
			}
		}
	}
	return s
}

func foundBy(check health.CheckID, severity health.Severity, because health.FindingID, file health.Path) health.Finding {
	return health.Finding{Check: check, Severity: severity, Because: because, Evidence: []health.Evidence{{Source: health.Source{Kind: health.FromFile, File: file}}}}
}

func states(of map[health.CheckID]health.CheckState) (out []health.CheckResult) {
	for id, state := range of {
		out = append(out, health.CheckResult{ID: id, State: state})
	}
	return out
}

func TestProof(t *testing.T) {
	mended := foundBy("mended", health.Error, "", "/w/go.mod")
	hence := foundBy("hence", health.Error, "mended", "")
	old := foundBy("old", health.Error, "", "")
	other := foundBy("other", health.Error, "", "/w/go.work")
	touched := foundBy("other", health.Error, "", "/w/go.mod")
	second := mended
	second.Subject = health.V(health.Public("next"))
	mild := foundBy("other", health.Warning, "", "/w/go.work")
	root := func(f health.Finding) health.Finding { f.Because = ""; return f }
	for _, tc := range []struct {
		name              string
		good              bool // the pulse before
		otherBefore       health.CheckState
		mendedAfter       health.CheckState
		after             []health.Finding
		want              Verdict
		left, new, behind int
	}{
		{"gone", false, health.StateOK, health.StateOK, []health.Finding{old}, Fixed, 0, 0, 0},
		{"still there", false, health.StateOK, health.StateFinding, []health.Finding{mended, old}, StillBroken, 1, 0, 0},
		{"there under another cause", false, health.StateOK, health.StateFinding, []health.Finding{foundBy("mended", health.Error, "old", ""), old}, StillBroken, 1, 0, 0},
		{"its consequence stays", false, health.StateOK, health.StateOK, []health.Finding{root(hence), old}, StillBroken, 1, 0, 0},
		{"its consequence has another cause", false, health.StateOK, health.StateOK, []health.Finding{foundBy("hence", health.Error, "old", ""), old}, Fixed, 0, 0, 0},
		{"the next of its kind", false, health.StateOK, health.StateFinding, []health.Finding{second}, StillBroken, 1, 0, 0},
		{"a new one where all worked", true, health.StateOK, health.StateOK, []health.Finding{other}, MadeWorse, 0, 1, 0},
		{"a new one where nothing applied", true, health.StateNotApplicable, health.StateOK, []health.Finding{other}, MadeWorse, 0, 1, 0},
		{"a new one in the file that was changed", false, health.StateOK, health.StateOK, []health.Finding{touched}, MadeWorse, 0, 1, 0},
		{"new and left", true, health.StateOK, health.StateFinding, []health.Finding{mended, other}, MadeWorse, 1, 1, 0},
		{"a milder new one", true, health.StateOK, health.StateOK, []health.Finding{mild}, Fixed, 0, 0, 0},
		{"one that was hidden", false, health.StateOK, health.StateOK, []health.Finding{other}, Fixed, 0, 0, 1},
		{"one that could not be judged before", true, health.StateInconclusive, health.StateOK, []health.Finding{other}, Fixed, 0, 0, 1},
		{"the check cannot judge any more", true, health.StateOK, health.StateInconclusive, nil, Unproved, 0, 0, 0},
		{"the check was not asked", true, health.StateOK, health.StateSkipped, nil, Unproved, 0, 0, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := Repair{Mends: []health.Finding{mended}, before: health.Report{Snapshot: pulsing(tc.good), Findings: []health.Finding{mended, hence, old},
				Checks: states(map[health.CheckID]health.CheckState{"other": tc.otherBefore, "mended": health.StateFinding})}}
			r.Plan.Steps = []fix.Step{{File: "/w/go.mod"}}
			p := r.judge(health.Report{Snapshot: pulsing(true), Findings: tc.after, Checks: states(map[health.CheckID]health.CheckState{"mended": tc.mendedAfter})})
			if p.Verdict != tc.want || len(p.Left) != tc.left || len(p.New) != tc.new || len(p.Behind) != tc.behind {
				t.Errorf("%s, left %d, new %d, behind %d; want %s, %d, %d, %d", p.Verdict, len(p.Left), len(p.New), len(p.Behind), tc.want, tc.left, tc.new, tc.behind)
			}
		})
	}
}

// After a reload of the window nothing is known of how it was before.
func TestProofOfAnEntryOfTheJournal(t *testing.T) {
	r := RepairOf(fix.Entry{Finding: "mended:a, b" + entrySeparator + "second"})
	if len(r.Mends) != 2 || r.Mends[0].ID() != "mended:a, b" || r.Mends[1].ID() != "second" {
		t.Fatalf("it mends %v", r.Mends)
	}
	after := health.Report{Snapshot: pulsing(true), Checks: states(map[health.CheckID]health.CheckState{"mended": health.StateOK, "second": health.StateOK, "other": health.StateFinding}),
		Findings: []health.Finding{foundBy("other", health.Error, "", "")}}
	if p := r.judge(after); p.Verdict != Fixed || len(p.New)+len(p.Behind) > 0 {
		t.Errorf("the proof is %+v", p)
	}
	after.Findings = append(after.Findings, r.Mends[0])
	if p := r.judge(after); p.Verdict != StillBroken {
		t.Errorf("the verdict is %s", p.Verdict)
	}
}

// Only what is needed is asked again, and the ladder where it had failed.
func TestScopeOfAProof(t *testing.T) {
	o := sound
	for _, tc := range []struct {
		name   string
		good   bool
		editor bool
		mends  health.Severity
		want   []health.CheckID
	}{
		{"in the editor, the ladder held", true, true, health.Warning, []health.CheckID{"second"}},
		{"in the editor, the ladder failed", false, true, health.Warning, []health.CheckID{"first", "second"}},
		{"in the editor, an error, with which it may not have been asked", true, true, health.Error, []health.CheckID{"first", "second"}},
		{"on the command line", true, false, health.Warning, []health.CheckID{"first", "second"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			request := Request{}
			if tc.editor {
				request.Editor = editorFacts()
			}
			r := Repair{Mends: []health.Finding{{Check: "second", Severity: tc.mends}}, before: health.Report{Snapshot: pulsing(tc.good)}}
			if got := r.scope(request, o); !slices.Equal(got, tc.want) {
				t.Errorf("asked are %v, want %v", got, tc.want)
			}
		})
	}
}

// What was to be mended is gone, and gopls answers no more: why, only a look at everything can tell.
func TestProofWithoutAPulse(t *testing.T) {
	for name, good := range map[string]bool{"gopls answers": true, "gopls does not": false} {
		t.Run(name, func(t *testing.T) {
			o := sound
			o.Probes = append(slices.Clone(sound.Probes), looks("far", nil))
			o.Probes[1] = looks(health.ProbeFolders, func(s *health.Snapshot, _ *probe.Private) { *s = *withFacts(s, pulsing(good)) })
			o.Checks = []*check.Check{judges("mended", health.Error, 0, "beside"), judges("cause", health.Error, 1, "far")}
			mended := foundBy("mended", health.Error, "", "")
			r := Repair{Mends: []health.Finding{mended}, before: health.Report{Snapshot: pulsing(true), Findings: []health.Finding{mended},
				Checks: states(map[health.CheckID]health.CheckState{"mended": health.StateFinding, "cause": health.StateOK})}}
			p := r.Prove(t.Context(), Request{Editor: editorFacts()}, o)
			if want := map[bool]Verdict{true: Fixed, false: MadeWorse}[good]; p.Verdict != want || (len(p.New) == 1) == good {
				t.Errorf("%s, new %v; want %s", p.Verdict, p.New, want)
			}
		})
	}
}
