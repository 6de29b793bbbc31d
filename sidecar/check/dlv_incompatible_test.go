package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestDlvIncompatible(t *testing.T) {
	arch := func(machine, program health.Public) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			s.System.Arch = machine
			s.Binaries[len(s.Binaries)-1].Architectures = []health.Public{program}
		}
	}
	wanted := launchConfig(nil)
	runCases(t, DlvIncompatible, []testCase{
		{name: "none", change: dlv("", ""), state: health.StateNotApplicable},
		{name: "fits", change: do(wanted, dlv("v1.26.3", "go1.26.8"))},
		{name: "too-old", change: do(wanted, dlv("v1.24.2", "go1.24.0")), want: []health.FindingID{"dlv-incompatible"}},
		{name: "too-old-and-nobody-debugs", change: dlv("v1.24.2", "go1.24.0"), want: []health.FindingID{"dlv-incompatible"}},
		{name: "go-too-old", change: do(wanted, dlv("v1.27.1", "go1.26.8"), runs("go1.23.12")), want: []health.FindingID{"dlv-incompatible"}},
		{name: "cannot-read-dwarf-5", change: do(wanted, dlv("v1.26.0", "go1.24.0")), want: []health.FindingID{"dlv-incompatible"}},
		{name: "same-on-darwin", system: "darwin", change: do(wanted, dlv("v1.26.0", "go1.24.0"))},
		{name: "not-known-yet", change: do(wanted, dlv("v1.30.0", "go1.29.0"), runs("go1.29.1"))},
		{name: "development-build", change: do(wanted, dlv("(devel)", "go1.20.0"))},
		{name: "intel-on-apple-silicon", system: "darwin", change: do(wanted, dlv("v1.26.0", "go1.26.8"), arch("arm64", "amd64")), want: []health.FindingID{"dlv-incompatible"}},
		{name: "native-under-a-translated-editor", system: "darwin", change: do(wanted, dlv("v1.26.0", "go1.26.8"), arch("amd64", "arm64"))},
		{name: "other-processor", change: do(wanted, dlv("v1.26.0", "go1.26.8"), arch("arm64", "amd64")), want: []health.FindingID{"dlv-incompatible"}},
		{name: "emulated-windows", system: "windows", change: do(wanted, dlv("v1.26.0", "go1.26.8"), arch("arm64", "amd64"))},
		{name: "go-is-silent", change: do(wanted, dlv("v1.24.2", "go1.24.0"), goFails(health.GoHangs, -1, "")), state: health.StateInconclusive},
	})
}

// The Delve that is offered for a Go supports that Go.
func TestDlvFor(t *testing.T) {
	for goVersion, want := range map[string]string{"go1.18.10": "v1.21.0", "go1.20.14": "v1.22.1", "go1.21": "v1.24.2", "go1.23.4": "v1.25.2", "go1.24": "v1.26.3",
		"go1.25.9": "latest", "go1.26.8": "latest", "": "latest"} {
		if got := dlvFor(goVersion); got != want {
			t.Errorf("%s: %s, want %s", goVersion, got, want)
		}
		minor, _ := minorOf(goVersion)
		for _, row := range delveGo {
			if want != "latest" && health.Public(want) >= health.Public(row.delve) {
				if minor < row.oldest || minor > row.newest {
					t.Errorf("%s does not support %s", want, goVersion)
				}
				break
			}
		}
	}
}
