package check

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const goDiffers texts = "go-differs"

// GoDiffers reports that the Go extension and gopls run different Go commands.
var GoDiffers = &Check{
	ID:       health.CheckID(goDiffers),
	Severity: health.Warning,
	Doc: `two different Go commands are in use

The Go extension shows one Go in the status bar and builds and tests with it, while gopls type-checks your code with another: errors in the editor that the build does not have, definitions in the sources of the other release, packages that only one of them finds.

The Go extension searches go.alternateTools, GOBIN, GOROOT and then PATH; gopls takes the first go on the PATH that it is given. We make both searches and compare what they find: version and processor, read from the binaries. Two copies of one release are no finding, nor two that hand over to the same toolchain for your module. A wrapper script in go.alternateTools that gopls does not run is only worth knowing, because a script can be any Go.

We also ask your login shell which go it finds, where there is an editor that no terminal started. That one counts only if it is another release or for another processor, if it lies in a directory that is missing from the editor's PATH (two on the PATH in another order are no finding: containers and version managers do that), and if no setting chose the editor's go.

The fix lets the Go extension put its own go first on that PATH again, names the same go for both, or starts the editor anew, so that it takes over what your shell sets.

It does not explain what a script called go runs: a shim may be any release.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeSettings, health.ProbeToolEnv, health.ProbeGoLookup, health.ProbeBinaries, health.ProbeGoEnv},
	After: []health.CheckID{"goroot-invalid", "goroot-mismatch"},
	// A GOROOT explains two different go only if one of them is the go inside it.
	ExplainedBy: func(s *health.Snapshot, cause, own health.Finding) bool {
		return sameFolder(cause, own) && slices.ContainsFunc(goFolders(s), func(f health.Folder) bool {
			root, ok := s.Origin(f.Path, "GOROOT")
			if !ok || root.Value.Empty() || !concerns(own, f.Path) {
				return false
			}
			return slices.ContainsFunc([]health.Purpose{health.ForEditor, health.ForServer}, func(p health.Purpose) bool {
				l, _ := s.Lookup(f.Path, "go", p)
				return health.Within(string(s.System.OS), string(l.Path), root.Value.Text)
			})
		})
	},
	Messages: map[string]health.Template{
		"version":  {Title: "The Go extension runs {editor}, gopls runs {server}", Detail: "Builds and tests of the editor use one release, completion and diagnostics the other: they disagree about your code and about the standard library."},
		"arch":     {Title: "The Go extension runs a go for {editor}, gopls one for {server}", Detail: "Files for one processor alone, cgo and the build cache differ between builds and what the editor shows."},
		"wrapper":  {Title: "gopls does not run the wrapper {wrapper}", Detail: "The Go extension runs it as go. gopls takes the first go on its PATH, which is {server}: what the wrapper sets does not reach it."},
		"found":    {Title: "go of {who}"},
		"same":     {Title: "one go for both"},
		"activate": {Title: "Let the Go extension put its go on the PATH of gopls"},
		"use":      {Title: "Use {go} for both"},
		"by-hand":  {Title: "put the directory of {go} first on the PATH that the editor is started with, or name that go in go.alternateTools"},
		"path":     {Title: "Remove the PATH for tools"},
		"shell":    {Title: "Your shell runs {server}, the editor {editor}", Detail: "What a terminal builds and tests is not what the editor shows. {directory} is on the PATH of your shell and not on the editor's, which was started without it."},
		"shell-as": {Title: "Your shell runs a go for {server}, the editor one for {editor}", Detail: "Files for one processor alone, cgo and the build cache differ between terminal and editor. {directory} is on the PATH of your shell and not on the editor's."},
		"restart":  {Title: "Start the editor anew"},
		"quit":     {Title: "quit the editor, all windows of it, and start it again: it takes its environment from your login shell once, when it starts"},
		"unwrap":   {Title: "Name the go itself in go.alternateTools, and set in go.toolsEnvVars what the wrapper sets"},
	},
	Applies: hasGoFolders,
	Run: func(s *health.Snapshot) []health.Finding {
		return eachFolder(s, func(f health.Folder) []verdict {
			if out := twoGos(s, f); len(out) > 0 {
				return out
			}
			return otherInShell(s, f)
		})
	},
}

func twoGos(s *health.Snapshot, f health.Folder) []verdict {
	editor, ok := s.Lookup(f.Path, "go", health.ForEditor)
	server, found := s.Lookup(f.Path, "go", health.ForServer)
	if !ok || !found {
		return open(f, message("no-lookup", nil))
	}
	if editor.Path == "" || server.Path == "" {
		return nil // go-missing speaks of it
	}
	a, _ := s.Binary(editor.Path)
	b, _ := s.Binary(server.Path)
	if health.Same(string(s.System.OS), string(editor.Path), string(server.Path)) || a.Real != "" && a.Real == b.Real {
		return nil
	}
	first, second := builtWith(s, editor.Path), builtWith(s, server.Path)
	switch {
	case first == "" || second == "":
		if editor.Why == "alternateTool" && a.Kind == health.BinaryScript {
			return bypassed(s, editor, server)
		}
		return nil // a shim may run any release
	case first != second && sameToolchain(s, f, first, second):
		return nil
	case first != second:
		return differ(s, f, "version", editor, server, health.Public(first), health.Public(second))
	case !slices.Equal(a.Architectures, b.Architectures):
		return differ(s, f, "arch", editor, server, builtFor(a), builtFor(b))
	}
	return nil
}

// sameToolchain reports that both hand over to one toolchain: what the module asks for, or the release that GOTOOLCHAIN names.
func sameToolchain(s *health.Snapshot, f health.Folder, first, second string) bool {
	named := toolchainOf(s, f)
	if strings.HasPrefix(named.Value.Text, "go1") && frozen(named) {
		return true
	}
	return switches(s, f, first) && switches(s, f, second)
}

func differ(s *health.Snapshot, f health.Folder, name string, editor, server health.Lookup, first, second health.Public) []verdict {
	c := goDiffers
	out := health.Finding{Severity: health.Warning, Message: c.say(name, health.Args{"editor": health.V(first), "server": health.V(second)}),
		Evidence: []health.Evidence{goFound("the Go extension", editor, first, second), goFound("gopls", server, second, first)}}
	if set, ok := s.Setting(f.Path, "go.terminal.activateEnvironment", ""); ok && set.Value == "false" {
		out.Evidence = append(out.Evidence, settingSeen(set, health.V(health.Public("true"))))
		out.Fixes = append(out.Fixes, oneFix("activate", health.RiskSafe, c.say("activate", nil), removeSetting(set, health.EffectReloadWindow)))
	}
	if set, ok := s.Setting(f.Path, "go.toolsEnvVars", "PATH"); ok {
		out.Evidence = append(out.Evidence, settingSeen(set, saying("absent")))
		out.Fixes = append(out.Fixes, oneFix("remove-path", health.RiskConfirm, c.say("path", nil), removeSetting(set, health.EffectReloadWindow)))
	}
	if args := (health.Args{"go": health.V(server.Path)}); s.Editor.Present || len(s.SettingsFiles) > 0 {
		use := useTool(s, "go", server.Path)
		use.Effect = health.EffectReloadWindow
		out.Fixes = append(out.Fixes, oneFix("use-one", health.RiskConfirm, c.say("use", args), use))
	} else {
		out.Fixes = append(out.Fixes, oneFix("one-path", health.RiskManual, c.say("use", args), manual(c.say("by-hand", args), health.EffectRestartEditor)))
	}
	return found(name+string(editor.Path)+" "+string(server.Path), out)
}

func goFound(who health.Public, l health.Lookup, observed, expected health.Public) health.Evidence {
	return health.Evidence{What: goDiffers.say("found", health.Args{"who": health.V(who)}), Observed: health.V(health.Text(string(observed) + " (" + string(l.Path) + ")")),
		Expected: health.V(expected), Source: l.Source}
}

func bypassed(s *health.Snapshot, editor, server health.Lookup) []verdict {
	c := goDiffers
	args := health.Args{"wrapper": health.V(editor.Path), "server": health.V(server.Path)}
	return found("wrapper "+string(editor.Path), health.Finding{Severity: health.Info, Message: c.say("wrapper", args),
		Evidence: []health.Evidence{
			{What: c.say("found", health.Args{"who": health.V(health.Public("the Go extension"))}), Observed: health.V(editor.Path), Expected: c.value("same"), Source: editor.Source},
			{What: c.say("found", health.Args{"who": health.V(health.Public("gopls"))}), Observed: health.V(server.Path), Expected: c.value("same"), Source: server.Source}},
		Fixes: []health.Fix{oneFix("unwrap", health.RiskManual, c.say("unwrap", nil), manual(c.say("unwrap", nil), health.EffectReloadWindow))}})
}
