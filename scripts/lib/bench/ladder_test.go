package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRungOne(t *testing.T) {
	tests := []struct {
		name, report string
		want         float64
		err          string
	}{
		{"holds", `{"ladders":[{"rungs":[{"rung":0,"state":"skipped"},{"rung":1,"state":"holds","tookMs":1500}]}]}`, 1.5, ""},
		{"fails", `{"ladders":[{"rungs":[{"rung":1,"state":"fails","tookMs":15}]}]}`, 0, `"fails" instead of "holds"`},
		{"not run", `{"ladders":[{"rungs":[]}]}`, 0, "no rung 1"},
		{"no folder", `{"ladders":[]}`, 0, "no ladder"},
		{"no report", `usage`, 0, "invalid character"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := rungOne([]byte(tt.report))
			if got != tt.want || (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
}

// A time that ours tells of itself takes the place of the whole program's.
func TestContestComparesAPart(t *testing.T) {
	self := []string{os.Args[0], "-test.run=^$"}
	c := comparison{id: "rung-1", ours: self, theirs: self}
	c.took = func(stdout []byte) (float64, error) {
		if !strings.Contains(string(stdout), "PASS") {
			return 0, errors.New("no output")
		}
		return 3600, nil
	}
	p, err := c.contest(t.TempDir()).pair(t.Context(), false)
	if err != nil || p.ours != 3600 || p.theirs >= 3600 {
		t.Errorf("got %+v, %v", p, err)
	}
	c.took = func([]byte) (float64, error) { return 0, errors.New("out of shape") }
	if _, err := c.contest(t.TempDir()).pair(t.Context(), false); err == nil || !strings.Contains(err.Error(), "out of shape") {
		t.Errorf("got %v", err)
	}
}

// A cache of gopls's that grew on this machine must not tell on the measure.
func TestOwnCaches(t *testing.T) {
	t.Setenv("GOPLSCACHE", "/grown")
	t.Setenv("GOVITALS_STATE_DIR", "/grown")
	dir := t.TempDir()
	if err := ownCaches(dir); err != nil {
		t.Fatal(err)
	}
	gopls, state := os.Getenv("GOPLSCACHE"), os.Getenv("GOVITALS_STATE_DIR")
	if filepath.Dir(state) != dir || filepath.Dir(gopls) != dir || gopls == state {
		t.Errorf("%s and %s", gopls, state)
	}
}

// experiment is an isolation that found the culprit, changed.
func experiment(change func(*isolationDocument)) isolationDocument {
	var d isolationDocument
	d.Ladder.Rungs = []rung{{2, "fails", 500}}
	i := &d.Isolation
	i.State, i.Candidates, i.Trials, i.TookMs = "found", 64, 22, 5000
	i.Culprits = append(i.Culprits, struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}{culprit, culpritValue})
	change(&d)
	return d
}

func TestIsolationRows(t *testing.T) {
	tests := []struct {
		name    string
		change  func(*isolationDocument)
		verdict string
		err     string
	}{
		{"found", func(*isolationDocument) {}, "met", ""},
		{"at the bound", func(d *isolationDocument) { d.Isolation.Trials = 28 }, "met", ""},
		{"too many trials", func(d *isolationDocument) { d.Isolation.Trials = 29 }, "missed", ""},
		{"flaky", func(d *isolationDocument) { d.Isolation.State = "flaky" }, "", `ended as "flaky"`},
		{"somebody else", func(d *isolationDocument) { d.Isolation.Culprits[0].Name = "JUNK_7" }, "", "JUNK_7"},
		{"two", func(d *isolationDocument) {
			d.Isolation.Culprits = append(d.Isolation.Culprits, d.Isolation.Culprits[0])
		}, "", "culprits"},
		{"rung 2 held", func(d *isolationDocument) { d.Ladder.Rungs[0].State = "holds" }, "", "rung 2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rows, err := summed([]isolationDocument{experiment(func(*isolationDocument) {}), experiment(tt.change)})
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Errorf("got %v", err)
				}
				return
			}
			if err != nil || rows[0].verdict() != tt.verdict || rows[1].value != "10.0 (5.00 s)" {
				t.Errorf("got %+v, %v", rows, err)
			}
		})
	}
}

func TestSickEnvironment(t *testing.T) {
	t.Setenv("HOME", "/home/x")
	t.Setenv("SECRET_OF_THIS_TEST", "x")
	text := strings.Join(sickEnvironment(), "\n")
	if strings.Count(text, "JUNK_") != junk || !strings.Contains(text, "GOFLAGS=-nonsense") || !strings.Contains(text, "HOME=/home/x") || strings.Contains(text, "SECRET") {
		t.Errorf("got %s", text)
	}
}
