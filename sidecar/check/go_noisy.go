package check

import "github.com/govitals/govitals/sidecar/health"

const goNoisy texts = "go-noisy"

// GoNoisy reports a go command that prints more than was asked for.
var GoNoisy = &Check{
	ID:       health.CheckID(goNoisy),
	Severity: health.Error,
	Doc: `go prints more than its answer

A go that says a word of its own on standard output, such as "Using go 1.26.8", looks harmless in a terminal and is useless to programs: gopls stops with "internal error unmarshaling JSON from 'go env'" and makes no view, and the Go extension misreads its environment.

We run go env -json in the environment that the Go extension hands to its tools and read it as gopls does: anything before or after the JSON, or an answer without an end, is a finding. The real go prints nothing else, so the speaker is a script in front of it.

The fix names the real go behind the script, or tells how to silence the script: what it prints belongs on standard error.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeGoEnv, health.ProbeBinaries, health.ProbeGoLookup},
	Messages: map[string]health.Template{
		"banner":  {Title: "{go} prints more than its answer", Detail: "gopls cannot read the output of go env and makes no view: no hover, no Go to Definition, although the terminal looks well."},
		"flood":   {Title: "{go} prints without an end", Detail: "go env wrote more than any answer can hold and was ended. gopls and the Go extension cannot read it."},
		"leads":   {Title: "where {go} leads"},
		"output":  {Title: "output of go env -json beside the JSON"},
		"use":     {Title: "Use {other} instead"},
		"quiet":   {Title: "Silence the script"},
		"by-hand": {Title: "{go} is a script in front of go, or a shell file it runs prints: let it write to standard error (echo … >&2) or nothing, then reload the window"},
	},
	Applies: hasGoFolders,
	Run: func(s *health.Snapshot) []health.Finding {
		return eachFolder(s, func(f health.Folder) []verdict { return noisy(s, f, s.GoEnv(f.Path)) })
	},
}

func noisy(s *health.Snapshot, f health.Folder, g health.GoEnv) []verdict {
	name := ""
	switch g.Failure {
	case health.GoNoise:
		name = "banner"
	case health.GoFloods:
		name = "flood"
	case health.GoNotAsked:
		return open(f, goSilent(g))
	default:
		return nil
	}
	b, known := s.Binary(g.Go)
	args := health.Args{"go": health.V(g.Go)}
	out := health.Finding{Severity: health.Error, Message: goNoisy.say(name, args)}
	e := answerSeen("go env -json", g.Noise, saying("pure-json"))
	e.What = goNoisy.say("output", nil)
	e.Source.File = g.Go
	out.Evidence = append([]health.Evidence{e}, goPath(s, f, g, b, known, goNoisy.say("leads", args))...)
	out.Fixes = append(otherGo(s, f, g, b, goNoisy), health.Fix{ID: "silence", Title: goNoisy.say("quiet", nil), Risk: health.RiskManual,
		Steps: []health.Step{manual(goNoisy.say("by-hand", args), health.EffectReloadWindow)}})
	return found(name+" "+string(g.Go), out)
}
