package report

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/lang"
)

// TreeDocument is what `tree` prints. Processes come by process id; parent leads upwards, and is that of a process outside the list
// for the root.
type TreeDocument struct {
	Schema  int                   `json:"schema"`
	Tool    Tool                  `json:"tool"`
	Privacy Privacy               `json:"privacy"`
	TookMs  int64                 `json:"tookMs"`
	State   health.ProcessesState `json:"state"`
	Reason  string                `json:"reason"` // why there is none, or why it is not whole
	// Root is the top of the tree, Host the extension host of this window (0 on the command line), Self this program.
	Root int `json:"root"`
	Host int `json:"host"`
	Self int `json:"self"`
	// Native is the architecture of the hardware, a GOARCH value; NativeBy is what told.
	Native    string        `json:"native"`
	NativeBy  string        `json:"nativeBy"`
	Processes []TreeProcess `json:"processes"`
	Cut       int           `json:"cut"`   // processes left out for want of room
	Total     int           `json:"total"` // of the machine; 0: not counted
	// Environments says whether the environments of processes were read; this system may show them to debuggers alone.
	Environments health.EnvironmentsState `json:"environments,omitempty"`

	say *lang.Printer
}

// TreeProcess is one process.
type TreeProcess struct {
	PID    int                `json:"pid"`
	Parent int                `json:"parent"`
	Role   health.ProcessRole `json:"role"`
	Name   string             `json:"name"`
	// Executable is what really runs; of an emulated process the emulated program, the emulator being Emulator.
	Executable    string              `json:"executable"`
	Emulator      string              `json:"emulator"`
	Architecture  string              `json:"architecture"` // a GOARCH value: that of the code that runs
	State         health.ProcessState `json:"state"`
	ResidentBytes int64               `json:"residentBytes"`
	CPUMs         int64               `json:"cpuMs"`
	CPUPercent    float64             `json:"cpuPercent"`
	StartedAt     string              `json:"startedAt"`        // RFC 3339 with milliseconds, UTC
	Window        health.Window       `json:"window,omitempty"` // of which window; left out where it cannot be told
	OtherUser     bool                `json:"otherUser"`
	Zombie        bool                `json:"zombie"`
	Orphan        bool                `json:"orphan"`
	Private       bool                `json:"private"`  // a sidecar's own; the editor does not use it
	Forwards      bool                `json:"forwards"` // a gopls that hands everything to a shared daemon
	Arguments     []string            `json:"arguments"`
	Directory     string              `json:"directory"`
	Version       string              `json:"version"` // of go, gopls and dlv, as the Go linker recorded it
	Deleted       bool                `json:"deleted"` // the executable's file was replaced or removed since the start
	Waits         health.Wait         `json:"waits,omitempty"`
	WaitsOn       string              `json:"waitsOn"`
	// Environment is left out of processes that decide nothing for Go, and of those of other windows and users.
	Environment *TreeEnvironment `json:"environment,omitempty"`
	Error       string           `json:"error"`

	say *lang.Printer
}

// BuildTree renders the processes alone, as `tree` prints them.
func BuildTree(r health.Report, w Words, privacy Privacy) TreeDocument {
	if privacy != PrivacyFull {
		privacy = PrivacyShare
		r = Redact(r)
	}
	out := TreeDocument{say: w.Say, Schema: Schema, Tool: Tool{string(r.Tool.Name), string(r.Tool.Version)}, Privacy: privacy, TookMs: r.TookMs, Processes: []TreeProcess{}}
	if s := r.Snapshot; s != nil {
		t := s.Processes
		out.State, out.Reason, out.Root, out.Host, out.Self = t.State, string(t.Reason), t.Root, t.Host, t.Self
		out.Native, out.NativeBy, out.Cut, out.Total = string(t.Native), string(t.NativeBy), t.Cut, t.Total
		out.Processes, out.Environments = builder{w}.processes(t), t.Environments
		if p := s.Probe(health.ProbeProcesses); p.State != health.ProbeOK {
			out.State, out.Reason = health.ProcessesFailed, string(p.Error)
		}
	}
	return out
}

func (b builder) processes(t health.ProcessTree) []TreeProcess {
	return b.withEnvironments(t, each(t.List, b.process))
}

func (b builder) process(p health.Process) TreeProcess {
	out := TreeProcess{
		say: b.Say, PID: p.PID, Parent: p.Parent, Role: p.Role, Name: string(p.Name), Executable: string(p.Executable), Emulator: string(p.Emulator),
		Architecture: string(p.Architecture), State: p.State, ResidentBytes: p.ResidentBytes, CPUMs: p.CPUMs, CPUPercent: p.CPUPercent,
		StartedAt: string(p.Started), Window: p.Window, OtherUser: p.OtherUser, Zombie: p.Zombie, Orphan: p.Orphan, Private: p.Private, Forwards: p.Forwards,
		Arguments: each(p.Arguments, text[health.Text]), Directory: string(p.Directory), Deleted: p.Deleted, Waits: p.Waits, Error: string(p.Error),
	}
	if p.WaitsOn != nil {
		out.WaitsOn = b.value(*p.WaitsOn)
	}
	if p.Build != nil {
		if out.Version = string(p.Build.Version); p.Role == health.RoleGo || p.Role == health.RoleGoTool {
			out.Version = string(p.Build.GoVersion)
		}
	}
	return out
}

// A branch is a process with its place in the drawing.
type branch struct {
	TreeProcess
	trunk string // what stands before it
	rest  string // what stands before its further lines
}

// branches orders processes for drawing, children below their parents. What hangs below nothing in the list comes as a tree of
// its own, the root's first.
func branches(list []TreeProcess, root int) []branch {
	known, below := map[int]bool{}, map[int][]TreeProcess{}
	for _, p := range list {
		known[p.PID] = true
	}
	var tops []TreeProcess
	for _, p := range list {
		if known[p.Parent] && p.Parent != p.PID && p.PID != root {
			below[p.Parent] = append(below[p.Parent], p)
		} else {
			tops = append(tops, p)
		}
	}
	slices.SortStableFunc(tops, func(a, b TreeProcess) int { return rank(a.PID == root) - rank(b.PID == root) })
	var out []branch
	drawn := map[int]bool{}
	var grow func(p TreeProcess, trunk, rest string)
	grow = func(p TreeProcess, trunk, rest string) {
		if drawn[p.PID] {
			return
		}
		drawn[p.PID] = true
		out = append(out, branch{p, trunk, rest})
		for i, c := range below[p.PID] {
			if i == len(below[p.PID])-1 {
				grow(c, rest+"└─ ", rest+"   ")
			} else {
				grow(c, rest+"├─ ", rest+"│  ")
			}
		}
	}
	for _, p := range tops {
		grow(p, "", "")
	}
	for _, p := range list { // a loop of parents hangs below nothing
		grow(p, "", "")
	}
	return out
}

func rank(first bool) int {
	if first {
		return 0
	}
	return 1
}
