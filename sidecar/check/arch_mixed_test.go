package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestArchMixed(t *testing.T) {
	translated := do(apple, state(health.ProcessTranslated, "amd64", mainPID, hostPID))
	withDlv := do(dlv("v1.26.0", "go1.26.8"), launchConfig(nil))
	gcc := func(arch health.Public) func(*health.Snapshot) {
		return do(usesCgo("c.go"), func(s *health.Snapshot) {
			s.Compilers[0].Path = "/opt/gcc"
			s.Binaries = append(s.Binaries, nativeBinary("darwin", "/opt/gcc", "", ""))
		}, built("/opt/gcc", arch))
	}
	debugger := []health.FindingID{"arch-mixed:dlv"}
	runCases(t, ArchMixed, around([]testCase{
		{name: "not-looked-at", state: health.StateNotApplicable},
		{name: "native", change: do(window, withDlv)},
		{name: "thin-native-gopls-under-a-translated-editor", system: "darwin", change: translated},
		{name: "debugging-from-a-translated-editor", system: "darwin", change: do(translated, withDlv), want: debugger},
		{name: "nobody-debugs", system: "darwin", change: do(translated, dlv("v1.26.0", "go1.26.8")), want: debugger},
		{name: "debugging-works", system: "darwin", change: do(translated, withDlv, func(s *health.Snapshot) {
			s.DebugTrials = []health.DebugTrial{{Folder: s.Folders[0].Path, Dlv: "/Users/ada/go/bin/dlv", Stage: health.DebugDetach}}
		})},
		{name: "windows-translates-debuggers-too", system: "windows", change: do(window, state(health.ProcessTranslated, "amd64", hostPID), withDlv)},
		{name: "emulated-container", change: do(window, state(health.ProcessEmulated, "arm64", hostPID), withDlv), want: debugger},
		{name: "universal-gopls-runs-translated", system: "darwin", change: do(translated, state(health.ProcessTranslated, "amd64", goplsPID), built(macGopls, "amd64", "arm64")),
			want: []health.FindingID{"arch-mixed:gopls"}},
		{name: "intel-gopls-is-another-check's", system: "darwin", change: do(apple, state(health.ProcessTranslated, "amd64", goplsPID), built(macGopls, "amd64"))},
		{name: "compiler-for-intel", system: "darwin", change: do(apple, gcc("amd64")), want: []health.FindingID{"arch-mixed:cc"}},
		{name: "compiler-for-apple", system: "darwin", change: do(apple, gcc("arm64"))},
		{name: "compiler-for-the-target-that-somebody-chose", system: "darwin", change: do(apple, gcc("amd64"), exported("GOARCH", "amd64"))},
		{name: "no-cgo", system: "darwin", change: do(apple, gcc("amd64"), sources(func(t *health.SourceTree) { t.Cgo = nil }))},
	}))
}
