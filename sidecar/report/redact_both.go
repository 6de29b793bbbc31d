package report

import (
	"reflect"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// RedactBoth redacts two reports with one set of names, so that a token means the same in both and they can still be compared. It
// cannot give that to reports that were redacted before: theirs count from one each.
func RedactBoth(a, b health.Report) (health.Report, health.Report) {
	k := newNames("")
	var patterns []string
	for _, r := range []health.Report{a, b} {
		if s := r.Snapshot; s != nil {
			patterns = append(patterns, privatePatterns(s))
		}
	}
	k.patterns = strings.Trim(strings.Join(patterns, ","), ",")
	windows := false
	for _, r := range []health.Report{a, b} {
		if s := r.Snapshot; s != nil {
			k.system = string(s.System.OS)
			windows = windows || health.Windows(k.system)
			k.learnMachine(s)
			k.learnOwn(s)
		}
		k.collect(reflect.ValueOf(r))
	}
	if windows {
		k.system = "windows" // its paths have two spellings more, and those of others none that it lacks
	}
	k.ready()
	return k.report(a), k.report(b)
}
