package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestDlvTried(t *testing.T) {
	fits, wanted := dlv("v1.26.3", "go1.26.8"), launchConfig(nil)
	unfit := []health.FindingID{"dlv-incompatible"}
	runCases(t, DlvIncompatible, []testCase{
		{name: "tried-well", change: do(wanted, fits, debugged(health.DebugDetach, "", ""))},
		{name: "tried-not-allowed", change: do(wanted, fits, debugged(health.DebugStart, health.DebugPtrace, "could not launch process: fork/exec /tmp/debuggee: operation not permitted")), want: unfit},
		{name: "tried-not-allowed-and-nobody-debugs", change: do(fits, debugged(health.DebugStart, health.DebugPtrace, "operation not permitted")), want: unfit},
		{name: "tried-no-debugserver", system: "darwin", change: do(wanted, fits, debugged(health.DebugStart, health.DebugNoServer, "debugserver or lldb-server not found")), want: unfit},
		{name: "tried-no-developer", system: "darwin", change: do(wanted, fits, debugged(health.DebugStart, health.DebugNoDeveloper, "this user is not allowed to debug")), want: unfit},
		{name: "tried-refuses", change: do(wanted, dlv("v1.30.0", "go1.29.0"), debugged(health.DebugStart, health.DebugVersion, "Version of Delve is too old for Go version go1.30")), want: unfit},
		{name: "tried-foreign-windows", system: "windows", change: do(wanted, fits, debugged(health.DebugStart, health.DebugForeign, "exec format error")), want: unfit},
		{name: "tried-does-not-start", change: do(wanted, fits, debugged(health.DebugStart, health.DebugNoStart, "dlv ended before it listened")), want: unfit},
		{name: "tried-too-slow", change: do(wanted, fits, debugged(health.DebugContinue, health.DebugTimeout, "i/o timeout")), want: unfit},
		{name: "tried-runs-through", change: do(wanted, fits, debugged(health.DebugContinue, health.DebugWrong, "it did not stop in main.pulse")), want: unfit},
		{name: "tried-otherwise", change: do(wanted, fits, debugged(health.DebugBreak, health.DebugOther, "no idea")), want: unfit},
		{name: "tried-without-a-build", change: do(wanted, fits, debugged(health.DebugBuild, health.DebugNoBuild, "exit status 1"))},
		{name: "tried-stripped-by-flags", change: do(wanted, fits, debugged(health.DebugVariable, health.DebugStripped, "could not open debug info"))},
		{name: "tried-not-at-all", change: do(wanted, fits, debugged(health.DebugBuild, health.DebugNotTried, "Delve would move its configuration"))},
		// What the binary itself tells comes first: it names the versions.
		{name: "tried-and-known-before", change: do(wanted, dlv("v1.24.2", "go1.24.0"), debugged(health.DebugStart, health.DebugVersion, "too old")), want: unfit},
	})
}

// Who does not debug gets a note, and a slow machine is no fault.
func TestDlvTriedSeverity(t *testing.T) {
	for _, tc := range []struct {
		fault  health.DebugFault
		wanted bool
		want   health.Severity
	}{{health.DebugPtrace, true, health.Warning}, {health.DebugPtrace, false, health.Info}, {health.DebugTimeout, true, health.Info}} {
		s := healthy("linux")
		do(dlv("v1.26.3", "go1.26.8"), debugged(health.DebugStart, tc.fault, "x"))(s)
		if tc.wanted {
			launchConfig(nil)(s)
		}
		found, _ := Examine(s, []*Check{DlvIncompatible}, func() float64 { return 0 })
		if len(found) != 1 || found[0].Severity != tc.want {
			t.Errorf("%s: %+v, want %s", tc.fault, found, tc.want)
		}
	}
}
