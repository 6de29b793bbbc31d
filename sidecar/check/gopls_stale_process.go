package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

// staleVariables are those that change what gopls does with the workspace. PATH is not among them: editors add to it while they
// run, and what it leads to is compared as a whole.
var staleVariables = slices.Concat(driftVariables, []health.Public{"GOROOT", "GOPACKAGESDRIVER", "GOPLSCACHE"})

// otherServer reports that the running gopls is not the one that would start now: another binary, or another environment.
func otherServer(s *health.Snapshot) []health.Finding {
	var out []health.Finding
	for _, p := range ourServers(s) {
		if f, ok := otherBinary(s, p); ok {
			out = append(out, f)
			break
		}
	}
	for _, g := range s.RunningGopls.Servers {
		if g.Forwards || g.Error != "" { // the daemon's environment is that of whoever started it
			continue
		}
		return append(out, otherVariables(s, g)...)
	}
	return out
}

// otherBinary compares a running server with the file that would be started now.
func otherBinary(s *health.Snapshot, p health.Process) (health.Finding, bool) {
	now, ok := binaryToStart(s)
	if !ok || p.Executable == "" {
		return health.Finding{}, false
	}
	c := goplsStale
	same := p.Executable == now.Path || p.Executable == now.Real
	replaced := same && (p.Deleted || s.System.OS != "linux" && laterThan(now.Modified, p.Started))
	known := p.Build != nil && now.Build != nil && p.Build.Package == now.Build.Package
	equal := known && p.Build.Version == now.Build.Version && p.Build.GoVersion == now.Build.GoVersion
	// Elsewhere than on Linux the build information of a process is that of the file that stands in its place by now.
	silent := equal && p.Build.Version != "(devel)" && p.Build.Version != "" && (s.System.OS == "linux" || !replaced)
	args := health.Args{"running": health.V(p.Executable), "now": health.V(now.Path)}
	if known {
		args["running"], args["now"] = health.V(p.Build.Version), health.V(now.Build.Version)
	}
	name := ""
	switch {
	case silent:
	case known && p.Build.Version != now.Build.Version:
		name = "version"
	case replaced:
		name = "replaced"
	}
	if name == "" {
		return health.Finding{}, false
	}
	f := health.Finding{Severity: health.Warning, Subject: health.V(health.Public("binary")), Message: c.say(name, args),
		Fixes: []health.Fix{oneFix("restart-server", health.RiskSafe, message("fix-restart", nil), restartServer())}}
	if name == "version" {
		f.Evidence = append(f.Evidence, processSeen(p, c.say("runs", nil), args["running"], args["now"]))
	}
	if replaced {
		f.Evidence = append(f.Evidence, processSeen(p, c.say("file", nil), c.value("changed"), c.value("same")))
	}
	if p.Started != "" {
		f.Evidence = append(f.Evidence, processSeen(p, c.say("since", nil), health.V(p.Started), health.Value{}))
	}
	return append1(f, health.Evidence{What: c.say("would-start", nil), Observed: health.V(now.Path), Source: health.Source{Kind: health.FromBinary, File: now.Path}}), true
}

func append1(f health.Finding, e health.Evidence) health.Finding {
	f.Evidence = append(f.Evidence, e)
	return f
}

// binaryToStart is the gopls that golang.go would start now, followed through its wrapper; ok is false where that cannot be told.
func binaryToStart(s *health.Snapshot) (health.Binary, bool) {
	for _, f := range goFolders(s) {
		l, ok := s.Lookup(f.Path, "gopls", health.ForEditor)
		if !ok || l.Path == "" {
			continue
		}
		b, known := s.Binary(l.Path)
		if i, seen := s.Image(l.Path); seen && b.Kind == health.BinaryScript && len(i.Chain) > 0 && i.Chain[len(i.Chain)-1].How == health.HopProgram {
			b, known = s.Binary(i.Chain[len(i.Chain)-1].Path)
		}
		return b, known && b.Kind != health.BinaryScript && b.Kind != health.BinaryMissing && b.Kind != health.BinaryUnreadable
	}
	return health.Binary{}, false
}

// laterThan compares two moments in RFC 3339, UTC, to the second.
func laterThan(a, b health.Public) bool {
	const whole = len("2006-01-02T15:04:05")
	return len(a) >= whole && len(b) >= whole && a[:whole] > b[:whole]
}

// otherVariables are the variables that a server started now would get with another value.
func otherVariables(s *health.Snapshot, g health.GoplsServer) []health.Finding {
	c := goplsStale
	var out []health.Finding
	for _, name := range staleVariables {
		running, _ := health.Find(g.Variables, name)
		now, differs := wouldGet(s, running, name)
		if !differs {
			continue
		}
		args := health.Args{"name": health.V(name)}
		seen := func(what string, v health.Variable, expected health.Value, source health.Source) health.Evidence {
			observed := v.Value
			if observed.Empty() {
				observed = saying("unset")
			}
			return health.Evidence{What: c.say(what, args), Observed: observed, Expected: expected, Source: source}
		}
		source := health.Source{Kind: health.FromEnvironment, Name: name, PID: g.PID}
		src := now.Source
		if src.Kind == "" {
			src = health.Source{Kind: health.FromDefault, Name: name}
		}
		out = append(out, health.Finding{Severity: health.Warning, Subject: health.V(name), Message: c.say("variable", args),
			Evidence: []health.Evidence{seen("variable-runs", running, health.Value{}, source), seen("variable-now", now, health.Value{}, src)},
			Fixes: []health.Fix{oneFix("restart-server", health.RiskSafe, message("fix-restart", nil), restartServer()),
				oneFix("reload", health.RiskSafe, c.say("reload", nil), reloadWindow())}})
	}
	return out
}

// wouldGet is a variable as the tools of the folders get it now; differs is false if one of the folders gets what runs, for one
// server serves all of them and was started for one, and where it would come to the same for go.
func wouldGet(s *health.Snapshot, running health.Variable, name health.Public) (now health.Variable, differs bool) {
	for _, f := range goFolders(s) {
		own, ok := s.ToolVariable(f.Path, name)
		if !ok || own.Value.Empty() {
			own = health.Variable{Name: name}
		}
		if own.Value.Redacted() || running.Value.Redacted() || comesToTheSame(s, f, running, own) {
			return now, false
		}
		if !differs {
			now, differs = own, true
		}
	}
	return now, differs
}

// comesToTheSame reports that go makes no difference between what a server runs with and what a new one would get. A variable
// that neither has is filled in from the file of go env -w.
func comesToTheSame(s *health.Snapshot, f health.Folder, running, now health.Variable) bool {
	running.Name = now.Name
	if running.Value.Text == now.Value.Text {
		return true
	}
	fill := func(v health.Variable) health.Variable {
		if written, ok := health.Find(s.GOENV.Variables, v.Name); ok && v.Value.Empty() && s.GOENV.State == health.FileOK {
			v.Value = written.Value
		}
		return v
	}
	running, now = fill(running), fill(now)
	if now.Name == "GOROOT" && (running.Value.Empty() || now.Value.Empty()) {
		// Without GOROOT go finds its own.
		own := s.GoEnv(f.Path).Get("GOROOT")
		return health.Same(string(s.System.OS), own, running.Value.Text+now.Value.Text)
	}
	if running.Value.Empty() && slices.Contains(copiedAtStart, now.Name) {
		return alikeForGo(s, f, now, running) || now.Name == "GOPROXY" // what go takes without it is not known
	}
	return alikeForGo(s, f, now, running) && alikeForGo(s, f, running, now)
}
