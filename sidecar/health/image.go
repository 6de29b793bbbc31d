package health

// ProbeImages fills Images and Startup: it reads far more of an executable than ProbeBinaries does.
const ProbeImages ProbeID = "images"

// Image is what an executable file holds beyond what Binary tells: each slice of it, its signature, and what would really run.
type Image struct {
	Path   Path    `json:"path"`
	Tool   Public  `json:"tool,omitempty"` // go, gopls, dlv, cc, govitals, editor
	Slices []Slice `json:"slices,omitempty"`
	Error  Text    `json:"error,omitempty"`
	// Chain is how a wrapper leads to what really runs: links, scripts, shims; the last one is the program, if it could be
	// followed that far without running anything.
	Chain []Hop `json:"chain,omitempty"`
	// Identity is the import path in the Go build information: cmd/go, golang.org/x/tools/gopls; empty for what is no Go program.
	Identity Module `json:"identity,omitempty"`
	// Quarantine is the attribute com.apple.quarantine of the file.
	Quarantine *Quarantine `json:"quarantine,omitempty"`
	// Loader is the ELF program interpreter, and Libc what it belongs to: glibc, musl.
	Loader       Path   `json:"loader,omitempty"`
	LoaderExists bool   `json:"loaderExists,omitempty"`
	Libc         Public `json:"libc,omitempty"`
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
	Identifier Public `json:"identifier,omitempty"`
	Team       Public `json:"team,omitempty"`
	AdHoc      bool   `json:"adHoc,omitempty"`
	Linker     bool   `json:"linker,omitempty"`
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

// Quarantine is the parsed attribute: flags;time;agent;uuid.
type Quarantine struct {
	Flags    int    `json:"flags"`
	At       Public `json:"at,omitempty"` // RFC 3339, UTC
	Agent    Public `json:"agent,omitempty"`
	Approved bool   `json:"approved,omitempty"` // the user said to open it (flag 0x40)
	Raw      Text   `json:"raw"`                // to put it back
}

// Startup is what macOS says about how programs are started: the editor's bundle, the choice "Open using Rosetta", and launch
// agents that set environment variables.
type Startup struct {
	SystemVersion Public `json:"systemVersion,omitempty"` // ProductVersion of SystemVersion.plist
	// Bundle is the editor's, with what its Info.plist says; Rosetta: the user chose "Open using Rosetta" for it.
	Bundle       Path          `json:"bundle,omitempty"`
	BundleID     Public        `json:"bundleId,omitempty"`
	Translocated bool          `json:"translocated,omitempty"` // it runs from a copy of the system's (App Translocation)
	Rosetta      bool          `json:"rosetta,omitempty"`
	Agents       []LaunchAgent `json:"agents,omitempty"`
	Errors       []Text        `json:"errors,omitempty"` // files that are no property list
}

// LaunchAgent is a launch agent that sets variables for all programs: launchctl setenv in its arguments.
type LaunchAgent struct {
	File      Path       `json:"file"`
	Label     Public     `json:"label,omitempty"`
	Variables []Variable `json:"variables,omitempty"`
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
