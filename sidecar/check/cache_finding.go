package check

import (
	"strconv"

	"github.com/govitals/govitals/sidecar/health"
)

// cacheFinding tells what is wrong with one cache directory.
func cacheFinding(s *health.Snapshot, d health.Directory, name string) health.Finding {
	args := cacheArgs(d)
	out := health.Finding{Severity: health.Error, Subject: health.V(d.Role), Message: cacheUnusable.say(name, args)}
	switch {
	case d.Role == "GOPLSCACHE":
		out.Severity, out.Message = health.Warning, cacheUnusable.say("gopls", args)
	case worstPulse(s, d) == health.PulseGood:
		out.Severity = health.Warning // it works in spite of it
	}
	out.Evidence = []health.Evidence{{What: message("directory", args), Observed: health.V(d.Path), Source: d.Source}}
	if d.Path == "" {
		out.Evidence[0].Observed = saying("unset")
	}
	if d.Problem != "" {
		out.Evidence[0].Observed, out.Evidence[0].Expected = health.V(d.Problem), cacheUnusable.value("place")
		if d.Path != "" && d.Problem == "relative" {
			out.Evidence[0].Observed = health.V(d.Path)
		}
	}
	out.Evidence = append(out.Evidence, stateSeen(d, name, args)...)
	out.Fixes = cacheFixes(s, d, name, args)
	return out
}

func cacheArgs(d health.Directory) health.Args {
	return health.Args{"role": health.V(d.Role), "path": health.V(d.Path), "count": number(d.Foreign), "sampled": number(d.Sampled)}
}

func stateSeen(d health.Directory, name string, args health.Args) []health.Evidence {
	source := health.Source{Kind: health.FromSystem, File: d.Path}
	switch name {
	case "off", "relative", "undefined":
		return nil
	case "foreign":
		source.File = d.ForeignEx
		return []health.Evidence{{What: cacheUnusable.say("example", args), Observed: health.V(d.ForeignEx), Expected: cacheUnusable.value("own-user"), Source: source}}
	}
	observed := saying("not-writable")
	if d.Error != "" {
		observed = health.V(d.Error)
	}
	return []health.Evidence{{What: cacheUnusable.say("state", args), Observed: observed, Expected: saying("writable"), Source: source}}
}

func cacheFixes(s *health.Snapshot, d health.Directory, name string, args health.Args) []health.Fix {
	byHand := func(id, title, step string) health.Fix {
		return health.Fix{ID: health.FixID(id), Title: cacheUnusable.say(title, args), Risk: health.RiskManual,
			Steps: []health.Step{manual(cacheUnusable.say(step, args), health.EffectRestartServer)}}
	}
	var out []health.Fix
	if v := (health.Variable{Name: d.Role, Value: health.V(d.Path), Source: d.Source}); authored(d.Source) && name != "foreign" {
		if d.Path == "" {
			v.Value = health.V(health.Path(d.Problem))
		}
		out = clearFixes(s, d.Folder, v)
	}
	switch name {
	case "off", "relative":
	case "undefined":
		home := byHand("set-home", "home", "home-hand")
		home.Steps[0].Effect = health.EffectRestartEditor
		out = append(out, home)
	case "foreign", "write":
		if s.System.OS == "windows" {
			out = append(out, byHand("take-ownership", "rights", "take-own"))
		} else {
			out = append(out, byHand("chown", "rights", "chown"))
		}
	default:
		out = append(out, byHand("elsewhere", "elsewhere", "move"))
	}
	if len(out) == 0 {
		out = append(out, byHand("elsewhere", "elsewhere", "move"))
	}
	return out
}

// authored reports that somebody set a directory, so that it can be set back.
func authored(source health.Source) bool {
	return source.Kind == health.FromEnvironment || source.Kind == health.FromSetting || source.Kind == health.FromGOENV
}

// fullDisk is one finding for all caches that a full disk holds.
func fullDisk(s *health.Snapshot, full []health.Directory) health.Finding {
	worst := full[0]
	for _, d := range full {
		if cacheFault(s, d) == "space" && cacheFault(s, worst) == "low" {
			worst = d
		}
	}
	args := cacheArgs(worst)
	name, severity := cacheFault(s, worst), health.Error
	if name == "low" {
		severity = health.Warning
	}
	out := health.Finding{Severity: severity, Subject: health.V(health.Public("space")), Message: cacheUnusable.say(name, args)}
	for _, d := range full {
		free := health.Public(strconv.FormatInt(d.FreeBytes>>20, 10) + " MB")
		if d.FreeInodes >= 0 && d.FreeInodes < 1000 {
			free += health.Public(", " + strconv.FormatInt(d.FreeInodes, 10) + " inodes")
		}
		out.Evidence = append(out.Evidence, health.Evidence{What: cacheUnusable.say("free", cacheArgs(d)), Observed: health.V(free),
			Expected: cacheUnusable.value("some"), Source: health.Source{Kind: health.FromSystem, File: d.Path}})
	}
	out.Fixes = []health.Fix{{ID: "make-room", Title: cacheUnusable.say("room", args), Risk: health.RiskManual,
		Steps: []health.Step{manual(cacheUnusable.say("room-hand", args), health.EffectRestartServer)}}}
	return out
}
