package health

// Isolation is an experiment that looked for what breaks a folder: gopls was started again and again with parts of the
// environment, settings and project taken away, until a smallest set was found without which it works (DESIGN §4).
type Isolation struct {
	Folder Path           `json:"folder"`
	State  IsolationState `json:"state"`
	// Reason says in words why nothing was found, or why the search ended early.
	Reason Message `json:"reason"`
	// Culprits is what breaks it, best known first. Those that share a Group break it only together.
	Culprits []Culprit `json:"culprits,omitempty"`
	// Confirmed says that each group was tried both ways, several times: with it alone it failed, without all groups it worked.
	Confirmed bool `json:"confirmed"`
	// Mended says that the user's own workspace worked with the culprits, and nothing else, taken away.
	Mended bool `json:"mended"`
	// Candidates is how many parts could be taken away, Trials how many servers were started, Most how many were allowed.
	Candidates int     `json:"candidates"`
	Trials     int     `json:"trials"`
	Most       int     `json:"most"`
	TookMs     int64   `json:"tookMs"`
	Log        []Trial `json:"log,omitempty"` // in order, at most 200
}

// IsolationState is how the search ended.
type IsolationState string

const (
	IsolationFound     IsolationState = "found"
	IsolationNotNeeded IsolationState = "not-needed" // nothing is broken
	IsolationNone      IsolationState = "none"       // nothing that can be taken away mends it
	IsolationFlaky     IsolationState = "flaky"      // the same trial failed once and worked once
	IsolationStopped   IsolationState = "stopped"    // cancelled, or time or trials were used up
	IsolationNotTried  IsolationState = "not-tried"  // it could not be tried; Reason says why
)

func (IsolationState) Class() Class { return ClassPublic }

// CulpritKind is what sort of part a culprit is.
type CulpritKind string

const (
	CulpritVariable CulpritKind = "variable"  // of the environment
	CulpritGOENV    CulpritKind = "goenv"     // a line of the file that go env -w writes
	CulpritSetting  CulpritKind = "setting"   // of the editor
	CulpritFlag     CulpritKind = "flag"      // of go.languageServerFlags
	CulpritWorkFile CulpritKind = "go-work"   // the go.work in force
	CulpritVendor   CulpritKind = "vendor"    // the vendor directory
	CulpritModule   CulpritKind = "module"    // a module's directory in the module cache
	CulpritNested   CulpritKind = "nested"    // a module inside another one's directory
	CulpritServer   CulpritKind = "server"    // the running gopls: it is stale, a fresh one works
	CulpritTool     CulpritKind = "toolchain" // go or gopls itself: they fail without any settings
)

func (CulpritKind) Class() Class { return ClassPublic }

// Culprit is a part that breaks it.
type Culprit struct {
	Kind   CulpritKind `json:"kind"`
	Name   Text        `json:"name"`   // the variable, setting or flag; of a file or directory what it is
	Value  Value       `json:"value"`  // cleaned like every value; of one variable that is a list, the entries that matter
	Source Source      `json:"source"` // who set it
	Group  int         `json:"group"`  // from 1
}

// Trial is one server that was started without some parts.
type Trial struct {
	Kept    int          `json:"kept"` // how many of the candidates it had
	Outcome TrialOutcome `json:"outcome"`
	TookMs  int64        `json:"tookMs"`
}

// TrialOutcome is what a trial showed.
type TrialOutcome string

const (
	TrialFails   TrialOutcome = "fails" // in the way that is searched for
	TrialHolds   TrialOutcome = "holds"
	TrialUnclear TrialOutcome = "unclear" // it failed in another way, or not in time
)

func (TrialOutcome) Class() Class { return ClassPublic }

// Isolation returns the experiment of a folder.
func (s *Snapshot) Isolation(folder Path) (Isolation, bool) {
	for _, i := range s.Isolations {
		if i.Folder == folder {
			return i, true
		}
	}
	return Isolation{}, false
}
