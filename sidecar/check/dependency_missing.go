package check

import "github.com/govitals/govitals/sidecar/health"

const dependencyMissing texts = "dependency-missing"

// DependencyMissing reports imports that no requirement of go.mod provides.
var DependencyMissing = &Check{
	ID:       health.CheckID(dependencyMissing),
	Severity: health.Error,
	Doc: `an import that go.mod does not require

A package is imported and no module in go.mod provides it, so hover and Go to Definition into it fail, and builds too.

We take the go command's own words (go list, without downloads), because the text that gopls shows, "no required module provides package", stands for nine different causes: a missing line in go.sum, a dead proxy, a wrong replace and more. Those are findings of their own.

The fix runs go get for the package, or go mod tidy for all; you see the change of go.mod first. An import without a dot in its first part that is not in the standard library is usually misspelt.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeGoList},
	After: []health.CheckID{"go-mod-invalid", "go-work-invalid", "module-missing", "module-stray"},
	// A go.mod that cuts the module explains the packages that it cuts off, and a missing one what lies below none.
	ExplainedBy: func(s *health.Snapshot, cause, own health.Finding) bool {
		return sameFolder(cause, own) && (cause.Check != "module-stray" && cause.Check != "module-missing" || missedBecause(s, cause, own))
	},
	Messages: map[string]health.Template{
		"one":      {Title: "{package} is imported, but go.mod requires no module that provides it", Detail: "Hover, completion and Go to Definition into it fail, and builds too."},
		"several":  {Title: "{count} imported packages are provided by no module in go.mod", Detail: "Hover, completion and Go to Definition into them fail, and builds too."},
		"unknown":  {Title: "The import {package} is neither in the standard library nor a module", Detail: "The first part of a module's path has a dot in it. Hover, completion and Go to Definition into the package fail, and builds too."},
		"untidy":   {Title: "go.mod is not up to date", Detail: "The go command refuses to work before go.mod is corrected, so gopls cannot resolve the packages of other modules."},
		"provided": {Title: "a module in go.mod that provides it"},
		"get":      {Title: "Add the module of {package}"},
		"tidy":     {Title: "Add all missing modules and remove unused ones"},
		"spelling": {Title: "Correct the import"},
		"correct":  {Title: "correct the import of {package}"},
	},
	Applies: hasGoFolders,
	Run:     runDependencyMissing,
}

func runDependencyMissing(s *health.Snapshot) []health.Finding {
	return eachFolder(s, func(f health.Folder) []verdict {
		list := missedPackages(s, f.Path, health.CheckID(dependencyMissing))
		if len(list) == 0 {
			return unheard(s, f)
		}
		c, first := dependencyMissing, list[0]
		args := health.Args{"package": health.V(first.pkg), "count": number(len(list))}
		dir := moduleDir(s, f, first.pos)
		finding := health.Finding{Severity: health.Error, Message: c.say("one", args), Evidence: missedSeen(list, c.value("provided"))}
		all := tidy(s, f.Path, dir, c.say("tidy", nil))
		switch {
		case first.Code == "import-unknown" && len(list) == 1:
			finding.Message = c.say("unknown", args)
			finding.Fixes = []health.Fix{oneFix("correct-import", health.RiskManual, c.say("spelling", nil), manual(c.say("correct", args), health.EffectRestartServer))}
		case first.pkg == "":
			finding.Message = c.say("untidy", nil)
			finding.Fixes = []health.Fix{all}
		case len(list) > 1:
			finding.Message = c.say("several", args)
			finding.Fixes = []health.Fix{all}
		default:
			get := withArguments(runGo(s, f.Path, dir, "get"), health.V(first.pkg))
			finding.Fixes = []health.Fix{oneFix("go-get", health.RiskConfirm, c.say("get", args), get), all}
		}
		return found(string(f.Path), finding)
	})
}

// missedBecause reports that all packages of a finding are missed for the way in which modules lie in the folder.
func missedBecause(s *health.Snapshot, cause, own health.Finding) bool {
	system := string(s.System.OS)
	for _, f := range goFolders(s) {
		if !concerns(own, f.Path) {
			continue
		}
		for _, m := range missedPackages(s, f.Path, own.Check) {
			inner, cut := cutBy(s, f.Path, string(m.pkg))
			at := moduleDir(s, f, m.pos)
			switch {
			case cause.Check == "module-missing" && m.pos != "" && ruled(system, f, at):
				return false
			case cause.Check == "module-stray" && !cause.Subject.Empty() && (!cut || string(inner.Dir) != cause.Subject.Text):
				return false
			}
		}
	}
	return true
}
