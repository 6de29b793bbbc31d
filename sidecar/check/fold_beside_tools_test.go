package check

import "github.com/govitals/govitals/sidecar/health"

// oneMachine are checks that speak of programs and processes, which the folders of a window share. So both faults of an edge
// stand in one snapshot, of the system given, where each has a program or a reason of its own.
var oneMachine = map[health.CheckID]bool{
	"editor-translated": true, "sidecar-foreign": true, "tool-quarantined": true, "signature-invalid": true, "tool-foreign-arch": true,
	"libc-mismatch": true, "homebrew-intel": true, "arch-mixed": true, "gopls-memory": true, "gopls-crash-loop": true, "gopls-not-running": true,
	"gopls-stalled": true, "language-server-disabled": true,
}

// onSystem is a change to the healthy machine of a system.
type onSystem struct {
	system string
	change func(*health.Snapshot)
}

// spoilt is a fault of the debugger alone, or of gopls alone, by check.
func spoilt(id health.CheckID, tool string) onSystem {
	home := "/Users/ada/go/bin/"
	path := health.Path(home + tool)
	here := func(s *health.Snapshot) {
		if tool == "dlv" {
			do(launchConfig(nil), dlv("v1.26.0", "go1.26.8"))(s)
			s.Images = append(s.Images, health.Image{Path: path, Slices: []health.Slice{wholeSlice("arm64")}, Chain: []health.Hop{{Path: path, How: health.HopProgram}}})
			header(string(path), func(b *health.Binary) { b.Architectures = []health.Public{"arm64"} })(s)
		}
	}
	switch id {
	case "tool-quarantined":
		return onSystem{"darwin", do(apple, here, marked(path, false))}
	case "signature-invalid":
		return onSystem{"darwin", do(apple, here, signed(path, health.SignatureNone, 0))}
	case "tool-foreign-arch": // a debugger for another processor is told of as that
		if tool == "dlv" {
			return onSystem{"darwin", do(apple, usesCgo("c.go"), func(s *health.Snapshot) {
				s.Compilers[0].Path = "/usr/local/bin/gcc-15"
				s.Binaries = append(s.Binaries, nativeBinary("darwin", "/usr/local/bin/gcc-15", "", ""))
			}, built("/usr/local/bin/gcc-15", "amd64"))}
		}
		return onSystem{"darwin", do(apple, here, built(path, "amd64"))}
	}
	path = health.Path("/home/ada/go/bin/" + tool)
	return onSystem{"linux", do(window, here, header(string(path), func(b *health.Binary) { b.Interpreter = "/lib/ld-musl-x86_64.so.1" }))}
}

// besideTools are the cases of these checks.
func besideTools() map[edge]onSystem {
	out := map[edge]onSystem{}
	for _, cause := range []health.CheckID{"tool-quarantined", "signature-invalid", "tool-foreign-arch", "libc-mismatch"} {
		for own, change := range map[health.CheckID]func(*health.Snapshot){
			"server-cannot-start": fires["server-cannot-start"], "gopls-load-failed": broken23, "definition-broken": fires["definition-broken"],
			"gopls-not-running": ended, "gopls-crash-loop": crashed(3, "", "panic: x"), "go-unrunnable": fires["go-unrunnable"], "go-hangs": fires["go-hangs"],
			"go-extension-failed": do(extension("0.56.0", true, false), goFails(health.GoExit, 1, "nobody knows")), "cgo-unavailable": do(usesCgo("c/c.go"), exported("CGO_ENABLED", "0")),
		} {
			c := spoilt(cause, "dlv")
			out[edge{own, cause}] = onSystem{c.system, do(c.change, change)}
		}
		c := spoilt(cause, "gopls")
		out[edge{"dlv-incompatible", cause}] = onSystem{c.system, do(c.change, notStarted("no such file or directory"), launchConfig(nil), dlv("v1.24.2", "go1.24.0"), arm(c.system))}
	}
	for e, change := range besideProcesses {
		out[e] = onSystem{"linux", change}
	}
	for e, change := range besideApple {
		out[e] = onSystem{"darwin", change}
	}
	for e, change := range besideWindows {
		out[e] = onSystem{"windows", change}
	}
	for e := range out {
		if !isEdge(e) {
			delete(out, e)
		}
	}
	return out
}

// arm makes the debugger one for the machine.
func arm(system string) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		if system == "darwin" {
			header("/Users/ada/go/bin/dlv", func(b *health.Binary) { b.Architectures = []health.Public{"arm64"} })(s)
		}
	}
}

var (
	waitsForNet  = do(window, stalled(95_000, 0, health.WaitNetwork, health.V(health.Host("192.0.2.7:443"))))
	waitsForLock = do(window, stalled(95_000, 0, health.WaitLock, health.V(health.Path("/home/ada/go/pkg/mod/cache/lock"))))
	sluggish     = func(s *health.Snapshot) {
		s.FileSystems = []health.FileSystem{{Role: "folder", Folder: s.Folders[0].Path, Type: "9p", Remote: true, StatMicros: 1400, Samples: 200}}
	}
)

var besideProcesses = map[edge]func(*health.Snapshot){
	{"gopls-stalled", "go-hangs"}: do(secondFolder, waitsForLock, func(s *health.Snapshot) {
		s.GoEnvs[1].Failure, s.GoEnvs[1].Exit, s.GoEnvs[1].Values = health.GoHangs, -1, nil
	}),
	{"gopls-stalled", "proxy-unreachable"}:      do(waitsForLock, fires["proxy-unreachable"]),
	{"gopls-stalled", "proxy-config"}:           do(waitsForLock, fires["proxy-config"]),
	{"gopls-stalled", "module-download-failed"}: do(waitsForLock, fires["module-download-failed"]),
	{"gopls-stalled", "slow-filesystem"}:        do(waitsForNet, sluggish),
	{"gopls-stalled", "gopackagesdriver"}:       do(waitsForLock, fires["gopackagesdriver"]),
	{"gopls-crash-loop", "cache-unusable"}:      do(window, crashed(3, "", "panic: x"), denyCache),
	{"gopls-crash-loop", "gopls-memory"}:        do(window, process(goplsPID, func(p *health.Process) { p.ResidentBytes = 5000 << 20 }), crashed(3, "", "panic: x")),
	{"gopls-load-slow", "gopls-stalled"}: do(secondFolder, fires["gopls-load-slow"], stalled(95_000, 0, health.WaitLock, health.Value{}), func(s *health.Snapshot) {
		s.Life.Stalls[0].Directory = otherFolder
	}),
	{"gopls-load-failed", "gopls-stalled"}:   do(waitsForLock, broken23),
	{"definition-broken", "gopls-stalled"}:   do(waitsForLock, fires["definition-broken"]),
	{"server-cannot-start", "gopls-stalled"}: do(waitsForLock, fires["server-cannot-start"]),
	{"gopls-not-running", "cache-unusable"}:  do(window, ended, denyCache),
	{"gopls-not-running", "language-server-disabled"}: do(secondFolder, window, ended, func(s *health.Snapshot) {
		set := setting(s, health.ScopeFolder, "go.useLanguageServer", "", "false")
		set.Folder = otherFolder
		s.Settings[len(s.Settings)-1] = set
	}),
	{"tool-foreign-arch", "go-unrunnable"}: do(window, header(theGo, func(b *health.Binary) { b.Architectures = []health.Public{"arm64"} }),
		goFails(health.GoNoStart, 0, "fork/exec /usr/local/go/bin/go: exec format error"), built(theGopls, "s390x"), notStarted("fork/exec /home/ada/go/bin/gopls: exec format error")),
}

var besideApple = map[edge]func(*health.Snapshot){
	{"dlv-incompatible", "editor-translated"}: do(apple, state(health.ProcessTranslated, "amd64", mainPID, hostPID), launchConfig(nil), dlv("v1.24.2", "go1.24.0"), arm("darwin")),
}

var besideWindows = map[edge]func(*health.Snapshot){
	{"sidecar-foreign", "editor-translated"}: do(window, state(health.ProcessTranslated, "amd64", mainPID, hostPID), func(s *health.Snapshot) {
		s.Processes.Native, s.System.Arch = "arm64", "386"
	}),
}

func isEdge(e edge) bool {
	c, ok := ByID(All, e.own)
	if !ok {
		return false
	}
	for _, id := range c.After {
		if id == e.cause {
			return true
		}
	}
	return false
}

// byNature are the edges whose cause leaves no room for another reason, with why that is so.
var byNature = map[edge]string{
	{"homebrew-intel", "tool-foreign-arch"}:      "a tool of the Intel Homebrew is itself a tool for Intel, so that finding always stands above it",
	{"arch-mixed", "editor-translated"}:          "only a translated editor or a tool for another processor mixes processors: one of the two is always there",
	{"arch-mixed", "tool-foreign-arch"}:          "only a translated editor or a tool for another processor mixes processors: one of the two is always there",
	{"arch-mixed", "cross-target"}:               "a compiler that does not fit the target is there besides as a tool for another processor",
	{"gopls-crash-loop", "gopls-flags-invalid"}:  "gopls refuses the flags at each start, and so never comes to crash for another reason",
	{"gopls-crash-loop", "server-cannot-start"}:  "a fresh gopls that dies at its start dies in the editor too",
	{"gopls-not-running", "gopls-missing"}:       "what is nowhere cannot run",
	{"gopls-not-running", "gopls-flags-invalid"}: "a gopls that refuses its flags cannot run",
	{"gopls-not-running", "gopls-crash-loop"}:    "after the fifth crash nobody starts it again",
	{"gopls-not-running", "server-cannot-start"}: "a gopls that dies at its start cannot run",
}
