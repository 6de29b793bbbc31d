package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGotoolchainInvalid(t *testing.T) {
	bad := func(set func(name, value string) func(*health.Snapshot), value string) func(*health.Snapshot) {
		return do(set("GOTOOLCHAIN", value), goFails(health.GoExit, 1, health.Text("go: invalid GOTOOLCHAIN \""+value+"\"")), pulse(health.PulseBad, "x"))
	}
	runCases(t, GotoolchainInvalid, []testCase{
		{name: "default"},
		{name: "local", change: do(exported("GOTOOLCHAIN", "local"), pulse(health.PulseNotTaken))},
		{name: "release-and-auto", change: do(exported("GOTOOLCHAIN", "go1.26.8+auto"), pulse(health.PulseNotTaken))},
		{name: "custom-release", change: do(exported("GOTOOLCHAIN", "go1.26.8-company"), pulse(health.PulseNotTaken))},
		{name: "without-go", change: bad(exported, "1.26.8"), want: []health.FindingID{"gotoolchain-invalid"}},
		{name: "latest-in-goenv-file", change: bad(written, "latest"), want: []health.FindingID{"gotoolchain-invalid"}},
		{name: "wrong-suffix", change: bad(exported, "go1.26.8+download"), want: []health.FindingID{"gotoolchain-invalid"}},
		{name: "capitals-in-settings", change: do(inEditor, bad(func(n, v string) func(*health.Snapshot) { return toolVar(health.ScopeUser, n, v) }, "LOCAL")),
			want: []health.FindingID{"gotoolchain-invalid"}},
		{name: "unheard", change: do(exported("GOTOOLCHAIN", "latest"), pulse(health.PulseNotTaken)), want: []health.FindingID{"gotoolchain-invalid"}},
		{name: "for-gopls-alone", change: do(goplsVar(health.ScopeWorkspace, "GOTOOLCHAIN", "newest"), pulse(health.PulseBad, `go: invalid GOTOOLCHAIN "newest"`)),
			want: []health.FindingID{"gotoolchain-invalid"}},
		{name: "go-that-does-not-read-it", change: do(exported("GOTOOLCHAIN", "latest"), runs("go1.20.14"), pulse(health.PulseNotTaken))},
		{name: "works-all-the-same", change: exported("GOTOOLCHAIN", "default")},
		{name: "windows", system: "windows", change: bad(exported, `C:\go`), want: []health.FindingID{"gotoolchain-invalid"}},
	})
}

func TestMeantToolchain(t *testing.T) {
	for value, want := range map[string]string{"1.26.8": "go1.26.8", "v1.26.8+auto": "go1.26.8+auto", "Auto": "auto", "latest": "", "go1.26+x": ""} {
		if got, ok := meantToolchain(value); got != want || ok != (want != "") {
			t.Errorf("%s: %q %v, want %q", value, got, ok, want)
		}
	}
}
