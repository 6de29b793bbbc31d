package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestDebugStripped(t *testing.T) {
	flags := func(list ...health.Text) func(*health.Snapshot) {
		return launchConfig(func(l *health.Launch) { l.BuildFlags = list })
	}
	runCases(t, DebugStripped, []testCase{
		{name: "nothing"},
		{name: "other-flags", change: flags("-tags=x", "-ldflags=-X (hidden)")},
		{name: "in-a-configuration", change: flags("-tags=x", "-ldflags=-s -w"), want: []health.FindingID{"debug-stripped:Run"}},
		{name: "in-two-words", change: flags("-ldflags", "-w"), want: []health.FindingID{"debug-stripped:Run"}},
		{name: "built-elsewhere", change: launchConfig(func(l *health.Launch) { l.Mode, l.BuildFlags = "exec", []health.Text{"-ldflags=-s -w"} })},
		{name: "in-its-environment", change: launchConfig(func(l *health.Launch) { l.GOFLAGS = `'-ldflags=-s -w'` }), want: []health.FindingID{"debug-stripped:Run"}},
		{name: "goflags", change: exported("GOFLAGS", `-buildvcs=false '-ldflags=-s -w'`), want: []health.FindingID{"debug-stripped:GOFLAGS"}},
		{name: "goflags-in-file", change: written("GOFLAGS", `-ldflags=-w`), want: []health.FindingID{"debug-stripped:GOFLAGS"}},
		{name: "goflags-with-a-secret", change: do(inEditor, exported("GOFLAGS", `'-ldflags=-s -X main.token=abc' -x`)), want: []health.FindingID{"debug-stripped:GOFLAGS"}},
		{name: "replaced-later", change: exported("GOFLAGS", `-ldflags=-w -ldflags=-v`)},
		{name: "tests", change: editorSetting(health.ScopeWorkspace, "go.testFlags", `["-v","-ldflags=-s"]`), want: []health.FindingID{"debug-stripped:go.testFlags"}},
		{name: "build-flags-for-tests", change: editorSetting(health.ScopeUser, "go.buildFlags", `["-ldflags=-s -w"]`), want: []health.FindingID{"debug-stripped:go.buildFlags"}},
		{name: "build-flags-that-tests-do-not-use", change: do(editorSetting(health.ScopeUser, "go.buildFlags", `["-ldflags=-s -w"]`), editorSetting(health.ScopeUser, "go.testFlags", `["-v"]`))},
		{name: "windows", system: "windows", change: flags("-ldflags=-s"), want: []health.FindingID{"debug-stripped:Run"}},
	})
}
