// Package check judges a snapshot. A check is one file, one row of the table All, and its tests; it is a pure function
// of the snapshot, so it is tested on Linux for every platform and replayed on any exported report.
package check

import (
	"fmt"
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

// Check is a question put to a snapshot.
type Check struct {
	// ID is kebab-case and for ever: file name (with underscores), documentation anchor, name on the command line.
	ID health.CheckID
	// Severity is the highest that Run can report.
	Severity health.Severity
	// Doc is the documentation in Markdown. The first line is the title: no capital unless a name, no full stop, at most 60
	// characters. Then, each a paragraph: what it means for you, how we know, what the fix does.
	Doc string
	// Needs are the probes whose facts Run reads. If one of them could not look, the check is inconclusive and Run
	// is not called.
	Needs []health.ProbeID
	// After are the checks whose findings explain this one's: they fold under their cause.
	After []health.CheckID
	// ExplainedBy narrows After; nil means that cause and consequence concern the same folder, or one of them none.
	ExplainedBy func(s *health.Snapshot, cause, own health.Finding) bool
	// Platforms are the GOOS values it speaks of; nil is all.
	Platforms []health.Public
	// Messages are its texts by case; their ids are "<check id>.<case>".
	Messages map[string]health.Template
	// Applies reports whether there is anything it speaks of; nil is always.
	Applies func(*health.Snapshot) bool
	// Run judges. A finding of severity unknown says that a subject could not be judged (see Open).
	Run func(*health.Snapshot) []health.Finding
}

// Message makes a message of this check.
func (c *Check) Message(name string, args health.Args) health.Message {
	return health.Message{ID: health.MessageID(string(c.ID) + "." + name), Args: args}
}

// Open makes the answer "could not judge": the check becomes inconclusive, and never healthy, for this reason.
func Open(folder health.Path, reason health.Message) health.Finding {
	return health.Finding{Severity: health.Unknown, Folder: folder, Message: reason}
}

// Examine runs the checks over a snapshot, folds consequences under their causes, and returns findings in the order
// of the table with a result for each check. clock gives milliseconds from any start, for the timings alone.
func Examine(s *health.Snapshot, checks []*Check, clock func() float64) ([]health.Finding, []health.CheckResult) {
	var findings []health.Finding
	results := make([]health.CheckResult, 0, len(checks))
	for _, c := range checks {
		start := clock()
		found, result := c.judge(s)
		result.TookMs = clock() - start
		results = append(results, result)
		findings = append(findings, found...)
	}
	fold(s, findings, checks)
	return findings, results
}

func (c *Check) judge(s *health.Snapshot) (found []health.Finding, result health.CheckResult) {
	result = health.CheckResult{ID: c.ID, Severity: c.Severity, State: health.StateOK}
	defer func() {
		if p := recover(); p != nil {
			found = nil
			result.State = health.StateInconclusive
			result.Reason = message("check-failed", health.Args{"error": health.V(health.Text(fmt.Sprint(p)))})
		}
	}()
	if c.Platforms != nil && !slices.Contains(c.Platforms, s.System.OS) {
		result.State = health.StateNotApplicable
		result.Reason = message("other-system", health.Args{"system": health.V(s.System.OS)})
		return nil, result
	}
	if reason, closed := c.unmet(s); closed {
		result.State, result.Reason = reason.State, reason.Reason
		return nil, result
	}
	if c.Applies != nil && !c.Applies(s) {
		result.State = health.StateNotApplicable
		result.Reason = message("nothing-here", nil)
		return nil, result
	}
	for _, f := range c.Run(s) {
		f.Check = c.ID
		if f.Severity == health.Unknown {
			if result.State == health.StateOK {
				result.State, result.Reason = health.StateInconclusive, f.Message
			}
			continue
		}
		result.State, result.Reason = health.StateFinding, health.Message{}
		found = append(found, f)
	}
	return found, result
}

// unmet returns why a check cannot be asked: a probe it needs was not part of this tier (skipped), or could not look
// (inconclusive).
func (c *Check) unmet(s *health.Snapshot) (health.CheckResult, bool) {
	for _, id := range c.Needs {
		p := s.Probe(id)
		switch p.State {
		case health.ProbeOK:
			continue
		case health.ProbeSkipped:
			return health.CheckResult{State: health.StateSkipped, Reason: message("probe-skipped", health.Args{
				"probe": health.V(id), "reason": health.V(p.Error)})}, true
		}
		return health.CheckResult{State: health.StateInconclusive, Reason: message("probe-failed", health.Args{
			"probe": health.V(id), "error": health.V(p.Error)})}, true
	}
	return health.CheckResult{}, false
}

// ByID returns a check of a table.
func ByID(checks []*Check, id health.CheckID) (*Check, bool) {
	for _, c := range checks {
		if c.ID == id {
			return c, true
		}
	}
	return nil, false
}
