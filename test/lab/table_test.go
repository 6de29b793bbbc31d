//go:build unix

package lab

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/report"
)

// tableFile is where each environment leaves one line for scripts/lab; unset writes none.
const tableFile = "GOVITALS_LAB_TABLE"

// tableRow is what became of an environment. scripts/lib/lab reads it.
type tableRow struct {
	Shelf  string      `json:"shelf"`
	Name   string      `json:"name"`
	Title  string      `json:"title"`
	Want   []string    `json:"want"`
	Allow  []string    `json:"allow,omitempty"` // may be found too, as information
	Roots  []tableRoot `json:"roots"`
	Failed bool        `json:"failed"` // for whatever reason: another badge, a changed file, a process that was left
	TookMs float64     `json:"tookMs"`
}

type tableRoot struct {
	Check    string `json:"check"`
	Severity string `json:"severity"`
}

// tabulate begins the line of an environment; it is written when its test ends, however it ends.
func (m *machine) tabulate() *tableRow {
	m.t.Helper()
	shelf, _, _ := strings.Cut(strings.TrimPrefix(m.t.Name(), "Test"), "/")
	row := &tableRow{Shelf: strings.ToLower(shelf), Name: m.env.name, Title: m.env.title, Want: m.env.want, Allow: m.env.allow}
	if file := os.Getenv(tableFile); file != "" {
		m.t.Cleanup(func() { row.write(m.t, file) })
	}
	return row
}

// saw takes the roots of a report.
func (r *tableRow) saw(d report.Document) {
	r.TookMs = float64(d.TookMs)
	for _, f := range d.Findings {
		if f.Because == "" {
			r.Roots = append(r.Roots, tableRoot{Check: f.Check, Severity: string(f.Severity)})
		}
	}
}

func (r *tableRow) write(t *testing.T, file string) {
	t.Helper()
	r.Failed = t.Failed()
	appendLine(t, file, r)
}

// appendLine adds a value to a file, as one line of JSON.
func appendLine(t *testing.T, file string, v any) {
	t.Helper()
	line, err := json.Marshal(v)
	if err != nil {
		t.Error(err)
		return
	}
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		t.Error(err)
		return
	}
	if _, err := f.Write(append(line, '\n')); err != nil {
		t.Error(err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}
