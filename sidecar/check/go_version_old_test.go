package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoVersionOld(t *testing.T) {
	runCases(t, GoVersionOld, []testCase{
		{name: "today"},
		{name: "s37e-go-1.18", change: runs("go1.18.10"), want: []health.FindingID{"go-version-old"}},
		{name: "go-1.20-and-a-bad-pulse", change: do(runs("go1.20.14"), pulse(health.PulseBad, "x")), want: []health.FindingID{"go-version-old"}},
		{name: "go-1.20-with-its-last-gopls", change: do(runs("go1.20.14"), goplsVersion("v0.15.3", "go1.20.14"))},
		{name: "go-1.18-with-its-last-gopls", change: do(runs("go1.18.10"), goplsVersion("v0.14.2", "go1.18.10"))},
		{name: "go-1.18-with-the-next-gopls", change: do(runs("go1.18.10"), goplsVersion("v0.15.3", "go1.20.1")), want: []health.FindingID{"go-version-old"}},
		{name: "go-1.21", change: runs("go1.21.13")},
		{name: "go-1.22-and-the-extension", change: do(runs("go1.22.12"), extension("0.56.0", true, true)), want: []health.FindingID{"go-version-old"}},
		{name: "go-1.22-and-an-older-extension", change: do(runs("go1.22.12"), extension("0.50.0", true, true))},
		{name: "development-go", change: runs("devel go1.27-abcdef")},
		{name: "development-gopls", change: do(runs("go1.18.10"), goplsVersion("(devel)", "go1.26.8"))},
		{name: "windows", system: "windows", change: runs("go1.19.13"), want: []health.FindingID{"go-version-old"}},
		{name: "go-is-silent", change: goFails(health.GoHangs, -1, ""), state: health.StateInconclusive},
	})
}
