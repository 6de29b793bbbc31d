package health

// Environment is a process's environment, reduced to the names that matter (see Variables in secrets.go).
type Environment struct {
	Variables []Variable `json:"variables,omitempty"`
	// AtActivation is the editor's environment before other extensions wrote to it; empty on the command line.
	AtActivation []Variable `json:"atActivation,omitempty"`
	Hidden       int        `json:"hidden"` // variables that are not on the list
}

// Variable is an environment variable with who set it. A variable that is set to nothing has an empty value.
type Variable struct {
	Name   Public `json:"name"`
	Value  Value  `json:"value"`
	Source Source `json:"source"`
}

// ToolEnv is what golang.go hands to gopls and other tools in a folder: the process environment with go.toolsEnvVars,
// http.proxy and go.gopath laid over it, each with who set it (reference go-editor-facts §1.4). The go that gopls
// runs sees the setting gopls.build.env on top of this (ServerVariables).
type ToolEnv struct {
	Folder    Path       `json:"folder"`
	Variables []Variable `json:"variables,omitempty"`
	// ServerVariables are those that the gopls setting "env" sets for go commands of gopls alone.
	ServerVariables []Variable `json:"serverVariables,omitempty"`
}

// ToolVariable returns a variable of the environment that tools are given in a folder.
func (s *Snapshot) ToolVariable(folder Path, name Public) (Variable, bool) {
	for _, e := range s.ToolEnvs {
		if e.Folder == folder {
			return Find(e.Variables, name)
		}
	}
	return Variable{}, false
}

// Origin says what value go uses for one of its variables in a folder and who set it: the tool environment if it
// holds the name with a value, then the GOENV file, then what go itself answered (go.env file or default). An empty
// variable counts as unset, as it does for go.
func (s *Snapshot) Origin(folder Path, name Public) (Variable, bool) {
	if v, ok := s.ToolVariable(folder, name); ok && !v.Value.Empty() {
		return v, true
	}
	if v, ok := Find(s.GOENV.Variables, name); ok && !v.Value.Empty() && s.GOENV.State == FileOK {
		return v, true
	}
	return Find(s.GoEnv(folder).Values, name)
}

// Find returns the variable of that name. Names are compared exactly; on Windows the probe has put them into the
// spelling of the list.
func Find(vars []Variable, name Public) (Variable, bool) {
	for _, v := range vars {
		if v.Name == name {
			return v, true
		}
	}
	return Variable{}, false
}

// GOENVFile is the file that `go env -w` writes, read by us and not by go: go refuses to start on some of its
// contents.
type GOENVFile struct {
	Path      Path       `json:"path,omitempty"`
	Source    Source     `json:"source"` // the variable GOENV, or default
	State     FileState  `json:"state"`
	Error     Text       `json:"error,omitempty"`
	Variables []Variable `json:"variables,omitempty"` // Source.Line is the line in the file
}

// FileState is what became of reading a file.
type FileState string

const (
	FileOK         FileState = "ok"
	FileMissing    FileState = "missing"
	FileUnreadable FileState = "unreadable"
	FileInvalid    FileState = "invalid"
	FileTooLarge   FileState = "too-large"
	FileOff        FileState = "off" // switched off on purpose, as GOENV=off
)

func (FileState) Class() Class { return ClassPublic }

// GoEnv is one `go env` in the environment that golang.go hands to tools for a folder.
type GoEnv struct {
	Folder Path `json:"folder"`
	Go     Path `json:"go"` // the go that was asked
	// Failure is empty if go answered with pure JSON.
	Failure GoFailure `json:"failure,omitempty"`
	Exit    int       `json:"exit"`
	Error   Text      `json:"error,omitempty"` // first 2 kB of standard error, or why it could not be started
	Noise   Text      `json:"noise,omitempty"` // what stood before or after the JSON on standard output
	// Values are go's answers; Source says where go has each from. GOPROXY, GONOPROXY and GOVCS are the user's,
	// not those we ask with (see Deviations).
	Values     []Variable  `json:"values,omitempty"`
	Deviations []Deviation `json:"deviations,omitempty"`
	TookMs     int64       `json:"tookMs"`
}

// GoFailure is how `go env` failed.
type GoFailure string

const (
	GoNotFound GoFailure = "not-found" // the lookup found none: nothing was run
	GoNoStart  GoFailure = "no-start"  // the system refused to run it
	GoExit     GoFailure = "exit"      // non-zero exit status
	GoHangs    GoFailure = "hangs"     // passed the deadline
	GoNoise    GoFailure = "noise"     // the answer is not pure JSON
	GoFloods   GoFailure = "floods"    // wrote more than anyone can want
	GoNotAsked GoFailure = "not-asked" // untrusted, or the run ended before
)

func (GoFailure) Class() Class { return ClassPublic }

// Deviation is a value that we changed for our own run, so that diagnosing changes nothing: GOPROXY=off and so on.
type Deviation struct {
	Name   Public  `json:"name"`
	Before Value   `json:"before"`
	After  Value   `json:"after"`
	Why    Message `json:"why"`
}

// Get returns one of go's answers.
func (g GoEnv) Get(name Public) string {
	v, _ := Find(g.Values, name)
	return v.Value.Text
}

// GoEnv returns what `go env` said in a folder; Failure is GoNotAsked if it was never asked.
func (s *Snapshot) GoEnv(folder Path) GoEnv {
	for _, g := range s.GoEnvs {
		if g.Folder == folder {
			return g
		}
	}
	return GoEnv{Folder: folder, Failure: GoNotAsked}
}
