package health

// The probes of what lies in a workspace beyond its modules, and of where it lies.
const (
	ProbeSources     ProbeID = "sources"      // Sources
	ProbeOpenFiles   ProbeID = "open-files"   // OpenFiles
	ProbeFileSystems ProbeID = "file-systems" // FileSystems
	ProbeWatchLimits ProbeID = "watch-limits" // Watch
	ProbeModuleFiles ProbeID = "module-files" // ModuleFiles
	ProbeVendorFiles ProbeID = "vendor-files" // VendorFiles
	ProbeCompilers   ProbeID = "compilers"    // Compilers
)

// SourceTree is what a walk through a workspace folder met, less the directories that go leaves out.
type SourceTree struct {
	Folder Path `json:"folder"`
	// Spelling is the folder as the file system itself spells it, without following links; empty where that was not found out.
	Spelling Path `json:"spelling,omitempty"`
	// Directories counts all directories, those too that go leaves out, because a watcher follows them. Cut: a cap was reached.
	Directories int  `json:"directories"`
	Cut         bool `json:"cut,omitempty"`
	// Unreadable are directories and Go files that could not be opened, capped at 20; UnreadableCut counts the others.
	Unreadable    []Refusal `json:"unreadable,omitempty"`
	UnreadableCut int       `json:"unreadableCut,omitempty"`
	// Dataless counts Go files that only the network has (iCloud and its like, macOS).
	Dataless int `json:"dataless,omitempty"`
	// BadNames are directories with Go files whose path no import path may have, capped at 20.
	BadNames []BadName `json:"badNames,omitempty"`
	// Cgo are Go files with import "C", capped at 20.
	Cgo []CgoFile `json:"cgo,omitempty"`
}

// Refusal is a file or directory that could not be read.
type Refusal struct {
	Path      Path       `json:"path"`
	Directory bool       `json:"directory,omitempty"`
	Why       RefusalWhy `json:"why"`
	Owner     int        `json:"owner"` // user id, -1 unknown
	Error     Text       `json:"error"`
}

// RefusalWhy is the system's reason. Permissions and access lists give EACCES; macOS's privacy protection gives EPERM.
type RefusalWhy string

const (
	RefusedByMode    RefusalWhy = "permission"
	RefusedByPrivacy RefusalWhy = "not-permitted"
	RefusedOtherwise RefusalWhy = "error"
)

func (RefusalWhy) Class() Class { return ClassPublic }

// BadName is a directory that go cannot make an import path of.
type BadName struct {
	Dir     Path   `json:"dir"`
	GoMod   Path   `json:"goMod"`   // the go.mod file that rules it
	Problem Text   `json:"problem"` // x/mod's words: invalid char ' '
	Import  Module `json:"import"`
}

// CgoFile is a Go file with import "C".
type CgoFile struct {
	File Path `json:"file"`
	// Constraint is its //go:build expression. One that names cgo keeps the file out where there is no compiler, on purpose.
	Constraint Text `json:"constraint,omitempty"`
}

// OpenFile is a Go document that is open in the editor.
type OpenFile struct {
	File  Path      `json:"file"`
	Real  Path      `json:"real,omitempty"` // after symbolic links
	State FileState `json:"state"`
	// Active: it is the one that the user looks at.
	Active     bool `json:"active,omitempty"`
	Constraint Text `json:"constraint,omitempty"` // of its //go:build line
	Line       int  `json:"line,omitempty"`       // of the constraint
	Cgo        bool `json:"cgo,omitempty"`
}

// FileSystem is what a directory that Go reads much of lies on.
type FileSystem struct {
	Role   Public `json:"role"` // folder, GOCACHE, GOMODCACHE
	Folder Path   `json:"folder,omitempty"`
	Path   Path   `json:"path"`
	Type   Public `json:"type,omitempty"` // ext4, nfs, 9p; empty where the system does not tell
	Remote bool   `json:"remote,omitempty"`
	// StatMicros is the median time of asking for a file's attributes, over Samples files; 0 if too few were there.
	StatMicros int64 `json:"statMicros,omitempty"`
	Samples    int   `json:"samples,omitempty"`
}

// WatchLimits are the limits of Linux's inotify, by user. 0 is unknown.
type WatchLimits struct {
	Watches       int `json:"watches,omitempty"`
	Instances     int `json:"instances,omitempty"`
	UsedWatches   int `json:"usedWatches,omitempty"` // of all processes of this user that can be seen
	UsedInstances int `json:"usedInstances,omitempty"`
}

// ModuleFiles is a module of the module cache whose extracted files were held against the checksum of its zip.
type ModuleFiles struct {
	Path    Module           `json:"path"`
	Version Public           `json:"version"`
	Dir     Path             `json:"dir"`
	State   ModuleFilesState `json:"state"`
	Error   Text             `json:"error,omitempty"`
	// Changed are its damaged files, by its zip where that is still there, capped at 10.
	Changed []ChangedFile `json:"changed,omitempty"`
	// Mark is the file that makes go extract the module anew, if somebody creates it; HasZip says that this needs no download.
	Mark   Path `json:"mark,omitempty"`
	HasZip bool `json:"hasZip,omitempty"`
}

// ModuleFilesState is how a module's files compare with its checksum.
type ModuleFilesState string

const (
	ModuleWhole     ModuleFilesState = "whole"
	ModuleDamaged   ModuleFilesState = "damaged"
	ModuleUnchecked ModuleFilesState = "unchecked" // see Error
)

func (ModuleFilesState) Class() Class { return ClassPublic }

// ChangedFile is a file that is not what it was. File is below the directory it was found in.
type ChangedFile struct {
	File Path       `json:"file"`
	How  FileChange `json:"how"`
}

// FileChange is what became of a file.
type FileChange string

const (
	FileGone    FileChange = "missing"
	FileAltered FileChange = "altered"
	FileAdded   FileChange = "added"
)

func (FileChange) Class() Class { return ClassPublic }

// VendorFiles is a vendor directory held against the modules in the module cache.
type VendorFiles struct {
	Dir      Path          `json:"dir"`
	GoMod    Path          `json:"goMod"`             // or the go.work file
	Compared int           `json:"compared"`          // modules
	Unknown  int           `json:"unknown"`           // modules that the module cache does not have, or that are replaced by directories
	Changed  []ChangedFile `json:"changed,omitempty"` // capped at 50
	Cut      int           `json:"cut,omitempty"`     // more of them
	Unread   bool          `json:"unread,omitempty"`  // a cap was reached
}

// Compiler is the search for the C compiler that cgo would run in a folder.
type Compiler struct {
	Folder  Path   `json:"folder"`
	Command Text   `json:"command"`        // the program's name, without its arguments
	Path    Path   `json:"path,omitempty"` // empty: not found
	Source  Source `json:"source"`         // who chose it
}
