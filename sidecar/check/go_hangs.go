package check

import (
	"strconv"

	"github.com/govitals/govitals/sidecar/health"
)

const goHangs texts = "go-hangs"

// GoHangs reports a go command that does not come to an end.
var GoHangs = &Check{
	ID:       health.CheckID(goHangs),
	Severity: health.Error,
	Doc: `go does not answer

gopls asks go before it answers anything, and waits without a limit: the editor says "Setting up workspace" for ever, every hover and definition stays without an answer, and no message appears.

We run go env, which reads a few files and takes some hundredths of a second, in the environment that the Go extension hands to its tools, without any network, and end it at its deadline.

The fix names another go of this machine where there is one. What hangs is nearly always in front of go: a version manager's shim that waits for something, a home or cache directory on a network that does not answer.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeGoEnv, health.ProbeBinaries, health.ProbeGoLookup},
	After: []health.CheckID{"tool-quarantined"},
	// macOS holds a program in quarantine until somebody answers a dialog.
	ExplainedBy: func(_ *health.Snapshot, cause, own health.Finding) bool {
		return sameFolder(cause, own) && stopsTool(cause, "go")
	},
	Messages: map[string]health.Template{
		"go":      {Title: "{go} does not answer", Detail: "go env was ended after {seconds} s. gopls waits for go without a limit and shows nothing meanwhile: every request of the editor stays open."},
		"shim":    {Title: "{go} is a script and does not answer", Detail: "go env was ended after {seconds} s: the script does not get as far as go. gopls waits for it without a limit and shows nothing meanwhile."},
		"time":    {Title: "time of go env"},
		"passed":  {Title: "none, ended at its deadline"},
		"quickly": {Title: "an answer within a second"},
		"leads":   {Title: "where {go} leads"},
		"use":     {Title: "Use {other} instead"},
		"look":    {Title: "Find what it waits for"},
		"by-hand": {Title: "run \"{go} env\" in a terminal and look what it waits for: a script's own work, a directory on a network (GOENV, GOCACHE, HOME), a virus scanner; then reload the window"},
	},
	Applies: hasGoFolders,
	Run: func(s *health.Snapshot) []health.Finding {
		return eachFolder(s, func(f health.Folder) []verdict { return hanging(s, f, s.GoEnv(f.Path)) })
	},
}

func hanging(s *health.Snapshot, f health.Folder, g health.GoEnv) []verdict {
	switch g.Failure {
	case health.GoHangs:
	case health.GoNotAsked:
		return open(f, goSilent(g))
	default:
		return nil
	}
	b, known := s.Binary(g.Go)
	args := health.Args{"go": health.V(g.Go), "seconds": health.V(health.Public(strconv.FormatFloat(float64(g.TookMs)/1000, 'f', 1, 64)))}
	name := "go"
	if b.Kind == health.BinaryScript {
		name = "shim"
	}
	out := health.Finding{Severity: health.Error, Message: goHangs.say(name, args)}
	out.Evidence = append(out.Evidence, health.Evidence{What: goHangs.say("time", nil), Observed: goHangs.value("passed"),
		Expected: goHangs.value("quickly"), Source: health.Source{Kind: health.FromCommand, Name: "go env", File: g.Go}})
	out.Evidence = append(out.Evidence, goPath(s, f, g, b, known, goHangs.say("leads", args))...)
	out.Fixes = append(otherGo(s, f, g, b, goHangs), health.Fix{ID: "look", Title: goHangs.say("look", nil), Risk: health.RiskManual,
		Steps: []health.Step{manual(goHangs.say("by-hand", args), health.EffectReloadWindow)}})
	return found("hangs "+string(g.Go), out)
}

// goPath is evidence of how the search came to a go and what the file is.
func goPath(s *health.Snapshot, f health.Folder, g health.GoEnv, b health.Binary, known bool, leads health.Message) []health.Evidence {
	var out []health.Evidence
	if l, ok := s.Lookup(f.Path, "go", health.ForEditor); ok && l.Path == g.Go {
		out = append(out, health.Evidence{What: message("lookup", health.Args{"tool": health.V(l.Tool)}), Observed: health.V(l.Path), Source: l.Source})
	}
	if known && b.Real != "" && b.Real != b.Path {
		out = append(out, health.Evidence{What: leads, Observed: health.V(b.Real), Source: health.Source{Kind: health.FromBinary, File: b.Path}})
	}
	return out
}

// otherGo offers a real go of this machine in place of one that misbehaves. The check has the message "use".
func otherGo(s *health.Snapshot, f health.Folder, g health.GoEnv, b health.Binary, t texts) []health.Fix {
	l, ok := s.Lookup(f.Path, "go", health.ForEditor)
	if !ok {
		return nil
	}
	other := l.Elsewhere
	for _, t := range s.GoTrees {
		if t.Whole() && t.GoBinary {
			bin := health.Join(string(s.System.OS), string(t.Path), "bin", "go"+string(s.System.GoSuffix))
			other = append([]health.Path{health.Path(bin)}, other...)
		}
	}
	for _, path := range other {
		if path == g.Go || path == b.Real {
			continue
		}
		return []health.Fix{{ID: "use-alternate", Title: t.say("use", health.Args{"other": health.V(path)}), Risk: health.RiskSafe,
			Steps: []health.Step{useGo(s, path)}}}
	}
	return nil
}
