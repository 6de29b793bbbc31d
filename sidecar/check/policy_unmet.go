package check

import (
	"go/version"
	"strings"

	"golang.org/x/mod/semver"

	"github.com/govitals/govitals/sidecar/health"
)

const policyUnmet texts = "policy-unmet"

// PolicyUnmet holds this machine against the team's .govitals.yaml.
var PolicyUnmet = &Check{
	ID:       health.CheckID(policyUnmet),
	Severity: health.Warning,
	Doc: `the team's policy is not met

Your team wrote down in .govitals.yaml which Go and gopls it works with, and which findings it lives with. This machine has another version, the file cannot be used, or the time of something that was accepted is over.

We compare GOVERSION as go env tells it in the folder, after a toolchain switch, and the version that the Go linker recorded in the gopls that the Go extension would start. "1.26" is met by every release of that line, "1.26.8" by that one alone, ">=1.26" by it and all newer ones. A development version is taken for the newest. Without such a file this check says nothing.

The fix installs the gopls that is asked for; another Go is installed by hand. It does not explain why anything is broken: that is for the other checks.`,
	Needs: []health.ProbeID{health.ProbePolicy, health.ProbeFolders, health.ProbeGoEnv, health.ProbeGopls},
	After: []health.CheckID{"go-missing", "go-unrunnable", "go-hangs", "go-noisy", "goroot-invalid", "gopls-missing"},
	// A tool that is missing explains its version; a file that cannot be read, and what has expired, are the policy's own.
	ExplainedBy: func(_ *health.Snapshot, cause, own health.Finding) bool {
		tool := "go"
		if cause.Check == "gopls-missing" {
			tool = "gopls"
		}
		return sameFolder(cause, own) && own.Subject.Text == tool
	},
	Messages: map[string]health.Template{
		"fault":   {Title: "The team's policy cannot be used: {fault}", Detail: "Nothing of it is applied until line {line} of {file} is corrected; docs/policy.md says what may stand there."},
		"go":      {Title: "The team's policy wants Go {want}, but Go {have} is in use", Detail: "What builds here may not build for the others, and the other way round."},
		"gopls":   {Title: "The team's policy wants gopls {want}, but gopls {have} would be started", Detail: "Hover, completion and diagnostics differ from those of the others."},
		"expired": {Title: "{finding} was accepted until {until}", Detail: "The time is over, so it counts again. The reason was: {reason}"},
		"install": {Title: "Install gopls {want}"},
		"get-go":  {Title: "install Go {want} (https://go.dev/dl/) and choose it for the editor"},
	},
	Applies: func(s *health.Snapshot) bool { return len(s.Policies) > 0 },
	Run:     runPolicyUnmet,
}

func runPolicyUnmet(s *health.Snapshot) []health.Finding {
	var out []health.Finding
	for _, p := range s.Policies {
		if p.Fault != "" {
			out = append(out, policyFault(p))
			continue
		}
		for _, a := range p.Accepted {
			if s.Today != "" && a.Expired(string(s.Today)) {
				args := health.Args{"finding": health.V(a.Finding), "until": health.V(a.Until), "reason": health.V(a.Reason)}
				out = append(out, health.Finding{Severity: health.Info, Folder: p.Folder, Subject: health.V(a.Finding), Message: policyUnmet.say("expired", args),
					Evidence: []health.Evidence{fileSeen(p.File, a.Line, health.V(a.Until), health.Value{})}})
			}
		}
	}
	return append(out, eachFolder(s, func(f health.Folder) []verdict { return versionsUnmet(s, f) })...)
}

func policyFault(p health.Policy) health.Finding {
	args := health.Args{"fault": health.V(p.Fault), "file": health.V(p.File), "line": number(p.Line)}
	return health.Finding{Severity: health.Warning, Folder: p.Folder, Subject: health.V(p.File), Message: policyUnmet.say("fault", args),
		Evidence: []health.Evidence{fileSeen(p.File, p.Line, health.V(p.Fault), health.Value{})}}
}

func versionsUnmet(s *health.Snapshot, f health.Folder) []verdict {
	p, ok := s.Policy(f.Path)
	if !ok {
		return nil
	}
	var out []verdict
	if p.Go != "" {
		g := s.GoEnv(f.Path)
		have := strings.TrimPrefix(firstField(g.Get("GOVERSION")), "go")
		switch {
		case g.Failure != "":
			out = append(out, open(f, goSilent(g))...)
		case !goMeets(have, string(p.Go)):
			out = append(out, unmet(p, "go", p.GoLine, p.Go, have, health.Source{Kind: health.FromCommand, Name: "go env"}, nil)...)
		}
	}
	if have := string(s.Gopls.Version); p.Gopls != "" && have != "" && !goplsMeets(have, string(p.Gopls)) {
		var fixes []health.Fix
		if exact := "v" + string(p.Gopls); semver.IsValid(exact) && strings.Count(exact, ".") == 2 {
			step := installGoplsAt(s, f.Path, exact)
			fixes = []health.Fix{oneFix("install-gopls", health.RiskConfirm, policyUnmet.say("install", health.Args{"want": health.V(p.Gopls)}), step)}
		}
		source := health.Source{Kind: health.FromBinary, File: s.Gopls.Path}
		out = append(out, unmet(p, "gopls", p.GoplsLine, p.Gopls, strings.TrimPrefix(have, "v"), source, fixes)...)
	}
	return out
}

func unmet(p health.Policy, what string, line int, want health.Public, have string, source health.Source, fixes []health.Fix) []verdict {
	args := health.Args{"want": health.V(want), "have": health.V(health.Public(have))}
	if fixes == nil && what == "go" {
		fixes = []health.Fix{{ID: "by-hand", Title: policyUnmet.say("get-go", args), Risk: health.RiskManual,
			Steps: []health.Step{manual(policyUnmet.say("get-go", args), health.EffectRestartEditor)}}}
	}
	return found(what+" "+string(want)+" "+have+" "+string(p.File), health.Finding{
		Severity: health.Warning, Subject: health.V(health.Public(what)), Message: policyUnmet.say(what, args), Fixes: fixes,
		Evidence: []health.Evidence{
			fileSeen(p.File, line, health.V(want), health.Value{}),
			{What: message("version-of", health.Args{"tool": health.V(health.Public(what))}), Observed: args["have"], Expected: args["want"], Source: source},
		},
	})
}

// goMeets compares releases of Go; a development version has no number and is newer than all.
func goMeets(have, want string) bool {
	if !version.IsValid("go" + have) {
		return true
	}
	return meets(want, func(w string) int { return version.Compare("go"+have, "go"+w) }, func(w string) bool { return version.Lang("go"+have) == "go"+w })
}

func goplsMeets(have, want string) bool {
	if !semver.IsValid(have) {
		return true
	}
	return meets(want, func(w string) int { return semver.Compare(have, "v"+w) }, func(w string) bool { return semver.MajorMinor(have) == "v"+w })
}

// meets reads ">=1.26" (at least), "1.26.8" (that one) and "1.26" (that line of releases).
func meets(want string, compare func(string) int, sameLine func(string) bool) bool {
	if least, ok := strings.CutPrefix(want, ">="); ok {
		return compare(least) >= 0
	}
	if strings.Count(want, ".") == 1 {
		return sameLine(want)
	}
	return compare(want) == 0
}
