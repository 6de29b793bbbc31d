package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestBuildExcluded(t *testing.T) {
	tagged := opens("app.go", constrained("integration"))
	const found = "build-excluded:/home/ada/src/app/"
	runCases(t, BuildExcluded, around([]testCase{
		{name: "command-line", state: health.StateNotApplicable},
		{name: "plain", change: opens("main.go", nil)},
		{name: "s35tag", change: tagged, want: []health.FindingID{found + "app.go"}},
		{name: "s35tag-beside-other-flags", change: do(tagged, gopls(health.ScopeUser, "build.buildFlags", `["-mod=mod"]`)), want: []health.FindingID{found + "app.go"}},
		{name: "s35tag-beside-other-tags", change: do(tagged, gopls(health.ScopeUser, "build.buildFlags", `["-tags=e2e"]`)), want: []health.FindingID{found + "app.go"}},
		{name: "tag-in-gopls", change: do(tagged, gopls(health.ScopeWorkspace, "build.buildFlags", `["-tags=e2e,integration"]`))},
		{name: "tag-in-golang.go", change: do(tagged, editorSetting(health.ScopeWorkspace, "go.buildTags", `"integration e2e"`))},
		{name: "tag-in-goflags", change: do(tagged, exported("GOFLAGS", "-tags=integration"))},
		{name: "two-tags-for-a-person", change: opens("app.go", constrained("integration && slow"))},
		{name: "one-of-two-tags", change: opens("app.go", constrained("(integration || e2e) && linux")), want: []health.FindingID{found + "app.go"}},
		{name: "ignore", change: opens("gen.go", constrained("ignore"))},
		{name: "tag-not-wanted", change: opens("app.go", constrained("!integration"))},
		{name: "other-release", change: opens("app.go", constrained("go1.99"))},
		{name: "this-release", change: opens("app.go", constrained("go1.24 && unix"))},
		{name: "needs-cgo", change: do(opens("app.go", constrained("cgo")), exported("CGO_ENABLED", "0"))},
		{name: "other-system", change: opens("app.go", constrained("windows")), want: []health.FindingID{found + "app.go"}},
		{name: "not-this-system", change: opens("app.go", constrained("!linux")), want: []health.FindingID{found + "app.go"}},
		{name: "s35os-name", change: opens("net_windows.go", nil), want: []health.FindingID{found + "net_windows.go"}},
		{name: "s35os-processor", change: opens("parse_arm.go", nil), want: []health.FindingID{found + "parse_arm.go"}},
		{name: "s35os-test", change: opens("net_android_test.go", nil), want: []health.FindingID{found + "net_android_test.go"}},
		{name: "name-of-this-system", change: opens("net_linux_amd64.go", nil)},
		{name: "name-that-is-a-system-alone", change: opens("windows.go", nil)},
		{name: "underscore", change: opens("_draft.go", constrained("integration"))},
		{name: "windows", system: "windows", change: opens("net_linux.go", nil), want: []health.FindingID{`build-excluded:C:\Users\ada\src\app\net_linux.go`}},
		{name: "darwin-unix", system: "darwin", change: opens("app.go", constrained("unix && !linux"))},
		{name: "outside", change: opens("/home/ada/other/app.go", constrained("integration"))},
		{name: "go-is-mute", change: do(tagged, goFails(health.GoExit, 1, "x")), state: health.StateInconclusive},
	}))
}
