package health

// LoginShell is the environment that a fresh login of the user gives, as a terminal has it and an editor that was started
// from the desktop may lack: the shell was started with a minimal environment and asked to print its own.
type LoginShell struct {
	State ShellState `json:"state,omitempty"`
	Shell Path       `json:"shell,omitempty"`
	// Reason says more about a state that is not ok.
	Reason Text `json:"reason,omitempty"`
	// Variables are those of the allow-list; Source is the shell.
	Variables []Variable `json:"variables,omitempty"`
	Hidden    int        `json:"hidden"`
	// Kept are those variables that the editor's environment has with another value, as the shell ends with when it is started
	// with the editor's values: a start-up file that leaves what it finds (export GOPATH=${GOPATH:-…}) differs from nobody.
	Kept []Variable `json:"kept,omitempty"`
	// Tools are the first of their name on its PATH.
	Tools []ShellTool `json:"tools,omitempty"`
	// Noise says that its start-up files wrote something: harmless here, fatal to tools that read a shell's output.
	Noise  bool  `json:"noise"`
	TookMs int64 `json:"tookMs"`
}

// ShellTool is where a login shell finds a tool; Path is empty if it does not.
type ShellTool struct {
	Tool Public `json:"tool"`
	Path Path   `json:"path"`
	// Binary is its identity, read and never run.
	Binary *Binary `json:"binary,omitempty"`
}

// ShellState is what became of asking the shell.
type ShellState string

const (
	ShellOK       ShellState = "ok"
	ShellNotAsked ShellState = "not-asked" // switched off, in the background, or a system without login shells
	ShellMissing  ShellState = "missing"   // there is no such program
	ShellUnknown  ShellState = "unknown"   // no shell whose language is known
	ShellLate     ShellState = "late"      // its start-up files passed the deadline
	ShellFailed   ShellState = "failed"    // it ended without printing its environment
	ShellFloods   ShellState = "floods"
)

func (ShellState) Class() Class { return ClassPublic }

// Tool returns where the login shell finds a tool; ok is false if it was not asked.
func (l LoginShell) Tool(name Public) (Path, bool) {
	for _, t := range l.Tools {
		if t.Tool == name {
			return t.Path, l.State == ShellOK
		}
	}
	return "", false
}

// FromShell is a variable of the login shell; Name is the variable, File the shell.
const FromShell SourceKind = "login-shell"

// ProbeLoginShell fills LoginShell.
const ProbeLoginShell ProbeID = "login-shell"
