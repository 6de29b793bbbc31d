package health

import (
	"maps"
	"slices"
)

// ProbeHistory fills History.
const ProbeHistory ProbeID = "history"

// History is what earlier diagnoses of the same folders came to, from our private state directory: bounded, and only on this
// machine. It can be switched off.
type History struct {
	Off     bool     `json:"off,omitempty"`
	Reason  Text     `json:"reason,omitempty"` // why it could not be read
	Moments []Moment `json:"moments,omitempty"`
}

// Moment is a diagnosis that differed from the one before it. Values are the few that explain changes, by name: go, gopls,
// GOROOT, editor, golang.go.
type Moment struct {
	At       Public           `json:"at"`             // RFC 3339, UTC
	Last     Public           `json:"last,omitempty"` // the last time that it was still so
	Badge    Badge            `json:"badge"`
	Findings []FindingID      `json:"findings,omitempty"` // roots alone, sorted
	Values   map[Public]Value `json:"values,omitempty"`
}

// Same reports that two moments tell the same, whenever they were.
func (m Moment) Same(n Moment) bool {
	return m.Badge == n.Badge && slices.Equal(m.Findings, n.Findings) && maps.EqualFunc(m.Values, n.Values, sameValue)
}

// Onset is when a finding came, and what changed then.
type Onset struct {
	// At is the first diagnosis that had it; empty: it is the present one.
	At Public
	// Before is the last time that it was not there; empty: it was there from the first diagnosis on that is known.
	Before  Public
	Changes []ValueChange // by name
}

// ValueChange is a value that differs between two moments.
type ValueChange struct {
	Name          Public
	Before, After Value
}

// Since tells when a finding came that is there now, and what changed between the last diagnosis without it and the first one
// with it. Not ok: no earlier diagnosis is known.
func (h History) Since(id FindingID, now map[Public]Value) (o Onset, ok bool) {
	if h.Off || len(h.Moments) == 0 {
		return Onset{}, false
	}
	first := len(h.Moments) // of those with the finding, up to now
	for first > 0 && slices.Contains(h.Moments[first-1].Findings, id) {
		first--
	}
	with := now
	if first < len(h.Moments) {
		o.At, with = h.Moments[first].At, h.Moments[first].Values
	}
	if first == 0 {
		return o, true
	}
	without := h.Moments[first-1]
	o.Before = without.At
	if without.Last != "" {
		o.Before = without.Last
	}
	o.Changes = changes(without.Values, with)
	return o, true
}

// changes leaves out what is missing on one side: then it was not seen, which explains nothing.
func changes(before, after map[Public]Value) (out []ValueChange) {
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if now, ok := after[name]; ok && !sameValue(before[name], now) {
			out = append(out, ValueChange{name, before[name], now})
		}
	}
	return out
}
