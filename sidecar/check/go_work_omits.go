package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

const goWorkOmits texts = "go-work-omits"

// GoWorkOmits reports modules of a folder that the go.work in force does not list.
var GoWorkOmits = &Check{
	ID:       health.CheckID(goWorkOmits),
	Severity: health.Warning,
	Doc: `a module is not listed in go.work

The editor looks well, because gopls opens a second world without go.work for such a module. Builds, tests and debugging started in its directory fail, and what you change there is not seen by the modules that go.work does list.

We compare the go.mod files with Go files in them with the use lines of the go.work in force (GOWORK, or found above). It is a warning for the module you opened or edit, and for one that a listed module requires; for others, such as tools and examples that are left out on purpose, it is only worth knowing. Modules below testdata and vendor are never meant.

The fix adds the module with go work use. If it is left out on purpose, set GOWORK=off for work inside it.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeEditor},
	After: []health.CheckID{"go-work-dangling"},
	// A module that was moved is listed at its old place, which is gone; any other directory that is gone says nothing of it.
	ExplainedBy: func(s *health.Snapshot, cause, own health.Finding) bool {
		system := string(s.System.OS)
		return sameFolder(cause, own) && health.Base(system, cause.Subject.Text) == health.Base(system, own.Subject.Text)
	},
	Messages: map[string]health.Template{
		"edited":   {Title: "go.work does not list {module}", Detail: "The editor answers, but go build, go test and the debugger fail in {dir}: the go command works with the modules of {work} alone."},
		"required": {Title: "go.work does not list {module}, which {by} requires", Detail: "{by} is built with a published version of {module}; what you change in {dir} has no effect on it."},
		"others":   {Title: "go.work leaves out {count} modules of this folder", Detail: "The editor answers in them, but go build, go test and the debugger fail there while {work} is in force. That is well if they are left out on purpose."},
		"one":      {Title: "go.work leaves out {module}", Detail: "The editor answers in it, but go build, go test and the debugger fail there while {work} is in force. That is well if it is left out on purpose."},
		"uses":     {Title: "directories that {work} lists"},
		"use":      {Title: "Add {module} to go.work"},
		"use-all":  {Title: "Add them to go.work"},
	},
	Applies: hasWorkspace,
	Run:     runGoWorkOmits,
}

func runGoWorkOmits(s *health.Snapshot) []health.Finding {
	return eachWorkspace(s, func(f health.Folder, w health.Workspace) []health.Finding {
		if w.State != health.FileOK {
			return []health.Finding{Open(f.Path, message("unreadable-file", health.Args{"file": health.V(w.File)}))}
		}
		if w.UsesCut > 0 {
			return nil // a module may stand among the lines that were cut: better silent than wrong
		}
		var out []health.Finding
		var others []health.GoMod
		for _, m := range goMods(f) {
			if uses(string(s.System.OS), w, m.Dir) || m.State != health.FileOK || isFixture(s, m) {
				continue
			}
			opened := health.Within(string(s.System.OS), string(f.Path), string(m.Dir)) || isEdited(s, f, m)
			by, required := requiredBy(s, f, w, m)
			switch {
			case opened && (m.GoFiles > 0 || f.Above != nil && f.Above.File == m.File):
				out = append(out, omitted(s, f, w, m, "edited", ""))
			case required && m.GoFiles > 0:
				out = append(out, omitted(s, f, w, m, "required", by))
			case m.GoFiles > 0:
				others = append(others, m)
			}
		}
		if len(others) > 0 {
			out = append(out, leftOut(s, f, w, others))
		}
		return out
	})
}

// isFixture reports a module that only serves tests or was copied here.
func isFixture(s *health.Snapshot, m health.GoMod) bool {
	system := string(s.System.OS)
	for dir := string(m.Dir); ; {
		if base := health.Base(system, dir); base == "testdata" || base == "vendor" {
			return true
		}
		parent := health.Dir(system, dir)
		if parent == dir {
			return false
		}
		dir = parent
	}
}

// isEdited reports that the file in the editor belongs to a module and to no deeper one.
func isEdited(s *health.Snapshot, f health.Folder, m health.GoMod) bool {
	system, file := string(s.System.OS), string(s.Editor.ActiveFile)
	return file != "" && health.Within(system, file, string(m.Dir)) && !slices.ContainsFunc(goMods(f), func(o health.GoMod) bool {
		return len(o.Dir) > len(m.Dir) && health.Within(system, file, string(o.Dir))
	})
}

// requiredBy returns a listed module that requires the omitted one, and does not replace it by its directory.
func requiredBy(s *health.Snapshot, f health.Folder, w health.Workspace, m health.GoMod) (health.Module, bool) {
	for _, member := range goMods(f) {
		if !uses(string(s.System.OS), w, member.Dir) || m.Path == "" {
			continue
		}
		requires := slices.ContainsFunc(member.Requires, func(r health.Require) bool { return r.Path == m.Path && !r.Indirect })
		here := func(r health.Replace) bool { return r.Old == m.Path && r.Local != "" }
		if requires && !slices.ContainsFunc(member.Replaces, here) && !slices.ContainsFunc(w.Replaces, here) {
			return member.Path, true
		}
	}
	return "", false
}

func omitted(s *health.Snapshot, f health.Folder, w health.Workspace, m health.GoMod, text string, by health.Module) health.Finding {
	c := goWorkOmits
	args := health.Args{"module": health.V(m.Path), "dir": health.V(m.Dir), "work": health.V(w.File), "by": health.V(by)}
	finding := health.Finding{Severity: health.Warning, Subject: health.V(m.Dir), Message: c.say(text, args),
		Evidence: []health.Evidence{usesSeen(w, health.V(m.Dir))},
		Fixes:    []health.Fix{oneFix("work-use", health.RiskConfirm, c.say("use", args), workUse(s, f, w, m))}}
	if said, ok := saidOf(s, f.Path, health.CheckID(c)); ok {
		finding.Evidence = append(finding.Evidence, wordsSeen(said))
	}
	return finding
}

func leftOut(s *health.Snapshot, f health.Folder, w health.Workspace, modules []health.GoMod) health.Finding {
	c := goWorkOmits
	args := health.Args{"count": number(len(modules)), "work": health.V(w.File), "module": health.V(modules[0].Path)}
	text := "others"
	if len(modules) == 1 {
		text = "one"
	}
	var dirs []health.Path
	fix := oneFix("work-use", health.RiskConfirm, c.say("use-all", nil))
	for _, m := range modules {
		dirs = append(dirs, m.Dir)
		fix.Steps = append(fix.Steps, workUse(s, f, w, m))
	}
	return health.Finding{Severity: health.Info, Message: c.say(text, args), Fixes: []health.Fix{fix},
		Evidence: []health.Evidence{usesSeen(w, health.List(dirs...))}}
}

func usesSeen(w health.Workspace, expected health.Value) health.Evidence {
	var dirs []health.Path
	for _, u := range w.Uses {
		dirs = append(dirs, u.Dir)
	}
	source := w.Source
	if source.File == "" {
		source.File = w.File
	}
	return health.Evidence{What: goWorkOmits.say("uses", health.Args{"work": health.V(w.File)}), Observed: health.List(dirs...),
		Expected: expected, Source: source}
}

func workUse(s *health.Snapshot, f health.Folder, w health.Workspace, m health.GoMod) health.Step {
	system := string(s.System.OS)
	base := health.Path(health.Dir(system, string(w.File)))
	step := runGo(s, f.Path, base, "work", "use")
	step = withArguments(step, health.V(relative(system, base, m.Dir))) // an absolute one would be written as it is
	step.Target.File = w.File
	return step
}
