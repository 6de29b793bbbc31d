package check

import (
	"slices"
	"strings"

	modpath "golang.org/x/mod/module"

	"github.com/govitals/govitals/sidecar/health"
)

const moduleMissing texts = "module-missing"

// ModuleMissing reports Go files that no go.mod rules.
var ModuleMissing = &Check{
	ID:       health.CheckID(moduleMissing),
	Severity: health.Warning,
	Doc: `Go files without a module

Without a go.mod, go resolves imports of the standard library only. Everything else is unknown to the editor and to builds: Go to Definition into other packages does nothing.

No go.mod or go.work lies in the folder or above it. As long as nothing breaks (files that use the standard library alone work well) this is only worth knowing. A project below GOPATH/src, or with GO111MODULE=off, needs no module and is left in peace. Do not trust "go list -m" here: it answers and succeeds without a module.

The fix runs go mod init, which writes a go.mod; you choose the name. What it does not explain: a module that lies in a folder above the one you opened is found by go and gopls without help.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeGoEnv, health.ProbeToolEnv},
	Messages: map[string]health.Template{
		"breaks":  {Title: "The Go files in {dir} belong to no module", Detail: "Imports from outside the standard library cannot be resolved, so Go to Definition and completion fail for them, and builds too."},
		"loose":   {Title: "The Go files in {dir} belong to no module", Detail: "They work as long as they import the standard library alone."},
		"go-mod":  {Title: "a go.mod in this directory or above it"},
		"init":    {Title: "Make a module"},
		"by-hand": {Title: "run go mod init NAME in {dir} (for a program of your own, any name will do: example.com/hello), then go mod tidy"},
	},
	Applies: hasGoFolders,
	Run:     runModuleMissing,
}

func runModuleMissing(s *health.Snapshot) []health.Finding {
	return eachFolder(s, func(f health.Folder) []verdict {
		g := s.GoEnv(f.Path)
		_, gopathKnown := s.Origin(f.Path, "GOPATH")
		switch {
		case f.Unmoduled == "" || modulesAreOff(s, f.Path) || belowGopath(s, f):
			return nil
		case !gopathKnown && g.Failure != "": // it may lie in the layout from before modules
			return open(f, goSilent(g))
		}
		if _, ok := inForce(f); ok && len(f.Modules) > 0 {
			return nil // scripts beside modules; gopls opens them as they are
		}
		breaks := unmoduledBreaks(s, f)
		if len(goMods(f)) > 0 && !breaks {
			return nil
		}
		args := health.Args{"dir": health.V(f.Unmoduled)}
		finding := health.Finding{Severity: health.Info, Message: moduleMissing.say("loose", args), Evidence: []health.Evidence{{
			What:     message("file", health.Args{"file": health.V(health.Path(health.Join(string(s.System.OS), string(f.Unmoduled), "go.mod")))}),
			Observed: saying("absent"), Expected: moduleMissing.value("go-mod"), Source: health.Source{Kind: health.FromFile, File: f.Unmoduled}}}}
		if breaks {
			finding.Severity, finding.Message = health.Warning, moduleMissing.say("breaks", args)
			for _, id := range []health.CheckID{"module-missing", "dependency-missing"} {
				if said, ok := saidOf(s, f.Path, id); ok {
					finding.Evidence = append(finding.Evidence, wordsSeen(said))
				}
			}
		}
		finding.Fixes = initFixes(s, f, args)
		return found(string(f.Unmoduled), finding)
	})
}

// initFixes run go mod init with a name that a person may replace. A go.mod in the home directory or at a root would take in
// everything below, so there it is left to a person.
func initFixes(s *health.Snapshot, f health.Folder, args health.Args) []health.Fix {
	system, title := string(s.System.OS), moduleMissing.say("init", nil)
	byHand := oneFix("by-hand", health.RiskManual, title, manual(moduleMissing.say("by-hand", args), health.EffectRestartServer))
	if health.Within(system, string(s.System.Home), string(f.Unmoduled)) || health.Dir(system, string(f.Unmoduled)) == string(f.Unmoduled) {
		return []health.Fix{byHand}
	}
	proposed := proposedModule(health.Base(system, string(f.Unmoduled)))
	step := withArguments(runGo(s, f.Path, f.Unmoduled, "mod", "init"), health.V(proposed))
	step.Asks = len(step.Argv) - 1
	return []health.Fix{oneFix("mod-init", health.RiskConfirm, title, step), byHand}
}

// proposedModule is a path below the domain that nobody owns, named after the directory as far as its letters are allowed.
func proposedModule(dir string) health.Module {
	name := strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-', r == '_', r == '.':
			return r
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		}
		return '-'
	}, dir), "-._")
	path := "example.com/" + name
	if _, major, ok := modpath.SplitPathVersion(path); name == "" || !ok || major != "" || modpath.CheckPath(path) != nil {
		path = "example.com/hello"
	}
	return health.Module(path)
}

// unmoduledBreaks reports that something failed in a file that no module rules, or that go complains of it.
func unmoduledBreaks(s *health.Snapshot, f health.Folder) bool {
	r, ok := rungOf(s, f.Path)
	if !ok {
		return false
	}
	system := string(s.System.OS)
	failed := slices.ContainsFunc(broken(r), func(a health.Answer) bool {
		return a.Question != health.AskHover && health.Within(system, string(a.File), string(f.Unmoduled)) && !ruled(system, f, a.File)
	})
	if len(goMods(f)) > 0 {
		return failed
	}
	said, ok := saidOf(s, f.Path, "module-missing")
	return failed || ok && (said.Code == "outside-modules" || pulseIsBad(s, f.Path)) // the former names an import
}

// ruled reports a file below one of the folder's modules.
func ruled(system string, f health.Folder, file health.Path) bool {
	return slices.ContainsFunc(goMods(f), func(m health.GoMod) bool { return health.Within(system, string(file), string(m.Dir)) })
}

// belowGopath reports a project in the layout from before modules.
func belowGopath(s *health.Snapshot, f health.Folder) bool {
	system := string(s.System.OS)
	v, ok := s.Origin(f.Path, "GOPATH")
	if !ok {
		return false
	}
	return slices.ContainsFunc(health.SplitList(system, v.Value.Text), func(entry string) bool {
		return entry != "" && health.Within(system, string(f.Unmoduled), health.Join(system, entry, "src"))
	})
}
