package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestTargetInvalid(t *testing.T) {
	bad := pulse(health.PulseBad, "go: unsupported GOOS/GOARCH pair linux/aarch64")
	silent := pulse(health.PulseNotTaken)
	runCases(t, TargetInvalid, []testCase{
		{name: "default"},
		{name: "cross-but-known", change: do(written("GOARCH", "arm64"), silent)},
		{name: "s28d-aarch64", change: do(written("GOARCH", "aarch64"), bad), want: []health.FindingID{"target-invalid"}},
		{name: "s28e-macos", change: do(exported("GOOS", "macos"), silent), want: []health.FindingID{"target-invalid"}},
		{name: "x86_64-on-darwin", system: "darwin", change: do(exported("GOARCH", "x86_64"), silent), want: []health.FindingID{"target-invalid"}},
		{name: "both-wrong", change: do(exported("GOOS", "macos"), exported("GOARCH", "aarch64"), silent), want: []health.FindingID{"target-invalid"}},
		{name: "known-parts-no-pair", change: do(written("GOOS", "windows"), written("GOARCH", "riscv64"), silent), want: []health.FindingID{"target-invalid"}},
		{name: "for-gopls-alone", change: do(goplsVar(health.ScopeWorkspace, "GOOS", "win"), silent), want: []health.FindingID{"target-invalid"}},
		{name: "later-go-may-know", change: do(runs("go1.28.0"), exported("GOARCH", "riscv128"), silent), state: health.StateInconclusive},
		{name: "later-go-says-no", change: do(runs("go1.28.0"), exported("GOARCH", "riscv128"), pulse(health.PulseBad, "go: unsupported GOOS/GOARCH pair linux/riscv128")),
			want: []health.FindingID{"target-invalid"}},
		{name: "dropped-pair", system: "windows", change: do(exported("GOARCH", "arm"), pulse(health.PulseBad, "go: unsupported GOOS/GOARCH pair windows/arm")),
			want: []health.FindingID{"target-invalid"}},
		{name: "answered-all-the-same", change: exported("GOARCH", "riscv128")},
		{name: "go-is-silent", change: goFails(health.GoHangs, -1, ""), state: health.StateInconclusive},
	})
}

// A target that does not exist explains that it is not this machine's.
func TestInvalidTargetExplainsCrossTarget(t *testing.T) {
	s := healthy("linux")
	do(written("GOARCH", "aarch64"), pulse(health.PulseNotTaken))(s)
	found, _ := Examine(s, []*Check{TargetInvalid, CrossTarget}, func() float64 { return 0 })
	if len(found) != 2 || found[1].Because != "target-invalid" {
		t.Errorf("%+v", found)
	}
}
