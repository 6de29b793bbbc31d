package report

import (
	"encoding/json"
	"strings"
	"testing"
)

// What a code scanning service asks of every result: a rule that exists, a place, a fingerprint.
func TestSARIF(t *testing.T) {
	d := sick()
	text, err := SARIF(d)
	if err != nil {
		t.Fatal(err)
	}
	var log sarifLog
	if err := json.Unmarshal([]byte(text), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	if log.Version != "2.1.0" || run.Tool.Driver.Version != "0.1.0" || len(run.Results) != 3 {
		t.Fatalf("version %s, tool %s, %d results", log.Version, run.Tool.Driver.Version, len(run.Results))
	}
	for _, r := range run.Results {
		if run.Tool.Driver.Rules[r.RuleIndex].ID != r.RuleID || len(r.Locations) != 1 || r.Fingerprints[fingerprint] == "" {
			t.Errorf("%+v", r)
		}
		if suppressed := len(r.Suppressions) > 0; suppressed != (r.RuleID == "cross-target") {
			t.Errorf("%s: suppressed %t", r.RuleID, suppressed)
		}
	}
	if notes := run.Invocations[0].Notifications; len(notes) != 2 || notes[0].Rule.ID != "gosum-incomplete" {
		t.Errorf("notifications %+v", notes)
	}
}

func TestSARIFPlaces(t *testing.T) {
	for path, want := range map[string]sarifPlace{
		"/w/app":                   {".", sarifBase},
		"/w/app/a b/go.mod":        {"a%20b/go.mod", sarifBase},
		"/w/application/go.mod":    {"file:///w/application/go.mod", ""},
		"/home/ada/.config/go/env": {"file:///home/ada/.config/go/env", ""},
		`C:\\Users\\ada\\go\\env`:  {"file:///C:/Users/ada/go/env", ""},
		`\\\\server\\share\\x`:     {"file://server/share/x", ""},
	} {
		path = strings.ReplaceAll(path, `\\`, `\`)
		if got := sarifPath(path, "/w/app"); got != want {
			t.Errorf("%s: %+v, want %+v", path, got, want)
		}
	}
}
