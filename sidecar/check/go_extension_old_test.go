package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoExtensionOld(t *testing.T) {
	runCases(t, GoExtensionOld, []testCase{
		{name: "unknown", state: health.StateNotApplicable},
		{name: "today", change: extension("0.56.0", true, true)},
		{name: "preview", change: extension("0.57.2", true, true)},
		{name: "mended", change: extension("0.52.0", true, true)},
		{name: "runs-go-untrusted", change: extension("0.50.0", true, true), want: []health.FindingID{"go-extension-old"}},
		{name: "installed-only", change: manifest("0.48.0"), want: []health.FindingID{"go-extension-old"}},
		{name: "before-gopls-alone", system: "windows", change: extension("0.39.1", true, true), want: []health.FindingID{"go-extension-old"}},
		{name: "no-version", change: extension("", true, true), state: health.StateNotApplicable},
	})
}
