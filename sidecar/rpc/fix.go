package rpc

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/fix"
	"github.com/govitals/govitals/sidecar/health"
)

// repairs are the plans that were shown, and those that were applied and wait for their proof.
type repairs struct {
	mu      sync.Mutex
	count   int
	planned map[string]doctor.Repair
	applied map[string]doctor.Repair // by entry of the journal
}

// maxPlans bounds the plans that are kept: each holds the files that it changes.
const maxPlans = 32

func (r *repairs) keep(one doctor.Repair) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.planned == nil {
		r.planned, r.applied = map[string]doctor.Repair{}, map[string]doctor.Repair{}
	}
	r.count++
	delete(r.planned, strconv.Itoa(r.count-maxPlans))
	id := strconv.Itoa(r.count)
	r.planned[id] = one
	return id
}

// take gives a plan away: what was applied once does not stand as it was shown any more.
func (r *repairs) take(id string) (doctor.Repair, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	one, ok := r.planned[id]
	delete(r.planned, id)
	return one, ok
}

// await keeps an applied repair for its proof. Those before it are forgotten when there are many: their proof then knows less.
func (r *repairs) await(entry string, one doctor.Repair) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.applied) >= maxPlans {
		clear(r.applied)
	}
	r.applied[entry] = one
}

func (s *Server) fixPlan(ctx context.Context, p FixPlanParams) (FixPlanResult, error) {
	if err := s.validateTrusted(p.Request, "mended"); err != nil {
		return FixPlanResult{}, err
	}
	r, err := s.lastReport()
	if err != nil {
		return FixPlanResult{}, err
	}
	choices, err := chosen(r, p)
	if err != nil {
		return FixPlanResult{Error: fixError(err)}, nil
	}
	if choices, err = doctor.Answer(choices, p.Answer); err != nil {
		return FixPlanResult{Error: fixError(err)}, nil
	}
	repair, err := doctor.PlanFix(ctx, p.Request, s.Options, r, choices, p.Dirty)
	if ctx.Err() != nil {
		return FixPlanResult{}, ctx.Err()
	}
	out := FixPlanResult{Plan: s.options().FixWords().Plan(repair, p.Request.Editor != nil), Error: fixError(err)}
	if err == nil {
		out.ID = s.repairs.keep(repair)
	}
	return out, nil
}

func chosen(r health.Report, p FixPlanParams) ([]doctor.Choice, error) {
	if p.AllSafe {
		if list := doctor.ChooseSafe(r); len(list) > 0 {
			return list, nil
		}
		return nil, fmt.Errorf("%w: there is nothing that a safe fix mends", doctor.ErrNoFinding)
	}
	var out []doctor.Choice
	for _, name := range p.Findings {
		list, err := doctor.Choose(r, name, health.FixID(p.Fix))
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%w: none was named", doctor.ErrNoFinding)
	}
	return out, nil
}

// fixError gives the doctor's own errors a code, too.
func fixError(err error) *doctor.FixError {
	out := doctor.FixErrorOf(err)
	switch {
	case errors.Is(err, doctor.ErrNoFinding):
		out.Code = "no-finding"
	case errors.Is(err, doctor.ErrNothingToDo):
		out.Code = "nothing-to-do"
	case errors.Is(err, doctor.ErrAnswer):
		out.Code = "answer"
	}
	return out
}

// engine is one for a request: its editor steps go to the client under the request's token.
func (s *Server) engine(token string) (*fix.Engine, error) {
	words := s.options().FixWords()
	editor := &remoteEditor{token: token, words: func(m health.Message) string { return string(words.Title(m)) },
		call: func(ctx context.Context, method string, params, result any) error {
			return s.conn.Call(ctx, method, params, result)
		}}
	return s.Options.Engine(editor)
}

func (s *Server) fixApply(ctx context.Context, p FixApplyParams) (FixApplyResult, error) {
	repair, ok := s.repairs.take(p.ID)
	if !ok {
		return FixApplyResult{}, &jsonrpc2.Error{Code: CodeNoPlan, Message: "that plan is not known any more: make it again"}
	}
	words := s.options().FixWords()
	engine, err := s.engine(p.Token)
	if err != nil {
		return FixApplyResult{words.Outcome(fix.Outcome{}, err)}, nil
	}
	outcome, err := repair.Apply(ctx, engine, s.told(p.Token, repair))
	if outcome.Entry != "" {
		s.repairs.await(outcome.Entry, repair)
	}
	return FixApplyResult{words.Outcome(outcome, err)}, nil
}

// told passes the progress of steps and the output of commands on, line by line.
func (s *Server) told(token string, repair doctor.Repair) func(fix.Progress) {
	tell := s.progress.to(token)
	words := s.options().FixWords()
	return func(p fix.Progress) {
		if p.Stream == "" {
			if p.Step < len(repair.Plan.Steps) {
				tell(string(words.Title(repair.Plan.Steps[p.Step].Intent.Title)))
			}
			return
		}
		for line := range strings.Lines(string(p.Text)) {
			if line = health.CleanText(strings.TrimSpace(line)); line != "" {
				tell(line)
			}
		}
	}
}

func (s *Server) fixVerify(ctx context.Context, p FixVerifyParams) (FixVerifyResult, error) {
	if err := s.validateTrusted(p.Request, "verified"); err != nil {
		return FixVerifyResult{}, err
	}
	engine, err := s.engine(p.Token)
	if err != nil {
		return FixVerifyResult{}, err
	}
	s.repairs.mu.Lock()
	repair, known := s.repairs.applied[p.Entry]
	s.repairs.mu.Unlock()
	if !known {
		if repair, err = entryOf(engine, p.Entry); err != nil {
			return FixVerifyResult{}, err
		}
	}
	o := s.Options
	o.Progress = s.progress.to(p.Token)
	defer s.rest.soon()
	p.Request.Watched = s.watched(p.Request)
	proof := repair.Prove(ctx, p.Request, o)
	if ctx.Err() != nil {
		return FixVerifyResult{}, ctx.Err()
	}
	if err := engine.Conclude(ctx, p.Entry, string(proof.Verdict)); err != nil {
		s.logf("the verdict of a fix was not written down: " + err.Error())
	}
	return FixVerifyResult{s.options().FixWords().Proof(proof)}, nil
}

func entryOf(engine *fix.Engine, id string) (doctor.Repair, error) {
	entries, err := engine.Entries()
	if err != nil {
		return doctor.Repair{}, err
	}
	for _, e := range entries {
		if e.ID == id {
			return doctor.RepairOf(e), nil
		}
	}
	return doctor.Repair{}, badParams(fmt.Sprintf("there is no entry %q", id))
}

func (s *Server) fixJournal(context.Context, FixJournalParams) (FixJournalResult, error) {
	out := FixJournalResult{Entries: []doctor.FixEntry{}}
	engine, err := s.engine("")
	if err == nil {
		var entries []fix.Entry
		entries, err = engine.Entries()
		for _, e := range entries {
			out.Entries = append(out.Entries, s.options().FixWords().Entry(e))
		}
	}
	out.Error = fixError(err)
	return out, nil
}

func (s *Server) undo(ctx context.Context, p UndoParams) (UndoResult, error) {
	if p.Step < 0 || p.All && (p.Entry != "" || p.Step != 0) {
		return UndoResult{}, badParams("all takes neither an entry nor a step, and steps are counted from 1")
	}
	out := UndoResult{Outcomes: []doctor.FixOutcome{}}
	engine, err := s.engine(p.Token)
	if err != nil {
		out.Error = fixError(err)
		return out, nil
	}
	out.Outcomes, err = s.options().TakeBack(ctx, engine, doctor.Undoing{Entry: p.Entry, Step: p.Step, All: p.All})
	out.Error = fixError(err)
	return out, nil
}
