package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestCrossTarget(t *testing.T) {
	want := []health.FindingID{"cross-target"}
	runCases(t, CrossTarget, []testCase{
		{name: "healthy"},
		{name: "healthy-windows", system: "windows"},
		{name: "s28-goenv-file", want: want, change: written("GOARCH", "arm64")},
		{name: "s28b-environment", want: want, change: do(inEditor, exported("GOOS", "windows"))},
		{name: "s28c-both", want: want, change: do(inEditor, exported("GOOS", "js"), exported("GOARCH", "wasm"))},
		{name: "two-authors", want: want, change: do(exported("GOOS", "windows"), written("GOARCH", "arm64"))},
		{name: "darwin", system: "darwin", want: want, change: exported("GOARCH", "arm64")},
		{name: "386-runs", want: want, change: exported("GOARCH", "386")},
		{name: "workspace-for-the-browser", want: want, change: do(toolVar(health.ScopeWorkspace, "GOOS", "js"), toolVar(health.ScopeWorkspace, "GOARCH", "wasm"))},
		{name: "user-setting-for-gopls", want: want, change: goplsVar(health.ScopeUser, "GOOS", "windows")},
		{name: "view-for-gopls-in-one-workspace", change: goplsVar(health.ScopeWorkspace, "GOOS", "windows")},
		{name: "set-to-the-host", change: do(exported("GOOS", "linux"), exported("GOARCH", "amd64"))},
		{name: "amd64-go-on-arm64-hardware-is-another-check", change: func(s *health.Snapshot) { s.System.Arch = "arm64" }},
		{name: "go-silent", state: health.StateInconclusive, change: goFails(health.GoExit, 2, noRoot+"/x")},
	})
}
