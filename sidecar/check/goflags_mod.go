package check

import "github.com/govitals/govitals/sidecar/health"

const goflagsMod texts = "goflags-mod"

// GoflagsMod reports a -mod flag that contradicts what a folder is.
var GoflagsMod = &Check{
	ID:       health.CheckID(goflagsMod),
	Severity: health.Error,
	Doc: `a -mod flag contradicts the folder

-mod says where go takes dependencies from. In GOFLAGS, or in the build flags of gopls, it holds for every folder and every command: with a go.work file in force go refuses -mod=mod, so gopls loads nothing; and a vendor directory is not used although it is there, so Go to Definition leads into the module cache and not to the sources that your project keeps.

We take the -mod in force for gopls in each folder (its build flags go before GOFLAGS) and compare it with the go.work in force and with the vendor directory that go would use by itself. An error is reported only where go refuses, and never where the pulse is good; a vendor directory that is passed over is a note, because somebody may want it so.

The fix leaves the flag out where it was set and keeps the others. go decides rightly by itself since Go 1.14.

It does not speak of -mod=vendor without a vendor directory, nor of one that does not fit: see vendor-inconsistent.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeSettings, health.ProbeToolEnv, health.ProbeGOENV, health.ProbeGoEnv},
	Messages: map[string]health.Template{
		"workspace": {Title: "-mod={mode} is set, which go refuses with {work}", Detail: "go says \"-mod may only be set to readonly or vendor when in workspace mode\", so gopls loads nothing: no hover, no completion, no Go to Definition."},
		"passed":    {Title: "-mod={mode} passes over the vendor directory of {dir}", Detail: "Builds and gopls take the dependencies from the module cache. Go to Definition leads there, and what is changed under vendor has no effect."},
		"by-itself": {Title: "no -mod: go decides by itself"},
		"file":      {Title: "go.work in force"},
		"directory": {Title: "vendor directory that fits go.mod"},
		"unforce":   {Title: "Take -mod={mode} away"},
	},
	Applies: hasGoFolders,
	Run: func(s *health.Snapshot) []health.Finding {
		return perFolder(s, func(f health.Folder) []health.Finding { return contradictoryMod(s, f) })
	},
}

func contradictoryMod(s *health.Snapshot, f health.Folder) []health.Finding {
	how, forced := forcedMod(s, f.Path)
	if !forced {
		return nil
	}
	c, args := goflagsMod, health.Args{"mode": health.V(health.Public(how.mode))}
	w, inWork := inForce(f)
	if inWork && how.mode == "mod" {
		if pulseOf(s, f.Path) == health.PulseGood {
			return nil
		}
		args["work"] = health.V(w.File)
		out := health.Finding{Severity: health.Error, Message: c.say("workspace", args), Evidence: []health.Evidence{how.seen(c.value("by-itself")),
			{What: c.say("file", nil), Observed: health.V(w.File), Source: w.Source}}}
		if said, ok := saidOf(s, f.Path, health.CheckID(c)); ok {
			out.Evidence = append(out.Evidence, wordsSeen(said))
		}
		out.Fixes = how.drop(s, f.Path, c.say("unforce", args))
		return []health.Finding{out}
	}
	if how.mode != "mod" && how.mode != "readonly" {
		return nil
	}
	dir, vendor := f.Path, (*health.Vendor)(nil)
	if inWork {
		dir = health.Path(health.Dir(string(s.System.OS), string(w.File)))
		if vendorByDefault(w.Vendor, w.Go, true) {
			vendor = w.Vendor
		}
	} else {
		for _, m := range goMods(f) {
			if governs(s, f, m) && vendorByDefault(m.Vendor, m.Go, false) {
				dir, vendor = m.Dir, m.Vendor
			}
		}
	}
	if vendor == nil || vendor.State != health.FileOK || len(vendor.Modules) == 0 {
		return nil
	}
	args["dir"] = health.V(dir)
	return []health.Finding{{Severity: health.Info, Message: c.say("passed", args), Evidence: []health.Evidence{how.seen(c.value("by-itself")),
		{What: c.say("directory", nil), Observed: health.V(vendor.Dir), Source: health.Source{Kind: health.FromFile, File: vendor.Dir}}},
		Fixes: how.drop(s, f.Path, c.say("unforce", args))}}
}
