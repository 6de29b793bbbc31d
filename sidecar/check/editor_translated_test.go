package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestEditorTranslated(t *testing.T) {
	want := []health.FindingID{"editor-translated"}
	translated := do(apple, state(health.ProcessTranslated, "amd64", mainPID, hostPID))
	startup := func(change func(*health.Startup)) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			s.Startup.Bundle = "/Applications/Visual Studio Code.app"
			change(&s.Startup)
		}
	}
	bundle := func(code ...health.Public) func(*health.Snapshot) {
		return do(func(s *health.Snapshot) {
			s.Images = append(s.Images, health.Image{Path: "/Users/ada/code", Tool: "editor"})
		}, built("/Users/ada/code", code...))
	}
	runCases(t, EditorTranslated, around([]testCase{
		{name: "not-looked-at", state: health.StateNotApplicable},
		{name: "native", change: window},
		{name: "apple", system: "darwin", change: apple},
		{name: "windows", system: "windows", change: window},
		{name: "rosetta-chosen", system: "darwin", change: do(translated, bundle("amd64", "arm64"), startup(func(u *health.Startup) { u.Rosetta = true })), want: want},
		{name: "bundle-that-asks-for-intel", system: "darwin", change: do(translated, bundle("amd64", "arm64"), startup(func(u *health.Startup) { u.Priority = []health.Public{"amd64", "arm64"} })), want: want},
		{name: "intel-build", system: "darwin", change: do(translated, bundle("amd64"), startup(func(*health.Startup) {})), want: want},
		{name: "started-from-a-translated-terminal", system: "darwin", change: do(translated, bundle("amd64", "arm64")), want: want},
		{name: "x64-on-windows-on-arm", system: "windows", change: do(window, state(health.ProcessTranslated, "amd64", mainPID, hostPID), func(s *health.Snapshot) { s.Processes.Native = "arm64" }), want: want},
		{name: "container-for-another-processor", change: do(window, state(health.ProcessEmulated, "amd64", mainPID, hostPID), func(s *health.Snapshot) { s.Processes.Native = "arm64" }), want: want},
		{name: "cannot-tell", change: do(window, state(health.ProcessUnknown, "", mainPID, hostPID))},
		{name: "only-gopls-is-translated", system: "darwin", change: do(apple, state(health.ProcessTranslated, "amd64", goplsPID))},
		{name: "another-window", system: "darwin", change: do(apple, added(301, func(p *health.Process) {
			p.Role, p.Window, p.State = health.RoleExtensionHost, health.WindowOther, health.ProcessTranslated
		}))},
		{name: "integrated-terminal", system: "darwin", change: do(translated, func(s *health.Snapshot) {
			s.Editor, s.Processes.Host = health.Editor{Trusted: true}, 0
		}), want: want},
		{name: "a-loop-of-parents", change: do(window, func(s *health.Snapshot) { s.Processes.Host = 0 }, process(sidecarPID, func(p *health.Process) { p.Parent = sidecarPID }))},
	}))
}
