package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

const goWorkDangling texts = "go-work-dangling"

// GoWorkDangling reports use lines of go.work that lead to no module.
var GoWorkDangling = &Check{
	ID:       health.CheckID(goWorkDangling),
	Severity: health.Error,
	Doc: `go.work lists a directory without a module

One use line that leads nowhere breaks every go command in every module of the workspace, so gopls loads none of them. With a second folder in the window the editor may even report success.

We look at each directory that the go.work in force lists: whether a go.mod is there, whether the go command says that it cannot load it, and whether two of them are the same module.

The fix takes the line out of go.work with go work edit. If the directory was only moved, correct the line instead.`,
	Needs: []health.ProbeID{health.ProbeFolders},
	Messages: map[string]health.Template{
		"missing":  {Title: "go.work lists {dir}, but no module is there", Detail: workFails},
		"unloaded": {Title: "go cannot load {dir}, which go.work lists", Detail: workFails},
		"twice":    {Title: "go.work lists the module {module} twice", Detail: workFails},
		"a-module": {Title: "a directory with a go.mod"},
		"once":     {Title: "one directory for each module"},
		"drop":     {Title: "Take {dir} out of go.work"},
		"by-hand":  {Title: "Correct go.work"},
		"edit":     {Title: "correct {file}, line {line}, if the directory was moved"},
	},
	Applies: hasWorkspace,
	Run:     runGoWorkDangling,
}

const workFails = "Every go command in this workspace fails, and gopls loads none of its modules."

func hasWorkspace(s *health.Snapshot) bool {
	return slices.ContainsFunc(goFolders(s), func(f health.Folder) bool { _, ok := inForce(f); return ok })
}

func runGoWorkDangling(s *health.Snapshot) []health.Finding {
	return eachWorkspace(s, func(f health.Folder, w health.Workspace) []health.Finding {
		var out []health.Finding
		_, complaint := saidOf(s, f.Path, health.CheckID(goWorkDangling))
		byModule := map[health.Module]health.Use{}
		for _, u := range w.Uses {
			switch first, twice := byModule[u.Module]; {
			case !u.Exists:
				out = append(out, danglingUse(s, f, w, u, "missing"))
			case u.Module == "" && complaint:
				out = append(out, danglingUse(s, f, w, u, "unloaded"))
			case u.Module != "" && twice:
				finding := danglingUse(s, f, w, u, "twice")
				finding.Evidence = append(finding.Evidence, fileSeen(w.File, first.Line, health.V(first.Dir), goWorkDangling.value("once")))
				out = append(out, finding)
			case u.Module != "":
				byModule[u.Module] = u
			}
		}
		return out
	})
}

func danglingUse(s *health.Snapshot, f health.Folder, w health.Workspace, u health.Use, text string) health.Finding {
	c := goWorkDangling
	args := health.Args{"dir": health.V(u.Dir), "module": health.V(u.Module), "file": health.V(w.File), "line": number(u.Line)}
	expected := c.value("a-module")
	if text == "twice" {
		expected = c.value("once")
	}
	finding := health.Finding{Severity: health.Error, Subject: health.V(u.Dir), Message: c.say(text, args),
		Evidence: []health.Evidence{fileSeen(w.File, u.Line, health.V(u.Dir), expected)}}
	if said, ok := saidOf(s, f.Path, health.CheckID(goWorkDangling)); ok {
		finding.Evidence = append(finding.Evidence, wordsSeen(said))
	}
	if u.Written != "" {
		drop := runGo(s, f.Path, health.Path(health.Dir(string(s.System.OS), string(w.File))), "work", "edit")
		drop = withArguments(drop, health.V(health.Path("-dropuse="+u.Written)), health.V(w.File))
		drop.Target.File = w.File
		finding.Fixes = append(finding.Fixes, oneFix("drop-use", health.RiskConfirm, c.say("drop", args), drop))
	}
	finding.Fixes = append(finding.Fixes, oneFix("edit-by-hand", health.RiskManual, c.say("by-hand", nil), openFile(c.say("edit", args), w.File)))
	return finding
}
