package health

// ProbeImages fills Images and Startup: it reads far more of an executable than ProbeBinaries does.
const ProbeImages ProbeID = "images"

// Image is what an executable file holds beyond what Binary tells: each slice of it, its signature, and what would really run.
type Image struct {
	Path   Path    `json:"path"`
	Tool   Public  `json:"tool,omitempty"` // go, gopls, dlv, cc, govitals, editor
	Slices []Slice `json:"slices,omitempty"`
	Error  Text    `json:"error,omitempty"`
	// Kind is that of Binary. Wide: a universal file with 64-bit offsets, which macOS's kernel does not start.
	Kind BinaryKind `json:"kind,omitempty"`
	Wide bool       `json:"wide,omitempty"`
	// Chain is how a wrapper leads to what really runs: links, scripts, shims; empty where the file itself is the program. The last
	// one is the program (HopProgram), which has an Image of its own under that path unless links alone led to it, or the wrapper
	// that could not be followed without running it (HopLost).
	Chain []Hop `json:"chain,omitempty"`
	// Identity is the import path in the Go build information: cmd/go, golang.org/x/tools/gopls; empty for what is no Go program.
	Identity Module `json:"identity,omitempty"`
	// Quarantine is the attribute com.apple.quarantine of the file.
	Quarantine *Quarantine `json:"quarantine,omitempty"`
	// Loader is the ELF program interpreter, and Libc what it belongs to: glibc, musl.
	Loader       Path   `json:"loader,omitempty"`
	LoaderExists bool   `json:"loaderExists,omitempty"`
	Libc         Public `json:"libc,omitempty"`
	Static       bool   `json:"static,omitempty"` // an ELF file that needs no loader
}

// Slice is the code of one processor in an executable.
type Slice struct {
	Architecture Public    `json:"architecture"` // a GOARCH value, arm64e, or the number of an unknown one
	Offset       int64     `json:"offset,omitempty"`
	Size         int64     `json:"size,omitempty"`
	MinOS        Public    `json:"minOS,omitempty"`
	Build        *Build    `json:"build,omitempty"`
	Signature    Signature `json:"signature"`
	Error        Text      `json:"error,omitempty"`
}

// Signature is a Mach-O code signature as its bytes are; nobody was asked whether to trust it.
type Signature struct {
	State SignatureState `json:"state,omitempty"`
	// Identifier, Team: as signed. AdHoc: signed by the linker or by codesign -s -, without a certificate.
	Identifier Text   `json:"identifier,omitempty"`
	Team       Public `json:"team,omitempty"`
	AdHoc      bool   `json:"adHoc,omitempty"`
	Linker     bool   `json:"linker,omitempty"`
	Hardened   bool   `json:"hardened,omitempty"` // with the hardened runtime
	Hash       Public `json:"hash,omitempty"`     // of the pages: sha256, sha1, sha256-20, sha384
	Pages      int    `json:"pages,omitempty"`    // that were hashed
	BadPages   int    `json:"badPages,omitempty"` // whose content does not match
	Error      Text   `json:"error,omitempty"`
}

// SignatureState is what a signature is.
type SignatureState string

const (
	SignatureNone      SignatureState = "none"    // there is none
	SignatureWhole     SignatureState = "whole"   // every page matches
	SignatureBroken    SignatureState = "broken"  // pages do not match, or it is cut off
	SignatureUnknown   SignatureState = "unknown" // a kind that is not understood, or not looked at
	SignatureNotNeeded SignatureState = "not-applicable"
)

func (SignatureState) Class() Class { return ClassPublic }

// Hop is one step from a name to the program that runs.
type Hop struct {
	Path Path    `json:"path"`
	How  HopKind `json:"how"`
	// Manager is who made the shim: goenv, asdf, mise, gvm, snap, nix.
	Manager Public `json:"manager,omitempty"`
}

// HopKind is how one file leads to the next.
type HopKind string

const (
	HopLink    HopKind = "link"
	HopScript  HopKind = "script"
	HopShim    HopKind = "shim"
	HopProgram HopKind = "program"
	HopLost    HopKind = "lost" // where it leads cannot be told without running it
)

func (HopKind) Class() Class { return ClassPublic }

// Quarantine is the parsed attribute: flags;time;agent;uuid. Parts that are missing or cannot be read are empty.
type Quarantine struct {
	Flags    int    `json:"flags"`        // -1: not readable
	At       Public `json:"at,omitempty"` // RFC 3339, UTC
	Agent    Public `json:"agent,omitempty"`
	Approved bool   `json:"approved,omitempty"` // the user said to open it (flag 0x40)
	Raw      Text   `json:"raw"`                // to put it back
}

// Startup is what macOS says about how programs are started: the editor's bundle, the choice "Open using Rosetta", and launch
// agents that set environment variables.
type Startup struct {
	SystemVersion Public `json:"systemVersion,omitempty"` // ProductVersion of SystemVersion.plist
	// Bundle is the editor's outermost .app, with what its Info.plist says.
	Bundle        Path   `json:"bundle,omitempty"`
	BundleID      Public `json:"bundleId,omitempty"`
	BundleVersion Public `json:"bundleVersion,omitempty"`
	MinOS         Public `json:"minOS,omitempty"` // LSMinimumSystemVersion
	// Priority is LSArchitecturePriority in GOARCH values: with amd64 first the editor runs translated although it is universal.
	Priority []Public `json:"priority,omitempty"`
	// NativeOnly: LSRequiresNativeExecution forbids Rosetta.
	NativeOnly   bool `json:"nativeOnly,omitempty"`
	Translocated bool `json:"translocated,omitempty"` // it runs from a copy of the system's (App Translocation)
	// Rosetta: the user chose "Open using Rosetta" for an editor of this bundle id; RosettaCopy: the bookmark beside the choice
	// does not name this bundle, so that it may be that of another copy.
	Rosetta     bool          `json:"rosetta,omitempty"`
	RosettaCopy bool          `json:"rosettaCopy,omitempty"`
	Agents      []LaunchAgent `json:"agents,omitempty"` // capped at 50
	Errors      []Text        `json:"errors,omitempty"` // files that are no property list
}

// LaunchAgent is a launch agent that sets variables for all programs: launchctl setenv in its arguments.
type LaunchAgent struct {
	File      Path       `json:"file"`
	Label     Text       `json:"label,omitempty"`
	Variables []Variable `json:"variables,omitempty"`
	Hidden    int        `json:"hidden,omitempty"`   // variables that are not on the list
	Disabled  bool       `json:"disabled,omitempty"` // the file says so; launchctl may have been told otherwise
}

// Image returns what was read of the executable at a path.
func (s *Snapshot) Image(path Path) (Image, bool) {
	for _, i := range s.Images {
		if i.Path == path {
			return i, true
		}
	}
	return Image{}, false
}
