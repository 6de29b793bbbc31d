package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestHistory(t *testing.T) {
	m := newMachine(t)
	file := filepath.Join(m.home, "state", "govitals", "history.json")
	if r := m.run("history"); r.code != 0 || r.stdout != "No diagnosis was kept yet.\n" {
		t.Errorf("before the first: %d %q %s", r.code, r.stdout, r.stderr)
	}
	for _, args := range []string{"check app --untrusted", "check app --tier fast", "check app --only go-missing"} {
		m.run(strings.Fields(args)...)
		if _, err := os.Stat(file); err == nil {
			t.Errorf("%s was kept", args)
		}
	}
	m.run("check", "app")
	var document struct {
		Schema  int
		History []struct {
			At, Badge string
			Folders   []string
			Findings  []string
		}
	}
	r := m.run("history", "--format", "json", "--privacy", "full")
	if err := json.Unmarshal([]byte(r.stdout), &document); err != nil {
		t.Fatalf("%v: %s%s", err, r.stdout, r.stderr)
	}
	if len(document.History) != 1 || document.History[0].Badge != "error" || len(document.History[0].Findings) == 0 || document.History[0].Folders[0] != m.app {
		t.Errorf("history %+v", document)
	}
	if r := m.run("history", "--privacy", "full"); r.code != 0 || !strings.Contains(r.stdout, m.app) || !strings.Contains(r.stdout, "gopls-missing") {
		t.Errorf("as text: %d %q", r.code, r.stdout)
	}
	for _, format := range []string{"text", "json"} { // neither goes to a terminal
		if r := m.run("history", "--format", format); r.code != 0 || strings.Contains(r.stdout, m.home) || !strings.Contains(r.stdout, "<home>") || !strings.Contains(r.stdout, "gopls-missing") {
			t.Errorf("for others, as %s: %d %q", format, r.code, r.stdout)
		}
	}
	if r := m.run("check", "app"); !strings.Contains(r.stdout, "it is there since ") {
		t.Errorf("the second report does not say since when:\n%s", r.stdout)
	}
	if r := m.run("history", "--clear"); r.code != 0 || r.stdout != "" {
		t.Errorf("clear: %d %q %s", r.code, r.stdout, r.stderr)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("the file is still there")
	}
	m.set("GOVITALS_HISTORY", "off")
	m.run("check", "app")
	if _, err := os.Stat(file); err == nil {
		t.Error("it was kept although it is switched off")
	}
	m.write("state/govitals/history.json", "{")
	if r := m.run("history"); r.code != 3 || !strings.Contains(r.stderr, "damaged") {
		t.Errorf("damaged: %d %q", r.code, r.stderr)
	}
}
