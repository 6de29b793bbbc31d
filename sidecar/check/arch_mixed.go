package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

const archMixed texts = "arch-mixed"

// ArchMixed reports processors that are mixed among the editor and its tools in a way that bites.
var ArchMixed = &Check{
	ID:       health.CheckID(archMixed),
	Severity: health.Warning,
	Doc: `the editor and its tools mix processors

Programs for different processors live side by side without harm, mostly: a native gopls under a translated editor works as it should. Three mixtures do harm. Delve looks at how the terminal or the editor that started it runs, and refuses to debug under one that is translated; under qemu it cannot trace a program at all. A universal program that a translated editor starts takes its translated half and is slow. And a C compiler for one processor does not fit a go that builds for another.

We look at the processes of the editor's tree, which the system calls native or translated, at what processors each tool holds code for, and, for folders with cgo files, at what the C compiler is built for beside the GOARCH that go builds for. Where nobody debugs here, what concerns the debugger is a note.

The fix is to have the editor run natively, or to name a C compiler that fits. It does not explain a tool that is built for another processor by itself: that is tool-foreign-arch.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeToolLookup, health.ProbeBinaries, health.ProbeProcesses},
	After: []health.CheckID{"editor-translated", "tool-foreign-arch", "cross-target"},
	ExplainedBy: func(_ *health.Snapshot, cause, own health.Finding) bool {
		compiler := own.Subject.Text == "cc"
		switch cause.Check {
		case health.CheckID(editorTranslated):
			return !compiler
		case health.CheckID(toolForeignArch):
			tool := cause.Message.Args["tool"].Text
			return sameFolder(cause, own) && compiler && (tool == "cc" || tool == "go")
		}
		return sameFolder(cause, own) && compiler
	},
	Messages: map[string]health.Template{
		"debugger":  {Title: "Delve refuses to debug from an editor that runs translated", Detail: "It says \"can not run under Rosetta\" and means the editor or the terminal: no debugging session starts."},
		"emulated":  {Title: "No debugger works under an emulator", Detail: "Delve has to trace the program that it debugs, and qemu does not let it."},
		"universal": {Title: "{tool} runs translated although it holds native code", Detail: "A translated editor starts the translated half of a universal program, which is several times slower."},
		"compiler":  {Title: "The C compiler is built for {built}, and go builds for {target}", Detail: "It makes code for {built} unless it is told otherwise, and linking then fails in packages with import \"C\"."},
		"editor":    {Title: "{role} (process {pid})"},
		"process":   {Title: "process {pid} ({tool})"},
		"native":    {Title: "native"},
		"header":    {Title: "processors that {tool} is built for"},
		"target":    {Title: "GOARCH"},
		"open":      {Title: "Have the editor run natively"},
		"by-open":   {Title: "quit the editor and open its build for this processor, without \"Open using Rosetta\""},
		"by-image":  {Title: "use a container or a machine for this processor"},
		"cc":        {Title: "Use a C compiler for {target}"},
		"by-cc":     {Title: "name a C compiler for {target}: go env -w CC=clang (on macOS Apple's clang builds for both)"},
	},
	Applies: processesSeen,
	Run:     runArchMixed,
}

func runArchMixed(s *health.Snapshot) []health.Finding {
	out := slices.Concat(mixedDebugger(s), mixedUniversal(s))
	for _, f := range goFolders(s) {
		out = append(out, mixedCompiler(s, f)...)
	}
	return out
}

// mixedDebugger: Delve asks for the processor of the shell that it runs in (delve gdbserver.go), and is told the translated one.
func mixedDebugger(s *health.Snapshot) []health.Finding {
	editor, translated := translatedEditor(s)
	tools := toolsInUse(s, "dlv")
	if !translated || len(tools) == 0 || s.System.OS == "windows" {
		return nil
	}
	c, t := archMixed, tools[0]
	if didDebug(s, t) {
		return nil
	}
	name, hand := "debugger", "by-open"
	if s.System.OS == "linux" {
		name, hand = "emulated", "by-image"
	}
	args := health.Args{"role": health.V(editor.Role), "pid": number(editor.PID)}
	severity, _ := debugs(s, t.first.Path)
	f := health.Finding{Severity: severity, Subject: health.V(t.name), Message: c.say(name, args), Evidence: []health.Evidence{
		processSeen(editor, c.say("editor", args), health.V(editor.State), c.value("native"))},
		Fixes: []health.Fix{oneFix("open-natively", health.RiskManual, c.say("open", nil), manual(c.say(hand, nil), health.EffectRestartEditor))}}
	return []health.Finding{f}
}

func didDebug(s *health.Snapshot, t tool) bool {
	return triedOf(s, t) == didRun && len(s.DebugTrials) > 0
}

// mixedUniversal finds tools that run translated and need not.
func mixedUniversal(s *health.Snapshot) []health.Finding {
	machine, _, known := hardware(s)
	c := archMixed
	var out []health.Finding
	for _, p := range s.Processes.List {
		role, of := map[health.ProcessRole]health.Public{health.RoleGo: "go", health.RoleGopls: "gopls"}[p.Role]
		if !of || !known || p.State != health.ProcessTranslated || p.OtherUser || p.Window == health.WindowOther || ofSidecar(s.Processes, p) {
			continue
		}
		code, source := codeOf(s, tool{name: role, path: p.Executable, file: p.Executable})
		twice := slices.ContainsFunc(out, func(f health.Finding) bool { return f.Subject.Text == string(role) })
		if twice || !slices.ContainsFunc(code, func(a health.Public) bool { return isNative(a, machine) }) {
			continue
		}
		args := health.Args{"tool": health.V(role), "pid": number(p.PID)}
		out = append(out, health.Finding{Severity: health.Info, Subject: health.V(role), Message: c.say("universal", args), Evidence: []health.Evidence{
			processSeen(p, c.say("process", args), health.V(p.State), c.value("native")),
			{What: c.say("header", args), Observed: health.List(code...), Source: source}},
			Fixes: []health.Fix{oneFix("open-natively", health.RiskManual, c.say("open", nil), manual(c.say("by-open", nil), health.EffectRestartEditor))}})
	}
	return out
}

// mixedCompiler compares a C compiler with what go builds for. Compilers for several processors, and those that a person named
// together with another target, are meant as they are.
func mixedCompiler(s *health.Snapshot, f health.Folder) []health.Finding {
	target := health.Public(s.GoEnv(f.Path).Get("GOARCH"))
	compiler, ok := compilerOf(s, f.Path)
	if !ok || target == "" || compiler.Path == "" || !cgoInUse(s, f.Path) || s.System.OS != "darwin" || foreignTarget(s, f.Path) != "" {
		return nil
	}
	c := archMixed
	code, source := codeOf(s, tool{name: "cc", path: compiler.Path, file: programOf(s, compiler.Path)})
	if len(code) == 0 || slices.ContainsFunc(code, func(a health.Public) bool { return isNative(a, target) }) {
		return nil
	}
	args := health.Args{"built": health.V(health.Public(codeWords(code))), "target": health.V(target), "tool": health.V(compiler.Command)}
	return []health.Finding{{Severity: health.Warning, Folder: f.Path, Subject: health.V(health.Public("cc")), Message: c.say("compiler", args), Evidence: []health.Evidence{
		{What: c.say("header", args), Observed: health.List(code...), Expected: health.V(target), Source: source},
		{What: c.say("target", nil), Observed: health.V(target), Source: health.Source{Kind: health.FromCommand, Name: "go env"}}},
		Fixes: []health.Fix{oneFix("cc", health.RiskManual, c.say("cc", args), manual(c.say("by-cc", args), health.EffectReloadWindow))}}}
}
