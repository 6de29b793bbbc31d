package ladder

import (
	"context"
	"errors"
	"strings"

	"github.com/govitals/govitals/sidecar/gopls"
	"github.com/govitals/govitals/sidecar/health"
)

// Bounds on what is kept of a server's words.
const (
	maxMessages = 20
	maxMessage  = 1000
	maxWords    = 4000
	maxTimeouts = 2 // a server that hangs is asked no more
)

// examine waits for the load and asks the questions. A load that failed is asked about all the same: that hover still
// answers is worth knowing.
func examine(ctx context.Context, server *gopls.Server, o Options, chosen <-chan Plan, r *health.Rung) {
	loading, cancel := before(ctx, questionReserve)
	load := server.WaitLoad(loading)
	cancel()
	r.Load = health.Load{
		State: health.LoadState(load.State), Views: load.Views, Packages: max(load.Packages, 0), TookMs: load.Took.Milliseconds(),
	}
	for _, text := range load.Messages {
		addMessage(r, text)
	}
	switch r.Load.State {
	case health.LoadDied:
		r.FailedStage = health.StageLoad
		died(r, load.Death)
		return
	case health.LoadRunning:
		return
	case health.LoadFailed:
		r.FailedStage = health.StageLoad
	}
	plan := <-chosen
	if plan.Empty() {
		r.NoTarget = health.Message{ID: sayNoTarget}
	}
	for path, text := range plan.Files {
		if server.Open(ctx, path, text) != nil {
			break // the first question will tell why
		}
	}
	q := questioner{server: server, places: o.Places, plan: plan, r: r}
	q.all(ctx)
	q.afterwards()
}

// questioner puts the plan's questions until something makes further ones useless.
type questioner struct {
	server   *gopls.Server
	places   Places
	plan     Plan
	r        *health.Rung
	timeouts int
	over     bool
}

// all asks hover and definition for each target and the outline of one file. Completion is not asked: for it gopls indexes the
// whole module cache into the user's cache directory, and lists modules with go commands that lock the missing ones.
func (q *questioner) all(ctx context.Context) {
	plan := q.plan
	for _, t := range plan.Targets {
		text := plan.Files[t.File]
		at := gopls.PositionAt(text, t.Offset)
		q.put(ctx, health.AskHover, t, at, func(ctx context.Context) gopls.Answer { return q.server.Hover(ctx, t.File, at) })
		q.put(ctx, health.AskDefinition, t, at, func(ctx context.Context) gopls.Answer { return q.server.Definition(ctx, t.File, at) })
	}
	document := Target{Kind: health.TargetDocument, File: plan.Document}
	if plan.Document != "" {
		q.put(ctx, health.AskSymbols, document, gopls.Position{}, func(ctx context.Context) gopls.Answer {
			return q.server.DocumentSymbols(ctx, plan.Document)
		})
	}
}

// put asks one question. An answer that did not come because the whole examination had to end is no answer of the server's,
// and is not recorded.
func (q *questioner) put(ctx context.Context, question health.Question, t Target, at gopls.Position, ask func(context.Context) gopls.Answer) {
	if q.over || ctx.Err() != nil {
		return
	}
	own, cancel := context.WithTimeout(ctx, questionDeadline)
	defer cancel()
	came := ask(own)
	if ctx.Err() != nil && came.State == gopls.Late {
		q.over = true
		return
	}
	a := health.Answer{
		Question: question, Target: t.Kind, Symbol: health.Module(t.Symbol), File: health.Path(t.File),
		Line: at.Line + 1, Column: at.Character + 1, TookMs: came.Took.Milliseconds(),
	}
	switch came.State {
	case gopls.Empty:
		a.Empty = true
	case gopls.Late:
		a.TimedOut = true
		q.timeouts++
		q.over = q.timeouts >= maxTimeouts
	case gopls.Refused, gopls.Lost:
		a.Error = health.Words(came.Text, maxMessage)
	default:
		a.Empty = came.Count == 0
		if question == health.AskDefinition {
			a.Where = q.places.where(came.Places, t.Name)
		}
	}
	q.r.Answers = append(q.r.Answers, a)
	if a.Judge() != health.VerdictAnswered && q.r.FailedStage == "" {
		q.r.FailedStage = health.StageQuestion
	}
	var death *gopls.DeathError
	if errors.As(came.Err, &death) {
		q.over = true
		died(q.r, death)
	}
}

// afterwards adds what the server said while it was asked: complaints about the workspace come only when a file is open.
func (q *questioner) afterwards() {
	list, _ := q.server.Messages()
	for _, m := range list {
		if m.Level == gopls.Error && (m.Kind == "popup" || m.Kind == "progress") {
			addMessage(q.r, m.Text)
		}
	}
	for path := range q.plan.Files {
		for _, d := range q.server.Diagnostics(path) {
			if tellsOfLoad(d) {
				addMessage(q.r, path+": "+d.Message)
			}
		}
	}
}

// tellsOfLoad picks the diagnostics that say something about the workspace, and not about the user's code in it.
func tellsOfLoad(d gopls.Diagnostic) bool {
	if strings.Contains(d.Message, "missing metadata for import") {
		return false // follows from any failed load, one for each import
	}
	for _, sign := range []string{"could not import", "No packages found", "No active builds", "not included in your workspace", "initialization failed"} {
		if strings.Contains(d.Message, sign) {
			return true
		}
	}
	return d.Source == "go list"
}
