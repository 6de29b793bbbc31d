package probe

import (
	"encoding/json"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// Request says what to examine. It comes from the command line or, as JSON, from the editor; it may hold secrets and
// is never stored.
type Request struct {
	Folders []string    `json:"folders"` // absolute paths
	Tier    health.Tier `json:"tier"`
	// Untrusted: the folders' files are read as data and nothing of them is run (DESIGN §7).
	Untrusted bool `json:"untrusted,omitempty"`
	// Background: asked by nobody, so no second gopls without need (DESIGN §3).
	Background    bool   `json:"background,omitempty"`
	WorkspaceFile string `json:"workspaceFile,omitempty"` // a .code-workspace file
	UserSettings  string `json:"userSettings,omitempty"`  // default: the editor's own place
	// Environment is the editor's environment now; nil means that of this process (command line).
	Environment map[string]string `json:"environment,omitempty"`
	Editor      *EditorFacts      `json:"editor,omitempty"` // nil on the command line
	Timeout     time.Duration     `json:"-"`
}

// EditorFacts is what only the editor can see. Raw: it is cleaned before it enters a snapshot.
type EditorFacts struct {
	Name                    string            `json:"name"`
	Version                 string            `json:"version"`
	Remote                  string            `json:"remote,omitempty"`
	HostPID                 int               `json:"hostPid"`
	ActiveFile              string            `json:"activeFile,omitempty"`
	LogDir                  string            `json:"logDir,omitempty"`
	EnvironmentAtActivation map[string]string `json:"environmentAtActivation,omitempty"`
	Extensions              []EditorExtension `json:"extensions,omitempty"`
	Commands                []string          `json:"commands,omitempty"`
	Settings                []EditorSetting   `json:"settings,omitempty"`
	SettingsFiles           []EditorFile      `json:"settingsFiles,omitempty"`
	Running                 *EditorRunning    `json:"running,omitempty"`
}

// EditorExtension is an installed extension.
type EditorExtension struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	Active  bool   `json:"active"`
	Exports bool   `json:"exports"`
}

// EditorSetting is one value of configuration.inspect() at one scope. Objects arrive whole.
type EditorSetting struct {
	Key    string          `json:"key"`
	Scope  health.Scope    `json:"scope"`
	Folder string          `json:"folder,omitempty"`
	Value  json.RawMessage `json:"value"`
}

// EditorFile is where the settings of a scope stand, for line numbers.
type EditorFile struct {
	Scope  health.Scope `json:"scope"`
	Folder string       `json:"folder,omitempty"`
	File   string       `json:"file"`
}

// EditorRunning is what the user's own gopls answered (gopls.views, gopls.workspace_stats), as JSON.
type EditorRunning struct {
	Asked    bool            `json:"asked"`
	Reason   string          `json:"reason,omitempty"`
	Views    json.RawMessage `json:"views,omitempty"`
	Stats    json.RawMessage `json:"stats,omitempty"`
	TimedOut bool            `json:"timedOut,omitempty"`
	Error    string          `json:"error,omitempty"`
	TookMs   int64           `json:"tookMs"`
}
