package check

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const goUnrunnable texts = "go-unrunnable"

// GoUnrunnable reports a go command that is there and cannot run on this machine.
var GoUnrunnable = &Check{
	ID:       health.CheckID(goUnrunnable),
	Severity: health.Error,
	Doc: `go is found and cannot run here

The search ends at a go command that this machine refuses to start, or at a version manager's shim that has no Go to hand over to. Everything that needs go fails with it: the Go extension, gopls, builds.

A go without permission to run is seen on disk. For another processor or system, a missing loader, a file system mounted noexec and a refusing policy we take the system's own answer to a start, and the header of the file for the reason: a header alone proves little, because Rosetta, WSL and qemu run foreign programs. A shim is taken for the culprit only if go itself did not speak.

The fix gives the permission back, or names the release for this machine to install; what a policy or a mount forbids is for its author to allow.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeGoLookup, health.ProbeGoEnv, health.ProbeBinaries},
	After: []health.CheckID{"tool-quarantined"},
	// macOS answers "operation not permitted" for a script in quarantine.
	ExplainedBy: func(_ *health.Snapshot, cause, own health.Finding) bool {
		return sameFolder(cause, own) && stopsTool(cause, "go") && own.Message.ID == goUnrunnable.say("denied", nil).ID
	},
	Messages: map[string]health.Template{
		"permission": {Title: "{go} may not be executed", Detail: "The search passes over it, and no other go is found: the file has no execute permission."},
		"foreign":    {Title: "{go} is built for another machine", Detail: "The file is for {built}, this machine is {machine}: the system refuses to run it."},
		"loader":     {Title: "{go} needs a program loader that is not here", Detail: "Its interpreter {loader} does not exist, so the system answers that the file itself is missing. A Go built for musl does not start on a glibc system, and the reverse."},
		"denied":     {Title: "The system does not let {go} run", Detail: "The file has execute permission, so it lies on a file system mounted noexec, or a policy or a virus scanner refuses it."},
		"refused":    {Title: "{go} cannot be started", Detail: "The system refused to run it."},
		"shim":       {Title: "{go} has no Go to run", Detail: "It is a script of a version manager and it failed before any go spoke: no version is chosen for this folder, or the chosen one is not installed."},
		"start":      {Title: "start of {go}"},
		"header":     {Title: "header of {go}"},
		"started":    {Title: "a go that starts"},
		"use":        {Title: "Use {other} instead"},
		"chmod":      {Title: "Give {go} execute permission"},
		"replace":    {Title: "Install Go for this machine"},
		"by-hand":    {Title: "install the Go release for {machine} from https://go.dev/dl/ in its place, then reload the window"},
		"allow":      {Title: "Let {go} run"},
		"allow-hand": {Title: "move Go to a file system without noexec, or have the policy or scanner that refuses {go} allow it, then reload the window"},
		"choose":     {Title: "Choose an installed Go in the version manager"},
		"choose-by":  {Title: "install and select a Go version for {folder} with the version manager (asdf, mise, goenv, gvm), then reload the window"},
	},
	Applies: hasGoFolders,
	Run:     runGoUnrunnable,
}

func runGoUnrunnable(s *health.Snapshot) []health.Finding {
	return eachFolder(s, func(f health.Folder) []verdict {
		var out []verdict
		g := s.GoEnv(f.Path)
		for _, purpose := range []health.Purpose{health.ForEditor, health.ForServer} {
			l, ok := s.Lookup(f.Path, "go", purpose)
			if !ok {
				continue
			}
			if c, ok := forbidden(l); ok {
				out = append(out, withoutPermission(c)...)
				continue
			}
			out = append(out, unrunnable(s, f, l.Path, g)...)
		}
		return out
	})
}

// forbidden returns the first go that a search passed over for want of permission, if it then found none.
func forbidden(l health.Lookup) (health.Candidate, bool) {
	if l.Path != "" {
		return health.Candidate{}, false
	}
	i := slices.IndexFunc(l.Candidates, func(c health.Candidate) bool { return c.State == health.CandidateNotExecutable })
	if i < 0 {
		return health.Candidate{}, false
	}
	return l.Candidates[i], true
}

func withoutPermission(c health.Candidate) []verdict {
	args := health.Args{"go": health.V(c.Path)}
	return found("permission "+string(c.Path), health.Finding{Severity: health.Error, Message: goUnrunnable.say("permission", args),
		Evidence: []health.Evidence{{What: message("file", health.Args{"file": health.V(c.Path)}), Observed: health.V(c.State), Expected: saying("an-executable"),
			Source: health.Source{Kind: health.FromLookup, Name: c.Why, File: c.Path}}},
		Fixes: []health.Fix{{ID: "chmod", Title: goUnrunnable.say("chmod", args), Risk: health.RiskConfirm, Steps: []health.Step{{Kind: health.StepRun,
			Title:  message("step-run", health.Args{"command": health.V(health.Text("chmod +x " + string(c.Path)))}),
			Argv:   []health.Value{health.V(health.Public("chmod")), health.V(health.Public("+x")), health.V(c.Path)},
			Effect: health.EffectReloadWindow}}}}})
}

func unrunnable(s *health.Snapshot, f health.Folder, path health.Path, g health.GoEnv) []verdict {
	if path == "" {
		return nil // go-missing speaks of it
	}
	b, _ := s.Binary(path)
	asked := g.Go == path
	name := ""
	switch {
	case asked && g.Failure == health.GoExit && isShim(b, g):
		name = "shim"
	case asked && g.Failure == health.GoNoStart:
		name = refusal(s, b, g)
	case asked && g.Failure == health.GoNotAsked, !asked && foreign(s, b):
		return open(f, message("not-run", health.Args{"program": health.V(path)}))
	case !asked && loaderGone(b):
		name = "loader"
	}
	if name == "" {
		return nil
	}
	return found(name+" "+string(path), unrunnableFinding(s, f, name, path, b, g, asked))
}

func unrunnableFinding(s *health.Snapshot, f health.Folder, name string, path health.Path, b health.Binary, g health.GoEnv, asked bool) health.Finding {
	machine := health.V(s.System.OS + "/" + s.System.Arch)
	args := health.Args{"go": health.V(path), "machine": machine, "built": health.V(builtFor(b)), "loader": health.V(b.Interpreter)}
	out := health.Finding{Severity: health.Error, Message: goUnrunnable.say(name, args)}
	if asked {
		e := answerSeen("go env", g.Error, goUnrunnable.value("started"))
		e.What = goUnrunnable.say("start", args)
		out.Evidence = append(out.Evidence, e)
	}
	if name == "foreign" || name == "loader" {
		seen := args["built"]
		if name == "loader" {
			seen = args["loader"]
			machine = saying("present")
		}
		out.Evidence = append(out.Evidence, health.Evidence{What: goUnrunnable.say("header", args), Observed: seen, Expected: machine,
			Source: health.Source{Kind: health.FromBinary, File: path}})
	}
	fix, hand := "replace", goUnrunnable.say("by-hand", args)
	switch name {
	case "denied":
		fix, hand = "allow", goUnrunnable.say("allow-hand", args)
	case "shim":
		fix, hand = "choose", goUnrunnable.say("choose-by", health.Args{"folder": health.V(f.Path)})
	}
	if asked {
		out.Fixes = otherGo(s, f, g, b, goUnrunnable)
	}
	out.Fixes = append(out.Fixes, health.Fix{ID: health.FixID(fix), Title: goUnrunnable.say(fix, args), Risk: health.RiskManual,
		Steps: []health.Step{manual(hand, health.EffectReloadWindow)}})
	return out
}

// refusal names why the system did not start a go, from its words and from the header of the file.
func refusal(s *health.Snapshot, b health.Binary, g health.GoEnv) string {
	words := strings.ToLower(string(g.Error))
	switch {
	case loaderGone(b):
		return "loader"
	case foreign(s, b), strings.Contains(words, "exec format error"), strings.Contains(words, "bad cpu type"):
		if builtFor(b) != "" {
			return "foreign"
		}
	case strings.Contains(words, "permission denied"), strings.Contains(words, "operation not permitted"), strings.Contains(words, "access is denied"):
		return "denied"
	}
	return "refused"
}

// isShim reports a script that failed without a word of go, whose messages begin with "go: ".
func isShim(b health.Binary, g health.GoEnv) bool {
	return b.Kind == health.BinaryScript && !strings.HasPrefix(string(g.Error), "go: ") && !strings.Contains(string(g.Error), "\ngo: ")
}

func loaderGone(b health.Binary) bool {
	return strings.HasPrefix(string(b.Interpreter), "/") && !b.InterpreterExists
}

// foreign reports a header for another system or processor. It is no proof that the program cannot run.
func foreign(s *health.Snapshot, b health.Binary) bool {
	if b.SystemOS != "" && b.SystemOS != s.System.OS {
		return true
	}
	return len(b.Architectures) > 0 && !slices.Contains(b.Architectures, s.System.Arch)
}

func builtFor(b health.Binary) health.Public {
	var parts []string
	for _, arch := range b.Architectures {
		parts = append(parts, string(b.SystemOS+"/"+arch))
	}
	return health.Public(strings.Join(parts, ", "))
}
