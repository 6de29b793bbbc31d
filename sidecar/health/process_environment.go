package health

// ProcessEnvironment is what a process was started with, as far as it matters to Go: variables of the list (see Variables) without
// those that differ in every process, and without secrets.
type ProcessEnvironment struct {
	// Above is the nearest process above whose environment was read as well: Variables are those that have another value here, and
	// Unset those that only it has. 0: there is none, and Variables are all.
	Above     int        `json:"above,omitempty"`
	Variables []Variable `json:"variables,omitempty"`
	Unset     []Public   `json:"unset,omitempty"`
	Hidden    int        `json:"hidden,omitempty"` // how many are not on the list; their names and values were forgotten
	Error     Text       `json:"error,omitempty"`  // why it could not be read
}

// EnvironmentsState says whether the environments of processes were read.
type EnvironmentsState string

const (
	EnvironmentsRead EnvironmentsState = "read"
	// EnvironmentsClosed: this system shows them to debuggers alone (Windows).
	EnvironmentsClosed EnvironmentsState = "closed"
)

func (EnvironmentsState) Class() Class { return ClassPublic }
