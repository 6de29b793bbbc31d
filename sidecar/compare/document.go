// Package compare says in words what differs between two reports: two machines, or two days of one. It looks at nothing and judges
// nothing; both reports were judged by the same checks before.
package compare

import (
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/report"
)

// Document is what `govitals diff --format json` prints.
type Document struct {
	Schema  int            `json:"schema"`
	Tool    report.Tool    `json:"tool"`
	Privacy report.Privacy `json:"privacy"`
	// A and B are the two reports, in the order in which they were given.
	A End `json:"a"`
	B End `json:"b"`
	// Same says that nothing differs; Summary says in one sentence what the difference comes to.
	Same    bool   `json:"same"`
	Summary string `json:"summary"`
	// Notes say what could not be compared, or only in part.
	Notes   []string `json:"notes"`
	Changes []Change `json:"changes"` // by kind, then by name
}

// End is one of the two reports.
type End struct {
	File      string       `json:"file"`
	StartedAt string       `json:"startedAt"` // RFC 3339, UTC
	Tool      string       `json:"tool"`      // version of the govitals that looked; the verdicts are today's
	Tier      health.Tier  `json:"tier"`
	System    string       `json:"system"` // linux/amd64
	Badge     health.Badge `json:"badge"`
	Folders   []string     `json:"folders"`
}

// Change is one difference.
type Change struct {
	Kind Kind   `json:"kind"`
	How  How    `json:"how"`
	Name string `json:"name"` // the finding's id, the variable, the setting
	// Folder is A's name of the workspace folder that it is about; empty for the whole machine or editor.
	Folder string `json:"folder"`
	Before string `json:"before"` // in A; empty if it is new
	After  string `json:"after"`  // in B; empty if it is gone
	Words  string `json:"words"`
}

// Kind is what differs.
type Kind string

const (
	KindBadge    Kind = "badge"
	KindFinding  Kind = "finding"
	KindLadder   Kind = "ladder"
	KindFolder   Kind = "folder"
	KindModule   Kind = "module"
	KindVersion  Kind = "version"
	KindSystem   Kind = "system"
	KindVariable Kind = "variable" // of the environment that the editor starts tools from
	KindGOENV    Kind = "goenv"    // a line of the file that go env -w writes
	KindGoEnv    Kind = "go-env"   // an answer of go env that neither of the two explains
	KindSetting  Kind = "setting"
	KindProbe    Kind = "probe" // what could be looked at
)

// How says on which side it stands.
type How string

const (
	New     How = "new"  // in B alone
	Gone    How = "gone" // in A alone
	Changed How = "changed"
)

// Side is one of the two reports, judged.
type Side struct {
	File   string
	Report health.Report
	// Tokens says that names were replaced before by tokens that count from one in this report alone.
	Tokens bool
}
