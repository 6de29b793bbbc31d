package health

// ProbePolicy fills Policies.
const ProbePolicy ProbeID = "policy"

// Policy is a team's .govitals.yaml, as it stands in a folder or was named on the command line.
type Policy struct {
	Folder Path `json:"folder,omitempty"` // empty: named on the command line, for all folders
	File   Path `json:"file"`
	// Fault says why it cannot be used, at Line; nothing of it is applied then.
	Fault Text `json:"fault,omitempty"`
	Line  int  `json:"line,omitempty"`
	// Go and Gopls are the required versions: "1.26", "1.26.8", ">=1.26".
	Go        Public        `json:"go,omitempty"`
	GoLine    int           `json:"goLine,omitempty"`
	Gopls     Public        `json:"gopls,omitempty"`
	GoplsLine int           `json:"goplsLine,omitempty"`
	Levels    []PolicyLevel `json:"levels,omitempty"`
	Accepted  []Acceptance  `json:"accepted,omitempty"`
}

// PolicyLevel is how much a check counts: off, info, warning, error.
type PolicyLevel struct {
	Check CheckID `json:"check"`
	Level Public  `json:"level"`
}

// Acceptance is a finding that somebody knows and lives with, by its id or that of its check.
type Acceptance struct {
	Finding Text   `json:"finding"`
	Reason  Text   `json:"reason"`
	Until   Public `json:"until,omitempty"` // the last day, 2006-01-02; empty is for ever
	Line    int    `json:"line,omitempty"`
}

// Covers reports an acceptance that speaks of a finding on a day, 2006-01-02.
func (a Acceptance) Covers(f Finding, day string) bool {
	named := string(a.Finding) == string(f.ID()) || string(a.Finding) == string(f.Check)
	return named && !a.Expired(day)
}

// Expired reports that its last day has passed.
func (a Acceptance) Expired(day string) bool { return a.Until != "" && day > string(a.Until) }

// Policy returns what rules a folder: the policy of the command line, else the folder's own, and for what concerns no single
// folder ("") the first that there is. ok is false without one that can be used.
func (s *Snapshot) Policy(folder Path) (Policy, bool) {
	for _, p := range s.Policies {
		if p.Fault == "" && (p.Folder == "" || p.Folder == folder || folder == "") {
			return p, true
		}
	}
	return Policy{}, false
}
