package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

func init() {
	for _, id := range []health.ProbeID{health.ProbeProcesses, health.ProbeImages, health.ProbeLife, health.ProbeLogs, health.ProbeRunningGopls} {
		if !slices.Contains(allProbes, id) {
			allProbes = append(allProbes, id)
		}
	}
}

// Processes of the window that tests look at.
const (
	mainPID, hostPID, goplsPID, telemetryPID, sidecarPID, privatePID = 100, 110, 120, 121, 130, 131
)

// window is an editor in which all is well: golang.go is up, a Go file is open, and gopls serves it.
func window(s *health.Snapshot) {
	p, system := placeOf(string(s.System.OS)), string(s.System.OS)
	opens(health.Join(system, p.folder, "main.go"), nil)(s)
	s.Editor.Extensions = []health.Extension{{ID: "golang.go", Version: "0.58.0", Active: true, Exports: true}}
	s.Editor.HostPID, s.Editor.Commands = hostPID, []health.Public{"go.languageserver.restart", "gopls.views"}
	exe := health.Path(health.Join(system, p.gopath, "bin", "gopls"+p.exe))
	process := func(pid, parent int, role health.ProcessRole, window health.Window, file health.Path) health.Process {
		return health.Process{PID: pid, Parent: parent, Role: role, Window: window, Executable: file, Architecture: s.System.Arch,
			State: health.ProcessNative, Started: "2026-11-21T09:00:00.000Z", ResidentBytes: 300 << 20}
	}
	editor := health.Path(health.Join(system, p.home, "code"))
	server := process(goplsPID, hostPID, health.RoleGopls, health.WindowOurs, exe)
	server.Build = &health.Build{GoVersion: "go1.26.8", Package: "golang.org/x/tools/gopls", Version: "v0.23.0"}
	for i := range s.Binaries {
		if b := s.Binaries[i]; b.Path == exe && b.Build != nil {
			build := *b.Build
			build.Version, s.Binaries[i].Modified = "v0.23.0", "2026-10-01T08:00:00Z"
			s.Binaries[i].Build = &build
		}
	}
	s.Processes = health.ProcessTree{State: health.ProcessesOK, Root: mainPID, Host: hostPID, Self: sidecarPID, Native: s.System.Arch, NativeBy: "kernel", Total: 400,
		List: []health.Process{
			process(mainPID, 1, health.RoleEditorMain, health.WindowShared, editor),
			process(hostPID, mainPID, health.RoleExtensionHost, health.WindowOurs, editor),
			server,
			process(telemetryPID, goplsPID, health.RoleTelemetry, health.WindowOurs, exe),
			process(sidecarPID, hostPID, health.RoleSidecar, health.WindowOurs, "/opt/govitals"),
			process(privatePID, sidecarPID, health.RoleGopls, health.WindowOurs, exe)}}
	s.Life = health.Life{State: health.LifeWatched, Since: "2026-11-21T09:00:00Z", Alive: goplsPID,
		Events: []health.LifeEvent{{At: "2026-11-21T09:00:00.000Z", Kind: health.EventStarted, PID: goplsPID, From: health.FromProcesses}}}
	s.RunningGopls = health.RunningGopls{State: health.RunningOK, Servers: []health.GoplsServer{{PID: goplsPID, Path: exe, Variables: slices.Clone(s.ToolEnvs[0].Variables)}}}
}

// process changes one process of the window.
func process(pid int, change func(*health.Process)) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		for i := range s.Processes.List {
			if s.Processes.List[i].PID == pid {
				change(&s.Processes.List[i])
			}
		}
	}
}

// added is one more process in the tree, like the server but for what change makes of it.
func added(pid int, change func(*health.Process)) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		p, _ := s.Processes.Process(goplsPID)
		p.PID = pid
		change(&p)
		s.Processes.List = append(s.Processes.List, p)
	}
}

// ended takes the server of the window away, with its commands.
func ended(s *health.Snapshot) {
	s.Processes.List = slices.DeleteFunc(s.Processes.List, func(p health.Process) bool { return p.PID == goplsPID || p.PID == telemetryPID })
	s.Editor.Commands = []health.Public{"go.languageserver.restart"}
	s.Life.Alive, s.RunningGopls = 0, health.RunningGopls{State: health.RunningNone}
}

// crashed is n crashes, each with the signal or the exit status; the server lives on unless it was the fifth.
func crashed(n int, signal health.Public, words health.Text) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		code := 2
		for i := range n {
			e := health.LifeEvent{At: "2026-11-21T09:0" + health.Public(number(i+1).Text) + ":00.000Z", Kind: health.EventCrashed, PID: 200 + i, Crash: i + 1, Signal: signal, From: health.FromBoth}
			if signal == "" {
				e.Code = &code
			}
			if words != "" {
				s.Life.Events = append(s.Life.Events, health.LifeEvent{At: e.At, Kind: health.EventPanic, Words: words, From: health.FromLogs})
			}
			s.Life.Events = append(s.Life.Events, e)
		}
		s.Life.Crashes = n
		s.Life.Logs = []health.LogFile{{Path: "/logs/exthost1/golang.go/gopls (server).log", Form: "log"}}
		if n >= mostCrashes {
			ended(s)
			s.Life.GivenUp = true
		}
	}
}

// stalled is a go list below gopls that waits.
func stalled(forMs, usualMs int64, waits health.Wait, on health.Value) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		s.Life.Stalls = append(s.Life.Stalls, health.Stall{PID: 140, Server: goplsPID, Command: "go list -e -deps ./...", Directory: s.Folders[0].Path,
			Started: "2026-11-21T09:01:00Z", ForMs: forMs, UsualMs: usualMs, Waits: waits, On: on})
	}
}

// apple is a window on a Mac with Apple silicon, everything native, signed and whole.
func apple(s *health.Snapshot) {
	s.System.OS, s.System.Arch = "darwin", "arm64"
	for i := range s.Binaries {
		b := &s.Binaries[i]
		b.Kind, b.SystemOS, b.Architectures = health.BinaryMachO, "darwin", []health.Public{"arm64"}
		s.Images = append(s.Images, health.Image{Path: b.Path, Slices: []health.Slice{wholeSlice("arm64")}, Chain: []health.Hop{{Path: b.Path, How: health.HopProgram}}})
	}
	answers("GOHOSTARCH", "arm64")(s)
	answers("GOARCH", "arm64")(s)
	window(s)
	s.Processes.NativeBy = "hw.optional.arm64"
}

func wholeSlice(arch health.Public) health.Slice {
	return health.Slice{Architecture: arch, Signature: health.Signature{State: health.SignatureWhole, AdHoc: true, Linker: true, Pages: 900}}
}

// built makes a tool one of other processors.
func built(path health.Path, code ...health.Public) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		header(string(path), func(b *health.Binary) { b.Architectures = code })(s)
		image(path, func(i *health.Image) {
			i.Slices = nil
			for _, a := range code {
				i.Slices = append(i.Slices, wholeSlice(a))
			}
		})(s)
		if path == "/usr/local/go/bin/go" && len(code) == 1 {
			answers("GOHOSTARCH", string(code[0]))(s)
		}
	}
}

// image changes what was read of an executable.
func image(path health.Path, change func(*health.Image)) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		for i := range s.Images {
			if s.Images[i].Path == path {
				change(&s.Images[i])
			}
		}
	}
}

// notStarted has the system refuse the private gopls of every folder.
func notStarted(words health.Text) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		for i := range s.Ladders {
			s.Ladders[i].Rungs = []health.Rung{{Rung: 1, State: health.RungFails, FailedStage: health.StageSpawn, Exit: -1, LastWords: words}}
		}
		ended(s)
		s.Processes.List = slices.DeleteFunc(s.Processes.List, func(p health.Process) bool { return p.PID == privatePID })
	}
}

// state makes processes translated or emulated.
func state(is health.ProcessState, arch health.Public, pids ...int) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		for _, pid := range pids {
			process(pid, func(p *health.Process) { p.State, p.Architecture = is, arch })(s)
		}
	}
}
