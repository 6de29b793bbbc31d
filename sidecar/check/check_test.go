package check

import (
	"os"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// A healthy machine gets no finding from any check, on any system: false alarms are bugs of the first order.
func TestHealthyMachineGetsNoFinding(t *testing.T) {
	for _, system := range []string{"linux", "darwin", "windows"} {
		found, results := Examine(healthy(system), All, func() float64 { return 0 })
		for _, f := range found {
			t.Errorf("%s: %s", system, f.ID())
		}
		for _, r := range results {
			if r.State == health.StateInconclusive {
				t.Errorf("%s: %s is inconclusive: %s", system, r.ID, r.Reason.ID)
			}
		}
	}
}

// A probe that could not look makes the checks that need it inconclusive, never ok.
func TestFailedProbeMakesInconclusive(t *testing.T) {
	for _, c := range All {
		for _, need := range c.Needs {
			s := healthy("linux")
			for i := range s.Probes {
				if s.Probes[i].ID == need {
					s.Probes[i].State, s.Probes[i].Error = health.ProbeLate, "passed its deadline"
				}
			}
			_, results := Examine(s, []*Check{c}, func() float64 { return 0 })
			if got := results[0].State; got != health.StateInconclusive && got != health.StateNotApplicable {
				t.Errorf("%s without %s is %s", c.ID, need, got)
			}
		}
	}
}

// Every check survives a snapshot that holds nothing at all.
func TestEmptySnapshot(t *testing.T) {
	s := &health.Snapshot{}
	for _, id := range allProbes {
		s.Probes = append(s.Probes, health.ProbeResult{ID: id, State: health.ProbeOK})
	}
	_, results := Examine(s, All, func() float64 { return 0 })
	for _, r := range results {
		if strings.HasSuffix(string(r.Reason.ID), "check-failed") {
			t.Errorf("%s panics: %v", r.ID, r.Reason.Args["error"])
		}
	}
}

func TestTableIsSound(t *testing.T) {
	place := map[health.CheckID]int{}
	for i, c := range All {
		if _, twice := place[c.ID]; twice {
			t.Errorf("%s stands twice in the table", c.ID)
		}
		place[c.ID] = i
	}
	for _, c := range All {
		title, rest, _ := strings.Cut(c.Doc, "\n")
		switch {
		case title == "" || len(title) > 60 || strings.HasSuffix(title, "."):
			t.Errorf("%s: the title %q wants 1 to 60 characters and no full stop", c.ID, title)
		case strings.Count(strings.TrimSpace(rest), "\n\n") < 2:
			t.Errorf("%s: the documentation wants a paragraph each for what it means, how we know, what the fix does", c.ID)
		case len(c.Needs) == 0 || c.Run == nil || c.Severity.Rank() == 0 || len(c.Messages) == 0:
			t.Errorf("%s is not complete", c.ID)
		}
		for _, after := range c.After {
			if i, ok := place[after]; ok && i >= place[c.ID] {
				t.Errorf("%s stands before its cause %s", c.ID, after)
			}
		}
		if _, err := os.Stat(strings.ReplaceAll(string(c.ID), "-", "_") + ".go"); err != nil {
			t.Errorf("%s has no file of its name", c.ID)
		}
	}
}
