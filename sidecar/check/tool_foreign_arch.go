package check

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const toolForeignArch texts = "tool-foreign-arch"

// ToolForeignArch reports Go tools that are built for another processor than this machine has.
var ToolForeignArch = &Check{
	ID:       health.CheckID(toolForeignArch),
	Severity: health.Error,
	Doc: `a Go tool is built for another processor

Where the system can translate it (Rosetta, Windows on Arm, qemu), the tool runs, several times slower, and hands its kind on: a go for Intel builds tools for Intel and downloads toolchains for Intel, and a debugger for Intel refuses to work on Apple silicon. Where it cannot, the tool does not start at all. Rosetta goes away after macOS 27.

We read for which processors go, gopls, Delve and the C compiler hold code, follow shims to what they lead to, and compare that with the processor, not with what programs are told: uname and GOARCH of a translated program name the wrong one. That a tool cannot run is only said where the system refused it, or where no system could run it; where neither is known the check stays open. A universal binary, and a 32-bit tool on a 64-bit processor of its family, are native. Several tools of the go's own kind are one fault.

The fix installs a Go for this processor first, then the tools with it: setting GOARCH is no help, because go install puts such tools elsewhere.

A go that the system refuses to start is go-unrunnable's, a debugger alone dlv-incompatible's.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeGoLookup, health.ProbeToolLookup, health.ProbeBinaries, health.ProbeGoEnv, health.ProbeProcesses},
	After: []health.CheckID{"go-unrunnable"},
	// A go that cannot run here has built what cannot run here.
	ExplainedBy: func(s *health.Snapshot, cause, own health.Finding) bool {
		return sameFolder(cause, own) && cause.Message.ID == goUnrunnable.say("foreign", nil).ID && own.Message.Args["tool"].Text != "go" &&
			strings.HasSuffix(cause.Message.Args["built"].Text, "/"+own.Message.Args["built"].Text)
	},
	Messages: map[string]health.Template{
		"translated": {Title: "{tool} is built for {built}, and this machine is {machine}", Detail: "It runs translated, which is several times slower, and what it builds or downloads is for {built} too."},
		"refused":    {Title: "{tool} is built for {built} and cannot run on {machine}", Detail: "The system refuses to start it."},
		"compiler":   {Title: "The C compiler is built for {built}, and this machine is {machine}", Detail: "It makes code for {built} unless it is told otherwise, which does not fit what go builds for {machine}."},
		"header":     {Title: "processors that {tool} is built for"},
		"machine":    {Title: "processor of this machine"},
		"ran":        {Title: "start of {tool}"},
		"started":    {Title: "it runs"},
		"was-not":    {Title: "refused by the system"},
		"install":    {Title: "Install Go for {machine}, then the tools"},
		"by-hand":    {Title: "install the Go release for {machine} (https://go.dev/dl/, or Homebrew in /opt/homebrew), see that it comes first, then install the tools again: Go: Install/Update Tools"},
		"reinstall":  {Title: "Install {tool} anew with the Go in use"},
		"cc":         {Title: "Install a C compiler for {machine}"},
		"by-cc":      {Title: "install a C compiler for {machine}, and name it with go env -w CC=… if another one comes first on PATH"},
	},
	Applies: hasGoFolders,
	Run:     runToolForeignArch,
}

func runToolForeignArch(s *health.Snapshot) []health.Finding {
	machine, _, known := hardware(s)
	if !known {
		return nil
	}
	all := toolsInUse(s, "go", "gopls", "dlv", "cc")
	var out, open []health.Finding
	var first []health.Public // of a go whose kind its tools share
	for _, t := range all {
		code, _ := codeOf(s, t)
		if len(code) == 0 || slices.ContainsFunc(code, func(a health.Public) bool { return isNative(a, machine) }) || ofOtherSystem(s, t) {
			continue
		}
		if t.name != "go" && len(first) > 0 && slices.Equal(first, code) && triedOf(s, t) != wasRefused {
			withTool(s, &out[0], t)
			continue
		}
		f, reported := foreignTool(s, t, all, code, machine)
		switch {
		case !reported:
		case f.Severity == health.Unknown:
			open = append(open, f)
		default:
			if t.name == "go" && len(out) == 0 {
				first = code
			}
			out = append(out, f)
		}
	}
	return append(out, open...)
}

// ofOtherSystem reports a program of another operating system: what lets it run there (WSL, wine) is nothing of processors.
func ofOtherSystem(s *health.Snapshot, t tool) bool {
	b, ok := s.Binary(t.file)
	if !ok {
		b, ok = s.Binary(t.path)
	}
	return ok && b.SystemOS != "" && b.SystemOS != s.System.OS
}

func foreignTool(s *health.Snapshot, t tool, all []tool, code []health.Public, machine health.Public) (health.Finding, bool) {
	c := toolForeignArch
	built := health.List(code...)
	args := health.Args{"tool": health.V(t.name), "built": health.V(health.Public(codeWords(code))), "machine": health.V(machine)}
	tried := triedOf(s, t)
	hopeless := machine == "amd64" && (s.System.OS == "darwin" || s.System.OS == "windows") // nothing there runs code for Arm
	f := health.Finding{Severity: health.Warning, Subject: subjectOf(t, all), Folder: t.folder, Message: c.say("translated", args),
		Evidence: headerSeen(s, t, built)}
	switch {
	case t.name == "go" && tried == wasRefused, t.name == "dlv":
		return f, false
	case t.name == "cc":
		if !cgoInUse(s, t.first.Path) {
			return f, false
		}
		f.Message = c.say("compiler", args)
		f.Fixes = []health.Fix{oneFix("cc", health.RiskManual, c.say("cc", args), manual(c.say("by-cc", args), health.EffectReloadWindow))}
		return f, true
	case tried == wasRefused, hopeless && tried != didRun:
		f.Severity, f.Message = health.Error, c.say("refused", args)
		f.Evidence = append(f.Evidence, triedSeen(t, c.value("was-not")))
	case tried == didRun:
		f.Evidence = append(f.Evidence, triedSeen(t, c.value("started")))
	case s.System.OS == "linux":
		return Open(t.folder, message("not-run", health.Args{"program": health.V(t.path)})), true
	}
	f.Fixes = foreignFixes(s, t, args, machine)
	return f, true
}

// foreignFixes: a tool alone is built anew by a Go that is native; else that one has to come first.
func foreignFixes(s *health.Snapshot, t tool, args health.Args, machine health.Public) []health.Fix {
	c := toolForeignArch
	var out []health.Fix
	goCode, _ := codeOf(s, goOf(s, t.first))
	if step, ok := installAnew(s, t); ok && slices.ContainsFunc(goCode, func(a health.Public) bool { return isNative(a, machine) }) {
		out = append(out, oneFix("reinstall", health.RiskConfirm, c.say("reinstall", args), step))
	}
	return append(out, oneFix("install", health.RiskManual, c.say("install", args), manual(c.say("by-hand", args), health.EffectReloadWindow)))
}

func goOf(s *health.Snapshot, f health.Folder) tool {
	l, _ := s.Lookup(f.Path, "go", health.ForEditor)
	return tool{name: "go", path: l.Path, file: programOf(s, l.Path), first: f}
}

// withTool adds a tool to the finding about the go that built it.
func withTool(s *health.Snapshot, f *health.Finding, t tool) {
	code, _ := codeOf(s, t)
	f.Evidence = append(f.Evidence, headerSeen(s, t, health.List(code...))[:1]...)
}

func headerSeen(s *health.Snapshot, t tool, built health.Value) []health.Evidence {
	c := toolForeignArch
	machine, by, _ := hardware(s)
	_, source := codeOf(s, t)
	return []health.Evidence{
		{What: c.say("header", health.Args{"tool": health.V(t.name)}), Observed: built, Expected: health.V(machine), Source: source},
		{What: c.say("machine", nil), Observed: health.V(machine), Source: health.Source{Kind: health.FromSystem, Name: by}}}
}

func triedSeen(t tool, observed health.Value) health.Evidence {
	return health.Evidence{What: toolForeignArch.say("ran", health.Args{"tool": health.V(t.name)}), Observed: observed,
		Source: health.Source{Kind: health.FromSystem, Name: "start", File: t.path}}
}

func codeWords(list []health.Public) string {
	parts := make([]string, len(list))
	for i, a := range list {
		parts[i] = string(a)
	}
	return strings.Join(parts, ", ")
}
