package report

import (
	"maps"
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

// HistoryDocument is what `govitals history --format json` prints: earlier diagnoses, newest first. It is never redacted, because
// it is asked for by the person at the machine.
type HistoryDocument struct {
	Schema  int            `json:"schema"`
	History []HistoryEntry `json:"history"`
}

// HistoryEntry is a diagnosis that differed from the one before it.
type HistoryEntry struct {
	At       health.Public  `json:"at"`   // RFC 3339, UTC
	Last     health.Public  `json:"last"` // the last time that it was still so; empty: it was seen once
	Badge    health.Badge   `json:"badge"`
	Folders  []string       `json:"folders"`
	Editor   health.Public  `json:"editor"` // empty: the command line
	Findings []string       `json:"findings"`
	Values   []HistoryValue `json:"values"` // by name
}

// HistoryValue is a value that explains changes: the version of gopls, the path of go.
type HistoryValue struct {
	Name  health.Public `json:"name"`
	Value string        `json:"value"`
}

// NewHistoryEntry renders a moment.
func NewHistoryEntry(folders []health.Path, editor health.Public, m health.Moment) HistoryEntry {
	e := HistoryEntry{At: m.At, Last: m.Last, Badge: m.Badge, Editor: editor, Folders: []string{}, Findings: []string{}, Values: []HistoryValue{}}
	for _, f := range folders {
		e.Folders = append(e.Folders, string(f))
	}
	for _, f := range m.Findings {
		e.Findings = append(e.Findings, string(f))
	}
	for _, name := range slices.Sorted(maps.Keys(m.Values)) {
		e.Values = append(e.Values, HistoryValue{name, string(health.Catalogue(nil).Value(m.Values[name]))})
	}
	return e
}
