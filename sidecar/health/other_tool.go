package health

// ProbeOtherTools fills OtherTools, and the Lookup of gopackagesdriver.
const ProbeOtherTools ProbeID = "other-tools"

// OtherTool is a usable executable of a tool's name that golang.go's search does not take, because another one comes
// first or because it is not looked for there.
type OtherTool struct {
	Tool   Public `json:"tool"`
	Folder Path   `json:"folder,omitempty"`
	Path   Path   `json:"path"`
	Real   Path   `json:"real,omitempty"` // after symbolic links; never that of the tool that is taken
	// Why is the step of the search that would find it (see Lookup), or elsewhere for a well-known place.
	Why     Public `json:"why"`
	Version Public `json:"version,omitempty"` // v0.23.0
	BuiltBy Public `json:"builtBy,omitempty"` // go1.26.8
}
