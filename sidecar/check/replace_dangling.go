package check

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const replaceDangling texts = "replace-dangling"

// ReplaceDangling reports replace lines that lead to a directory that is not there.
var ReplaceDangling = &Check{
	ID:       health.CheckID(replaceDangling),
	Severity: health.Error,
	Doc: `a replace line leads to a missing directory

Imports of the replaced module cannot be resolved: Go to Definition into it does nothing, and builds fail. gopls words it as if the requirement were missing, and go mod tidy does not help.

We look at the directory of each local replace line in go.mod and go.work. It is an error for a module that go.mod requires directly, and where the go command says so; an indirect requirement is a warning until something asks for it, and a line for a module that is not required is left in peace, as is a module whose dependencies are vendored.

The fix drops the replace line, so that the published version is used, or leads you to the line: usually the directory was moved or not checked out.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeSettings, health.ProbeToolEnv},
	After: []health.CheckID{"go-mod-invalid"},
	Messages: map[string]health.Template{
		"breaks":  {Title: "{module} is replaced by {dir}, which does not exist", Detail: "Its packages cannot be resolved: Go to Definition into them does nothing, and builds fail."},
		"waits":   {Title: "{module} is replaced by {dir}, which does not exist", Detail: "Nothing that was looked at imports it yet; what does will not build, and go mod tidy fails."},
		"no-mod":  {Title: "{module} is replaced by {dir}, which is no module", Detail: "The directory holds no go.mod that can be read, so its packages cannot be resolved: Go to Definition into them does nothing, and builds fail."},
		"line":    {Title: "replace {module}"},
		"drop":    {Title: "Drop the replace line"},
		"by-hand": {Title: "Correct the directory"},
		"edit":    {Title: "bring {dir} back, or correct {file}, line {line}"},
	},
	Applies: func(s *health.Snapshot) bool {
		return slices.ContainsFunc(goFolders(s), func(f health.Folder) bool { return len(localReplaces(f)) > 0 })
	},
	Run: runReplaceDangling,
}

// localReplaces are the replace lines with directories, of go.mod files and of the go.work in force.
func localReplaces(f health.Folder) []replaceOf {
	var out []replaceOf
	add := func(file health.Path, list []health.Replace) {
		for _, r := range list {
			if r.Local != "" {
				out = append(out, replaceOf{r, file})
			}
		}
	}
	for _, m := range goMods(f) {
		add(m.File, m.Replaces)
	}
	if w, ok := inForce(f); ok {
		add(w.File, w.Replaces)
	}
	return out
}

func runReplaceDangling(s *health.Snapshot) []health.Finding {
	var out []health.Finding
	folders := goFolders(s)
	for _, f := range folders {
		for _, r := range localReplaces(f) {
			finding, ok := danglingReplace(s, f, r)
			if ok && !slices.ContainsFunc(out, func(o health.Finding) bool { return o.ID() == finding.ID() }) {
				finding.Folder = onlyFolder(folders, f, func(o health.Folder) bool { return hasGoMod(o, r.file) })
				out = append(out, finding)
			}
		}
	}
	return out
}

func danglingReplace(s *health.Snapshot, f health.Folder, r replaceOf) (health.Finding, bool) {
	said, spoken := saidOf(s, f.Path, health.CheckID(replaceDangling))
	spoken = spoken && strings.Contains(string(said.line), string(r.Old))
	w, inWork := inForce(f)
	member := inWork && slices.ContainsFunc(w.Uses, func(u health.Use) bool { return u.Module == r.Old })
	if r.Exists && !spoken || member || vendoredFile(s, f, r.file) || !spoken && !required(f, r) {
		return health.Finding{}, false
	}
	c := replaceDangling
	args := health.Args{"module": health.V(r.Old), "dir": health.V(r.Local), "file": health.V(r.file), "line": number(r.Line)}
	finding := health.Finding{Severity: health.Error, Subject: health.V(r.Old), Message: c.say("breaks", args), Evidence: []health.Evidence{{
		What: c.say("line", health.Args{"module": health.V(r.Old)}), Observed: health.V(r.Local), Expected: saying("present"),
		Source: health.Source{Kind: health.FromFile, File: r.file, Line: r.Line}}}}
	switch {
	case spoken && r.Exists:
		finding.Message = c.say("no-mod", args)
	case !spoken && !pulseIsBad(s, f.Path) && !directly(s, f, r):
		finding.Severity, finding.Message = health.Warning, c.say("waits", args)
	}
	if spoken {
		finding.Evidence = append(finding.Evidence, wordsSeen(said))
	}
	finding.Fixes = []health.Fix{
		oneFix("edit-by-hand", health.RiskManual, c.say("by-hand", nil), openFile(c.say("edit", args), r.file)),
		oneFix("drop-replace", health.RiskConfirm, c.say("drop", nil), dropReplace(s, f, r)),
	}
	return finding, true
}

func dropReplace(s *health.Snapshot, f health.Folder, r replaceOf) health.Step {
	what := health.Public("mod")
	if w, ok := inForce(f); ok && w.File == r.file {
		what = "work"
	}
	old := r.Old
	if r.OldVersion != "" {
		old += health.Module("@" + r.OldVersion)
	}
	step := runGo(s, f.Path, health.Path(health.Dir(string(s.System.OS), string(r.file))), what, "edit")
	step = withArguments(step, health.V("-dropreplace="+old))
	step.Target.File = r.file
	return step
}

// required reports that a go.mod of the folder requires what the line replaces.
func required(f health.Folder, r replaceOf) bool {
	return slices.ContainsFunc(goMods(f), func(m health.GoMod) bool {
		return slices.ContainsFunc(m.Requires, func(q health.Require) bool { return r.rules(f, m, q) })
	})
}

// directly reports that a module which the folder is about imports what the line replaces: go.mod marks what it does not
// import itself as indirect.
func directly(s *health.Snapshot, f health.Folder, r replaceOf) bool {
	return slices.ContainsFunc(goMods(f), func(m health.GoMod) bool {
		return governs(s, f, m) && slices.ContainsFunc(m.Requires, func(q health.Require) bool { return !q.Indirect && r.rules(f, m, q) })
	})
}

// rules reports that the line replaces a requirement of a module.
func (r replaceOf) rules(f health.Folder, m health.GoMod, q health.Require) bool {
	here := m.File == r.file || f.Work != nil && f.Work.File == r.file
	return here && q.Path == r.Old && (r.OldVersion == "" || r.OldVersion == q.Version)
}

func vendoredFile(s *health.Snapshot, f health.Folder, file health.Path) bool {
	return slices.ContainsFunc(goMods(f), func(m health.GoMod) bool { return m.File == file && isVendored(s, f, m) })
}
