package health

// ProbeRunningGopls fills RunningGopls.
const ProbeRunningGopls ProbeID = "running-gopls"

// RunningGopls are the language servers that the editor's extension host runs now, with the environment that each was
// started with. It cannot change any more: what was exported or set since reaches only the next one.
type RunningGopls struct {
	State   RunningState  `json:"state,omitempty"`
	Reason  Text          `json:"reason,omitempty"`
	Servers []GoplsServer `json:"servers,omitempty"` // capped at 10
}

// GoplsServer is one of them. gopls's own helper for telemetry is none.
type GoplsServer struct {
	PID int `json:"pid"`
	// Path is what was started, as its command line names it.
	Path Path `json:"path"`
	// Forwards: it hands everything to a shared daemon (-remote), whose environment is somebody else's.
	Forwards  bool       `json:"forwards,omitempty"`
	Variables []Variable `json:"variables,omitempty"` // Source.PID is the server's
	Hidden    int        `json:"hidden"`
	Error     Text       `json:"error,omitempty"` // why its environment could not be read
}

// RunningState is what became of the search for running servers.
type RunningState string

const (
	RunningOK       RunningState = "ok"
	RunningNone     RunningState = "none"
	RunningNotAsked RunningState = "not-asked" // the command line, or a system where it is not looked for
)

func (RunningState) Class() Class { return ClassPublic }
