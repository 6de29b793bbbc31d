package check

import (
	"go/version"
	"regexp"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const goflagsInvalid texts = "goflags-invalid"

// GoflagsInvalid reports a GOFLAGS that the go commands of the editor cannot stand.
var GoflagsInvalid = &Check{
	ID:       health.CheckID(goflagsInvalid),
	Severity: health.Error,
	Doc: `GOFLAGS breaks the go command

GOFLAGS is added to every go command, those of gopls included. One word that is no flag, or a flag that no go command knows, and all of them stop with "parsing $GOFLAGS". Others suit one command and break the rest: -json or -w make go list and go env refuse, so gopls makes no view; -cover makes gopls read rewritten copies of your files, in which it finds no definitions.

We split GOFLAGS as go does (separated by spaces, quotes around a whole field) and look at each field; go's own words, where it spoke, decide. Whatever works here is left alone: if the private gopls answered all questions, there is no finding. The Go extension itself takes -json out of the environment, so it is reported only where it comes from the go env file or from the settings of gopls.

The fix leaves out the fields that break (or joins a flag and its value), where GOFLAGS was set, or removes the whole. Flags that a single command needs belong on its command line.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeToolEnv, health.ProbeGOENV, health.ProbeGoEnv},
	Messages: map[string]health.Template{
		"quote":    {Title: "GOFLAGS has a quote {field} that is never closed", Detail: "Every go command stops with \"parsing $GOFLAGS\": the Go extension cannot work, and gopls makes no view."},
		"non-flag": {Title: "GOFLAGS holds {field}, which is not a flag", Detail: "Every go command stops with \"parsing $GOFLAGS: non-flag\". A flag begins with a minus sign, and one whose value has spaces needs quotes around the whole: '-ldflags=-s -w'."},
		"unknown":  {Title: "GOFLAGS holds {field}, a flag that no go command knows", Detail: "Every go command stops with \"parsing $GOFLAGS: unknown flag\", and gopls makes no view."},
		"argument": {Title: "GOFLAGS holds {field} without its value", Detail: "The value has to stand in the same field ({field}=…). go list and go build stop, so gopls loads nothing."},
		"boolean":  {Title: "GOFLAGS holds {field}, a switch with a value that is neither true nor false", Detail: "go list and go build stop, so gopls loads nothing."},
		"mod":      {Title: "GOFLAGS holds {field}; only mod, readonly and vendor exist", Detail: "go list and go build stop with \"not supported\", so gopls loads nothing."},
		"clash":    {Title: "GOFLAGS holds {field}, which breaks the go commands of gopls", Detail: "The flag suits one go command. Added to those that gopls runs (go env -json, go list -f), it makes them refuse, so gopls makes no view or loads nothing."},
		"blurs":    {Title: "GOFLAGS holds {field}, which hides your code from gopls", Detail: "For coverage go lists rewritten copies of the files; gopls does not find the symbols of your own files in them: Go to Definition says there is no definition."},
		"refused":  {Title: "go refuses GOFLAGS", Detail: "go list and go build stop because of it, so gopls loads nothing."},
		"a-flag":   {Title: "flags that every go command of the editor accepts"},
		"words":    {Title: "go's own words"},
		"maybe":    {Title: "whether go knows the flag {field} in GOFLAGS is not known"},
		"correct":  {Title: "Correct GOFLAGS to {value}"},
	},
	Applies: hasGoFolders,
	Run: func(s *health.Snapshot) []health.Finding {
		return eachFolder(s, func(f health.Folder) []verdict { return judgeGoflags(s, f) })
	},
}

// refusesGoflags recognizes go's words about GOFLAGS; Windows writes it as %GOFLAGS%.
var refusesGoflags = regexp.MustCompile(`(?m)^.*(?:parsing [$%]GOFLAGS|\(from [$%]GOFLAGS%?\)).*$`)

func judgeGoflags(s *health.Snapshot, f health.Folder) []verdict {
	if pulseOf(s, f.Path) == health.PulseGood {
		return nil
	}
	words := refusesGoflags.FindString(spoken(s, f))
	all, _ := s.Origin(f.Path, "GOFLAGS")
	out := goflagsVerdict(s, f, all, false, words)
	if own, alone, _ := toGopls(s, f.Path, "GOFLAGS"); alone {
		out = append(out, goflagsVerdict(s, f, own, true, words)...)
	}
	return out
}

// spoken is everything that go said in a folder, to us or to gopls.
func spoken(s *health.Snapshot, f health.Folder) string {
	words := []string{string(s.GoEnv(f.Path).Error)}
	for _, l := range s.Lists {
		if l.Folder == f.Path {
			words = append(words, string(l.Stderr))
		}
	}
	for _, l := range s.Ladders {
		for _, r := range l.Rungs {
			if l.Folder == f.Path && r.Rung <= 1 {
				for _, m := range r.Load.Messages {
					words = append(words, string(m))
				}
			}
		}
	}
	return strings.Join(words, "\n")
}

func goflagsVerdict(s *health.Snapshot, f health.Folder, v health.Variable, gopls bool, words string) []verdict {
	if v.Value.Empty() || !chosen(v) {
		return nil
	}
	fields, quote := splitGoflags(v.Value.Text)
	if quote != "" {
		return goflagsFinding(s, f, v, flagFault{"quote", quote}, nil, words)
	}
	listed := version.IsValid(runningVersion(s, s.GoEnv(f.Path))) && version.Compare(version.Lang(runningVersion(s, s.GoEnv(f.Path))), goFlagsUpTo) <= 0
	for _, field := range fields {
		stripped := v.Source.Kind != health.FromGOENV && !gopls && strings.TrimLeft(field, "-") == "json"
		fault, bad := faultOf(field, listed)
		if bad && !stripped && !(words == "" && heard(s, f) && slices.Contains(loud, fault.name)) {
			return goflagsFinding(s, f, v, fault, mended(fields, listed), words)
		}
	}
	if words != "" {
		return goflagsFinding(s, f, v, flagFault{name: "refused"}, nil, words)
	}
	for _, field := range fields {
		if fault, _ := faultOf(field, false); fault.name == "unknown" && !heard(s, f) {
			return open(f, goflagsInvalid.say("maybe", health.Args{"field": health.V(health.Text(field))}))
		}
	}
	return nil
}

// loud are the faults that every go command complains of by the name GOFLAGS.
var loud = []string{"non-flag", "unknown", "argument", "boolean"}

// heard reports that a go which reads GOFLAGS ran in the folder, so that its silence about GOFLAGS means consent.
func heard(s *health.Snapshot, f health.Folder) bool {
	for _, l := range s.Lists {
		if l.Folder == f.Path && l.Failed == "" {
			return true
		}
	}
	return false
}

func goflagsFinding(s *health.Snapshot, f health.Folder, v health.Variable, fault flagFault, rest []string, words string) []verdict {
	args := health.Args{"field": health.V(health.Text(fault.field))}
	out := health.Finding{Severity: health.Error, Message: goflagsInvalid.say(fault.name, args),
		Evidence: []health.Evidence{variableSeen(v, goflagsInvalid.value("a-flag"))}}
	if words != "" {
		e := answerSeen("go", health.Text(strings.TrimSpace(words)), health.Value{})
		e.What = goflagsInvalid.say("words", nil)
		out.Evidence = append(out.Evidence, e)
	}
	// A value with a secret taken out cannot be written back: only the whole can be removed.
	if joined, ok := joinGoflags(rest); ok && joined != "" && !v.Value.Redacted() {
		title := goflagsInvalid.say("correct", health.Args{"value": health.V(health.Text(joined))})
		if fix, ok := setVariable(s, f.Path, v, joined, title); ok {
			fix.ID = "correct"
			out.Fixes = append(out.Fixes, fix)
		}
	}
	out.Fixes = append(out.Fixes, clearFixes(s, f.Path, v)...)
	return found(fault.name+" "+v.Value.Text+" "+sourceKey(v.Source), out)
}
