package doctor

import (
	"fmt"

	"github.com/govitals/govitals/sidecar/health"
)

// The exit codes of `check`; see DESIGN §6.
const (
	ExitGood         = 0   // nothing at or above the threshold
	ExitFindings     = 1   // findings at or above it
	ExitUsage        = 2   // wrong usage
	ExitNoDiagnosis  = 3   // no diagnosis was possible, or an error may hide behind a check that could not judge
	ExitInterrupted  = 130 // the user, or the system, ended it
	FailOnNever      = "never"
	failOnByDefault  = health.Error
	silenceIsNoProof = health.Warning
)

// FailOn parses the threshold of the exit code: error, warning, info or never.
func FailOn(text string) (threshold health.Severity, never bool, err error) {
	switch health.Severity(text) {
	case "":
		return failOnByDefault, false, nil
	case health.Error, health.Warning, health.Info:
		return health.Severity(text), false, nil
	case FailOnNever:
		return "", true, nil
	}
	return "", false, fmt.Errorf("unknown threshold %q (there are: error, warning, info, never)", text)
}

// ExitCode is the exit code of a finished examination. Findings of the baseline do not count. A consequence counts as its
// root does: whoever gates on errors must not pass because the cause of one is called a warning. A check of severity
// error that could not judge is no success, unless something at least as grave as a warning was found and tells why.
func ExitCode(r health.Report, threshold health.Severity, never bool) int {
	if Impossible(r) {
		return ExitNoDiagnosis
	}
	if never {
		return ExitGood
	}
	worst := health.Unknown
	for _, f := range r.Findings {
		if !f.Known && f.Severity.Rank() > worst.Rank() {
			worst = f.Severity
		}
	}
	if worst.Rank() >= threshold.Rank() {
		return ExitFindings
	}
	if worst.Rank() >= silenceIsNoProof.Rank() {
		return ExitGood
	}
	for _, c := range r.Checks {
		if c.State == health.StateInconclusive && c.Severity == health.Error && !withoutGo(r.Snapshot) {
			return ExitNoDiagnosis
		}
	}
	return ExitGood
}

// withoutGo reports that every folder was looked at and none has anything to do with Go, so that nothing can be broken
// there.
func withoutGo(s *health.Snapshot) bool {
	for _, f := range s.Folders {
		if f.State != health.FolderOK || f.HasGo() {
			return false
		}
	}
	return len(s.Folders) > 0
}

// Impossible reports that there was nothing to examine: folders were asked for and none of them could be looked at.
func Impossible(r health.Report) bool {
	if r.Snapshot == nil {
		return true
	}
	for _, f := range r.Snapshot.Folders {
		if f.State == health.FolderOK {
			return false
		}
	}
	return len(r.Snapshot.Folders) > 0
}

// Baseline marks the findings that known recognises: they stay in the report, and neither the badge nor the exit code
// counts them, so that a project with an old trouble can watch for new ones.
func Baseline(r *health.Report, known func(health.FindingID) bool) {
	for i := range r.Findings {
		r.Findings[i].Known = r.Findings[i].Accepted != "" || known(r.Findings[i].ID())
	}
	r.Badge = badge(*r, false)
}
