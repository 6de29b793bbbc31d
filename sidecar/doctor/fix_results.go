package doctor

// FixDocument is what `govitals fix --format json` prints. It shows files as they are: it is for the person at this machine alone.
type FixDocument struct {
	Schema  int         `json:"schema"`
	Plan    FixPlan     `json:"plan"`
	Applied bool        `json:"applied"`
	Outcome *FixOutcome `json:"outcome"` // null if nothing was applied
	Proof   *FixProof   `json:"proof"`   // null if nothing was proved
}

// UndoDocument is what `govitals undo --format json` prints: one outcome, with --all one for each fix that stood, the last first.
type UndoDocument struct {
	Schema   int          `json:"schema"`
	Outcomes []FixOutcome `json:"outcomes"`
}

// UndoListDocument is what `govitals undo --list --format json` prints: the journal, oldest first.
type UndoListDocument struct {
	Schema  int        `json:"schema"`
	Entries []FixEntry `json:"entries"`
}
