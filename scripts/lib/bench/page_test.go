package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var checkout = filepath.Join("..", "..", "..")

// The pages promise what the program measures, and nothing else.
func TestPagesAreWhatIsRecorded(t *testing.T) {
	recorded, err := readBaseline(checkout)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages {
		text, err := os.ReadFile(filepath.Join(checkout, p.file))
		if err != nil {
			t.Fatal(err)
		}
		renewed, err := p.renew(string(text), recorded)
		if err != nil {
			t.Fatal(err)
		}
		if renewed != string(text) {
			t.Errorf("%s is not what the budgets and %s say: run scripts/bench --page\n%s", p.file, baselineFile, renewed)
		}
	}
	if ids := recorded.unknown(); len(ids) > 0 {
		t.Errorf("recorded, but no budget and no curve: %v", ids)
	}
}

func TestPageHasARowForEachBudget(t *testing.T) {
	b := baseline{Budgets: map[string]record{}}
	for _, budget := range budgets {
		b.Budgets[budget.id] = record{Text: "measured"}
	}
	all, front := b.budgetTable(), b.speedTable()
	for _, budget := range budgets {
		if strings.Count(all, "| `"+budget.id+"` | "+budget.what+" |") != 1 || strings.Contains(front, "| "+budget.what+" |") != budget.front {
			t.Errorf("%s:\n%s\n%s", budget.id, all, front)
		}
	}
}

func TestPageWithoutMarks(t *testing.T) {
	if _, err := pages[0].renew("<!-- budgets:begin -->\n<!-- budgets:end -->", baseline{}); err == nil || !strings.Contains(err.Error(), "curves:begin") {
		t.Errorf("got %v", err)
	}
}

func TestBudgetsAreDistinctAndMeasured(t *testing.T) {
	seen := map[string]bool{}
	for _, b := range budgets {
		if seen[b.id] || b.most <= 0 || b.what == "" || b.how == "" {
			t.Errorf("%+v", b)
		}
		seen[b.id] = true
	}
	for _, c := range comparisons("govitals") {
		if !budgetOf(c.id).checked {
			t.Errorf("%s is measured in pairs and not checked", c.id)
		}
	}
	inputs, err := oversizedInputs(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range inputs {
		budgetOf(i.id)
	}
}

// DESIGN's ratios. They may become smaller; larger only by a decision.
func TestLimitsAreThoseOfTheDesign(t *testing.T) {
	for id, most := range map[string]float64{
		"fast": 1.0, "standard": 1.5, "rung-1": 1.2, "ladder": 2.0, "processes": 1.0 / 5, "ancestors": 1.0 / 50,
		"idle-processor": 0.05, "idle-memory": 30, "triage-memory": 1.5, "binary": 10,
	} {
		if got := budgetOf(id).most; got > most {
			t.Errorf("%s: %v, beyond %v", id, got, most)
		}
	}
}

// scripts/idle has limits of its own to end with: they are the same.
func TestIdleHasTheSameLimits(t *testing.T) {
	source, err := os.ReadFile(filepath.Join("..", "idle", "main_linux.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{`mostMemory\s*= 30 << 20`, `mostCPU\s*= 0\.05 `} {
		if !regexp.MustCompile(line).Match(source) {
			t.Errorf("scripts/idle has no %s", line)
		}
	}
}

func TestIdleRows(t *testing.T) {
	const printed = "resident 1m0s after a full diagnosis: 24.1 MB (goal: under 30 MB)\nprocessor time in 10m0s of watching: 90ms, 0.015 % of one core (goal: under 0.05 %)\n"
	rows, err := idleRows(printed)
	if err != nil || len(rows) != 2 || rows[0].measured != 24.1 || rows[1].measured != 0.015 || rows[1].value != "0.015 %" || !rows[0].met || !rows[1].met {
		t.Errorf("%+v, %v", rows, err)
	}
	if rows, err := idleRows("interrupted"); err == nil {
		t.Errorf("%+v", rows)
	}
}

func TestBaselineIsOfThisMachineAlone(t *testing.T) {
	i := interval{Median: 0.5, Low: 0.4, High: 0.6, Pairs: 15}
	b := baseline{Machine: "there", Budgets: map[string]record{"standard": {Value: 1, Interval: &i}}, Curves: map[string]curved{"path-fast": {}}}
	b.on("here")
	b.take([]row{{id: "fast", measured: 0.5, value: "0.5", interval: &i}, {name: "for people alone"}})
	if len(b.Budgets) != 1 || len(b.Curves) != 0 || b.of("fast", "there") != nil || b.of("standard", "here") != nil || *b.of("fast", "here") != i {
		t.Errorf("%+v", b)
	}
}

func TestWriteKeepsThePageWithTheBaseline(t *testing.T) {
	root := t.TempDir()
	const page = "before\n<!-- budgets:begin -->\nan earlier table\n<!-- budgets:end -->\n<!-- curves:begin -->\n<!-- curves:end -->\nafter\n"
	const speed = "# X\n<!-- speed:begin -->\n<!-- speed:end -->\n"
	for file, text := range map[string]string{baselineFile: "{}", pages[0].file: page, pages[1].file: speed, pages[2].file: speed} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(root, file)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b, err := readBaseline(root)
	if err != nil {
		t.Fatal(err)
	}
	b.on("a machine")
	b.take([]row{budgetRow("fast", 0.41, "0.41")})
	b.Curves["path-fast"] = curved{Sizes: []int{10, 100, 1000}, Seconds: []float64{0.01, 0.1, 2}, Processor: []float64{0.01, 0.1, 1}}
	if err := b.write(root); err != nil {
		t.Fatal(err)
	}
	again, err := readBaseline(root)
	text, readErr := os.ReadFile(filepath.Join(root, pages[0].file))
	front, frontErr := os.ReadFile(filepath.Join(root, pages[1].file))
	if errors.Join(err, readErr, frontErr) != nil || again.Budgets["fast"].Value != 0.41 || again.Machine != "a machine" {
		t.Fatalf("%+v, %v, %v, %v", again, err, readErr, frontErr)
	}
	for _, want := range []string{"before\n", "after\n", "On a machine.", "| ≤ 1 | 0.41 | met |", "10: 10 ms (10 ms), 100: 100 ms (100 ms), 1000: 2 s (1 s) | 1.00 | 1.04 | met |"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if !strings.Contains(string(front), "| fast tier | against `gopls version`, in pairs of five runs | 0.41 | ≤ 1 | met |") {
		t.Errorf("%s", front)
	}
	if strings.Contains(string(text), "an earlier table") {
		t.Error("the old table is left")
	}
}

func TestBaselineRefusesWhatItDoesNotKnow(t *testing.T) {
	root := t.TempDir()
	text, err := json.Marshal(map[string]any{"machine": "x", "spare": 1})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(root, baselineFile)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readBaseline(root); err == nil || !strings.Contains(err.Error(), "spare") {
		t.Errorf("got %v", err)
	}
}

func TestParse(t *testing.T) {
	tests := []struct {
		name string
		args []string
		err  string
	}{
		{"a budget and a curve", []string{"--only", "fast,modules-fast"}, ""},
		{"an unknown one", []string{"--only", "fast,slow"}, "slow"},
		{"one that is not checked", []string{"--only", "binary"}, "binary"},
		{"no pairs", []string{"--pairs", "0"}, "--pairs"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := parse(tt.args)
			if (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) {
				t.Errorf("got %v", err)
			}
		})
	}
}
