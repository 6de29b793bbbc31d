package health

// Purpose of a lookup: golang.go's own (editor), the first on the PATH that gopls is given (server), or the first on
// the PATH of the process environment (terminal: tasks, debugger).
type Purpose string

const (
	ForEditor   Purpose = "editor"
	ForServer   Purpose = "server"
	ForTerminal Purpose = "terminal"
)

func (Purpose) Class() Class { return ClassPublic }

// Lookup is a search for a tool, exactly as golang.go makes it: reference go-editor-facts §1.1.
type Lookup struct {
	Tool    Public  `json:"tool"` // go, gopls, dlv
	Purpose Purpose `json:"purpose"`
	Folder  Path    `json:"folder,omitempty"`
	Path    Path    `json:"path,omitempty"` // empty: none found
	// Why is golang.go's reason: alternateTool, gobin, gopath, goroot, path, default; empty if none found.
	Why    Public `json:"why,omitempty"`
	Source Source `json:"source"` // who led there: the setting, the variable, or default
	// Candidates are the places looked at, in order, capped at 100.
	Candidates []Candidate `json:"candidates,omitempty"`
	// Elsewhere are usable tools of that name at well-known places that the search does not reach.
	Elsewhere []Path `json:"elsewhere,omitempty"`
}

// Candidate is one place a search looked at.
type Candidate struct {
	Why   Public         `json:"why"`
	Path  Path           `json:"path"`
	State CandidateState `json:"state"`
}

// CandidateState is what stood at a candidate's place.
type CandidateState string

const (
	CandidateUsable        CandidateState = "usable"
	CandidateMissing       CandidateState = "missing"
	CandidateDirectory     CandidateState = "directory"
	CandidateNotExecutable CandidateState = "not-executable"
	CandidateUnreadable    CandidateState = "unreadable"
	CandidateNotDirectory  CandidateState = "not-a-directory"
)

func (CandidateState) Class() Class { return ClassPublic }

// Lookup returns the search for a tool in a folder; ok is false if it was not made.
func (s *Snapshot) Lookup(folder Path, tool Public, purpose Purpose) (Lookup, bool) {
	for _, l := range s.Lookups {
		if l.Tool == tool && l.Purpose == purpose && (l.Folder == folder || l.Folder == "") {
			return l, true
		}
	}
	return Lookup{}, false
}

// BinaryKind is what an executable file is, by its first bytes.
type BinaryKind string

const (
	BinaryELF        BinaryKind = "elf"
	BinaryMachO      BinaryKind = "macho"
	BinaryFat        BinaryKind = "macho-fat"
	BinaryPE         BinaryKind = "pe"
	BinaryScript     BinaryKind = "script"
	BinaryUnknown    BinaryKind = "unknown"
	BinaryMissing    BinaryKind = "missing"
	BinaryUnreadable BinaryKind = "unreadable"
	BinaryDirectory  BinaryKind = "directory"
)

func (BinaryKind) Class() Class { return ClassPublic }

// Binary is an executable's identity, read and never run.
type Binary struct {
	Path          Path       `json:"path"`
	Real          Path       `json:"real,omitempty"` // after symbolic links
	Kind          BinaryKind `json:"kind"`
	Error         Text       `json:"error,omitempty"`
	Size          int64      `json:"size"`
	Modified      Public     `json:"modified,omitempty"` // RFC 3339, UTC
	Architectures []Public   `json:"architectures,omitempty"`
	SystemOS      Public     `json:"systemOS,omitempty"` // the GOOS family of the format, where it tells: linux, darwin, windows
	Interpreter   Path       `json:"interpreter,omitempty"`
	// InterpreterExists tells a musl binary on a glibc system: the loader is not there.
	InterpreterExists bool   `json:"interpreterExists,omitempty"`
	Build             *Build `json:"build,omitempty"`
}

// Build is what the Go linker recorded in a binary.
type Build struct {
	GoVersion Public `json:"goVersion"` // go1.26.8
	Package   Module `json:"package,omitempty"`
	Module    Module `json:"module,omitempty"`
	Version   Public `json:"version,omitempty"` // of the main module: v0.23.0, (devel)
	GOOS      Public `json:"goos,omitempty"`
	GOARCH    Public `json:"goarch,omitempty"`
}

// Binary returns what is known of the executable at a path.
func (s *Snapshot) Binary(path Path) (Binary, bool) {
	for _, b := range s.Binaries {
		if b.Path == path {
			return b, true
		}
	}
	return Binary{}, false
}

// GoTree is a directory that is, or should be, a Go release.
type GoTree struct {
	Path    Path   `json:"path"`
	Exists  bool   `json:"exists"`
	Version Public `json:"version,omitempty"` // first line of VERSION: go1.26.8, or devel …
	// What must be there, each by stat.
	GoBinary   bool `json:"goBinary"`   // bin/go
	Runtime    bool `json:"runtime"`    // src/runtime
	Unsafe     bool `json:"unsafe"`     // src/unsafe
	Builtin    bool `json:"builtin"`    // src/builtin
	Include    bool `json:"include"`    // pkg/include
	Compile    bool `json:"compile"`    // pkg/tool/GOOS_GOARCH/compile
	HasGoMod   bool `json:"hasGoMod"`   // go.mod at its root: somebody's project, not a release
	IsBin      bool `json:"isBin"`      // it is the bin directory of a Go release
	Unreadable bool `json:"unreadable"` // could not be looked at
}

// Whole reports a complete release, with sources and tools.
func (t GoTree) Whole() bool {
	return t.Exists && t.Runtime && t.Unsafe && t.Builtin && t.Include && t.Compile
}

// GoTree returns what is known of the Go release at a path.
func (s *Snapshot) GoTree(path Path) (GoTree, bool) {
	for _, t := range s.GoTrees {
		if t.Path == path {
			return t, true
		}
	}
	return GoTree{}, false
}

// Gopls is the language server that golang.go would start.
type Gopls struct {
	Path    Path     `json:"path,omitempty"`
	Version Public   `json:"version,omitempty"` // v0.23.0
	BuiltBy Public   `json:"builtBy,omitempty"` // go1.26.8
	Flags   []Public `json:"flags,omitempty"`   // names; values of flags that may hold secrets are left out
	// FlagsExit and FlagsError are what a dry parse of the flags said (`gopls FLAGS version`); exit 0 is good.
	FlagsTried bool `json:"flagsTried,omitempty"`
	FlagsExit  int  `json:"flagsExit,omitempty"`
	FlagsError Text `json:"flagsError,omitempty"`
	// LogFile is the value of -logfile, which a server that is started with the flags creates, and LogFileError why it could
	// not: gopls then exits before it answers.
	LogFile      Path `json:"logFile,omitempty"`
	LogFileError Text `json:"logFileError,omitempty"`
	// Schema is this gopls's own list of settings (`gopls api-json`), asked only if gopls settings exist. SchemaError says why
	// there is none although it was asked.
	Schema      []GoplsSetting `json:"schema,omitempty"`
	SchemaError Text           `json:"schemaError,omitempty"`
}

// GoplsSetting is one setting of the installed gopls, as `gopls api-json` tells it. All are kept: 7 kB.
type GoplsSetting struct {
	Name       Public   `json:"name"`
	Type       Public   `json:"type,omitempty"`
	Enum       []Public `json:"enum,omitempty"` // without quotes
	Default    Public   `json:"default,omitempty"`
	Status     Public   `json:"status,omitempty"`
	Hierarchy  Public   `json:"hierarchy,omitempty"` // ui.completion
	Deprecated Public   `json:"deprecated,omitempty"`
}
