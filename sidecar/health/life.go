package health

// The probes of what happened to gopls in this session of the editor.
const (
	ProbeLogs ProbeID = "logs" // Life, from golang.go's log files
	ProbeLife ProbeID = "life" // Life, from the processes, as far as somebody watched; Stalls
)

// Life is the story of this window's language servers: what the watcher of processes saw, joined with what golang.go and gopls
// wrote into their logs.
type Life struct {
	State  LifeState `json:"state,omitempty"`
	Reason Text      `json:"reason,omitempty"`
	// Since is when somebody began to watch, RFC 3339, UTC; what was before is known from logs alone.
	Since Public `json:"since,omitempty"`
	// Logs are the files that were read, or could not be.
	Logs   []LogFile   `json:"logs,omitempty"`
	Events []LifeEvent `json:"events,omitempty"` // in order; the newest 200
	Cut    int         `json:"cut,omitempty"`
	// Crashes are the ends since the last start that somebody asked for: golang.go gives up after the fifth.
	Crashes int `json:"crashes"`
	// Alive is the process id of the server that runs now; 0: none. GivenUp: golang.go will not start another one by itself.
	Alive   int     `json:"alive,omitempty"`
	GivenUp bool    `json:"givenUp,omitempty"`
	Stalls  []Stall `json:"stalls,omitempty"`
}

// LifeState is what became of the look at the servers' life.
type LifeState string

const (
	LifeWatched  LifeState = "watched"
	LifeLogs     LifeState = "logs" // nobody watched, only logs were read
	LifeNotAsked LifeState = "not-asked"
	LifeFailed   LifeState = "failed"
)

func (LifeState) Class() Class { return ClassPublic }

// LogFile is a log of golang.go or gopls.
type LogFile struct {
	Path Path `json:"path"`
	// Form is whose log it is and in which of golang.go's formats: go (Go.log), server (since 0.57), server-plain (before).
	Form  LogForm `json:"form"`
	Bytes int64   `json:"bytes"`
	// From is the offset from which it was read: of a long file the end alone.
	From  int64 `json:"from,omitempty"`
	Error Text  `json:"error,omitempty"`
}

// LogForm tells the formats of log files apart.
type LogForm string

const (
	LogGo          LogForm = "go"
	LogServer      LogForm = "server"
	LogServerPlain LogForm = "server-plain"
)

func (LogForm) Class() Class { return ClassPublic }

// LifeEvent is something that happened to a server.
type LifeEvent struct {
	// At is RFC 3339 with milliseconds, UTC. Approximate: the log tells the time of day alone, or none.
	At          Public    `json:"at,omitempty"`
	Approximate bool      `json:"approximate,omitempty"`
	Kind        EventKind `json:"kind"`
	PID         int       `json:"pid,omitempty"`
	// Code is the exit code and Signal the name of the signal (SIGKILL) where they are known.
	Code   *int   `json:"code,omitempty"`
	Signal Public `json:"signal,omitempty"`
	// Crash is the number of the crash since the last start by request, from 1 to 5.
	Crash int `json:"crash,omitempty"`
	// By is who asked: activation, manual, config change, installation.
	By     Public `json:"by,omitempty"`
	TookMs int64  `json:"tookMs,omitempty"` // of a load
	Bytes  int64  `json:"bytes,omitempty"`  // resident memory
	// Words are the first lines of what was said: the panic, the error.
	Words   Text        `json:"words,omitempty"`
	Version Public      `json:"version,omitempty"` // of gopls, of a start
	From    EventSource `json:"from"`
}

// EventKind is what happened.
type EventKind string

const (
	EventStarted   EventKind = "started"   // a server began
	EventAsked     EventKind = "asked"     // somebody asked for a start or restart
	EventStop      EventKind = "stop"      // somebody asked for a stop
	EventLoading   EventKind = "loading"   // a load began
	EventLoaded    EventKind = "loaded"    // a load ended
	EventView      EventKind = "view"      // a view was created
	EventPanic     EventKind = "panic"     // words of a crash
	EventError     EventKind = "error"     // a start failed
	EventExited    EventKind = "exited"    // it ended as asked, or without a fault
	EventCrashed   EventKind = "crashed"   // it ended unasked
	EventMemory    EventKind = "memory"    // its memory, when it had grown much
	EventWatching  EventKind = "watching"  // the watcher began
	EventGaveUp    EventKind = "gave-up"   // golang.go starts no other one
	EventSuspended EventKind = "suspended" // the machine slept: nothing was seen meanwhile
)

func (EventKind) Class() Class { return ClassPublic }

// EventSource is who told.
type EventSource string

const (
	FromProcesses EventSource = "processes"
	FromLogs      EventSource = "logs"
	FromBoth      EventSource = "both"
)

func (EventSource) Class() Class { return ClassPublic }

// Stall is a go command below this window's gopls that takes far longer than it should, while it lasts.
type Stall struct {
	PID       int    `json:"pid"`
	Server    int    `json:"server"`
	Command   Text   `json:"command"` // go list …, without values that may hold secrets
	Directory Path   `json:"directory,omitempty"`
	Started   Public `json:"startedAt"`
	ForMs     int64  `json:"forMs"`
	// UsualMs is how long such a command takes here; 0 is unknown.
	UsualMs int64 `json:"usualMs,omitempty"`
	Waits   Wait  `json:"waits"`
	// On is what it waits for: a remote address, a child's command, a lock file, a file system.
	On Value `json:"on"`
}
