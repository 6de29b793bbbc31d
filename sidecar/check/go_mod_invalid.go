package check

import (
	"go/version"
	"regexp"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const goModInvalid texts = "go-mod-invalid"

// GoModInvalid reports go.mod files that the go command cannot read.
var GoModInvalid = &Check{
	ID:       health.CheckID(goModInvalid),
	Severity: health.Error,
	Doc: `a go.mod file cannot be read

Every go command in the module fails, so gopls loads nothing: no hover, no completion, no Go to Definition anywhere in it.

We parse the file as the go command does: its directives, the module line, the form of the versions, marks that a merge left behind. A module in a deeper directory is an error only where something in the folder fails with it; else a warning.

The fix corrects a go line such as 1.26.x, and otherwise leads you to the line. A file that you may not read, or one that asks for a newer Go, is another finding.`,
	Needs: []health.ProbeID{health.ProbeFolders},
	Messages: map[string]health.Template{
		"markers":   {Title: "{file} holds the marks of an unfinished merge", Detail: allFails},
		"module":    {Title: "{file} has no module line", Detail: allFails},
		"version":   {Title: "{file} names a Go version that is none: {version}", Detail: allFails},
		"syntax":    {Title: "{file} has a mistake in line {line}", Detail: allFails},
		"broken":    {Title: "{file} cannot be parsed", Detail: allFails},
		"no-marks":  {Title: "a finished merge"},
		"named":     {Title: "a line such as: module example.com/name"},
		"a-version": {Title: "a version such as 1.26 or 1.26.1"},
		"parses":    {Title: "a go.mod file that the go command reads"},
		"set-go":    {Title: "Set the go line to {version}"},
		"open":      {Title: "Correct the file"},
		"finish":    {Title: "finish the merge in {file}, line {line}: keep one side and delete the marks"},
		"name-it":   {Title: "add a first line to {file}: module NAME (for a program of your own, any name will do: example.com/hello)"},
		"correct":   {Title: "correct {file}, line {line}"},
	},
	Applies: hasGoFolders,
	Run:     runGoModInvalid,
}

const allFails = "Every go command in this module fails, and gopls loads nothing of it."

func runGoModInvalid(s *health.Snapshot) []health.Finding {
	return eachModule(s, func(f health.Folder, m health.GoMod) (health.Finding, bool) {
		if m.State == health.FileUnreadable || m.State == health.FileTooLarge {
			return Open(f.Path, message("unreadable-file", health.Args{"file": health.V(m.File)})), true
		}
		finding, ok := badGoMod(m)
		finding.Severity = faultIn(s, f, m)
		return finding, ok
	})
}

var badGoLine = regexp.MustCompile(`invalid go version '([^']*)'`)

func badGoMod(m health.GoMod) (health.Finding, bool) {
	c, args := goModInvalid, health.Args{"file": health.V(m.File)}
	first := health.Problem{}
	if len(m.Problems) > 0 {
		first = m.Problems[0]
	}
	args["line"] = number(first.Line)
	switch version := badGoLine.FindStringSubmatch(string(first.Message)); {
	case m.Markers > 0:
		args["line"] = number(m.Markers)
		return badFile(m, m.Markers, health.V(health.Public("<<<<<<<")), "no-marks", c.say("markers", args),
			oneFix("finish-merge", health.RiskManual, c.say("open", nil), openFile(c.say("finish", args), m.File))), true
	case version != nil:
		args["version"] = health.V(health.Public(version[1]))
		return badFile(m, first.Line, health.V(first.Message), "a-version", c.say("version", args), goLineFixes(m, first.Line, version[1], args)...), true
	case m.Path == "" && (len(m.Problems) == 0 || strings.Contains(string(first.Message), "missing module")):
		return badFile(m, 0, saying("absent"), "named", c.say("module", args),
			oneFix("add-module-line", health.RiskManual, c.say("open", nil), openFile(c.say("name-it", args), m.File))), m.State != health.FileMissing
	case len(m.Problems) == 0 && m.State != health.FileInvalid:
		return health.Finding{}, false
	}
	title := c.say("syntax", args)
	if first.Line == 0 {
		title = c.say("broken", args)
	}
	return badFile(m, first.Line, health.V(first.Message), "parses", title,
		oneFix("correct-file", health.RiskManual, c.say("open", nil), openFile(c.say("correct", args), m.File))), true
}

func badFile(m health.GoMod, line int, observed health.Value, expected string, title health.Message, fixes ...health.Fix) health.Finding {
	f := health.Finding{Message: title, Fixes: fixes,
		Evidence: []health.Evidence{fileSeen(m.File, line, observed, goModInvalid.value(expected))}}
	for _, p := range m.Problems[min(1, len(m.Problems)):] {
		f.Evidence = append(f.Evidence, fileSeen(m.File, p.Line, health.V(p.Message), goModInvalid.value("parses")))
	}
	return f
}

// goLineFixes correct a version by what is certain of it: 1.26.x says 1.26, v1.26 and go1.26 too.
func goLineFixes(m health.GoMod, line int, wrong string, args health.Args) []health.Fix {
	c := goModInvalid
	byHand := oneFix("correct-file", health.RiskManual, c.say("open", nil), openFile(c.say("correct", args), m.File))
	right, ok := rightGoLine(wrong)
	if !ok {
		return []health.Fix{byHand}
	}
	return []health.Fix{oneFix("set-go-line", health.RiskConfirm, c.say("set-go", health.Args{"version": health.V(health.Public(right))}),
		editLine(m.File, line, "go "+wrong, "go "+right)), byHand}
}

// rightGoLine is what is certain of a version that go refuses.
func rightGoLine(wrong string) (string, bool) {
	right := strings.TrimPrefix(strings.TrimPrefix(wrong, "v"), "go")
	for right != "" && !version.IsValid("go"+right) {
		right = right[:max(strings.LastIndexByte(right, '.'), 0)]
	}
	return right, strings.Contains(right, ".")
}
