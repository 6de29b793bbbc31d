package health

// ProbeProcesses fills Processes.
const ProbeProcesses ProbeID = "processes"

// ProcessTree is the editor's tree of processes around our window, or, on the command line, around the process that was asked
// for. Other people's processes and other windows are in it only as far as they belong to the same editor.
type ProcessTree struct {
	State  ProcessesState `json:"state,omitempty"`
	Reason Text           `json:"reason,omitempty"` // why there is none, or why it is not whole
	// Root is the top of the tree, Host the extension host of our window (0 on the command line), Self this program.
	Root int `json:"root,omitempty"`
	Host int `json:"host,omitempty"`
	Self int `json:"self,omitempty"`
	// Native is the GOARCH of the hardware, which may be another one than ours; NativeBy is what told: hw.optional.arm64,
	// kernel, IsWow64Process2.
	Native   Public    `json:"native,omitempty"`
	NativeBy Public    `json:"nativeBy,omitempty"`
	List     []Process `json:"list,omitempty"` // by process id; capped at 400
	Cut      int       `json:"cut,omitempty"`
	Total    int       `json:"total,omitempty"` // all processes of the machine
	// Environments says whether List has those; empty is not asked for (tier fast).
	Environments EnvironmentsState `json:"environments,omitempty"`
}

// ProcessesState is what became of the look at the processes.
type ProcessesState string

const (
	ProcessesOK       ProcessesState = "ok"
	ProcessesPartial  ProcessesState = "partial" // some could not be read; Reason says why
	ProcessesNotAsked ProcessesState = "not-asked"
	ProcessesFailed   ProcessesState = "failed"
)

func (ProcessesState) Class() Class { return ClassPublic }

// Process is one process at the moment it was looked at. PID and Started name it for ever: ids are used again.
type Process struct {
	PID    int         `json:"pid"`
	Parent int         `json:"parent"`
	Role   ProcessRole `json:"role"`
	Name   Text        `json:"name,omitempty"` // as the system has it, which may be cut off
	// Executable is what really runs; of an emulated process the emulated program, the emulator being Emulator.
	Executable   Path         `json:"executable,omitempty"`
	Emulator     Path         `json:"emulator,omitempty"`
	Architecture Public       `json:"architecture,omitempty"` // a GOARCH value: that of the code that runs
	State        ProcessState `json:"state"`
	Started      Public       `json:"startedAt,omitempty"` // RFC 3339 with milliseconds, UTC
	// ResidentBytes is memory in use, CPUMs processor time since the start, CPUPercent the share of one core during the look.
	ResidentBytes int64   `json:"residentBytes,omitempty"`
	CPUMs         int64   `json:"cpuMs,omitempty"`
	CPUPercent    float64 `json:"cpuPercent,omitempty"`
	Window        Window  `json:"window,omitempty"`
	OtherUser     bool    `json:"otherUser,omitempty"`
	Zombie        bool    `json:"zombie,omitempty"` // ended, and not yet waited for
	// Orphan: its editor is gone; the system's first process, or a reaper, is its parent now.
	Orphan bool `json:"orphan,omitempty"`
	// Private: a sidecar started it for itself, such as a server that takes the pulse. The editor does not use it.
	Private bool `json:"private,omitempty"`
	// Forwards: a gopls that hands everything to a shared daemon.
	Forwards bool `json:"forwards,omitempty"`
	// Arguments are kept for go, gopls and dlv alone: the command, and flags whose values cannot hold a secret.
	Arguments []Text `json:"arguments,omitempty"`
	Directory Path   `json:"directory,omitempty"` // where go, gopls and dlv work
	Build     *Build `json:"build,omitempty"`     // what the Go linker recorded in the executable of go, gopls and dlv
	Deleted   bool   `json:"deleted,omitempty"`   // the executable's file was replaced or removed since the start
	Waits     Wait   `json:"waits,omitempty"`     // of a live go below gopls: what it waits for
	WaitsOn   *Value `json:"waitsOn,omitempty"`   // a remote address, a child's name, a lock's path, where in the kernel
	// Environment is kept of our window's extension host and of gopls, go and dlv, where they belong to our user.
	Environment *ProcessEnvironment `json:"environment,omitempty"`
	Error       Text                `json:"error,omitempty"` // what could not be read
}

// ProcessState says how the code of a process runs on this hardware.
type ProcessState string

const (
	ProcessNative     ProcessState = "native"
	ProcessTranslated ProcessState = "translated" // by Rosetta, or Windows' own x64 emulation
	ProcessEmulated   ProcessState = "emulated"   // by qemu, box64, FEX and their like
	ProcessUnknown    ProcessState = "unknown"    // it cannot be told
)

func (ProcessState) Class() Class { return ClassPublic }

// ProcessRole is what a process does in the tree.
type ProcessRole string

const (
	RoleEditorMain    ProcessRole = "editor-main"
	RoleEditorWindow  ProcessRole = "editor-window"
	RoleEditorServer  ProcessRole = "editor-server" // of a remote or browser editor
	RoleExtensionHost ProcessRole = "extension-host"
	RolePtyHost       ProcessRole = "pty-host"
	RoleFileWatcher   ProcessRole = "file-watcher"
	RoleEditorHelper  ProcessRole = "editor-helper" // GPU, network, shared process, crash handler
	RoleShell         ProcessRole = "shell"
	RoleGopls         ProcessRole = "gopls"
	RoleGoplsDaemon   ProcessRole = "gopls-daemon" // shared, of -remote=auto
	RoleTelemetry     ProcessRole = "gopls-telemetry"
	RoleGo            ProcessRole = "go"
	RoleGoTool        ProcessRole = "go-tool" // compile, link, asm, cgo, vet
	RoleDlv           ProcessRole = "dlv"
	RoleSidecar       ProcessRole = "sidecar"
	RoleWrapper       ProcessRole = "wrapper" // a script or shim that runs one of the above
	RoleOther         ProcessRole = "other"
)

func (ProcessRole) Class() Class { return ClassPublic }

// Window says whose a process is, of one editor's windows.
type Window string

const (
	WindowOurs   Window = "ours"
	WindowOther  Window = "other"
	WindowShared Window = "shared" // the editor's own, for all windows
)

func (Window) Class() Class { return ClassPublic }

// Wait is what a process waits for.
type Wait string

const (
	WaitNetwork Wait = "network"
	WaitDisk    Wait = "disk"
	WaitChild   Wait = "child"
	WaitLock    Wait = "lock" // of the module or build cache
	WaitCPU     Wait = "cpu"  // none: it computes
	WaitUnknown Wait = "unknown"
)

func (Wait) Class() Class { return ClassPublic }

// Process returns the process of an id.
func (t ProcessTree) Process(pid int) (Process, bool) {
	for _, p := range t.List {
		if p.PID == pid {
			return p, true
		}
	}
	return Process{}, false
}

// Servers are the language servers that our window's editor uses: neither gopls's helpers for telemetry nor shared daemons nor a
// sidecar's private servers, and nothing that has ended.
func (t ProcessTree) Servers() []Process {
	var out []Process
	for _, p := range t.List {
		if p.Role == RoleGopls && p.Window == WindowOurs && !p.Private && !p.Zombie {
			out = append(out, p)
		}
	}
	return out
}
