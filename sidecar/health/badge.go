package health

// Badge is the one word that the status bar says. Order of rank: error > warning > inconclusive > advice > healthy.
type Badge string

const (
	BadgeError        Badge = "error"
	BadgeWarning      Badge = "warning"
	BadgeInconclusive Badge = "inconclusive"
	BadgeAdvice       Badge = "advice"
	BadgeHealthy      Badge = "healthy"
	BadgeLoading      Badge = "loading"  // in the editor only: a server is still loading
	BadgeChecking     Badge = "checking" // in the editor only: the pulse is not taken yet
)

func (Badge) Class() Class { return ClassPublic }

// BadgeOf sums up: roots decide, consequences do not count twice. It is healthy only when the pulse was taken and
// found good and nothing that matters (a check that can report an error or a warning) was left inconclusive.
// Without a pulse an editor shows checking, because the pulse will come; a command line that is done says inconclusive.
func BadgeOf(findings []Finding, checks []CheckResult, pulse PulseState, inEditor bool) Badge {
	worst := Unknown
	for _, f := range findings {
		if f.Because == "" && f.Severity.Rank() > worst.Rank() {
			worst = f.Severity
		}
	}
	switch {
	case worst == Error:
		return BadgeError
	case worst == Warning:
		return BadgeWarning
	case pulse == PulseLoading && inEditor:
		return BadgeLoading
	case pulse == PulseNotTaken && inEditor:
		return BadgeChecking
	case matterIsOpen(checks), worst == Unknown && pulse != PulseGood:
		return BadgeInconclusive
	case worst == Info && (pulse == PulseNotTaken || pulse == PulseLoading):
		return BadgeInconclusive
	case worst == Info:
		return BadgeAdvice
	}
	return BadgeHealthy
}

func matterIsOpen(checks []CheckResult) bool {
	for _, c := range checks {
		if c.State == StateInconclusive && c.Severity.Rank() >= Warning.Rank() {
			return true
		}
	}
	return false
}
