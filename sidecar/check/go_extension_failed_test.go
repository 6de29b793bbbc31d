package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoExtensionFailed(t *testing.T) {
	runCases(t, GoExtensionFailed, []testCase{
		{name: "command-line", state: health.StateNotApplicable},
		{name: "runs", change: extension("0.56.0", true, true)},
		{name: "not-needed-yet", change: extension("0.56.0", false, false)},
		{name: "gave-up", change: extension("0.56.0", true, false), want: []health.FindingID{"go-extension-failed"}},
		{name: "commands-there-all-the-same", change: do(extension("0.56.0", true, false), func(s *health.Snapshot) { s.Editor.Commands = []health.Public{"go.languageserver.restart"} })},
		{name: "restricted-mode", change: do(extension("0.56.0", true, false), func(s *health.Snapshot) { s.Editor.Trusted = false }), state: health.StateNotApplicable},
		{name: "darwin", system: "darwin", change: extension("0.52.2", true, false), want: []health.FindingID{"go-extension-failed"}},
	})
}

// What stops go env explains why the extension gave up; once that is mended the extension is a fault of its own.
func TestFailedExtensionFolds(t *testing.T) {
	for name, tc := range map[string]struct {
		change  func(*health.Snapshot)
		because health.FindingID
	}{
		"goroot":         {do(exported("GOROOT", "/nonexistent"), tree("/nonexistent", "", gone), goFails(health.GoExit, 2, "go: cannot find GOROOT directory: /nonexistent")), "goroot-invalid"},
		"mended":         {runs("go1.26.8"), ""},
		"only a warning": {do(written("GOARCH", "arm64")), ""},
	} {
		s := healthy("linux")
		do(extension("0.56.0", true, false), tc.change)(s)
		found, _ := Examine(s, []*Check{GorootInvalid, CrossTarget, GoExtensionFailed}, func() float64 { return 0 })
		last := found[len(found)-1]
		if last.Check != "go-extension-failed" || last.Because != tc.because {
			t.Errorf("%s: %s because %q, want %q", name, last.ID(), last.Because, tc.because)
		}
	}
}
