package health

// ProbeSettingPaths fills SettingPaths.
const ProbeSettingPaths ProbeID = "setting-paths"

// SettingPath is a path that a go.* setting or a debug configuration names, as golang.go resolves it on this host, with
// what stands there. Paths with references that only a running command can resolve (${file}) are left out.
type SettingPath struct {
	// Name is the setting with its member (go.alternateTools.gopls), or the attribute of a debug configuration.
	Name   Public `json:"name"`
	Source Source `json:"source"`
	Folder Path   `json:"folder,omitempty"` // the folder for which it was resolved
	Launch Text   `json:"launch,omitempty"` // name of the debug configuration
	// Written is the value as it stands, Path what it becomes; relative ones stay relative.
	Written Path     `json:"written"`
	Path    Path     `json:"path"`
	Wants   PathKind `json:"wants"`
	// State is what stands at Path: usable says that it is what is wanted. Empty for a relative one, which depends on where
	// a program was started.
	State CandidateState `json:"state,omitempty"`
}

// PathKind is what a path has to lead to.
type PathKind string

const (
	WantsExecutable PathKind = "executable"
	WantsFile       PathKind = "file"
	WantsDirectory  PathKind = "directory"
	WantsAnything   PathKind = "present" // a file or a directory
)

func (PathKind) Class() Class { return ClassPublic }
