package check

import (
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const workspaceAlias texts = "workspace-alias"

// WorkspaceAlias reports folders that are opened under another name than their own.
var WorkspaceAlias = &Check{
	ID:       health.CheckID(workspaceAlias),
	Severity: health.Error,
	Doc: `a folder is opened under another name than its own

gopls takes a file for a part of the workspace if its path begins with the folder's path, letter by letter. A folder that was opened through a symbolic link, in other letter case, or in another Unicode form of an accented letter is then another place than the file: "This file is within module …, which is not included in your workspace", and symbols of the same package are undefined.

We compare the folder's path with the one after links and with the spelling in the directories themselves, and both with the documents that are open. A link alone is information, and not even that where nothing is open under the other name and everything is answered, for most such folders work; links of the system (/tmp, /var and /etc on macOS) are not mentioned. Other letter case is a fault on macOS and Windows, where gopls itself refuses it. The same folder twice in one window is a warning.

The fix is to open the folder at its own path. It does not explain a file outside all folders.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeSources, health.ProbeOpenFiles},
	Messages: map[string]health.Template{
		"outside":     {Title: "{file} is open under another path than its folder", Detail: "For gopls the file lies outside the workspace, so symbols of its own package are undefined and Go to Definition leads nowhere."},
		"case":        {Title: "The folder is opened as {path}, but its name is {spelling}", Detail: "gopls compares paths letter by letter and refuses another spelling than the file system's."},
		"unicode":     {Title: "The name of the folder {path} is spelt in another Unicode form on the disk", Detail: "It looks the same and is another sequence of letters: gopls and the editor take the files for those of two places."},
		"twice":       {Title: "{path} and {other} are the same folder", Detail: "gopls loads it twice, and a file that is open under one name is outside of the other."},
		"real":        {Title: "the folder's own path"},
		"opened":      {Title: "the path it was opened by"},
		"document":    {Title: "an open document"},
		"reopen":      {Title: "Open the folder at its own path"},
		"how":         {Title: "close the folder and open {real}"},
		"here":        {Title: "open {real} in this window"},
		"reopen-file": {Title: "Open the file at its own path"},
		"how-file":    {Title: "close the document and open {real}"},
		"remove":      {Title: "take one of the two out of the window (Remove Folder from Workspace)"},
	},
	Applies: hasGoFolders,
	Run:     runWorkspaceAlias,
}

func runWorkspaceAlias(s *health.Snapshot) []health.Finding {
	out := perFolder(s, func(f health.Folder) []health.Finding {
		if finding, ok := spelling(s, f); ok {
			return []health.Finding{finding}
		}
		if finding, ok := openedElsewhere(s, f); ok {
			return []health.Finding{finding}
		}
		return nil
	})
	seen := map[health.Path]health.Path{}
	c := workspaceAlias
	for _, f := range goFolders(s) {
		first, twice := seen[f.Real]
		if f.Real == "" || !twice || first == f.Path {
			seen[f.Real] = f.Path
			continue
		}
		args := health.Args{"path": health.V(f.Path), "other": health.V(first)}
		out = append(out, health.Finding{Severity: health.Warning, Folder: f.Path, Subject: health.V(f.Path), Message: c.say("twice", args),
			Evidence: []health.Evidence{aliasSeen("real", f.Real, health.V(f.Path))},
			Fixes:    []health.Fix{oneFix("remove-folder", health.RiskManual, c.say("reopen", nil), manual(c.say("remove", nil), health.EffectReloadWindow))}})
	}
	return out
}

// spelling judges the folder's path against the names that stand in its parent directories.
func spelling(s *health.Snapshot, f health.Folder) (health.Finding, bool) {
	c, disk := workspaceAlias, sourcesOf(s, f.Path).Spelling
	if disk == "" || disk == health.Path(health.Clean(string(s.System.OS), string(f.Path))) {
		return health.Finding{}, false
	}
	name, severity := "case", health.Warning
	if !strings.EqualFold(string(disk), string(f.Path)) {
		name = "unicode"
	}
	finding := health.Finding{Evidence: []health.Evidence{aliasSeen("opened", f.Path, health.V(disk))}, Fixes: []health.Fix{reopen(s, f, disk)}}
	said, spoken := saidOf(s, f.Path, health.CheckID(workspaceAlias))
	if spoken {
		finding.Evidence = append(finding.Evidence, wordsSeen(said))
	}
	switch {
	case spoken || pulseIsBad(s, f.Path):
		severity = health.Error
	case pulseOf(s, f.Path) == health.PulseGood:
		severity = health.Info
	}
	finding.Severity, finding.Message = severity, c.say(name, health.Args{"path": health.V(f.Path), "spelling": health.V(disk)})
	return finding, true
}

// openedElsewhere finds a document that is open by the folder's other path.
func openedElsewhere(s *health.Snapshot, f health.Folder) (health.Finding, bool) {
	system, c := string(s.System.OS), workspaceAlias
	for _, o := range s.OpenFiles {
		if o.Real == "" || f.Real == "" || !health.Within(system, string(o.Real), string(f.Real)) || inAnyFolder(s, o.File) {
			continue
		}
		args := health.Args{"file": health.V(o.File), "path": health.V(f.Path), "real": health.V(f.Real)}
		finding := health.Finding{Severity: health.Warning, Message: c.say("outside", args), Fixes: []health.Fix{reopen(s, f, f.Real)},
			Evidence: []health.Evidence{{What: c.say("document", nil), Observed: health.V(o.File), Expected: health.V(o.Real),
				Source: health.Source{Kind: health.FromEditor, Name: "open documents", File: o.File}}}}
		if f.Real != f.Path {
			finding.Evidence = append(finding.Evidence, aliasSeen("opened", f.Path, health.V(f.Real)))
			if pulseIsBad(s, f.Path) {
				finding.Severity = health.Error
			}
		} else {
			finding.Fixes[0] = oneFix("reopen-file", health.RiskManual, c.say("reopen-file", nil), manual(c.say("how-file", health.Args{"real": health.V(o.Real)}), health.EffectRestartServer))
		}
		return finding, true
	}
	return health.Finding{}, false
}

func inAnyFolder(s *health.Snapshot, file health.Path) bool {
	for _, f := range s.Folders {
		if pathBelow(string(s.System.OS), file, f.Path) {
			return true
		}
	}
	return false
}

// pathBelow is how gopls sees it: letter by letter.
func pathBelow(system string, file, dir health.Path) bool {
	return strings.HasPrefix(health.Clean(system, string(file)), strings.TrimRight(health.Clean(system, string(dir)), `/\`)) && health.Within(system, string(file), string(dir))
}

func aliasSeen(what string, observed health.Path, expected health.Value) health.Evidence {
	return health.Evidence{What: workspaceAlias.say(what, nil), Observed: health.V(observed), Expected: expected, Source: health.Source{Kind: health.FromSystem, File: observed}}
}

// reopen opens the folder at its own path. An editor on macOS or Windows takes another letter case for the same folder, which is
// open already, and does nothing: there a person has to close it first.
func reopen(s *health.Snapshot, f health.Folder, real health.Path) health.Fix {
	c, args := workspaceAlias, health.Args{"real": health.V(real)}
	if !s.Editor.Present || strings.EqualFold(string(f.Path), string(real)) {
		return oneFix("reopen", health.RiskManual, c.say("reopen", nil), manual(c.say("how", args), health.EffectReloadWindow))
	}
	return oneFix("reopen", health.RiskConfirm, c.say("reopen", nil), health.Step{Kind: health.StepEditor, Title: c.say("here", args),
		Target: health.Target{Key: "vscode.openFolder", Folder: f.Path, File: real}, Effect: health.EffectReloadWindow})
}
