package probe

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// Options of a run.
type Options struct {
	System   System
	Request  Request
	Probes   []*Probe
	Progress func(text string)
	// KnownCheck says which checks there are; nil knows all.
	KnownCheck func(health.CheckID) bool
	// Log receives the stack of a probe that panicked; the user sees only that it failed.
	Log func(text string)
}

// Collect runs the probes concurrently, each as soon as what it needs is there, and returns the snapshot. It always
// returns a complete one: a probe that failed, panicked, was late or was cut by ctx leaves its reason.
func Collect(ctx context.Context, o Options) *health.Snapshot {
	r := &runner{Options: o, done: map[health.ProbeID]chan struct{}{}}
	if r.Progress == nil {
		r.Progress = func(string) {}
	}
	if r.Log == nil {
		r.Log = func(string) {}
	}
	r.snapshot.Schema, r.snapshot.Tier = health.SnapshotSchema, o.Request.Tier
	for _, p := range o.Probes {
		r.done[p.ID] = make(chan struct{})
	}
	circular := circularNeeds(o.Probes)
	var all sync.WaitGroup
	for _, p := range o.Probes {
		all.Go(func() { r.one(ctx, p, circular[p.ID]) })
	}
	all.Wait()
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.snapshot
	for _, p := range o.Probes {
		s.Probes = append(s.Probes, r.results[p.ID])
	}
	return &s
}

type runner struct {
	Options
	done map[health.ProbeID]chan struct{}

	mu       sync.Mutex // guards what follows
	snapshot health.Snapshot
	private  Private
	results  map[health.ProbeID]health.ProbeResult
}

// one runs a probe to its end, and announces the end whatever happens, so that no other waits for ever.
func (r *runner) one(ctx context.Context, p *Probe, circular bool) {
	defer close(r.done[p.ID])
	if circular {
		r.finish(p, health.ProbeFailed, "its needs are circular", 0)
		return
	}
	if !r.Request.Tier.Covers(p.Tier) {
		r.finish(p, health.ProbeSkipped, fmt.Sprintf("only looked at in tier %s", p.Tier), 0)
		return
	}
	for _, need := range p.Needs {
		wait, ok := r.done[need]
		if !ok {
			r.finish(p, health.ProbeFailed, fmt.Sprintf("needs %s, which is not in the table", need), 0)
			return
		}
		<-wait
		if reason := r.unmet(need); reason != nil {
			r.finish(p, reason.State, fmt.Sprintf("needs %s: %s", need, reason.Error), 0)
			return
		}
	}
	if err := ctx.Err(); err != nil {
		r.finish(p, endedState(err), endedReason(err), 0)
		return
	}
	r.look(ctx, p)
}

// circularNeeds finds the probes that would wait for themselves for ever.
func circularNeeds(probes []*Probe) map[health.ProbeID]bool {
	open := map[health.ProbeID]bool{}
	for _, p := range probes {
		open[p.ID] = true
	}
	for found := true; found; {
		found = false
		for _, p := range probes {
			if open[p.ID] && !slices.ContainsFunc(p.Needs, func(need health.ProbeID) bool { return open[need] }) {
				delete(open, p.ID)
				found = true
			}
		}
	}
	return open
}

// endedState and endedReason tell of a run that ended before or while a probe looked.
func endedState(err error) health.ProbeState {
	if errors.Is(err, context.DeadlineExceeded) {
		return health.ProbeLate
	}
	return health.ProbeFailed
}

func endedReason(err error) string {
	if errors.Is(err, context.DeadlineExceeded) {
		return "the time of the whole examination was up"
	}
	return "cancelled"
}

// unmet returns the result of a needed probe that has no facts. A late or failed need makes this one fail too.
func (r *runner) unmet(need health.ProbeID) *health.ProbeResult {
	r.mu.Lock()
	defer r.mu.Unlock()
	if result := r.results[need]; result.State != health.ProbeOK {
		return &result
	}
	return nil
}

type outcome struct {
	facts Facts
	err   error
}

// look runs the probe beside its deadline. The probe's goroutine may outlive the deadline if a system call hangs (a dead
// network mount); its late facts go nowhere.
func (r *runner) look(ctx context.Context, p *Probe) {
	start, run := r.System.Now(), ctx
	ctx, cancel := context.WithTimeout(run, p.Deadline)
	defer cancel()
	ended := make(chan outcome, 1)
	examination := r.examination()
	go func() {
		var o outcome
		defer func() {
			if problem := recover(); problem != nil {
				r.Log(fmt.Sprintf("probe %s: %v\n%s", p.ID, problem, debug.Stack()))
				o = outcome{err: fmt.Errorf("failed inside: %v", problem)}
			}
			ended <- o
		}()
		o.facts, o.err = p.Run(ctx, examination)
	}()
	var o outcome
	select {
	case o = <-ended:
	case <-ctx.Done():
		// A probe that watches its context returns at once with what it has; give it the moment to do so.
		select {
		case o = <-ended:
		case <-r.System.After(graceAfterDeadline):
			o.err = ctx.Err()
		}
	}
	took := r.System.Now().Sub(start)
	switch {
	case o.err == nil:
		r.keep(p, o.facts, took)
	case onlyEnded(o.err) && run.Err() != nil:
		r.finish(p, endedState(run.Err()), endedReason(run.Err()), took)
	case errors.Is(o.err, context.DeadlineExceeded):
		r.finish(p, health.ProbeLate, fmt.Sprintf("passed its deadline of %s", p.Deadline), took)
	default:
		r.finish(p, health.ProbeFailed, o.err.Error(), took)
	}
}

// onlyEnded reports an error that only says that a context ended.
func onlyEnded(err error) bool {
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}

// graceAfterDeadline is enough for package child to end a process tree and report.
const graceAfterDeadline = 3 * time.Second

func (r *runner) examination() *Examination {
	r.mu.Lock()
	defer r.mu.Unlock()
	return &Examination{System: r.System, Request: r.Request, Snapshot: r.snapshot, Private: r.private, Progress: r.Progress, KnownCheck: r.KnownCheck}
}

func (r *runner) keep(p *Probe, facts Facts, took time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	defer func() {
		if problem := recover(); problem != nil {
			r.Log(fmt.Sprintf("facts of probe %s: %v\n%s", p.ID, problem, debug.Stack()))
			r.record(p, health.ProbeFailed, fmt.Sprintf("failed inside: %v", problem), took)
		}
	}()
	if facts != nil {
		facts(&r.snapshot, &r.private)
	}
	r.record(p, health.ProbeOK, "", took)
}

func (r *runner) finish(p *Probe, state health.ProbeState, reason string, took time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.record(p, state, reason, took)
}

func (r *runner) record(p *Probe, state health.ProbeState, reason string, took time.Duration) {
	if r.results == nil {
		r.results = map[health.ProbeID]health.ProbeResult{}
	}
	r.results[p.ID] = health.ProbeResult{ID: p.ID, State: state, Error: health.Text(health.CleanText(reason)), TookMs: float64(took.Microseconds()) / 1000}
}
