package report

import (
	"cmp"
	"maps"
	"reflect"
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

// HistoryDocument is what `govitals history --format json` prints: earlier diagnoses, newest first.
type HistoryDocument struct {
	Schema  int            `json:"schema"`
	Tool    Tool           `json:"tool"`
	Privacy Privacy        `json:"privacy"`
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

// HistoryRecord is the history of a place: folders that were diagnosed together, in an editor or, where that is empty, on the
// command line.
type HistoryRecord struct {
	Folders []health.Path
	Editor  health.Public
	Moments []health.Moment
}

// BuildHistory renders earlier diagnoses. The report is of the machine alone: it knows the names that are not for others.
func BuildHistory(r health.Report, records []HistoryRecord, w Words, privacy Privacy) HistoryDocument {
	if privacy != PrivacyFull {
		privacy = PrivacyShare
		records = learn(r, records).value(reflect.ValueOf(records)).Interface().([]HistoryRecord)
	}
	out := HistoryDocument{Schema: Schema, Tool: Tool{string(r.Tool.Name), string(r.Tool.Version)}, Privacy: privacy, History: []HistoryEntry{}}
	for _, record := range records {
		for _, m := range record.Moments {
			out.History = append(out.History, historyEntry(record, m, w))
		}
	}
	slices.SortStableFunc(out.History, func(a, b HistoryEntry) int { return cmp.Compare(b.At, a.At) })
	return out
}

func historyEntry(r HistoryRecord, m health.Moment, w Words) HistoryEntry {
	e := HistoryEntry{At: m.At, Last: m.Last, Badge: m.Badge, Editor: r.Editor, Folders: each(r.Folders, text[health.Path]), Findings: each(m.Findings, text[health.FindingID]),
		Values: []HistoryValue{}}
	for _, name := range slices.Sorted(maps.Keys(m.Values)) {
		e.Values = append(e.Values, HistoryValue{name, string(w.Catalogue.Value(m.Values[name]))})
	}
	return e
}
