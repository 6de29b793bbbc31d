package ladder

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

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
	if o.Loaded != nil {
		o.Loaded()
	}
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
	if o.Aim != nil && o.Aim.Stage != health.StageQuestion {
		return
	}
	plan := <-chosen
	asked := o.Aim.of(plan.Questions(o.Thorough || o.Aim != nil))
	if len(asked) == 0 {
		r.NoTarget = health.Message{ID: sayNoTarget}
	}
	for _, path := range files(asked) {
		if server.Open(ctx, path, plan.Files[path]) != nil {
			break // the first question will tell why
		}
	}
	q := questioner{server: server, places: o.Places, limit: cmp.Or(o.Limits.Question, questionDeadline), r: r}
	for _, a := range asked {
		q.put(ctx, a)
	}
	q.afterwards(files(asked))
}

// questioner puts questions until something makes further ones useless.
type questioner struct {
	server   *gopls.Server
	places   Places
	limit    time.Duration // of one question
	r        *health.Rung
	timeouts int
	over     bool
}

// ask puts a question to the server.
func (q *questioner) ask(ctx context.Context, a Asked) gopls.Answer {
	switch a.Question {
	case health.AskHover:
		return q.server.Hover(ctx, a.Target.File, a.At)
	case health.AskDefinition:
		return q.server.Definition(ctx, a.Target.File, a.At)
	case health.AskTypeDefinition:
		return q.server.TypeDefinition(ctx, a.Target.File, a.At)
	case health.AskCompletion:
		return q.server.Completion(ctx, a.Target.File, a.At)
	case health.AskWorkspaceSymbol:
		return q.server.WorkspaceSymbol(ctx, a.Target.Name)
	}
	return q.server.DocumentSymbols(ctx, a.Target.File)
}

// put asks one question. An answer that did not come because the whole examination had to end is no answer of the server's,
// and is not recorded.
func (q *questioner) put(ctx context.Context, asked Asked) {
	if q.over || ctx.Err() != nil {
		return
	}
	own, cancel := context.WithTimeout(ctx, q.limit)
	defer cancel()
	came := q.ask(own, asked)
	if ctx.Err() != nil && came.State == gopls.Late {
		q.over = true
		return
	}
	a := q.record(asked, came)
	q.r.Answers = append(q.r.Answers, a)
	if a.Judge() != health.VerdictAnswered && q.r.FailedStage == "" {
		q.r.FailedStage = health.StageQuestion
	}
	if a.TimedOut {
		q.timeouts++
		q.over = q.timeouts >= maxTimeouts
	}
	var death *gopls.DeathError
	if errors.As(came.Err, &death) {
		q.over = true
		died(q.r, death)
	}
}

func (q *questioner) record(asked Asked, came gopls.Answer) health.Answer {
	t := asked.Target
	a := health.Answer{
		Question: asked.Question, Target: t.Kind, Symbol: health.Module(t.Symbol), File: health.Path(t.File),
		Line: asked.At.Line + 1, Column: asked.At.Character + 1, TookMs: came.Took.Milliseconds(),
	}
	switch came.State {
	case gopls.Empty:
		a.Empty = true
		return a
	case gopls.Late:
		a.TimedOut = true
		return a
	case gopls.Refused, gopls.Lost:
		a.Error = health.Words(came.Text, maxMessage)
		return a
	}
	a.Empty = came.Count == 0
	switch asked.Question {
	case health.AskDefinition, health.AskTypeDefinition:
		q.places.InUse = q.server.GoVersion()
		a.Where = q.places.Where(came.Places, t.Name)
	case health.AskCompletion, health.AskWorkspaceSymbol:
		a.Empty = !Named(asked.Question, came.Names, t.Name)
	}
	return a
}

// afterwards adds what the server said while it was asked: complaints about the workspace come only when a file is open.
func (q *questioner) afterwards(open []string) {
	list, _ := q.server.Messages()
	for _, m := range list {
		if m.Level == gopls.Error && (m.Kind == "popup" || m.Kind == "progress") {
			addMessage(q.r, m.Text)
		}
	}
	for _, path := range open {
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
