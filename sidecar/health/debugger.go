package health

// ProbeDebugger fills DebugTrials. It runs in tier deep.
const ProbeDebugger ProbeID = "debugger"

// DebugTrial is a debugging session of a program made for the purpose: build, stop at a breakpoint, read a variable, leave.
type DebugTrial struct {
	Folder Path       `json:"folder"`
	Dlv    Path       `json:"dlv,omitempty"`
	Go     Path       `json:"go,omitempty"`
	Stage  DebugStage `json:"stage"`            // the last one that was tried
	Fault  DebugFault `json:"fault,omitempty"`  // empty: it stopped at the breakpoint and the variable had its value
	Words  Text       `json:"words,omitempty"`  // of go or dlv, or our own reason
	TookMs int64      `json:"tookMs,omitempty"` // of all stages
}

// DebugStage is a part of a debugging session.
type DebugStage string

const (
	DebugBuild    DebugStage = "build"
	DebugStart    DebugStage = "start"
	DebugBreak    DebugStage = "breakpoint"
	DebugContinue DebugStage = "continue"
	DebugVariable DebugStage = "variable"
	DebugDetach   DebugStage = "detach"
)

func (DebugStage) Class() Class { return ClassPublic }

// DebugFault is how a debugging session failed.
type DebugFault string

const (
	DebugNoDlv       DebugFault = "no-dlv"
	DebugNoBuild     DebugFault = "no-build"     // go could not build the program: other checks speak of go
	DebugNotTried    DebugFault = "not-tried"    // see Words
	DebugNoStart     DebugFault = "no-start"     // the system does not run dlv
	DebugForeign     DebugFault = "foreign"      // dlv is built for another processor, or runs translated
	DebugVersion     DebugFault = "version"      // dlv does not support this Go
	DebugPtrace      DebugFault = "ptrace"       // the system does not allow debugging
	DebugNoServer    DebugFault = "debugserver"  // macOS: Apple's debugserver is not installed
	DebugNoDeveloper DebugFault = "no-developer" // macOS: this user may not debug
	DebugStripped    DebugFault = "stripped"     // the program has no debugging information
	DebugTimeout     DebugFault = "timeout"
	DebugWrong       DebugFault = "wrong" // it did not stop, or read another value
	DebugOther       DebugFault = "other"
)

func (DebugFault) Class() Class { return ClassPublic }

// DebugTrial returns the trial for a folder.
func (s *Snapshot) DebugTrial(folder Path) (DebugTrial, bool) {
	for _, t := range s.DebugTrials {
		if t.Folder == folder {
			return t, true
		}
	}
	return DebugTrial{}, false
}
