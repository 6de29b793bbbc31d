package check

import "github.com/govitals/govitals/sidecar/health"

const vendorEdited texts = "vendor-edited"

// VendorEdited reports vendored sources that differ from their modules.
var VendorEdited = &Check{
	ID:       health.CheckID(vendorEdited),
	Severity: health.Warning,
	Doc: `vendored code differs from its module

Somebody edited, added or removed files below vendor by hand. Builds use them, go mod verify does not look at them, and the next go mod vendor takes the edits away without a word.

In tier deep we compare the files below vendor, byte by byte but for line ends, with the same modules in the module cache; no other tool does. Modules that are not in the cache, or that are replaced by a directory, cannot be compared and are counted. Tests, which go mod vendor leaves out, and files that belong to no module are not mentioned.

There is no fix by a click, because the edits may be the only copy: keep them as a replace with a fork, or run the command that is shown, go mod vendor, which restores the published files. It does not explain a modules.txt that disagrees with go.mod: that is vendor-inconsistent.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeVendorFiles},
	Messages: map[string]health.Template{
		"one":       {Title: "{file} differs from its module", Detail: editedDetail},
		"several":   {Title: "{count} files below {dir} differ from their modules", Detail: editedDetail},
		"gone":      {Title: "not there"},
		"edited":    {Title: "changed"},
		"added":     {Title: "there, although the module has no such file"},
		"published": {Title: "the file of the module"},
		"restore":   {Title: "Restore the published files"},
		"keep":      {Title: "Keep the edits"},
		"fork":      {Title: "put the module with your edits into a directory or a repository of its own, name it in a replace line of go.mod, and run go mod vendor"},
	},
	Applies: func(s *health.Snapshot) bool { return len(s.VendorFiles) > 0 },
	Run:     runVendorEdited,
}

const editedDetail = "Builds use the edited code, and the next go mod vendor takes the edits away without a word."

func runVendorEdited(s *health.Snapshot) []health.Finding {
	c, system := vendorEdited, string(s.System.OS)
	var out []health.Finding
	for _, v := range s.VendorFiles {
		if len(v.Changed) == 0 {
			continue
		}
		root := health.Path(health.Dir(system, string(v.GoMod)))
		finding := health.Finding{Severity: health.Warning, Message: c.say("several", health.Args{"count": number(len(v.Changed) + v.Cut), "dir": health.V(v.Dir)})}
		if len(v.Changed)+v.Cut == 1 {
			finding.Message = c.say("one", health.Args{"file": health.V(health.Path(health.Join(system, string(v.Dir), string(v.Changed[0].File))))})
		}
		for _, f := range v.Changed[:min(len(v.Changed), mostContradictions)] {
			file := health.Path(health.Join(system, string(v.Dir), string(f.File)))
			observed := map[health.FileChange]string{health.FileGone: "gone", health.FileAltered: "edited", health.FileAdded: "added"}[f.How]
			finding.Evidence = append(finding.Evidence, fileSeen(file, 0, c.value(observed), c.value("published")))
		}
		args := []health.Public{"mod", "vendor"}
		if health.Base(system, string(v.GoMod)) == "go.work" {
			args = []health.Public{"work", "vendor"}
		}
		for _, f := range goFolders(s) {
			if health.Within(system, string(v.Dir), string(f.Path)) || health.Within(system, string(f.Path), string(root)) {
				finding.Folder = f.Path
				break
			}
		}
		if len(s.VendorFiles) > 1 {
			finding.Subject = health.V(v.Dir)
		}
		finding.Fixes = []health.Fix{
			oneFix("keep-edits", health.RiskManual, c.say("keep", nil), manual(c.say("fork", nil), health.EffectRestartServer)),
			oneFix("vendor-again", health.RiskManual, c.say("restore", nil), runGo(s, finding.Folder, root, args...)), // it throws the edits away for good
		}
		out = append(out, finding)
	}
	return out
}
