package check

import (
	"go/version"
	"regexp"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const gotoolchainInvalid texts = "gotoolchain-invalid"

// GotoolchainInvalid reports a GOTOOLCHAIN that go refuses.
var GotoolchainInvalid = &Check{
	ID:       health.CheckID(gotoolchainInvalid),
	Severity: health.Error,
	Doc: `GOTOOLCHAIN has no valid value

GOTOOLCHAIN says which release may run. go reads it before anything else: with a value that it does not know every command stops with "invalid GOTOOLCHAIN", go version included, so the Go extension does not start and gopls makes no view.

We judge the value as go does: local, auto, path, the name of a release as in go1.26.3 (with the letters go), and each release or local with +auto or +path behind it. Go before 1.21 does not read the variable, and there it is left in peace; so is a valid name of a release that is not here.

The fix removes the value where it was set, or writes the release with its name. go env -u GOTOOLCHAIN works in spite of a bad value.

It does not explain a release that cannot be downloaded; that is a matter of what the project needs.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeToolEnv, health.ProbeGOENV, health.ProbeGoEnv, health.ProbeBinaries},
	Messages: map[string]health.Template{
		"invalid": {Title: "GOTOOLCHAIN is {value}, which go does not know", Detail: "Every go command stops with \"invalid GOTOOLCHAIN\": the Go extension cannot start, and gopls makes no view."},
		"suffix":  {Title: "GOTOOLCHAIN is {value}; only +auto and +path may follow a release", Detail: "Every go command stops with \"invalid GOTOOLCHAIN\": the Go extension cannot start, and gopls makes no view."},
		"values":  {Title: "local, auto, path or a release such as go1.26.3, which +auto or +path may follow"},
		"words":   {Title: "go's own words"},
		"correct": {Title: "Set GOTOOLCHAIN to {value}"},
	},
	Applies: hasGoFolders,
	Run: func(s *health.Snapshot) []health.Finding {
		return eachFolder(s, func(f health.Folder) []verdict { return badToolchain(s, f) })
	},
}

var refusesToolchain = regexp.MustCompile(`(?m)^.*invalid GOTOOLCHAIN.*$`)

func badToolchain(s *health.Snapshot, f health.Folder) []verdict {
	if pulseOf(s, f.Path) == health.PulseGood {
		return nil
	}
	g := s.GoEnv(f.Path)
	words := strings.TrimSpace(refusesToolchain.FindString(spoken(s, f)))
	v, _, ok := toGopls(s, f.Path, "GOTOOLCHAIN")
	if !ok || !chosen(v) {
		return nil
	}
	name, bad := toolchainFault(v.Value.Text)
	running := runningVersion(s, g)
	if words == "" && (!bad || version.IsValid(running) && version.Compare(running, "go1.21") < 0) {
		return nil
	}
	if !bad {
		name = "invalid" // go knows better
	}
	c := gotoolchainInvalid
	out := health.Finding{Severity: health.Error, Message: c.say(name, health.Args{"value": v.Value}),
		Evidence: []health.Evidence{variableSeen(v, c.value("values"))}, Fixes: clearFixes(s, f.Path, v)}
	if words != "" {
		e := answerSeen("go", health.Text(words), saying("no-complaint"))
		e.What = c.say("words", nil)
		out.Evidence = append(out.Evidence, e)
	}
	if right, ok := meantToolchain(v.Value.Text); ok {
		title := c.say("correct", health.Args{"value": health.V(health.Public(right))})
		if fix, ok := setVariable(s, f.Path, v, right, title); ok {
			fix.ID = "correct"
			out.Fixes = append(out.Fixes, fix)
		}
	}
	return found(v.Value.Text+" "+sourceKey(v.Source), out)
}

// toolchainFault judges a value as cmd/go's toolchain.Select does.
func toolchainFault(value string) (name string, bad bool) {
	if value == "auto" || value == "path" || value == "" {
		return "", false
	}
	release, suffix, plus := strings.Cut(value, "+")
	bare := release
	if i := strings.IndexAny(bare, " \t-"); i >= 0 {
		bare = bare[:i] // go1.26.3-custom
	}
	switch {
	case release != "local" && (strings.ContainsAny(release, `/\`) || !version.IsValid(bare)):
		return "invalid", true
	case plus && suffix != "auto" && suffix != "path":
		return "suffix", true
	}
	return "", false
}

// meantToolchain is the value that was meant, where that is plain: a release without its letters, or other capitals.
func meantToolchain(value string) (string, bool) {
	for _, try := range []string{strings.ToLower(value), "go" + strings.TrimPrefix(strings.ToLower(value), "v")} {
		if _, bad := toolchainFault(try); !bad && try != value {
			return try, true
		}
	}
	return "", false
}
