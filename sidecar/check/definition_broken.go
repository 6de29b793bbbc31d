package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

const definitionBroken texts = "definition-broken"

// DefinitionBroken reports real questions to a real gopls that were not answered as they should be.
var DefinitionBroken = &Check{
	ID:       health.CheckID(definitionBroken),
	Severity: health.Error,
	Doc: `Go to Definition does not work

A key is pressed and nothing happens, or a file opens that is the wrong one or does not exist. gopls returns errors or nothing, and the editor shows neither.

We put real questions to a gopls, and in an editor to your running one: hover, definition and more on symbols of your own package, the standard library and a dependency, taken from your own files, and look at the place where each answer leads: whether the file is there, whether the symbol stands in that line, and whether it is of the Go release in use. A place in the build cache is right for cgo. Where it fails, the same questions in a minimal module and without your settings tell whose fault it is.

The fix is that of the cause, where one is known; else a restart, or what the pattern calls for. It does not explain a click that does nothing while the key works: that is a setting of the editor.`,
	Needs:       []health.ProbeID{health.ProbeFolders, health.ProbePulse},
	After:       pulseCauses("server-cannot-start", "gopls-load-failed"),
	ExplainedBy: explainsDefinition,
	Messages: map[string]health.Template{
		"gone":       {Title: "Go to Definition of {symbol} leads to a file that does not exist", Detail: "gopls knows the declaration in {file}, but the file is gone: a module was deleted while gopls had it in memory. The editor opens nothing."},
		"stale":      {Title: "Go to Definition of {symbol} leads to the wrong line", Detail: "gopls remembers {file} as it was before it changed on disk. Answers lead to where the symbol used to be."},
		"hover-only": {Title: "Hover works, Go to Definition does not ({symbol})", Detail: "gopls describes the symbol and gives no place to go to. Broken: {broken}. Works: {works}."},
		"timeout":    {Title: "gopls does not answer", Detail: "Questions about {symbol} and others passed their deadline. The editor shows nothing while it waits."},
		"nothing":    {Title: "Neither hover nor Go to Definition works", Detail: "No question about your code was answered, from {symbol} to the last. The editor shows nothing."},
		"partly":     {Title: "Hover and Go to Definition fail on {symbol}", Detail: "Broken: {broken}. Works: {works}."},
		"hover":      {Title: "Go to Definition works, hover does not ({symbol})", Detail: "gopls has loaded a part of the packages only. Broken: {broken}. Works: {works}."},
		"version":    {Title: "Go to Definition leads into the standard library of {wrong}, but {right} is in use", Detail: "What you read there is not what is built: {file}."},
		"others":     {Title: "Hover and Go to Definition work, other questions do not ({questions})", Detail: "gopls does not answer all that an editor asks. Not answered: {questions}, for symbols of these kinds: {broken}."},
		"download":   {Title: "Bring the module back"},
		"readonly":   {Title: "with -mod=mod go may correct go.mod and go.sum by itself, which our own gopls was not allowed to do"},
	},
	Applies: func(s *health.Snapshot) bool {
		return slices.ContainsFunc(goFolders(s), func(f health.Folder) bool { return wantsAnswers(s, f.Path) })
	},
	Run: runDefinitionBroken,
}

// wantsAnswers is false where the user's own gopls looked well, so that the private one was spared and nothing was asked.
func wantsAnswers(s *health.Snapshot, folder health.Path) bool {
	r, ok := rungOf(s, folder)
	return !ok || r.Rung != 0 || len(r.Answers) > 0 || r.Judge() == health.RungFails || r.Judge() == health.RungLoading
}

func runDefinitionBroken(s *health.Snapshot) []health.Finding {
	return eachFolder(s, func(f health.Folder) []verdict {
		if reason, none := noPulse(s, f.Path); none {
			return open(f, reason)
		}
		r, _ := rungOf(s, f.Path)
		r = withRelease(s, f, r)
		bad := broken(r)
		if len(bad) == 0 {
			return nil
		}
		if onlyReadonly(s, f.Path) {
			return open(f, definitionBroken.say("readonly", nil))
		}
		if reason, busy := tooBusy(s, bad); busy {
			return open(f, reason)
		}
		text, example := patternOf(r, bad)
		finding := health.Finding{Severity: health.Error, Message: definitionBroken.say(text, patternArgs(r, bad, example))}
		switch {
		case onlyAwaits(s, f):
			finding.Severity = health.Info
		case text == "hover", text == "others":
			finding.Severity = health.Warning
		}
		for _, a := range bad[:min(len(bad), mostContradictions)] {
			finding.Evidence = append(finding.Evidence, answered(a))
		}
		if text == "version" {
			finding.Evidence = append(finding.Evidence, releaseSeen(s, f, example))
		}
		finding.Evidence = append(finding.Evidence, ladderSeen(s, f.Path)...)
		finding.Evidence = append(finding.Evidence, namedSeen(s, f.Path)...)
		finding.Fixes = definitionFixes(s, f, r, text, example)
		return found(string(f.Path), finding)
	})
}

// explainsDefinition: a failed load explains all; a GOROOT of another version explains a definition that leads there.
func explainsDefinition(s *health.Snapshot, cause, own health.Finding) bool {
	switch cause.Check {
	case health.CheckID(goplsLoadFailed), health.CheckID(serverCannotStart):
		return sameFolder(cause, own) && cause.Message.ID != goplsLoadFailed.say("stale", nil).ID
	case "goroot-mismatch":
		if own.Message.ID == definitionBroken.say("version", nil).ID {
			return sameFolder(cause, own)
		}
	}
	return explainsPulse(s, cause, own)
}

func definitionFixes(s *health.Snapshot, f health.Folder, r health.Rung, text string, example health.Answer) []health.Fix {
	c := definitionBroken
	restart := oneFix("restart-server", health.RiskSafe, message("fix-restart", nil), restartServer())
	switch {
	case text == "gone" && example.Where.Tree == health.TreeModuleCache:
		dir := moduleDir(s, f, "")
		return []health.Fix{oneFix("mod-download", health.RiskConfirm, c.say("download", nil),
			runGo(s, f.Path, dir, "mod", "download"), restartServer()), restart}
	case text == "version":
		return []health.Fix{restart}
	case r.Rung == 0, text == "gone", text == "stale":
		return []health.Fix{restart, askGo(f)}
	}
	return []health.Fix{askGo(f)}
}
