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
	// Policy is a policy file to use instead of those in the folders.
	Policy string `json:"policy,omitempty"`
	// Ignore are findings that the user said to ignore.
	Ignore []Ignored `json:"ignore,omitempty"`
	// NoLoginShell leaves the user's login shell alone.
	NoLoginShell bool `json:"noLoginShell,omitempty"`
	// AllRungs puts the questions to all servers of the control ladder, thoroughly, also where the first one holds.
	AllRungs bool `json:"allRungs,omitempty"`
	// MostTrials bounds an isolation; 0 is the default.
	MostTrials int `json:"mostTrials,omitempty"`
	// Process is the process whose tree is wanted; 0 is that of the editor's window, or of this program.
	Process int `json:"process,omitempty"`
	// NoHistory neither reads nor keeps what earlier diagnoses came to.
	NoHistory bool `json:"noHistory,omitempty"`
	// Watched is the life of this window's servers as somebody saw it who watches; nil: nobody does.
	Watched func() health.Life `json:"-"`
}

// EditorFacts is what only the editor can see. Raw: it is cleaned before it enters a snapshot.
type EditorFacts struct {
	Name       string `json:"name"`
	Version    string `json:"version"`
	Remote     string `json:"remote,omitempty"`
	HostPID    int    `json:"hostPid"`
	ActiveFile string `json:"activeFile,omitempty"`
	// OpenFiles are the Go documents that are open, as absolute paths: only there the user's own server may be asked.
	OpenFiles               []string          `json:"openFiles,omitempty"`
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
	// Answers are the providers' to the questions that the sidecar chose (method "targets"); Unasked says why there are none.
	Answers []EditorAnswer `json:"answers,omitempty"`
	Unasked string         `json:"unasked,omitempty"`
}

// Ignored is a finding that the user said to ignore, by its id or that of its check, and why.
type Ignored struct {
	Finding string `json:"finding"`
	Reason  string `json:"reason"`
	Until   string `json:"until,omitempty"` // the last day, 2006-01-02
}

// EditorQuestion is a question that the editor is to put to its own providers. Positions count from 0, in UTF-16 units.
type EditorQuestion struct {
	Folder    string            `json:"folder"`
	Question  health.Question   `json:"question"`
	Target    health.TargetKind `json:"target"`
	Symbol    string            `json:"symbol"` // fmt.Println
	Name      string            `json:"name"`   // Println
	File      string            `json:"file"`
	Line      int               `json:"line"`
	Character int               `json:"character"`
}

// EditorAnswer is what came back, raw.
type EditorAnswer struct {
	EditorQuestion
	// Count is the number of hovers with a text, places, items or symbols. Names are those of items and symbols, at most 200.
	Count    int           `json:"count"`
	Places   []EditorPlace `json:"places,omitempty"`
	Names    []string      `json:"names,omitempty"`
	Error    string        `json:"error,omitempty"`
	TimedOut bool          `json:"timedOut,omitempty"`
	TookMs   int64         `json:"tookMs"`
}

// EditorPlace is where a definition leads.
type EditorPlace struct {
	URI       string `json:"uri"`
	Line      int    `json:"line"`
	Character int    `json:"character"`
}
