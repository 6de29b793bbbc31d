package health

import (
	"slices"
	"strings"
)

// FixID names a fix within its finding, kebab-case.
type FixID string

func (FixID) Class() Class { return ClassPublic }

// Risk of a fix. Safe: reversible, one click. Confirm: shown first. Manual: only text to follow.
type Risk string

const (
	RiskSafe    Risk = "safe"
	RiskConfirm Risk = "confirm"
	RiskManual  Risk = "manual"
)

func (Risk) Class() Class { return ClassPublic }

// StepKind is what a step does; see DESIGN §5.
type StepKind string

const (
	StepSet     StepKind = "set"     // an editor setting at a named scope
	StepEdit    StepKind = "edit"    // text in a file
	StepCreate  StepKind = "create"  // a new file
	StepRun     StepKind = "run"     // a command, never through a shell
	StepGoEnv   StepKind = "goenv"   // go env -w or -u
	StepInstall StepKind = "install" // a tool, as golang.go installs it
	StepXattr   StepKind = "xattr"   // removal of an extended attribute
	StepEditor  StepKind = "editor"  // a command of the editor: restart language server, reload window, open folder at its real path
	StepManual  StepKind = "manual"  // words to follow or to copy
)

func (StepKind) Class() Class { return ClassPublic }

// Effect is what makes a step take effect.
type Effect string

const (
	EffectNone          Effect = ""
	EffectRestartServer Effect = "restart-server"
	EffectReloadWindow  Effect = "reload-window"  // the environment of the editor changed
	EffectRestartEditor Effect = "restart-editor" // the environment of the login session changed
)

func (Effect) Class() Class { return ClassPublic }

// CommandLine shows arguments as they are, for people. No shell is involved.
func CommandLine(argv []Value) Text {
	var shown []string
	for _, a := range argv {
		shown = append(shown, a.Text)
	}
	return Text(strings.Join(shown, " "))
}

// Gravest is the effect that includes all others: who reloads the window restarts its server, too.
func Gravest(effects []Effect) Effect {
	order := []Effect{EffectNone, EffectRestartServer, EffectReloadWindow, EffectRestartEditor}
	most := 0
	for _, e := range effects {
		most = max(most, slices.Index(order, e))
	}
	return order[most]
}

// Fix is an ordered plan that mends a finding. Fixes of one finding are alternatives.
type Fix struct {
	ID    FixID   `json:"id"`
	Title Message `json:"title"`
	Risk  Risk    `json:"risk"`
	Steps []Step  `json:"steps"`
}

// Step is an intent, not text: what to change, from what (compare-and-swap), to what.
type Step struct {
	Kind   StepKind `json:"kind"`
	Title  Message  `json:"title"`
	Target Target   `json:"target"`
	// Before is what must be found for the step to be applied; an empty value means absent.
	Before Data `json:"before,omitempty"`
	// After is what will stand there; an empty value removes.
	After Data    `json:"after,omitempty"`
	Argv  []Value `json:"argv,omitempty"`
	// Asks is the number of the argument that is a proposal, a module's path, for a person to accept or replace; 0 is none.
	Asks   int        `json:"asks,omitempty"`
	Cwd    Path       `json:"cwd,omitempty"`
	Env    []Variable `json:"env,omitempty"`
	Effect Effect     `json:"effect,omitempty"`
}

// Target is what a step changes.
type Target struct {
	Scope  Scope  `json:"scope,omitempty"`
	Folder Path   `json:"folder,omitempty"`
	File   Path   `json:"file,omitempty"`
	Key    Public `json:"key,omitempty"`    // setting, variable, tool, or command of the editor
	Member Public `json:"member,omitempty"` // key inside an object setting such as gopls; the argument of a command
}
