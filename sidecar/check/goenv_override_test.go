package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoenvOverride(t *testing.T) {
	atStart := func(s *health.Snapshot) {
		inEditor(s)
		s.Process.AtActivation = []health.Variable{{Name: "HOME", Value: health.V(health.Path("/home/ada"))}}
	}
	runCases(t, GoenvOverride, []testCase{
		{name: "no-file", state: health.StateNotApplicable},
		{name: "company-proxy", change: do(written("GOPROXY", "https://proxy.example"), written("GOPRIVATE", "git.example.com"))},
		{name: "own-places", change: do(written("GOPATH", "/data/go"), written("GOCACHE", "/data/cache"))},
		{name: "says-the-default", change: do(written("GO111MODULE", "on"), written("GOTOOLCHAIN", "auto"))},
		{name: "has-its-own-check", change: written("GOARCH", "arm64")},
		{name: "flags-for-ever", change: written("GOFLAGS", "-tags=integration"), want: []health.FindingID{"goenv-override:GOFLAGS"}},
		{name: "toolchain-for-ever", change: written("GOTOOLCHAIN", "go1.25.9"), want: []health.FindingID{"goenv-override:GOTOOLCHAIN"}},
		{name: "overruled", change: do(written("GOPROXY", "https://new.example"), exported("GOPROXY", "https://old.example")), want: []health.FindingID{"goenv-override:GOPROXY"}},
		{name: "frozen", change: do(atStart, written("GOPROXY", "https://new.example"), exported("GOPROXY", "https://old.example")), want: []health.FindingID{"goenv-override:GOPROXY"}},
		{name: "same-twice", change: do(written("GOPROXY", "https://proxy.example"), exported("GOPROXY", "https://proxy.example"))},
		{name: "something-is-broken", change: do(written("GOFLAGS", "-foo"), pulse(health.PulseBad, "x"))},
		{name: "windows", system: "windows", change: written("CGO_ENABLED", "0"), want: []health.FindingID{"goenv-override:CGO_ENABLED"}},
	})
}
