package fix

import (
	"github.com/govitals/govitals/sidecar/health"
)

// By is who makes a step.
type By string

const (
	ByMachine By = "machine" // this process
	ByEditor  By = "editor"  // through the editor's own interface
	ByPerson  By = "person"  // words to follow
)

// Plan is a fix with everything that it will do. It is made by [Resolve], shown, and applied by [Engine.Apply].
type Plan struct {
	Fix   health.FixID   `json:"fix"`
	Title health.Message `json:"title"`
	Risk  health.Risk    `json:"risk"`
	Steps []Step         `json:"steps"`
}

// Step is one step of a plan, with its preview. Text of files is shown as it is, with whatever secrets stand there: a preview
// is for the person at this machine and belongs into no report.
type Step struct {
	Intent health.Step `json:"intent"`
	By     By          `json:"by"`
	// File is the real file that changes, LinkedFrom the link that names it, if there is one: the link stays.
	File       string `json:"file,omitempty"`
	LinkedFrom string `json:"linkedFrom,omitempty"`
	// Diff shows a change of a file as a unified diff. Of a step of the editor it is what the change comes to.
	Diff    string   `json:"diff,omitempty"`
	Command *Command `json:"command,omitempty"`
	// Saves are the files and directories that are saved before a command may change them.
	Saves []string `json:"saves,omitempty"`
	// Lasting says that not all of it can be taken back.
	Lasting bool `json:"lasting,omitempty"`

	before Item   // what must stand at File
	old    []byte // its content
	after  []byte
	made   []string // directories to be made, outermost first
	roots  []Root
	expect []Item // what must stand at the roots that are no trees
	clears string // the root that is removed before the command, which would not replace it
	xattr  *xattrChange
}

// Command is a program as it will be run, never through a shell.
type Command struct {
	Argv []string `json:"argv"` // the first is the absolute path of the executable
	Dir  string   `json:"dir"`
	// Env are the differences from the environment of the editor's tools.
	Env []EnvChange `json:"env,omitempty"`

	environ []string // complete
}

// EnvChange is a variable that a command gets, or does not get.
type EnvChange struct {
	Name   string `json:"name"`
	Value  string `json:"value,omitempty"`
	Remove bool   `json:"remove,omitempty"`
}

// Texts are the whole file before and after, for an editor that shows the difference itself; empty where there is no diff.
func (s *Step) Texts() (before, after string) {
	if s.Diff == "" {
		return "", ""
	}
	return string(s.old), string(s.after)
}

// changesFile reports a step that gives one file another content.
func (s *Step) changesFile() bool {
	return s.File != "" && s.Command == nil && s.xattr == nil && (s.By == ByMachine || s.Intent.Kind != health.StepSet)
}

// viaSetting reports a step that changes a setting through the editor.
func (s *Step) viaSetting() bool { return s.By == ByEditor && s.Intent.Kind == health.StepSet }
