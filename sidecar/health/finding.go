package health

// CheckID names a check for ever: kebab-case, file name and documentation anchor.
type CheckID string

func (CheckID) Class() Class { return ClassPublic }

// Severity of a finding. Error: Go tooling cannot work now. Warning: it works but is wrong, degraded or about to
// break. Info: worth knowing. Unknown marks an answer that is no finding: this check could not judge this subject,
// so it is inconclusive there, and never healthy.
type Severity string

const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Info    Severity = "info"
	Unknown Severity = "unknown"
)

func (Severity) Class() Class { return ClassPublic }

// Rank orders severities: error 3, warning 2, info 1, unknown 0.
func (s Severity) Rank() int {
	switch s {
	case Error:
		return 3
	case Warning:
		return 2
	case Info:
		return 1
	}
	return 0
}

// Finding is one thing that is wrong, with what proves it and what mends it.
type Finding struct {
	Check    CheckID  `json:"check"`
	Severity Severity `json:"severity"`
	// Subject tells findings of one check apart: a setting's name, a path. Empty if there can be only one.
	Subject Value `json:"subject"`
	// Folder is the workspace folder this is about; empty for the whole machine or editor.
	Folder   Path       `json:"folder,omitempty"`
	Message  Message    `json:"message"`
	Evidence []Evidence `json:"evidence,omitempty"`
	Fixes    []Fix      `json:"fixes,omitempty"`
	// Because is the finding that explains this one; empty for a root.
	Because FindingID `json:"because,omitempty"`
	// Known: it stood in the baseline that the user compares with, so the badge and the exit code do not count it.
	Known bool `json:"known,omitempty"`
	// Accepted is why the team's policy or the user lives with it; such a finding is Known too.
	Accepted Text `json:"accepted,omitempty"`
}

// FindingID is "check-id" or "check-id:subject".
type FindingID string

// Class of a FindingID is free text: a subject may be a path.
func (FindingID) Class() Class { return ClassText }

// ID is the finding's name in reports and on the command line.
func (f Finding) ID() FindingID {
	if f.Subject.Empty() {
		return FindingID(f.Check)
	}
	return FindingID(string(f.Check) + ":" + string((Catalogue)(nil).Value(f.Subject)))
}

// Evidence is one observed fact: what was looked at, what was seen, what would be right, and who says so.
type Evidence struct {
	What     Message `json:"what"`
	Observed Value   `json:"observed"`
	Expected Value   `json:"expected"`
	Source   Source  `json:"source"`
}

// SourceKind says what kind of thing a fact came from.
type SourceKind string

const (
	FromEnvironment SourceKind = "environment" // a variable of the process that tools are started from; Name is the variable
	FromSetting     SourceKind = "setting"     // an editor setting; Name is the key, Scope the level, File and Line where
	FromGOENV       SourceKind = "goenv"       // the file that `go env -w` writes; Name is the variable
	FromGoEnvFile   SourceKind = "go.env"      // $GOROOT/go.env, shipped with the release
	FromFile        SourceKind = "file"        // any other file
	FromCommand     SourceKind = "command"     // a program's answer; Name is the command
	FromBinary      SourceKind = "binary"      // the header or build information of an executable
	FromLookup      SourceKind = "lookup"      // the search for a tool; Name is the step that decided
	FromServer      SourceKind = "gopls"       // an answer of a gopls; Name is the request
	FromEditor      SourceKind = "editor"      // the editor's own word; Name is the fact
	FromSystem      SourceKind = "system"      // the operating system
	FromDefault     SourceKind = "default"     // nobody set it
)

func (SourceKind) Class() Class { return ClassPublic }

// Source is who said it. Line and Column count from 1; 0 is unknown.
type Source struct {
	Kind   SourceKind `json:"kind"`
	Name   Public     `json:"name,omitempty"`
	File   Path       `json:"file,omitempty"`
	Line   int        `json:"line,omitempty"`
	Column int        `json:"column,omitempty"`
	Scope  Scope      `json:"scope,omitempty"`
	PID    int        `json:"pid,omitempty"`
}
