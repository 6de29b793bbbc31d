package check

import "github.com/govitals/govitals/sidecar/health"

const go111moduleOff texts = "go111module-off"

// Go111moduleOff reports GO111MODULE=off over a go.mod.
var Go111moduleOff = &Check{
	ID:       health.CheckID(go111moduleOff),
	Severity: health.Error,
	Doc: `modules are switched off over a go.mod

With GO111MODULE=off go ignores the go.mod and searches imports in GOPATH, as before 2019. gopls says nothing about it: the standard library and the package itself work, while every import of another package is underlined and Go to Definition leads nowhere across packages.

We take GO111MODULE as go does (environment of the tools, the setting env of gopls, the go env file) in folders that have a go.mod. In a project below GOPATH/src, where that mode can work, and where the private gopls answered all questions, it is a warning.

The fix removes the value where it was set; go uses modules by itself.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeToolEnv, health.ProbeGOENV, health.ProbeGoEnv},
	Messages: map[string]health.Template{
		"off":     {Title: "GO111MODULE=off hides the go.mod from Go", Detail: "Imports of other packages cannot be resolved: they are underlined, and hover and Go to Definition find nothing beyond the package and the standard library. gopls shows no error."},
		"gopath":  {Title: "GO111MODULE=off hides the go.mod from Go", Detail: "The project lies in GOPATH and may work that way, but the versions in its go.mod are not used, and tools that need modules fail."},
		"ignored": {Title: "go.mod that is ignored"},
	},
	Applies: func(s *health.Snapshot) bool {
		for _, f := range goFolders(s) {
			if _, ok := rulingMod(f); ok {
				return true
			}
		}
		return false
	},
	Run: func(s *health.Snapshot) []health.Finding {
		return eachFolder(s, func(f health.Folder) []verdict { return modulesOff(s, f) })
	},
}

// rulingMod is the go.mod of a folder's root, or else the first below it.
func rulingMod(f health.Folder) (health.GoMod, bool) {
	switch {
	case f.Above != nil:
		return *f.Above, true
	case len(f.Modules) > 0:
		return f.Modules[0], true
	}
	return health.GoMod{}, false
}

func modulesOff(s *health.Snapshot, f health.Folder) []verdict {
	mod, ok := rulingMod(f)
	if !ok {
		return nil
	}
	v, _, ok := toGopls(s, f.Path, "GO111MODULE")
	if g := s.GoEnv(f.Path); !ok && g.Failure != "" {
		return open(f, goSilent(g))
	}
	if v.Value.Text != "off" {
		return nil
	}
	name, severity := "off", health.Error
	if pulseOf(s, f.Path) == health.PulseGood {
		severity = health.Warning // a module of one package without dependencies works all the same
	}
	system, gopath := string(s.System.OS), s.GoEnv(f.Path).Get("GOPATH")
	if gopath != "" && health.Within(system, string(f.Path), health.Join(system, gopath, "src")) {
		name, severity = "gopath", health.Warning
	}
	return found(name+" "+sourceKey(v.Source), health.Finding{Severity: severity, Message: go111moduleOff.say(name, nil),
		Evidence: []health.Evidence{variableSeen(v, saying("unset")),
			{What: go111moduleOff.say("ignored", nil), Observed: health.V(mod.File), Source: health.Source{Kind: health.FromFile, File: mod.File}}},
		Fixes: clearFixes(s, f.Path, v)})
}
