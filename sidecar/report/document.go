// Package report renders a finished examination: redaction by privacy class, the published JSON document, text for a
// terminal, Markdown. It judges nothing and looks at nothing.
package report

import (
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/lang"
)

// Schema is the version of the published document (docs/report.schema.json). Fields are added, never renamed.
const Schema = 1

// Document is a report as scripts, people and the editor read it: texts are rendered in words, after the redaction.
// It is the contract of DESIGN §6.
type Document struct {
	Schema    int          `json:"schema"`
	Tool      Tool         `json:"tool"`
	StartedAt string       `json:"startedAt"` // RFC 3339, UTC
	TookMs    int64        `json:"tookMs"`
	Tier      health.Tier  `json:"tier"`
	Privacy   Privacy      `json:"privacy"`
	Badge     health.Badge `json:"badge"`
	Folders   []Folder     `json:"folders"`
	Works     []string     `json:"works"` // what still works, in words
	Findings  []Finding    `json:"findings"`
	Checks    []Check      `json:"checks"`
	Probes    []Probe      `json:"probes"`
	// Ladders are the questions and answers of each folder, with the derived verdict.
	Ladders []Ladder `json:"ladders"`
	// Isolations are the experiments of the tier deep, one for each folder that was broken.
	Isolations []Isolation `json:"isolations"`
	// Environment are the variables that differ between the login shell, the editor, its Go tools and the running gopls, or
	// that overrule each other.
	Environment []EnvironmentRow `json:"environment"`
	Snapshot    *health.Snapshot `json:"snapshot,omitempty"` // left out towards the editor, which asks for it when it is wanted

	// tree is what matters to Go of the processes in the snapshot, below this window's extension host; for people alone.
	tree []TreeProcess
	host int
	life []session // of the snapshot's Life; for people alone
	say  *lang.Printer
	// tokens are those that the redaction put in, see Replaced.
	tokens map[string]bool
}

// Privacy says what a rendering may show: full is for the person at the machine, share for everybody else.
type Privacy string

const (
	PrivacyFull  Privacy = "full"
	PrivacyShare Privacy = "share"
)

// Tool is who examined.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Folder is a workspace folder of the report.
type Folder struct {
	Path  string             `json:"path"`
	State health.FolderState `json:"state"`
	HasGo bool               `json:"hasGo"`
	Pulse health.PulseState  `json:"pulse"`
	Error string             `json:"error"` // why it could not be looked at
}

// Finding is one problem, rendered.
type Finding struct {
	ID       string          `json:"id"`
	Check    string          `json:"check"`
	Severity health.Severity `json:"severity"`
	Title    string          `json:"title"`
	Detail   string          `json:"detail"`
	Subject  string          `json:"subject"`
	Folder   string          `json:"folder"`
	Because  string          `json:"because"` // the finding that explains this one; empty for a root
	Message  Message         `json:"message"`
	Evidence []Evidence      `json:"evidence"`
	Fixes    []Fix           `json:"fixes"`
	DocURL   string          `json:"docUrl"`
	// Known: it stood in the baseline, so it is shown and neither the badge nor the exit code counts it.
	Known bool `json:"known"`
	// Accepted is why the team's policy or the user lives with it; empty if nobody said so.
	Accepted string `json:"accepted"`

	say *lang.Printer
}

// Message is the id and arguments behind a text, for translation.
type Message struct {
	ID   string            `json:"id"`
	Args map[string]string `json:"args,omitempty"`
}

// Evidence is one observed fact.
type Evidence struct {
	What     string `json:"what"`
	Observed string `json:"observed"`
	Expected string `json:"expected"`
	Source   Source `json:"source"`
}

// Source is who said it; line and column count from 1, 0 is unknown.
type Source struct {
	Kind   health.SourceKind `json:"kind"`
	Name   string            `json:"name"`
	File   string            `json:"file"`
	Line   int               `json:"line"`
	Column int               `json:"column"`
	Scope  health.Scope      `json:"scope"`
	PID    int               `json:"pid"`

	say *lang.Printer
}

// Fix is a plan; fixes of a finding are alternatives, best first.
type Fix struct {
	ID    string      `json:"id"`
	Title string      `json:"title"`
	Risk  health.Risk `json:"risk"`
	Steps []Step      `json:"steps"`

	say *lang.Printer
}

// Step is one change.
type Step struct {
	Kind   health.StepKind   `json:"kind"`
	Title  string            `json:"title"`
	Target Target            `json:"target"`
	Before health.Data       `json:"before"`
	After  health.Data       `json:"after"`
	Argv   []string          `json:"argv"`
	Cwd    string            `json:"cwd"`
	Env    map[string]string `json:"env"`
	Effect health.Effect     `json:"effect"`
}

// Target is what a step changes.
type Target struct {
	Scope  health.Scope `json:"scope"`
	Folder string       `json:"folder"`
	File   string       `json:"file"`
	Key    string       `json:"key"`
	Member string       `json:"member"`
}

// Check is the state of one check.
type Check struct {
	ID     string            `json:"id"`
	State  health.CheckState `json:"state"`
	Reason string            `json:"reason"`
	TookMs float64           `json:"tookMs"`
	// Title is the first line of the check's documentation, Severity the highest that it can report.
	Title    string          `json:"title"`
	Severity health.Severity `json:"severity"`
}

// Probe is the state of one probe.
type Probe struct {
	ID     string            `json:"id"`
	OK     bool              `json:"ok"`
	State  health.ProbeState `json:"state"`
	Error  string            `json:"error"`
	TookMs float64           `json:"tookMs"`
}

// Ladder is `ladder` of DESIGN §6 for one folder.
type Ladder struct {
	Folder  string               `json:"folder"`
	Rungs   []Rung               `json:"rungs"`
	Verdict health.LadderVerdict `json:"verdict"`
	// Reasoning says in words how the pattern of rungs leads to the verdict.
	Reasoning string `json:"reasoning"`

	say *lang.Printer
}

// Rung is one server and its answers.
type Rung struct {
	Rung        int              `json:"rung"`
	Server      string           `json:"server"` // what was asked, in words
	State       health.RungState `json:"state"`
	Reason      string           `json:"reason"`
	FailedStage health.Stage     `json:"failedStage"`
	Broke       string           `json:"broke"` // where it broke, in words; empty if it did not
	Deviations  []Deviation      `json:"deviations"`
	Messages    []string         `json:"messages"` // the server's words about its load
	LastWords   string           `json:"lastWords"`
	Answers     []Answer         `json:"answers"`
	// Packages is the number of workspace packages that the server loaded, LoadMs how long that took.
	Packages int   `json:"packages"`
	LoadMs   int64 `json:"loadMs"`
	TookMs   int64 `json:"tookMs"`

	say *lang.Printer
}

// Deviation is a value that was changed for our own run.
type Deviation struct {
	Name   string `json:"name"`
	Before string `json:"before"`
	After  string `json:"after"`
	Why    string `json:"why"`
}

// Answer is one question and what came back.
type Answer struct {
	Question health.Question      `json:"question"`
	Target   health.TargetKind    `json:"target"`
	Symbol   string               `json:"symbol"`
	Verdict  health.AnswerVerdict `json:"verdict"`
	TookMs   int64                `json:"tookMs"`
	Error    string               `json:"error"`
	Where    string               `json:"where"` // file:line of a definition
	Exists   bool                 `json:"exists"`
	Matches  bool                 `json:"matches"` // the text there holds the symbol's name
	Tree     health.Tree          `json:"tree"`
	// GoVersion is the Go release that the place lies in, for a place in the standard library.
	GoVersion string `json:"goVersion"`
	Asked     string `json:"asked"` // file:line:column where it was asked

	say *lang.Printer
}
