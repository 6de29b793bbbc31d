package rpc

import (
	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/report"
)

// Protocol is the version that both sides must agree on in initialize. It grows only when a method or a field changes
// its meaning; the extension refuses another one, because after a half update old and new would talk past each other.
const Protocol = 1

// The methods and notifications. Params are always one object. The names that LSP has for such things are kept.
const (
	MethodInitialize = "initialize"
	MethodDiagnose   = "diagnose"
	MethodSnapshot   = "snapshot"
	MethodProbe      = "probe"
	MethodIsolate    = "isolate"
	MethodTargets    = "targets"
	MethodExplain    = "explain"
	MethodRender     = "report/render"
	MethodShutdown   = "shutdown"

	NotifyProgress = "$/progress"
	NotifyCancel   = "$/cancelRequest"
	NotifyChanged  = "vitals/changed" // see ChangedParams
)

// Error codes beyond those of JSON-RPC itself.
const (
	CodeCancelled = -32800 // the request was cancelled
	CodeNoReport  = 1      // snapshot or report/render before the first diagnosis
)

// InitializeParams open the conversation.
type InitializeParams struct {
	Protocol int    `json:"protocol"`
	Client   string `json:"client"` // name and version, for the log
	// Language is the editor's display language, such as en or zh-cn; one that there is none of is English.
	Language string `json:"language,omitempty"`
}

// InitializeResult says who answers.
type InitializeResult struct {
	Protocol int      `json:"protocol"`
	Version  string   `json:"version"`
	Methods  []string `json:"methods"`
}

// DiagnoseParams ask for an examination. Token, if it is not empty, is what progress notifications will carry.
type DiagnoseParams struct {
	Request doctor.Request `json:"request"`
	Token   string         `json:"token,omitempty"`
}

// DiagnoseResult is the report without its snapshot, which is asked for when it is wanted.
type DiagnoseResult struct {
	Report report.Document `json:"report"`
}

// SnapshotParams are empty.
type SnapshotParams struct{}

// SnapshotResult holds the snapshot of the last diagnosis, in full: it stays within the editor.
type SnapshotResult struct {
	Snapshot *health.Snapshot `json:"snapshot"`
}

// ProbeParams ask for the control ladder alone.
type ProbeParams struct {
	Request doctor.Request `json:"request"`
	Token   string         `json:"token,omitempty"`
}

// IsolateParams ask for the control ladder and then for what breaks each folder. It takes minutes: Token tells how far it is.
type IsolateParams struct {
	Request doctor.Request `json:"request"`
	Token   string         `json:"token,omitempty"`
}

// TargetsParams ask which questions to put to the editor's own providers; request.editor.openFiles says which documents are
// open, request.background whether somebody asked.
type TargetsParams struct {
	Request doctor.Request `json:"request"`
}

// TargetsResult are the questions, in the order in which they are best asked.
type TargetsResult struct {
	Questions []doctor.Question `json:"questions"`
}

// ExplainParams name a check; empty lists all.
type ExplainParams struct {
	Check string `json:"check,omitempty"`
}

// ExplainResult is the documentation asked for.
type ExplainResult struct {
	Checks []report.CheckDoc `json:"checks"`
}

// RenderParams ask for the last report in a format of report.Formats. An empty privacy means share.
type RenderParams struct {
	Format  string         `json:"format"`
	Privacy report.Privacy `json:"privacy,omitempty"`
	// Nonce makes the format html the page of the editor's panel, where fixes have buttons (data-finding, data-fix) that tell the
	// editor which was pressed, and what carries the nonce may run: 16 characters of base64 at least, new for each page.
	Nonce string `json:"nonce,omitempty"`
	// Language replaces that of initialize, because the maintainers of a tracker read English.
	Language string `json:"language,omitempty"`
}

// RenderResult is the rendered report.
type RenderResult struct {
	Text string `json:"text"`
	// Tier is that of the examination which Text tells of: a quick look may have come after the last whole one.
	Tier health.Tier `json:"tier"`
	// Replaced says what tokens stand for in Text, by kind; empty under full privacy.
	Replaced []report.Replaced `json:"replaced"`
}

// ProgressParams tell what goes on.
type ProgressParams struct {
	Token string        `json:"token"`
	Value ProgressValue `json:"value"`
}

// ProgressValue is one line for the user.
type ProgressValue struct {
	Text string `json:"text"`
}

// CancelParams name the request to cancel, by its JSON-RPC id.
type CancelParams struct {
	ID any `json:"id"`
}
