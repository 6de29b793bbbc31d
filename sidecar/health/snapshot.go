package health

// Snapshot is everything that was seen, and nothing that was concluded. It is built once by the probes, never
// changed afterwards, and judged by the checks; an exported one is replayed by today's checks. Zero values mean
// "not seen"; Probes says why. Secrets never enter it (see secrets.go).
type Snapshot struct {
	Schema  int           `json:"schema"` // SnapshotSchema at the time of writing
	Tier    Tier          `json:"tier"`
	System  System        `json:"system"`
	Editor  Editor        `json:"editor"`
	Probes  []ProbeResult `json:"probes"`
	Process Environment   `json:"process"` // the environment that the editor (or the command line) starts tools from
	GOENV   GOENVFile     `json:"goenvFile"`
	// SettingsFiles are the files that were read, or should have been; Settings what stands in all of them, one
	// entry each scope and member.
	SettingsFiles []SettingsFile  `json:"settingsFiles,omitempty"`
	Settings      []Setting       `json:"settings,omitempty"`
	ToolEnvs      []ToolEnv       `json:"toolEnvs,omitempty"` // one for each folder
	Lookups       []Lookup        `json:"lookups,omitempty"`
	Binaries      []Binary        `json:"binaries,omitempty"`
	GoTrees       []GoTree        `json:"goTrees,omitempty"`
	GoEnvs        []GoEnv         `json:"goEnvs,omitempty"` // one for each folder
	Folders       []Folder        `json:"folders,omitempty"`
	Missing       []MissingModule `json:"missingModules,omitempty"` // capped at 200
	MissingCut    int             `json:"missingCut,omitempty"`
	Gopls         Gopls           `json:"gopls"`
	Directories   []Directory     `json:"directories,omitempty"`
	LoginShell    LoginShell      `json:"loginShell"`
	// Today is the day of the examination, 2006-01-02, for what is accepted until a day.
	Today    Public   `json:"today,omitempty"`
	Policies []Policy `json:"policies,omitempty"`
	// Ignored are the findings that the user said to ignore, in the editor's settings.
	Ignored []Acceptance `json:"ignored,omitempty"`
	Lists   []GoList     `json:"goLists,omitempty"` // the go command's own words about folders that failed to load
	Ladders []Ladder     `json:"ladders,omitempty"` // one for each folder
	// Isolations are the experiments that looked for what breaks a folder (tier deep, or because somebody asked).
	Isolations []Isolation `json:"isolations,omitempty"`
	// GoExtension is golang.go on disk; OtherTools what its search for tools passes over.
	GoExtension  GoExtension   `json:"goExtension"`
	OtherTools   []OtherTool   `json:"otherTools,omitempty"`
	Launches     []Launch      `json:"launches,omitempty"`     // capped at 100
	SettingPaths []SettingPath `json:"settingPaths,omitempty"` // capped at 100
	Overlays     []Overlay     `json:"overlays,omitempty"`     // one for each Go release in use
	// Sources are the workspace folders as a walk met them, one for each; OpenFiles the Go documents of the editor, capped at 100.
	Sources     []SourceTree  `json:"sources,omitempty"`
	OpenFiles   []OpenFile    `json:"openFiles,omitempty"`
	FileSystems []FileSystem  `json:"fileSystems,omitempty"`
	Watch       WatchLimits   `json:"watch"`
	Compilers   []Compiler    `json:"compilers,omitempty"`   // of folders with cgo files
	ModuleFiles []ModuleFiles `json:"moduleFiles,omitempty"` // modules that were checked, the whole ones counted in ModulesWhole
	// ModulesWhole counts checked modules that are as they should be.
	ModulesWhole int           `json:"modulesWhole,omitempty"`
	VendorFiles  []VendorFiles `json:"vendorFiles,omitempty"` // tier deep
	RunningGopls RunningGopls  `json:"runningGopls"`
	Descriptors  Descriptors   `json:"descriptors"`
	ExecPlaces   []ExecPlace   `json:"execPlaces,omitempty"`
	Rust         Rust          `json:"rust"`
	// ProxyChains are what answered on the way to modules, and DebugTrials debugging sessions of a program made for the purpose;
	// one for each folder, in tier deep.
	ProxyChains []ProxyChain `json:"proxyChains,omitempty"`
	DebugTrials []DebugTrial `json:"debugTrials,omitempty"`
	// Processes is the editor's tree, Life what happened to its language servers, and History what earlier diagnoses came to.
	Processes ProcessTree `json:"processes"`
	Life      Life        `json:"life"`
	History   History     `json:"history"`
	// Images are executables that were read in full, Startup how macOS starts the editor.
	Images  []Image `json:"images,omitempty"`
	Startup Startup `json:"startup"`
}

// SnapshotSchema grows when a field changes its meaning; added fields do not count.
const SnapshotSchema = 1

// System is the machine, as the program sees it.
type System struct {
	OS      Public `json:"os"`   // a GOOS value
	Arch    Public `json:"arch"` // our own GOARCH
	Release Public `json:"release,omitempty"`
	User    User   `json:"user,omitempty"`
	UID     int    `json:"uid"` // -1 on Windows
	Host    Host   `json:"host,omitempty"`
	Home    Path   `json:"home,omitempty"`
	Temp    Path   `json:"temp,omitempty"`
	// Config and Cache are Go's os.UserConfigDir and os.UserCacheDir for the editor's environment.
	Config Path `json:"config,omitempty"`
	Cache  Path `json:"cache,omitempty"`
	// GoSuffix is ".exe" on Windows.
	GoSuffix Public `json:"goSuffix,omitempty"`
	// Load is the average number of programs that ran or waited to run, in the minute before the pulse ended, for each processor.
	// 0 is unknown.
	Load float64 `json:"load,omitempty"`
}

// Editor is what the editor told about itself; Present is false on the command line, where the command line's own
// environment stands for the editor's.
type Editor struct {
	Present    bool        `json:"present"`
	Name       Public      `json:"name,omitempty"`
	Version    Public      `json:"version,omitempty"`
	Remote     Host        `json:"remote,omitempty"`
	Trusted    bool        `json:"trusted"` // true on the command line unless --untrusted
	HostPID    int         `json:"hostPid,omitempty"`
	ActiveFile Path        `json:"activeFile,omitempty"`
	LogDir     Path        `json:"logDir,omitempty"`
	Extensions []Extension `json:"extensions,omitempty"`
	Commands   []Public    `json:"commands,omitempty"` // registered commands of gopls and of golang.go
	Running    *Running    `json:"running,omitempty"`  // rung 0, if the editor could ask
}

// Extension is an installed extension that matters to Go.
type Extension struct {
	ID      Public `json:"id"`
	Version Public `json:"version,omitempty"`
	Active  bool   `json:"active"`
	Exports bool   `json:"exports"` // false although active: its activation failed
}

// Running is what the user's own gopls answered to calls that cannot raise a popup.
type Running struct {
	Asked    bool   `json:"asked"`
	Reason   Text   `json:"reason,omitempty"` // why it was not asked
	Views    []View `json:"views,omitempty"`
	ViewsNil bool   `json:"viewsNil,omitempty"` // answered null: no view could be made
	Packages int    `json:"packages"`           // workspace packages of all views
	TimedOut bool   `json:"timedOut,omitempty"` // a load may be under way
	Error    Text   `json:"error,omitempty"`
	TookMs   int64  `json:"tookMs"`
	// GoVersion is the release of the go command that it runs, as its statistics tell.
	GoVersion Public `json:"goVersion,omitempty"`
	// Answers are what the editor's own providers said about symbols in documents that were open, folder by folder.
	Answers []RunningAnswers `json:"answers,omitempty"`
	// Unasked says why no provider was asked although the server is there: no Go document of the folder was open.
	Unasked Text `json:"unasked,omitempty"`
}

// RunningAnswers are the answers of the user's own server about one folder.
type RunningAnswers struct {
	Folder  Path     `json:"folder"`
	Answers []Answer `json:"answers"`
}

// View is one of gopls's views.
type View struct {
	Type   Public `json:"type"`
	Root   Path   `json:"root,omitempty"`
	Folder Path   `json:"folder,omitempty"`
}

// ProbeID names a probe.
type ProbeID string

func (ProbeID) Class() Class { return ClassPublic }

// ProbeState is what became of a probe.
type ProbeState string

const (
	ProbeOK      ProbeState = "ok"
	ProbeFailed  ProbeState = "failed"
	ProbeLate    ProbeState = "late"    // passed its deadline
	ProbeSkipped ProbeState = "skipped" // not asked for in this tier, or a needed probe failed
)

func (ProbeState) Class() Class { return ClassPublic }

// ProbeResult says whether a probe could look. One that is not ok makes the checks that need it inconclusive.
type ProbeResult struct {
	ID     ProbeID    `json:"id"`
	State  ProbeState `json:"state"`
	Error  Text       `json:"error,omitempty"`
	TookMs float64    `json:"tookMs"`
}

// Probe returns the result of a probe; an unknown probe was skipped.
func (s *Snapshot) Probe(id ProbeID) ProbeResult {
	for _, p := range s.Probes {
		if p.ID == id {
			return p
		}
	}
	return ProbeResult{ID: id, State: ProbeSkipped, Error: "this probe did not run"}
}
