package cli_test

import (
	"encoding/json"
	"strings"
	"testing"
)

// What fix, undo and history print fits their schemas at every turn: shown, applied, refused, taken back.
func TestJSONOfFixesFitsThePublishedSchemas(t *testing.T) {
	m, file := disabledMachine(t)
	m.run("check", "app")
	fits := func(schema string, code int, command string) {
		t.Helper()
		r := m.run(append(strings.Fields(command), "--format", "json")...)
		if r.code != code {
			t.Errorf("%s: exit code %d, want %d; stderr %s\n%s", command, r.code, code, r.stderr, r.stdout)
		}
		var value any
		if err := json.Unmarshal([]byte(r.stdout), &value); err != nil {
			t.Fatalf("%s: %v: %s", command, err, r.stdout)
		}
		s := readSchema(t, schema)
		for _, problem := range s.check(s.root, value, "") {
			t.Errorf("%s: %s", command, problem)
		}
	}
	fits("undo-list", 0, "undo --list")
	fits("fix", 0, "fix "+disabled+" app --dry-run")
	fits("fix", 0, "fix "+disabled+" app --yes")
	fits("undo-list", 0, "undo --list")
	fixed := content(t, file)
	m.write("app/.vscode/settings.json", fixed+"// later\n")
	fits("undo", 1, "undo")
	m.write("app/.vscode/settings.json", fixed)
	fits("undo", 0, "undo --all")
	fits("undo", 2, "undo")
	m.write("app/.vscode/settings.json", "{}\n")
	fits("fix", 0, "fix gopls-missing app --dry-run") // by hand: without go nothing is installed
	fits("history", 0, "history")
	fits("history", 0, "history --privacy full")
}
