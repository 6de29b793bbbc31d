package check

import "github.com/govitals/govitals/sidecar/health"

const gopathLegacy texts = "gopath-legacy"

// GopathLegacy reports projects in the layout from before modules.
var GopathLegacy = &Check{
	ID:       health.CheckID(gopathLegacy),
	Severity: health.Info,
	Doc: `a project in GOPATH without a module

gopls can work in this layout, but go commands refuse it (go build ./... in a terminal: "go.mod file not found"), versions of dependencies are whatever lies in GOPATH, and new tools expect modules. The setting go.inferGopath makes the Go extension invent a GOPATH from the folder's place, which surprises every tool that is started outside the editor.

A directory with Go files and no go.mod lies below GOPATH/src, or the setting go.inferGopath is true. Since it works as long as it is wanted, this is information only, and a GOPATH that merely lies elsewhere is never mentioned.

The fix makes a module of the project, or removes the setting. It does not explain imports that cannot be found while GO111MODULE is unset or on: a module is what they need.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeSettings, health.ProbeToolEnv, health.ProbeGOENV},
	Messages: map[string]health.Template{
		"layout":  {Title: "{dir} is a GOPATH project without a go.mod", Detail: "gopls can work with it, but go commands in a terminal refuse it and the versions of dependencies are not pinned."},
		"infer":   {Title: "The GOPATH is guessed from the place of the folder (go.inferGopath)", Detail: "Terminals, tasks and other tools do not know that GOPATH. With modules nobody needs it."},
		"go-mod":  {Title: "a go.mod in this directory or above it"},
		"default": {Title: "false, the default"},
		"init":    {Title: "Make a module"},
		"by-hand": {Title: "run go mod init and then go mod tidy in {dir}; go derives the module's name from the place below GOPATH/src"},
		"remove":  {Title: "Do not guess the GOPATH"},
	},
	Applies: hasGoFolders,
	Run:     runGopathLegacy,
}

func runGopathLegacy(s *health.Snapshot) []health.Finding {
	c := gopathLegacy
	return eachFolder(s, func(f health.Folder) []verdict {
		var out []verdict
		if set, ok := s.Setting(f.Path, "go.inferGopath", ""); ok && set.Value == "true" {
			out = append(out, verdict{"infer " + sourceKey(set.Source()), health.Finding{Severity: health.Info, Subject: health.V(health.Public("go.inferGopath")),
				Message: c.say("infer", nil), Evidence: []health.Evidence{settingSeen(set, c.value("default"))},
				Fixes: []health.Fix{oneFix("remove-setting", health.RiskSafe, c.say("remove", nil), removeSetting(set, health.EffectReloadWindow))}}})
		}
		if f.Unmoduled == "" || !belowGopath(s, f) {
			return out
		}
		args := health.Args{"dir": health.V(f.Unmoduled)}
		finding := health.Finding{Severity: health.Info, Message: c.say("layout", args),
			Evidence: []health.Evidence{fileSeen(health.Path(health.Join(string(s.System.OS), string(f.Unmoduled), "go.mod")), 0, saying("absent"), c.value("go-mod"))},
			Fixes:    []health.Fix{oneFix("mod-init", health.RiskManual, c.say("init", nil), manual(c.say("by-hand", args), health.EffectRestartServer))}}
		if v, _, ok := toGopls(s, f.Path, "GO111MODULE"); ok && chosen(v) {
			finding.Evidence = append(finding.Evidence, variableSeen(v, saying("unset")))
		}
		return append(out, verdict{string(f.Unmoduled), finding})
	})
}
