package check

import (
	"regexp"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const envValueInvalid texts = "env-value-invalid"

// EnvValueInvalid reports a variable of go whose value makes every go command stop.
var EnvValueInvalid = &Check{
	ID:       health.CheckID(envValueInvalid),
	Severity: health.Error,
	Doc: `go refuses the value of a variable

Some variables of go are checked before anything else: a GOPATH that is not absolute or begins with ~, an experiment that does not exist, a GOWORK that is no file, a word for GO111MODULE that go does not know, a processor level that does not exist. Then every go command stops, go env mostly included: the Go extension does not start, and gopls makes no view.

go's own words decide, as it says them to us, to go list and to gopls; each names its variable. A GOWORK file that is not there is found without them. We tell who set the value. A value that go accepts is never reported, however odd it looks (go takes GOAMD64 and CGO_ENABLED as they come).

The fix removes the value where it was set. An entry of the file that go env -w writes is taken out by go env -u, which works in spite of a bad value; for GOWORK and GOROOT it does not, and Go Vitals mends the file.

Caches, the temporary directory, GOFLAGS, GOTOOLCHAIN, GOROOT and the target have checks of their own.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeSettings, health.ProbeToolEnv, health.ProbeGOENV, health.ProbeGoEnv},
	Messages: map[string]health.Template{
		"relative":   {Title: "GOPATH is {value}, which is not an absolute path", Detail: stopsAll},
		"tilde":      {Title: "GOPATH is {value}; only a shell makes a path of the ~", Detail: stopsAll},
		"experiment": {Title: "GOEXPERIMENT is {value}, which names an experiment that this Go does not have", Detail: stopsAll},
		"work":       {Title: "GOWORK is {value}, which is not an absolute path", Detail: stopsAll},
		"work-gone":  {Title: "GOWORK is {value}, a file that does not exist", Detail: "go list and go build stop, so gopls loads nothing: no hover, no completion, no Go to Definition."},
		"modules":    {Title: "GO111MODULE is {value}, which go does not know", Detail: stopsAll},
		"level":      {Title: "{name} is {value}, which go does not accept", Detail: stopsAll},
		"program":    {Title: "GOCACHEPROG is {value}, a program that cannot be started", Detail: "go list and go build stop, so gopls loads nothing: no hover, no completion, no Go to Definition."},
		"accepted":   {Title: "a value that go accepts"},
		"work-file":  {Title: "an absolute path to a go.work file, off, or nothing"},
		"absolute":   {Title: "an absolute path, or nothing for the default"},
		"words":      {Title: "go's own words"},
	},
	Applies: hasGoFolders,
	Run: func(s *health.Snapshot) []health.Finding {
		return eachFolder(s, func(f health.Folder) []verdict { return refusedValues(s, f) })
	},
}

const stopsAll = "Every go command stops, go env included: the Go extension cannot start, and gopls makes no view."

// refusals are go's words by the variable that they are about; an empty name is the first group. Measured with Go 1.26.
var refusals = []struct {
	name     health.Public
	text     string
	expected string
	words    *regexp.Regexp
}{
	{"GOPATH", "relative", "absolute", regexp.MustCompile(`GOPATH entry is relative; must be absolute path`)},
	{"GOPATH", "tilde", "absolute", regexp.MustCompile(`GOPATH entry cannot start with shell metacharacter`)},
	{"GOEXPERIMENT", "experiment", "accepted", regexp.MustCompile(`unknown GOEXPERIMENT`)},
	{"GOWORK", "work", "work-file", regexp.MustCompile(`invalid GOWORK: not an absolute path`)},
	{"GOWORK", "work-gone", "work-file", regexp.MustCompile(`reading go\.work: open`)},
	{"GO111MODULE", "modules", "accepted", regexp.MustCompile(`unknown environment setting GO111MODULE=`)},
	{"GOCACHEPROG", "program", "accepted", regexp.MustCompile(`error starting GOCACHEPROG program`)},
	{"", "level", "accepted", regexp.MustCompile(`invalid (GO[A-Z0-9]+): must `)},
}

func refusedValues(s *health.Snapshot, f health.Folder) []verdict {
	if pulseOf(s, f.Path) == health.PulseGood {
		return nil
	}
	var out []verdict
	for line := range strings.Lines(spoken(s, f)) {
		for _, r := range refusals {
			groups := r.words.FindStringSubmatch(line)
			if groups == nil {
				continue
			}
			name := r.name
			if name == "" {
				name = health.Public(groups[1])
			}
			if v, _, ok := toGopls(s, f.Path, name); ok && chosen(v) {
				out = append(out, refused(s, f, v, r.text, r.expected, strings.TrimSpace(line))...)
			}
		}
	}
	if w := f.Work; w != nil && w.State == health.FileMissing && !w.Off && len(out) == 0 {
		if v, _, ok := toGopls(s, f.Path, "GOWORK"); ok && chosen(v) && v.Value.Text == string(w.File) {
			out = append(out, refused(s, f, v, "work-gone", "work-file", "")...)
		}
	}
	return out
}

func refused(s *health.Snapshot, f health.Folder, v health.Variable, name, expected, words string) []verdict {
	c := envValueInvalid
	out := health.Finding{Severity: health.Error, Subject: health.V(v.Name), Message: c.say(name, health.Args{"name": health.V(v.Name), "value": v.Value}),
		Evidence: []health.Evidence{variableSeen(v, c.value(expected))}, Fixes: clearFixes(s, f.Path, v)}
	if words != "" {
		e := answerSeen("go", health.Text(words), saying("no-complaint"))
		e.What = c.say("words", nil)
		out.Evidence = append(out.Evidence, e)
	}
	return found(string(v.Name)+"="+v.Value.Text+" "+sourceKey(v.Source), out)
}
