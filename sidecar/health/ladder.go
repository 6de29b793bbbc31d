package health

// Ladder is the same questions put to several servers; see DESIGN §4. Raw answers are kept; Verdict, Pulse and
// Answer.Verdict are derived from them, so that a replayed report is judged by today's rules.
type Ladder struct {
	Folder Path   `json:"folder"`
	Rungs  []Rung `json:"rungs"`
}

// RungState is what became of a rung.
type RungState string

const (
	RungHolds   RungState = "holds"
	RungFails   RungState = "fails"
	RungLoading RungState = "loading" // the load was still running when time was up
	RungSkipped RungState = "skipped"
	RungUnclear RungState = "unclear" // too few answers to tell
)

func (RungState) Class() Class { return ClassPublic }

// Stage is how far a server came.
type Stage string

const (
	StageSpawn      Stage = "spawn"
	StageInitialize Stage = "initialize"
	StageLoad       Stage = "load"
	StageQuestion   Stage = "question"
)

func (Stage) Class() Class { return ClassPublic }

// Rung is one server and its answers.
type Rung struct {
	Rung  int       `json:"rung"`
	State RungState `json:"state"`
	// Reason says why a rung was skipped.
	Reason      Message     `json:"reason"`
	FailedStage Stage       `json:"failedStage,omitempty"`
	Deviations  []Deviation `json:"deviations,omitempty"`
	Load        Load        `json:"load"`
	Answers     []Answer    `json:"answers,omitempty"`
	// NoTarget says why nothing could be asked: no Go file that this system builds.
	NoTarget  Message `json:"noTarget"`
	Exit      int     `json:"exit"`
	Signal    Public  `json:"signal,omitempty"`
	LastWords Text    `json:"lastWords,omitempty"` // end of standard error of a server that died
	// Unended counts processes that outlived all we did; 0 is the only good number.
	Unended int   `json:"unended"`
	TookMs  int64 `json:"tookMs"`
}

// LoadState is how a server's load of the workspace ended.
type LoadState string

const (
	LoadLoaded  LoadState = "loaded"
	LoadFailed  LoadState = "failed"
	LoadRunning LoadState = "running" // not ended when time was up
	LoadDied    LoadState = "died"
	LoadUnknown LoadState = ""
)

func (LoadState) Class() Class { return ClassPublic }

// Load is what a server told about loading the workspace.
type Load struct {
	State    LoadState `json:"state,omitempty"`
	Views    int       `json:"views"`
	Packages int       `json:"packages"` // workspace packages
	Messages []Text    `json:"messages,omitempty"`
	TookMs   int64     `json:"tookMs"`
}

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

// PulseState sums up a folder's ladder for the badge.
type PulseState string

const (
	PulseGood     PulseState = "good"
	PulseBad      PulseState = "bad"
	PulseLoading  PulseState = "loading"
	PulseNotTaken PulseState = "not-taken"
	PulseUnclear  PulseState = "unclear" // taken, but nothing there to ask about
)

func (PulseState) Class() Class { return ClassPublic }

// LadderVerdict names the layer that is broken.
type LadderVerdict string

const (
	LadderHealthy     LadderVerdict = "healthy"
	LadderStale       LadderVerdict = "stale-server"
	LadderProject     LadderVerdict = "project"
	LadderEnvironment LadderVerdict = "environment"
	LadderToolchain   LadderVerdict = "toolchain"
	LadderUnknown     LadderVerdict = "unknown"
)

func (LadderVerdict) Class() Class { return ClassPublic }

// Rung returns a rung that was tried or skipped.
func (l Ladder) Rung(n int) (Rung, bool) {
	for _, r := range l.Rungs {
		if r.Rung == n {
			return r, true
		}
	}
	return Rung{}, false
}

// Judge derives the state of a rung from its raw answers. Healthy is earned: at least three answered questions, of
// which every definition led to a file that exists; a server that answers null to everything is not healthy.
func (r Rung) Judge() RungState {
	if r.State == RungSkipped {
		return RungSkipped
	}
	switch {
	case r.FailedStage == StageSpawn, r.FailedStage == StageInitialize, r.Load.State == LoadDied, r.Load.State == LoadFailed:
		return RungFails
	case r.Load.State == LoadRunning:
		return RungLoading
	}
	answered := 0
	for _, a := range r.Answers {
		if a.Judge() != VerdictAnswered {
			return RungFails
		}
		answered++
	}
	if answered < 3 {
		return RungUnclear
	}
	return RungHolds
}

// Pulse sums up the folder: rung 1 outranks rung 0, because it was asked more.
func (l Ladder) Pulse() PulseState {
	state := PulseNotTaken
	for _, r := range l.Rungs {
		if r.Rung > 1 {
			continue
		}
		switch r.Judge() {
		case RungHolds:
			state = PulseGood
		case RungFails:
			state = PulseBad
		case RungLoading:
			state = PulseLoading
		case RungUnclear:
			state = PulseUnclear
		}
	}
	return state
}

// Verdict derives the broken layer from the pattern of rungs.
func (l Ladder) Verdict() LadderVerdict {
	state := func(n int) RungState {
		r, ok := l.Rung(n)
		if !ok {
			return RungSkipped
		}
		return r.Judge()
	}
	switch {
	case state(1) == RungHolds && state(0) == RungFails:
		return LadderStale
	case state(1) == RungHolds, state(1) == RungSkipped && state(0) == RungHolds:
		return LadderHealthy
	case state(1) == RungFails && state(2) == RungHolds:
		return LadderProject
	case state(2) == RungFails && state(3) == RungHolds:
		return LadderEnvironment
	case state(3) == RungFails:
		return LadderToolchain
	}
	return LadderUnknown
}

// Pulse is the state of the whole snapshot: the worst of its folders that have Go.
func (s *Snapshot) Pulse() PulseState {
	rank := map[PulseState]int{PulseGood: 1, PulseUnclear: 2, PulseNotTaken: 3, PulseLoading: 4, PulseBad: 5}
	worst := PulseState("")
	for _, l := range s.Ladders {
		if p := l.Pulse(); rank[p] > rank[worst] {
			worst = p
		}
	}
	if worst == "" {
		return PulseNotTaken
	}
	return worst
}
