package health

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
	Findings []FindingID      `json:"findings,omitempty"` // roots alone
	Values   map[Public]Value `json:"values,omitempty"`
}
