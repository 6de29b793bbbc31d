package check

import "github.com/govitals/govitals/sidecar/health"

const gosumIncomplete texts = "gosum-incomplete"

// GosumIncomplete reports that go.sum lacks entries which the go command needs.
var GosumIncomplete = &Check{
	ID:       health.CheckID(gosumIncomplete),
	Severity: health.Error,
	Doc: `go.sum lacks entries

go does not use a module whose checksum go.sum does not hold. Imports of it cannot be resolved, so Go to Definition into it does nothing. gopls words it as if the requirement were missing.

The go command's own words about the packages of the folder tell it (go list, without downloads). Usually somebody changed go.mod by hand, resolved a merge, or did not commit go.sum.

The fix runs go mod tidy, which downloads what is missing and writes go.mod and go.sum; you see the change first. It says nothing about entries that are there and wrong: that is a security matter and never mended by itself.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeGoList},
	After: []health.CheckID{"go-mod-invalid"},
	Messages: map[string]health.Template{
		"one":     {Title: "go.sum has no entry for the module of {package}", Detail: "go does not use the module without it: Go to Definition into it does nothing, and builds fail."},
		"several": {Title: "go.sum lacks entries for the modules of {count} packages", Detail: "go does not use these modules without them: Go to Definition into them does nothing, and builds fail."},
		"some":    {Title: "go.sum lacks entries", Detail: "go does not use modules that it does not list: Go to Definition into them does nothing, and builds fail."},
		"entry":   {Title: "an entry in go.sum"},
		"tidy":    {Title: "Complete go.sum"},
	},
	Applies: hasGoFolders,
	Run:     runGosumIncomplete,
}

func runGosumIncomplete(s *health.Snapshot) []health.Finding {
	return eachFolder(s, func(f health.Folder) []verdict {
		list := missedPackages(s, f.Path, health.CheckID(gosumIncomplete))
		if len(list) == 0 {
			return unheard(s, f)
		}
		c := gosumIncomplete
		args := health.Args{"package": health.V(list[0].pkg), "count": number(len(list))}
		finding := health.Finding{Severity: health.Error, Message: c.say("one", args), Evidence: missedSeen(list, c.value("entry"))}
		switch {
		case list[0].pkg == "":
			finding.Message = c.say("some", nil)
		case len(list) > 1:
			finding.Message = c.say("several", args)
		}
		dir := moduleDir(s, f, list[0].pos)
		for _, m := range goMods(f) {
			if m.Dir == dir && m.Sum == health.FileMissing {
				sum := health.Path(health.Join(string(s.System.OS), string(dir), "go.sum"))
				finding.Evidence = append(finding.Evidence, fileSeen(sum, 0, saying("absent"), saying("present")))
			}
		}
		finding.Fixes = []health.Fix{tidy(s, f.Path, dir, c.say("tidy", nil))}
		return found(string(f.Path), finding)
	})
}
