package check

import "github.com/govitals/govitals/sidecar/health"

const workspaceTooWide texts = "workspace-too-wide"

// WorkspaceTooWide reports a home directory, a file system's root or a GOPATH that was opened as a folder.
var WorkspaceTooWide = &Check{
	ID:       health.CheckID(workspaceTooWide),
	Severity: health.Warning,
	Doc: `a whole home directory is opened as a folder

gopls looks for modules in everything below the folder, and the editor watches all of it: caches, downloads, other projects, the module cache itself. That takes memory and minutes, and go.mod files of strangers become part of your workspace.

The folder is your home directory or one above it, the root of a file system, or GOPATH, and has neither a go.mod nor a go.work at its root. With one of these it is a project that somebody keeps there on purpose, as containers do, and nothing is said; a GOPATH is left in peace where GO111MODULE=off makes it the workspace.

The fix is to open the project's own folder, or several of them in one window. It does not explain a project that is slow for another reason.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeMachine, health.ProbeToolEnv, health.ProbeGOENV},
	Messages: map[string]health.Template{
		"home":     {Title: "The home directory is opened as a folder", Detail: wideDetail},
		"root":     {Title: "A whole file system is opened as a folder: {dir}", Detail: wideDetail},
		"above":    {Title: "A directory above the home directory is opened as a folder: {dir}", Detail: wideDetail},
		"gopath":   {Title: "GOPATH is opened as a folder", Detail: wideDetail},
		"folder":   {Title: "the opened folder"},
		"project":  {Title: "the folder of one project"},
		"narrow":   {Title: "Open the project's own folder"},
		"how":      {Title: "open the directory that holds the go.mod (File: Open Folder), or several projects in one window with File: Add Folder to Workspace"},
		"how-here": {Title: "name the directory that holds the go.mod"},
	},
	Applies: hasGoFolders,
	Run: func(s *health.Snapshot) []health.Finding {
		return perFolder(s, func(f health.Folder) []health.Finding { return tooWide(s, f) })
	},
}

const wideDetail = "gopls searches everything below it for modules and the editor watches it all, which takes much time and memory."

func tooWide(s *health.Snapshot, f health.Folder) []health.Finding {
	system, c := string(s.System.OS), workspaceTooWide
	if _, work := inForce(f); work || f.Above != nil {
		return nil
	}
	for _, m := range f.Modules {
		if health.Same(system, string(m.Dir), string(f.Path)) {
			return nil
		}
	}
	name, source := "", health.Source{Kind: health.FromSystem}
	expected := c.value("project")
	switch home := string(s.System.Home); {
	case home != "" && health.Same(system, home, string(f.Path)):
		name = "home"
	case health.Same(system, health.Dir(system, string(f.Path)), string(f.Path)):
		name = "root"
	case home != "" && health.Within(system, home, string(f.Path)):
		name = "above"
	default:
		gopath, ok := s.Origin(f.Path, "GOPATH")
		if !ok || modulesAreOff(s, f.Path) {
			return nil
		}
		for _, entry := range health.SplitList(system, gopath.Value.Text) {
			if entry != "" && (health.Same(system, entry, string(f.Path)) || health.Same(system, health.Join(system, entry, "src"), string(f.Path))) {
				name, source = "gopath", gopath.Source
			}
		}
	}
	if name == "" {
		return nil
	}
	how := "how-here"
	if s.Editor.Present {
		how = "how"
	}
	return []health.Finding{{Severity: health.Warning, Message: c.say(name, health.Args{"dir": health.V(f.Path)}),
		Evidence: []health.Evidence{{What: c.say("folder", nil), Observed: health.V(f.Path), Expected: expected, Source: source}},
		Fixes:    []health.Fix{oneFix("open-project", health.RiskManual, c.say("narrow", nil), manual(c.say(how, nil), health.EffectReloadWindow))}}}
}
