package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

const modulesNotDownloaded texts = "modules-not-downloaded"

// ModulesNotDownloaded reports requirements that are not on this machine yet, as after a fresh clone.
var ModulesNotDownloaded = &Check{
	ID:       health.CheckID(modulesNotDownloaded),
	Severity: health.Info,
	Doc: `required modules are not downloaded yet

After a fresh clone, or a clean-up of the module cache, the modules that go.mod requires are not on this machine. gopls downloads them by itself when it opens the folder, if the module proxy can be reached; until then hover and Go to Definition do not lead into them. That is no fault.

We look for each required module in the module cache, in the vendor directory and behind replace lines. Our own questions forbid downloads, so that diagnosing changes nothing; answers that fail for that reason alone are put down to this.

The fix runs go mod download. Where your own GOPROXY forbids downloads, gopls cannot fetch them either, and this is not the finding.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeModuleCache, health.ProbeGoEnv},
	After: []health.CheckID{"goroot-invalid", "go-mod-invalid", "proxy-unreachable"},
	ExplainedBy: func(s *health.Snapshot, cause, own health.Finding) bool {
		return (cause.Check == "go-mod-invalid" || cause.Check == "proxy-unreachable") && sameFolder(cause, own) || clearsGopath(s, cause, own)
	},
	Messages: map[string]health.Template{
		"all":      {Title: "None of the {total} required modules is downloaded yet", Detail: awaitsDownload},
		"several":  {Title: "Not downloaded yet: {count} of {total} required modules", Detail: awaitsDownload},
		"some":     {Title: "Modules that this project needs are not downloaded yet", Detail: awaitsDownload},
		"required": {Title: "{module} {version}"},
		"cached":   {Title: "in the module cache"},
		"download": {Title: "Download the modules"},
	},
	Applies: hasGoFolders,
	Run:     runModulesNotDownloaded,
}

const awaitsDownload = "gopls fetches them when it opens the folder, if the module proxy can be reached. Until then hover and Go to Definition do not lead into them."

func runModulesNotDownloaded(s *health.Snapshot) []health.Finding {
	return eachFolder(s, func(f health.Folder) []verdict {
		if !awaitsModules(s, f) {
			return nil
		}
		said, spoken := saidOf(s, f.Path, health.CheckID(modulesNotDownloaded))
		missing := missingOf(s, f)
		total := 0
		for _, m := range goMods(f) {
			for _, r := range m.Requires {
				if !r.Indirect {
					total++
				}
			}
		}
		c := modulesNotDownloaded
		args := health.Args{"count": number(len(missing)), "total": number(total)}
		finding := health.Finding{Severity: health.Info, Message: c.say("several", args)}
		switch {
		case len(missing) == 0:
			finding.Message = c.say("some", nil)
		case len(missing) >= total && total > 1:
			finding.Message = c.say("all", args)
		}
		for _, m := range missing[:min(len(missing), mostContradictions)] {
			finding.Evidence = append(finding.Evidence, health.Evidence{Observed: saying("absent"), Expected: c.value("cached"),
				What:   c.say("required", health.Args{"module": health.V(m.Path), "version": health.V(m.Version)}),
				Source: health.Source{Kind: health.FromFile, File: m.GoMod}})
		}
		if spoken {
			finding.Evidence = append(finding.Evidence, wordsSeen(said))
		}
		finding.Fixes = []health.Fix{download(s, f, missing, c.say("download", nil))}
		return found(string(f.Path), finding)
	})
}

// awaitsModules reports a folder that works as far as it can before its modules are downloaded.
func awaitsModules(s *health.Snapshot, f health.Folder) bool {
	if proxyIsOff(s, f.Path) {
		return false
	}
	_, spoken := saidOf(s, f.Path, health.CheckID(modulesNotDownloaded))
	missing := missingOf(s, f)
	return spoken || wanted(s, f, missing) || pulseOf(s, f.Path) != health.PulseGood && freshClone(s, f, missing)
}

// onlyAwaits reports that all that is wrong in a folder comes of modules that are not downloaded yet: that is no fault, so
// its consequences are none either.
func onlyAwaits(s *health.Snapshot, f health.Folder) bool {
	if !awaitsModules(s, f) {
		return false
	}
	all := namedCauses(s, f.Path)
	if slices.ContainsFunc(all, func(n named) bool { return n.Check != health.CheckID(modulesNotDownloaded) }) {
		return false
	}
	return len(all) > 0 && !loaded(s, f.Path) || outsideOnly(s, f.Path)
}

// missingOf are the direct requirements of a folder's modules that are not on this machine.
func missingOf(s *health.Snapshot, f health.Folder) []health.MissingModule {
	var out []health.MissingModule
	for _, m := range s.Missing {
		if !m.Indirect && hasGoMod(f, m.GoMod) {
			out = append(out, m)
		}
	}
	return out
}

// wanted reports that something asked for a missing module in vain: go, when it listed the packages, or else a question
// about another module. A requirement for other systems is missing without a fault.
func wanted(s *health.Snapshot, f health.Folder, missing []health.MissingModule) bool {
	if _, listed := listOf(s, f.Path); listed {
		return slices.ContainsFunc(missing, func(m health.MissingModule) bool { return m.Needed })
	}
	return len(missing) > 0 && outsideBroken(s, f.Path)
}

// outsideBroken reports that a question about another module failed.
func outsideBroken(s *health.Snapshot, folder health.Path) bool {
	r, ok := rungOf(s, folder)
	return ok && slices.ContainsFunc(broken(r), func(a health.Answer) bool { return outside(a.Target) })
}

// freshClone: a module that the folder is about has none of its direct requirements here. Where no module is at the
// folder's root, each with Go files counts.
func freshClone(s *health.Snapshot, f health.Folder, missing []health.MissingModule) bool {
	mods := goMods(f)
	rooted := slices.ContainsFunc(mods, func(m health.GoMod) bool { return governs(s, f, m) })
	return slices.ContainsFunc(mods, func(m health.GoMod) bool {
		if rooted && !governs(s, f, m) || !rooted && m.GoFiles == 0 {
			return false
		}
		here, gone := 0, 0
		for _, r := range m.Requires {
			switch {
			case r.Indirect || replacedLocally(m, r):
			case slices.ContainsFunc(missing, func(x health.MissingModule) bool { return x.GoMod == m.File && x.Path == r.Path }):
				gone++
			default:
				here++
			}
		}
		return gone > 0 && here == 0
	})
}

func replacedLocally(m health.GoMod, r health.Require) bool {
	return slices.ContainsFunc(m.Replaces, func(x health.Replace) bool {
		return x.Old == r.Path && x.Local != "" && (x.OldVersion == "" || x.OldVersion == r.Version)
	})
}

func download(s *health.Snapshot, f health.Folder, missing []health.MissingModule, title health.Message) health.Fix {
	fix := oneFix("mod-download", health.RiskConfirm, title)
	var dirs []health.Path
	for _, m := range missing {
		dirs = append(dirs, health.Path(health.Dir(string(s.System.OS), string(m.GoMod))))
	}
	if len(dirs) == 0 {
		dirs = []health.Path{moduleDir(s, f, "")}
	}
	slices.Sort(dirs)
	for _, dir := range slices.Compact(dirs) {
		fix.Steps = append(fix.Steps, runGo(s, f.Path, dir, "mod", "download"))
	}
	return fix
}
