package health

import "strings"

// Question is a request put to a server.
type Question string

const (
	AskHover      Question = "hover"
	AskDefinition Question = "definition"
	AskCompletion Question = "completion"
	AskSymbols    Question = "document-symbols"

	AskTypeDefinition  Question = "type-definition"
	AskWorkspaceSymbol Question = "workspace-symbol"
)

func (Question) Class() Class { return ClassPublic }

// LeadsSomewhere reports a question whose answer is a place.
func (q Question) LeadsSomewhere() bool { return q == AskDefinition || q == AskTypeDefinition }

// TargetKind is where the symbol that is asked about is declared.
type TargetKind string

const (
	TargetSamePackage  TargetKind = "same-package"
	TargetSameModule   TargetKind = "same-module"
	TargetStandard     TargetKind = "standard-library"
	TargetDependency   TargetKind = "dependency"
	TargetVendored     TargetKind = "vendored"
	TargetDocument     TargetKind = "document"
	TargetSameFile     TargetKind = "same-file"
	TargetBuiltin      TargetKind = "builtin"
	TargetLocalReplace TargetKind = "local-replace"
	TargetCgo          TargetKind = "cgo"
)

func (TargetKind) Class() Class { return ClassPublic }

// AnswerVerdict classes an answer.
type AnswerVerdict string

const (
	VerdictAnswered   AnswerVerdict = "answered"
	VerdictEmpty      AnswerVerdict = "empty"
	VerdictError      AnswerVerdict = "error"
	VerdictTimeout    AnswerVerdict = "timeout"
	VerdictWrongPlace AnswerVerdict = "wrong-place"
)

func (AnswerVerdict) Class() Class { return ClassPublic }

// Answer is one question and what came back.
type Answer struct {
	Question Question   `json:"question"`
	Target   TargetKind `json:"target"`
	Symbol   Module     `json:"symbol"` // fmt.Println, example.com/x.New
	File     Path       `json:"file"`   // where it was asked, with the position, from 1
	Line     int        `json:"line"`
	Column   int        `json:"column"`
	// Verdict is derived from what follows by Judge.
	Verdict  AnswerVerdict `json:"verdict"`
	Empty    bool          `json:"empty,omitempty"`
	TimedOut bool          `json:"timedOut,omitempty"`
	Error    Text          `json:"error,omitempty"`
	Where    *Place        `json:"where,omitempty"` // of a definition
	TookMs   int64         `json:"tookMs"`
}

// Tree is the tree a place lies in.
type Tree string

const (
	TreeWorkspace   Tree = "workspace"
	TreeStandard    Tree = "goroot"
	TreeModuleCache Tree = "module-cache"
	TreeVendor      Tree = "vendor"
	TreeBuildCache  Tree = "build-cache"
	TreeElsewhere   Tree = "elsewhere"
)

func (Tree) Class() Class { return ClassPublic }

// Place is where a definition led.
type Place struct {
	File   Path `json:"file"`
	Line   int  `json:"line"` // from 1
	Column int  `json:"column"`
	Exists bool `json:"exists"`
	Tree   Tree `json:"tree"`
	// Matches says that the text there holds the symbol's name; false for a stale line.
	Matches bool `json:"matches"`
	// GoVersion is the VERSION of the Go release the place lies in, for Tree goroot.
	GoVersion Public `json:"goVersion,omitempty"`
	// InUse is the release of the go command that the server ran: sources of another one are the wrong place.
	InUse Public `json:"inUse,omitempty"`
}

// OtherRelease reports a place in the standard library of a release that is not the one in use. Development versions are
// not told apart: their words differ from tree to tree.
func (p Place) OtherRelease() bool {
	there, inUse := Release(string(p.GoVersion)), Release(string(p.InUse))
	return p.Tree == TreeStandard && there != "" && inUse != "" && there != inUse
}

// Release is the bare version of a Go release, go1.26.8; "" for a development version and for what is none.
func Release(goVersion string) string {
	first, _, _ := strings.Cut(goVersion, " ")
	first, _, _ = strings.Cut(first, "-")
	if !strings.HasPrefix(first, "go") {
		return ""
	}
	return first
}

// Judge classes an answer. A definition that leads to a file that is not there, or to a line without the symbol,
// is at the wrong place: the headline symptom "hover works, definition does nothing". Generated cgo files in the
// build cache are right although they look odd (reference broken-states §5).
func (a Answer) Judge() AnswerVerdict {
	switch {
	case a.TimedOut:
		return VerdictTimeout
	case a.Error != "":
		return VerdictError
	case a.Empty:
		return VerdictEmpty
	case a.Question.LeadsSomewhere() && a.Where == nil:
		return VerdictEmpty
	case a.Where != nil && !a.Where.Exists:
		return VerdictWrongPlace
	case a.Where != nil && !a.Where.Matches && a.Where.Tree != TreeBuildCache:
		return VerdictWrongPlace
	case a.Where != nil && a.Where.OtherRelease():
		return VerdictWrongPlace
	}
	return VerdictAnswered
}
