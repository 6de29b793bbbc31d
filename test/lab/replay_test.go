//go:build unix

package lab

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/govitals/govitals/sidecar/report"
)

// reportsDir is where each environment leaves its full report, NAME.json, for scripts/bench and to try things on; unset keeps none.
const reportsDir = "GOVITALS_LAB_REPORTS"

// replays proves that a report is judged elsewhere as it was on this machine, the whole one and the one that a person would share:
// tokens must keep whatever structure of names and paths the checks look at.
func (m *machine) replays(full []byte) {
	m.t.Helper()
	dir := m.t.TempDir()
	file, shared := filepath.Join(dir, "full.json"), filepath.Join(dir, "share.json")
	m.must(os.WriteFile(file, full, 0o644))
	if keep := os.Getenv(reportsDir); keep != "" {
		m.must(os.WriteFile(filepath.Join(keep, m.env.name+".json"), full, 0o644))
	}
	m.sameVerdicts("the full report replayed", decoded(m.t, full), m.replay(dir, file, "full"))
	again := m.replay(dir, file, "share")
	text, err := report.JSON(again)
	m.must(err)
	m.must(os.WriteFile(shared, []byte(text), 0o644))
	m.sameVerdicts("the shared report replayed", again, m.replay(dir, shared, "full"))
	m.sameVerdicts("the shared report shared again", again, m.replay(dir, shared, "share"))
}

// replay runs the program with nothing of the environment, as on another machine.
func (m *machine) replay(dir, file, privacy string) report.Document {
	m.t.Helper()
	c := exec.Command(m.kit.govitals, "check", "--replay", file, "--format", "json", "--privacy", privacy)
	c.Dir, c.Env = dir, []string{"PATH=/nonexistent", "HOME=" + dir}
	out, err := c.Output()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		m.t.Fatal(err)
	}
	return decoded(m.t, out)
}

func decoded(t *testing.T, content []byte) report.Document {
	t.Helper()
	var d report.Document
	if err := json.Unmarshal(content, &d); err != nil {
		t.Fatalf("no report: %v\n%.300s", err, content)
	}
	return d
}

// sameVerdicts compares badge, findings with their severities and causes, the states of all checks, and the ladders' verdicts.
func (m *machine) sameVerdicts(what string, before, after report.Document) {
	m.t.Helper()
	if before.Badge != after.Badge {
		m.t.Errorf("%s: the badge was %s and is %s", what, before.Badge, after.Badge)
	}
	m.sameLines(what+": finding", lines(before.Findings, verdictOf), lines(after.Findings, verdictOf))
	state := func(c report.Check) string { return c.ID + " " + string(c.State) }
	m.sameLines(what+": check", lines(before.Checks, state), lines(after.Checks, state))
	ladder := func(l report.Ladder) string { return l.Folder + " " + string(l.Verdict) }
	m.sameLines(what+": ladder", lines(before.Ladders, ladder), lines(after.Ladders, ladder))
}

func verdictOf(f report.Finding) string {
	line := string(f.Severity) + " " + f.ID
	if f.Because != "" {
		line += " because of " + f.Because
	}
	return line
}

func lines[T any](list []T, line func(T) string) map[string]int {
	out := map[string]int{}
	for _, item := range list {
		out[line(item)]++
	}
	return out
}

func (m *machine) sameLines(what string, before, after map[string]int) {
	m.t.Helper()
	for line, n := range before {
		if after[line] < n {
			m.t.Errorf("%s is gone: %s", what, line)
		}
	}
	for line, n := range after {
		if before[line] < n {
			m.t.Errorf("%s is new: %s", what, line)
		}
	}
}
