package check

import "github.com/govitals/govitals/sidecar/health"

const goWorkOff texts = "go-work-off"

// GoWorkOff reports GOWORK=off over a go.work that lists modules of the folder.
var GoWorkOff = &Check{
	ID:       health.CheckID(goWorkOff),
	Severity: health.Info,
	Doc: `go.work is switched off

With GOWORK=off each module is built alone, against the versions in its go.mod. A change in one module of the workspace is not seen in another, and Go to Definition from one into the other leads into the module cache, or nowhere.

A go.work lies in the folder or above it and lists one of the folder's modules, and GOWORK=off stands in the environment of the tools, in the go env file or in the gopls setting env. Many people switch it off on purpose, so this is never more than information; a go.work that lists nothing of the folder is not mentioned, nor one that GO111MODULE=off hides, which is a finding of its own.

The fix removes the value where it was set. It does not explain imports that no module provides.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeToolEnv, health.ProbeGOENV},
	Messages: map[string]health.Template{
		"off":     {Title: "GOWORK=off hides {file}", Detail: "Each module is built alone: changes in one module of the workspace are not seen in the others."},
		"ignored": {Title: "go.work that is ignored"},
	},
	Applies: hasGoFolders,
	Run: func(s *health.Snapshot) []health.Finding {
		return eachFolder(s, func(f health.Folder) []verdict { return workOff(s, f) })
	},
}

func workOff(s *health.Snapshot, f health.Folder) []verdict {
	v, _, ok := toGopls(s, f.Path, "GOWORK")
	if !ok || v.Value.Text != "off" || f.Work == nil || modulesAreOff(s, f.Path) {
		return nil
	}
	lists := false
	for _, m := range goMods(f) {
		lists = lists || uses(string(s.System.OS), *f.Work, m.Dir)
	}
	if !lists || !chosen(v) {
		return nil
	}
	return found(string(f.Work.File)+" "+sourceKey(v.Source), health.Finding{Severity: health.Info,
		Message: goWorkOff.say("off", health.Args{"file": health.V(f.Work.File)}),
		Evidence: []health.Evidence{variableSeen(v, saying("unset")),
			{What: goWorkOff.say("ignored", nil), Observed: health.V(f.Work.File), Source: health.Source{Kind: health.FromFile, File: f.Work.File}}},
		Fixes: clearFixes(s, f.Path, v)})
}
