package health

// Folder is a workspace folder.
type Folder struct {
	Path  Path        `json:"path"`
	Real  Path        `json:"real,omitempty"` // after symbolic links
	State FolderState `json:"state"`
	Error Text        `json:"error,omitempty"`
	// GoFiles counts .go files outside vendor, testdata and hidden directories, up to the cap of the walk.
	GoFiles int  `json:"goFiles"`
	Cut     bool `json:"cut,omitempty"` // the walk reached its cap
	// Modules are the go.mod files in the folder, nearest to its root first, capped at 200; Above is the one in a
	// parent directory that rules the folder's root.
	Modules []GoMod    `json:"modules,omitempty"`
	Above   *GoMod     `json:"above,omitempty"`
	Work    *Workspace `json:"work,omitempty"` // the go.work in force or found above
	// Unmoduled is the directory of a .go file that no go.mod rules, if there is one.
	Unmoduled Path `json:"unmoduled,omitempty"`
}

// FolderState is whether a folder could be looked at.
type FolderState string

const (
	FolderOK         FolderState = "ok"
	FolderMissing    FolderState = "missing"
	FolderUnreadable FolderState = "unreadable"
	FolderNoFolder   FolderState = "not-a-directory"
)

func (FolderState) Class() Class { return ClassPublic }

// GoMod is a go.mod file.
type GoMod struct {
	File      Path      `json:"file"`
	Dir       Path      `json:"dir"`
	State     FileState `json:"state"`
	Problems  []Problem `json:"problems,omitempty"`
	Markers   int       `json:"markers,omitempty"` // line of the first merge marker
	Path      Module    `json:"path,omitempty"`
	Go        Public    `json:"go,omitempty"` // 1.26.0; empty if there is no go line
	GoLine    int       `json:"goLine,omitempty"`
	Toolchain Public    `json:"toolchain,omitempty"`
	Requires  []Require `json:"requires,omitempty"` // capped at 500
	Cut       bool      `json:"cut,omitempty"`
	Replaces  []Replace `json:"replaces,omitempty"`
	Sum       FileState `json:"sum,omitempty"` // go.sum
	Vendor    *Vendor   `json:"vendor,omitempty"`
	GoFiles   int       `json:"goFiles"`   // .go files ruled by this go.mod, up to the cap of the walk
	TestsOnly bool      `json:"testsOnly"` // all of them are _test.go
}

// Problem is what a parser said of a file.
type Problem struct {
	Line    int  `json:"line,omitempty"`
	Message Text `json:"message"`
}

// Require is a line of a go.mod file.
type Require struct {
	Path     Module `json:"path"`
	Version  Public `json:"version"`
	Indirect bool   `json:"indirect,omitempty"`
	Line     int    `json:"line,omitempty"`
}

// Replace is a replace line of a go.mod or go.work file.
type Replace struct {
	Old        Module `json:"old"`
	OldVersion Public `json:"oldVersion,omitempty"`
	New        Module `json:"new,omitempty"` // a module; or
	NewVersion Public `json:"newVersion,omitempty"`
	Local      Path   `json:"local,omitempty"` // a directory, made absolute
	Exists     bool   `json:"exists,omitempty"`
	Line       int    `json:"line,omitempty"`
}

// Vendor is a vendor directory.
type Vendor struct {
	Dir     Path           `json:"dir"`
	State   FileState      `json:"state"` // of vendor/modules.txt
	Modules []VendorModule `json:"modules,omitempty"`
	Cut     bool           `json:"cut,omitempty"`
	// Missing are listed packages whose directory holds no .go file, capped at 50.
	Missing []Module `json:"missing,omitempty"`
	// Workspace says that modules.txt begins with "## workspace": written by `go work vendor`, and used by default only
	// where a go.work is in force.
	Workspace bool `json:"workspace,omitempty"`
}

// VendorModule is a module line of vendor/modules.txt.
type VendorModule struct {
	Path     Module `json:"path"`
	Version  Public `json:"version,omitempty"`
	Explicit bool   `json:"explicit,omitempty"`
	Replaced bool   `json:"replaced,omitempty"`
	// ReplacedBy is what stands behind "=>", as written.
	ReplacedBy Text `json:"replacedBy,omitempty"`
	Line       int  `json:"line,omitempty"`
	Packages   int  `json:"packages,omitempty"` // package lines below it
}

// Workspace is a go.work file.
type Workspace struct {
	File     Path      `json:"file"`
	State    FileState `json:"state"`
	Problems []Problem `json:"problems,omitempty"`
	Source   Source    `json:"source"`        // GOWORK, or found above
	Off      bool      `json:"off,omitempty"` // GOWORK=off or GO111MODULE=off: found but not in force
	Go       Public    `json:"go,omitempty"`
	GoLine   int       `json:"goLine,omitempty"`
	Uses     []Use     `json:"uses,omitempty"`
	UsesCut  int       `json:"usesCut,omitempty"` // use lines that are not in Uses
	Replaces []Replace `json:"replaces,omitempty"`
	Vendor   *Vendor   `json:"vendor,omitempty"`
}

// Use is a use line of a go.work file.
type Use struct {
	Dir    Path   `json:"dir"` // made absolute
	Exists bool   `json:"exists"`
	Module Module `json:"module,omitempty"`
	Go     Public `json:"go,omitempty"`
	Line   int    `json:"line,omitempty"`
	// Written is the directory as it stands in the file: `go work edit -dropuse` wants that very text.
	Written Path `json:"written,omitempty"`
}

// MissingModule is a required module that is not on this machine: neither extracted nor as a zip in the module
// cache, not vendored, not replaced by a directory.
type MissingModule struct {
	GoMod    Path   `json:"goMod"` // the go.mod file that requires it
	Path     Module `json:"path"`
	Version  Public `json:"version"`
	Indirect bool   `json:"indirect,omitempty"`
	// Needed says that go asked for it when it listed the folder's packages for this system. One that is not may be needed
	// on other systems only, and is no fault. Known in tier standard.
	Needed bool `json:"needed,omitempty"`
}

// Directory is a place that go and gopls write to.
type Directory struct {
	Role   Public `json:"role"` // GOCACHE, GOMODCACHE, GOPLSCACHE, GOTMPDIR, TMPDIR
	Folder Path   `json:"folder,omitempty"`
	Path   Path   `json:"path,omitempty"`
	Source Source `json:"source"`
	// Problem is empty if the value can be used: "off", "relative", "undefined".
	Problem   Public `json:"problem,omitempty"`
	Exists    bool   `json:"exists"`
	Directory bool   `json:"directory"`
	// Writable is found without writing. For a directory that does not exist it tells of the nearest parent that does.
	Writable   bool  `json:"writable"`
	ReadOnly   bool  `json:"readOnly,omitempty"` // mounted read-only
	Owner      int   `json:"owner"`              // user id; -1 unknown
	FreeBytes  int64 `json:"freeBytes"`          // -1 unknown
	FreeInodes int64 `json:"freeInodes"`         // -1 unknown or no such limit
	Sampled    int   `json:"sampled"`            // entries looked at for a foreign owner
	Foreign    int   `json:"foreign"`            // of them unusable to this user
	ForeignEx  Path  `json:"foreignExample,omitempty"`
	Error      Text  `json:"error,omitempty"`
}

// GoList is what `go list -e -deps`, and -compiled of the packages with cgo files, said about a folder, in gopls's environment less our deviations.
type GoList struct {
	Folder Path        `json:"folder"`
	Failed GoFailure   `json:"failed,omitempty"`
	Exit   int         `json:"exit"`
	Stderr Text        `json:"stderr,omitempty"` // first 4 kB
	Errors []ListError `json:"errors,omitempty"` // capped at 50
	Cut    int         `json:"cut,omitempty"`
	Count  int         `json:"count"` // packages listed
	TookMs int64       `json:"tookMs"`
}

// ListError is the error of one package.
type ListError struct {
	Package Module `json:"package"`
	Message Text   `json:"message"`
	Pos     Text   `json:"pos,omitempty"`
}

// Folder returns a workspace folder by its path.
func (s *Snapshot) Folder(path Path) (Folder, bool) {
	for _, f := range s.Folders {
		if f.Path == path {
			return f, true
		}
	}
	return Folder{}, false
}

// HasGo reports that a folder has anything to do with Go.
func (f Folder) HasGo() bool {
	return f.GoFiles > 0 || len(f.Modules) > 0 || (f.Work != nil && !f.Work.Off)
}
