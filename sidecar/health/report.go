package health

// Tier is how far an examination goes; see DESIGN §3.
type Tier string

const (
	TierFast     Tier = "fast"
	TierStandard Tier = "standard"
	TierDeep     Tier = "deep"
)

func (Tier) Class() Class { return ClassPublic }

// Covers reports that work of tier other is done in tier t.
func (t Tier) Covers(other Tier) bool { return t.rank() >= other.rank() }

func (t Tier) rank() int {
	switch t {
	case TierDeep:
		return 2
	case TierStandard:
		return 1
	}
	return 0
}

// CheckState is what became of a check.
type CheckState string

const (
	StateOK            CheckState = "ok"
	StateFinding       CheckState = "finding"
	StateInconclusive  CheckState = "inconclusive"   // could not judge; the reason says why
	StateNotApplicable CheckState = "not-applicable" // nothing here that it speaks of
	StateSkipped       CheckState = "skipped"        // not asked for in this tier or by the user
)

func (CheckState) Class() Class { return ClassPublic }

// CheckResult is the state of one check. TookMs is in milliseconds.
type CheckResult struct {
	ID       CheckID    `json:"id"`
	State    CheckState `json:"state"`
	Severity Severity   `json:"severity"` // the highest the check can report
	Reason   Message    `json:"reason"`
	TookMs   float64    `json:"tookMs"`
}

// Report is a finished examination.
type Report struct {
	Tool      Tool
	StartedAt Public // RFC 3339, UTC
	TookMs    int64
	Tier      Tier
	Badge     Badge
	Works     []Message
	Findings  []Finding
	Checks    []CheckResult
	Snapshot  *Snapshot
}

// Tool is who examined.
type Tool struct {
	Name    Public `json:"name"`
	Version Public `json:"version"`
}
