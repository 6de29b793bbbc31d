package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoplsStalled(t *testing.T) {
	want := []health.FindingID{"gopls-stalled:go list"}
	address := health.V(health.Host("192.0.2.7:443"))
	runCases(t, GoplsStalled, around([]testCase{
		{name: "nobody-watched", state: health.StateNotApplicable},
		{name: "runs", change: window},
		{name: "a-load-in-progress", change: do(window, stalled(20_000, 0, health.WaitCPU, health.Value{}))},
		{name: "slow-as-always", change: do(window, stalled(90_000, 40_000, health.WaitNetwork, address))},
		{name: "computes-for-a-while", change: do(window, stalled(200_000, 0, health.WaitCPU, health.Value{}))},
		{name: "network", change: do(window, stalled(95_000, 1200, health.WaitNetwork, address)), want: want},
		{name: "lock", change: do(window, stalled(95_000, 0, health.WaitLock, health.V(health.Path("/home/ada/go/pkg/mod/cache/lock")))), want: want},
		{name: "child", change: do(window, stalled(95_000, 0, health.WaitChild, health.V(health.Text("git fetch")))), want: want},
		{name: "disk", change: do(window, stalled(95_000, 0, health.WaitDisk, health.Value{})), want: want},
		{name: "computes-for-ever", change: do(window, stalled(900_000, 0, health.WaitCPU, health.Value{})), want: want},
		{name: "darwin-cannot-say", system: "darwin", change: do(window, stalled(95_000, 1200, health.WaitUnknown, health.Value{})), want: want},
		{name: "windows-cannot-say", system: "windows", change: do(window, stalled(95_000, 1200, "", health.Value{})), want: want},
		{name: "outside-all-folders", change: do(window, stalled(95_000, 0, health.WaitNetwork, address), func(s *health.Snapshot) { s.Life.Stalls[0].Directory = "/elsewhere" }), want: want},
		{name: "the-same-twice", change: do(window, stalled(95_000, 0, health.WaitNetwork, address), stalled(90_000, 0, health.WaitNetwork, address)), want: want},
	}))
}
