package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestSidecarForeign(t *testing.T) {
	want := []health.FindingID{"sidecar-foreign"}
	runCases(t, SidecarForeign, around([]testCase{
		{name: "not-looked-at", state: health.StateNotApplicable},
		{name: "native", change: window},
		{name: "apple", system: "darwin", change: apple},
		{name: "intel-build-on-apple", system: "darwin", change: do(apple, state(health.ProcessTranslated, "amd64", sidecarPID), func(s *health.Snapshot) { s.System.Arch = "amd64" }), want: want},
		{name: "intel-build-that-cannot-see-itself", system: "darwin", change: do(apple, func(s *health.Snapshot) { s.System.Arch, s.Processes.Self = "amd64", 0 }), want: want},
		{name: "x64-build-on-windows-on-arm", system: "windows", change: do(window, func(s *health.Snapshot) { s.Processes.Native = "arm64" }), want: want},
		{name: "emulated", change: do(window, state(health.ProcessEmulated, "arm64", sidecarPID), func(s *health.Snapshot) { s.System.Arch = "arm64" }), want: want},
		{name: "on-the-command-line", system: "darwin", change: do(apple, func(s *health.Snapshot) { s.System.Arch, s.Editor = "amd64", health.Editor{Trusted: true} }), want: want},
		{name: "processor-unknown", change: do(window, func(s *health.Snapshot) { s.Processes.Native, s.System.Arch = "", "arm64" })},
	}))
}
