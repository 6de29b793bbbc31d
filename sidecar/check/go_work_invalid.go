package check

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const goWorkInvalid texts = "go-work-invalid"

// GoWorkInvalid reports go.work files that the go command cannot read.
var GoWorkInvalid = &Check{
	ID:       health.CheckID(goWorkInvalid),
	Severity: health.Error,
	Doc: `a go.work file cannot be read

Every go command in every module of the workspace fails, so gopls loads none of them: no hover, no completion, no Go to Definition anywhere.

We parse the go.work in force (the one that GOWORK names, or the nearest one above) as the go command does: its directives, the form of its go line, marks that a merge left behind. One that is switched off is left in peace.

The fix corrects a go line such as 1.26.x, and otherwise leads you to the line. It does not explain directories that the file lists and that are not there, a go line that is too low, or a GOWORK that names no file: those are findings of their own.`,
	Needs: []health.ProbeID{health.ProbeFolders},
	Messages: map[string]health.Template{
		"markers":  {Title: "{file} holds the marks of an unfinished merge", Detail: workFails},
		"version":  {Title: "{file} names a Go version that is none: {version}", Detail: workFails},
		"syntax":   {Title: "{file} has a mistake in line {line}", Detail: workFails},
		"broken":   {Title: "{file} cannot be parsed", Detail: workFails},
		"no-marks": {Title: "a finished merge"},
		"number":   {Title: "a version such as 1.26 or 1.26.1"},
		"parses":   {Title: "a go.work file that the go command reads"},
		"open":     {Title: "Correct the file"},
		"set-go":   {Title: "Set the go line to {version}"},
		"finish":   {Title: "finish the merge in {file}, line {line}: keep one side and delete the marks"},
		"correct":  {Title: "correct {file}, line {line}"},
	},
	Applies: hasWorkspace,
	Run:     runGoWorkInvalid,
}

func runGoWorkInvalid(s *health.Snapshot) []health.Finding {
	return eachWorkspace(s, func(f health.Folder, w health.Workspace) []health.Finding {
		switch w.State {
		case health.FileUnreadable, health.FileTooLarge:
			return []health.Finding{Open(f.Path, message("unreadable-file", health.Args{"file": health.V(w.File)}))}
		case health.FileInvalid:
			if health.IsAbs(string(s.System.OS), string(w.File)) { // else it is GOWORK that is wrong, and no file
				return []health.Finding{badGoWork(w)}
			}
		}
		return nil
	})
}

func badGoWork(w health.Workspace) health.Finding {
	c, first := goWorkInvalid, health.Problem{}
	if len(w.Problems) > 0 {
		first = w.Problems[0]
	}
	args := health.Args{"file": health.V(w.File), "line": number(first.Line)}
	name, expected, step := "syntax", "parses", "correct"
	marked := slices.IndexFunc(w.Problems, func(p health.Problem) bool {
		return strings.Contains(string(p.Message), "<<<<<<<") || strings.Contains(string(p.Message), ">>>>>>>") || strings.Contains(string(p.Message), "=======")
	})
	switch version := badGoLine.FindStringSubmatch(string(first.Message)); {
	case marked >= 0:
		first = w.Problems[marked]
		args["line"] = number(first.Line)
		name, expected, step = "markers", "no-marks", "finish"
	case version != nil:
		args["version"] = health.V(health.Public(version[1]))
		name, expected = "version", "number"
	case first.Line == 0:
		name = "broken"
	}
	finding := health.Finding{Severity: health.Error, Message: c.say(name, args),
		Evidence: []health.Evidence{fileSeen(w.File, first.Line, health.V(first.Message), c.value(expected))},
		Fixes:    []health.Fix{oneFix("correct-file", health.RiskManual, c.say("open", nil), openFile(c.say(step, args), w.File))}}
	if version := badGoLine.FindStringSubmatch(string(first.Message)); name == "version" && first.Line > 0 {
		if right, ok := rightGoLine(version[1]); ok {
			set := oneFix("set-go-line", health.RiskConfirm, c.say("set-go", health.Args{"version": health.V(health.Public(right))}),
				editLine(w.File, first.Line, "go "+version[1], "go "+right))
			finding.Fixes = append([]health.Fix{set}, finding.Fixes...)
		}
	}
	for _, p := range w.Problems {
		if p != first && len(finding.Evidence) < mostContradictions {
			finding.Evidence = append(finding.Evidence, fileSeen(w.File, p.Line, health.V(p.Message), c.value("parses")))
		}
	}
	return finding
}
