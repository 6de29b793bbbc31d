package check

import "github.com/govitals/govitals/sidecar/health"

const gopackagesdriver texts = "gopackagesdriver"

// Gopackagesdriver reports a packages driver that gopls asks instead of go.
var Gopackagesdriver = &Check{
	ID:       health.CheckID(gopackagesdriver),
	Severity: health.Error,
	Doc: `gopls asks a packages driver instead of go

Build systems such as Bazel bring a program that tells gopls about packages in place of go list. gopls uses one that GOPACKAGESDRIVER names, and also any program called gopackagesdriver on its PATH, without a word. If it does not fit the project, or is not there, gopls loads nothing, while go build works.

We take GOPACKAGESDRIVER as gopls sees it (its setting env goes first) and look for a program of that name on the PATH that gopls is given. Where all questions were answered it does its work, and nothing is reported; where gopls failed it is an error, and a warning where nobody asked.

The fix switches the driver off for the Go tools (GOPACKAGESDRIVER=off), or removes the value where it was set.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeSettings, health.ProbeToolEnv, health.ProbeOtherTools},
	Messages: map[string]health.Template{
		"variable": {Title: "gopls asks the packages driver {driver} instead of go", Detail: "If it does not know this project, gopls loads nothing: no hover, no completion, no Go to Definition, although go build works."},
		"path":     {Title: "gopls asks {driver} on its PATH instead of go", Detail: "A program of that name on the PATH is enough. If it does not know this project, gopls loads nothing: no hover, no completion, no Go to Definition, although go build works."},
		"found":    {Title: "gopackagesdriver on the PATH of gopls"},
		"none":     {Title: "off, or nothing"},
		"off":      {Title: "Switch the packages driver off"},
		"by-hand":  {Title: "set GOPACKAGESDRIVER=off in the environment that the editor is started with, or take the directory of {driver} off its PATH"},
	},
	Applies: hasGoFolders,
	Run: func(s *health.Snapshot) []health.Finding {
		return eachFolder(s, func(f health.Folder) []verdict { return driven(s, f) })
	},
}

func driven(s *health.Snapshot, f health.Folder) []verdict {
	pulse := pulseOf(s, f.Path)
	v, _, _ := toGopls(s, f.Path, "GOPACKAGESDRIVER")
	l, ok := s.Lookup(f.Path, "gopackagesdriver", health.ForServer)
	if pulse == health.PulseGood || v.Value.Text == "off" || v.Value.Empty() && (!ok || l.Path == "") {
		return nil
	}
	c := gopackagesdriver
	out := health.Finding{Severity: health.Warning}
	if pulse == health.PulseBad {
		out.Severity = health.Error
	}
	key := v.Value.Text
	if !v.Value.Empty() {
		out.Message = c.say("variable", health.Args{"driver": v.Value})
		out.Evidence = []health.Evidence{variableSeen(v, c.value("none"))}
		out.Fixes = clearFixes(s, f.Path, v)
	} else {
		args := health.Args{"driver": health.V(l.Path)}
		key = string(l.Path)
		out.Message = c.say("path", args)
		out.Evidence = []health.Evidence{{What: c.say("found", nil), Observed: health.V(l.Path), Expected: saying("absent"), Source: l.Source}}
		if step, ok := setForTools(s, "GOPACKAGESDRIVER", "off"); ok {
			out.Fixes = append(out.Fixes, oneFix("switch-off", health.RiskSafe, c.say("off", nil), step))
		}
		out.Fixes = append(out.Fixes, oneFix("by-hand", health.RiskManual, c.say("off", nil), manual(c.say("by-hand", args), health.EffectRestartEditor)))
	}
	if said, ok := saidOf(s, f.Path, health.CheckID(c)); ok {
		out.Evidence = append(out.Evidence, wordsSeen(said))
	}
	return found(key+" "+sourceKey(v.Source)+" "+string(out.Severity), out)
}
