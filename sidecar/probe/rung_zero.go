package probe

import (
	"slices"

	"github.com/govitals/govitals/sidecar/gopls"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/ladder"
)

// Bounds of what is kept of the answers of an editor's providers.
const (
	maxAnswers     = 60
	maxAnswerPlace = 20
	maxAnswerText  = 1000
	maxSymbol      = 300
)

// rungZero is what the editor saw. asked is false on the command line.
func rungZero(ex *Examination, f health.Folder, answers []health.Answer) (r health.Rung, asked bool) {
	editor := ex.Snapshot.Editor
	running := editor.Running
	if !editor.Present {
		return r, false
	}
	r = health.Rung{Rung: 0, State: health.RungUnclear, Answers: answers}
	switch {
	case running == nil:
		r.State, r.Reason = health.RungSkipped, say("rung-not-asked", health.Args{"reason": reasonOr("")})
		return r, true
	case !running.Asked && len(answers) == 0:
		r.State, r.Reason = health.RungSkipped, say("rung-not-asked", health.Args{"reason": reasonOr(running.Reason)})
		return r, true
	}
	r.TookMs = running.TookMs
	r.Load = loadOf(running, viewsOf(ex.System.OS(), running, f), len(answers) > 0)
	switch {
	case r.Load.State == health.LoadFailed:
		r.FailedStage = health.StageLoad
	case r.Judge() == health.RungFails:
		r.FailedStage = health.StageQuestion
	}
	if len(answers) == 0 {
		r.NoTarget = say("rung-no-open", health.Args{"reason": reasonOr(running.Unasked)})
	}
	r.State = r.Judge()
	return r, true
}

// loadOf reads the answers of gopls.views and gopls.workspace_stats. Where providers were asked, a folder that no view names
// proves nothing: it may be spelt otherwise, and the answers tell more.
func loadOf(running *health.Running, views int, answered bool) health.Load {
	l := health.Load{State: health.LoadLoaded, Views: views, Packages: running.Packages, TookMs: running.TookMs}
	switch {
	case running.TimedOut:
		l.State = health.LoadRunning
	case running.Error != "":
		l.State = health.LoadUnknown
		l.Messages = []health.Text{running.Error}
	case !running.Asked:
		l.State = health.LoadUnknown
	case running.ViewsNil:
		l.State = health.LoadFailed
	case views == 0 && answered:
		l.State = health.LoadUnknown
	case views == 0:
		l.State = health.LoadFailed
	}
	return l
}

func reasonOr(told health.Text) health.Value {
	if told == "" {
		return health.Say("say.no-reason")
	}
	return health.V(told)
}

// viewsOf counts the views of a folder. A server with views of other folders only does not serve this one.
func viewsOf(system string, running *health.Running, f health.Folder) int {
	n := 0
	for _, v := range running.Views {
		serves := v.Folder == ""
		for _, is := range []health.Path{v.Folder, v.Root} {
			for _, want := range []health.Path{f.Path, f.Real} {
				serves = serves || is != "" && want != "" && health.Same(system, string(is), string(want))
			}
		}
		if serves {
			n++
		}
	}
	return n
}

// runningAnswers makes the raw answers of the editor's providers into answers, folder by folder. Their places are looked at on
// this machine. What was asked in no folder of the examination, or is no question that we know, is left out.
func runningAnswers(ex *Examination) []health.RunningAnswers {
	if ex.Request.Editor == nil || ex.Request.Editor.Running == nil || ex.Snapshot.Editor.Running == nil {
		return nil
	}
	raw := ex.Request.Editor.Running.Answers
	var out []health.RunningAnswers
	kept := 0
	for _, f := range ex.Snapshot.Folders {
		of := health.RunningAnswers{Folder: f.Path}
		var places ladder.Places
		for _, a := range raw {
			if !health.Same(ex.System.OS(), a.Folder, string(f.Path)) || !knownQuestion(a) || kept == maxAnswers {
				continue
			}
			if len(of.Answers) == 0 {
				places = surroundingsOf(ex, f.Path).places(ex, f)
				places.InUse = string(ex.Snapshot.Editor.Running.GoVersion)
			}
			of.Answers = append(of.Answers, answerOf(a, places))
			kept++
		}
		if len(of.Answers) > 0 {
			out = append(out, of)
		}
	}
	return out
}

func answersIn(all []health.RunningAnswers, folder health.Path) []health.Answer {
	for _, of := range all {
		if of.Folder == folder {
			return of.Answers
		}
	}
	return nil
}

// targetKinds are all kinds of targets that may be asked about.
var targetKinds = []health.TargetKind{
	health.TargetSamePackage, health.TargetSameModule, health.TargetStandard, health.TargetDependency, health.TargetVendored,
	health.TargetDocument, health.TargetSameFile, health.TargetBuiltin, health.TargetLocalReplace, health.TargetCgo,
}

var questions = []health.Question{
	health.AskHover, health.AskDefinition, health.AskCompletion, health.AskSymbols, health.AskTypeDefinition, health.AskWorkspaceSymbol,
}

func knownQuestion(a EditorAnswer) bool {
	return slices.Contains(questions, a.Question) && slices.Contains(targetKinds, a.Target)
}

// answerOf makes one answer. A list of names without the one that was asked for is as good as none.
func answerOf(raw EditorAnswer, places ladder.Places) health.Answer {
	a := health.Answer{
		Question: raw.Question, Target: raw.Target, Symbol: health.Module(health.Words(raw.Symbol, maxSymbol)),
		File: health.Path(raw.File), Line: max(raw.Line, 0) + 1, Column: max(raw.Character, 0) + 1,
		TimedOut: raw.TimedOut, Error: health.Words(raw.Error, maxAnswerText), TookMs: max(raw.TookMs, 0),
	}
	switch raw.Question {
	case health.AskDefinition, health.AskTypeDefinition:
		a.Where = places.Where(editorPlaces(raw.Places), raw.Name)
		a.Empty = a.Where == nil
	case health.AskCompletion, health.AskWorkspaceSymbol:
		a.Empty = !ladder.Named(raw.Question, raw.Names, raw.Name)
	default:
		a.Empty = raw.Count <= 0
	}
	a.Verdict = a.Judge()
	return a
}

func editorPlaces(raw []EditorPlace) []gopls.Place {
	var out []gopls.Place
	for _, p := range raw[:min(len(raw), maxAnswerPlace)] {
		at := gopls.Place{URI: string(health.Words(p.URI, maxAnswerText)), Start: gopls.Position{Line: p.Line, Character: p.Character}}
		if path, err := gopls.PathFromURI(p.URI); err == nil {
			at.Path = path
		}
		out = append(out, at)
	}
	return out
}
