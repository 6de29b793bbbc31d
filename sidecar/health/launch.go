package health

// ProbeLaunches fills Launches.
const ProbeLaunches ProbeID = "launches"

// Launch is a debug configuration of type go, out of launch.json, a .code-workspace file or the user's settings.
type Launch struct {
	Name    Text   `json:"name"`
	Folder  Path   `json:"folder,omitempty"` // empty for the workspace file and the user's settings
	File    Path   `json:"file"`
	Line    int    `json:"line"`
	Request Public `json:"request"`        // launch or attach
	Mode    Public `json:"mode,omitempty"` // debug, test, exec, auto, remote …
	// BuildFlags are the flags that the debugger builds with, one each, and GOFLAGS those of its environment, both
	// without the values that may hold secrets.
	BuildFlags []Text `json:"buildFlags,omitempty"`
	GOFLAGS    Text   `json:"goflags,omitempty"`
	// Attributes are those of its members that name a debugger, which the Go extension takes from no configuration:
	// dlvPath, dlvToolPath.
	Attributes []LaunchAttribute `json:"attributes,omitempty"`
}

// LaunchAttribute is a member of a debug configuration.
type LaunchAttribute struct {
	Name  Public `json:"name"`
	Value Text   `json:"value"`
	Line  int    `json:"line"`
}
