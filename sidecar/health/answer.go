package health

// Question is a request put to a server.
type Question string

const (
	AskHover      Question = "hover"
	AskDefinition Question = "definition"
	AskCompletion Question = "completion"
	AskSymbols    Question = "document-symbols"
)

func (Question) Class() Class { return ClassPublic }

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
	case a.Question == AskDefinition && a.Where == nil:
		return VerdictEmpty
	case a.Where != nil && !a.Where.Exists:
		return VerdictWrongPlace
	case a.Where != nil && !a.Where.Matches && a.Where.Tree != TreeBuildCache:
		return VerdictWrongPlace
	}
	return VerdictAnswered
}
