package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// What explains another finding takes it in; causes that are there side by side stay apart.
func TestToolFindingsFold(t *testing.T) {
	old := do(extension("0.56.0", true, true), goplsVersion("v0.18.1", "go1.24.0"))
	hidden := func(version health.Public) func(*health.Snapshot) {
		return anotherGopls("/usr/local/bin/gopls", "path", version)
	}
	inWork := do(module("a", nil), goWork("1.26.0", "", "a"))
	for _, tc := range []struct {
		name       string
		change     func(*health.Snapshot)
		cause, own *Check
		because    health.FindingID
	}{
		{"hidden gopls is new enough", do(old, hidden("v0.23.0")), GoplsShadowed, GoplsOld, "gopls-shadowed"},
		{"hidden gopls is too old as well", do(old, hidden("v0.20.0")), GoplsShadowed, GoplsOld, ""},
		{"old go for gopls and Delve", do(runs("go1.20.14"), dlv("v1.26.0", "go1.26.8")), GoVersionOld, DlvIncompatible, "go-version-old"},
		{"old go for gopls, old Delve for go", do(runs("go1.20.14"), dlv("v1.9.1", "go1.19.0")), GoVersionOld, DlvIncompatible, ""},
		{"bad target is foreign", do(written("GOARCH", "aarch64"), pulse(health.PulseNotTaken)), TargetInvalid, CrossTarget, "target-invalid"},
		{"bad GOROOT and bad target", do(exported("GOROOT", "/empty"), tree("/empty", "", bare), written("GOARCH", "aarch64"), pulse(health.PulseNotTaken)),
			GorootInvalid, TargetInvalid, ""},
		{"two faults in GOFLAGS", do(inWork, exported("GOFLAGS", "-foo -mod=mod"), pulse(health.PulseBad, "go: parsing $GOFLAGS: unknown flag -foo")),
			GoflagsInvalid, GoflagsMod, ""},
		{"bad target and nothing loads", do(exported("GOOS", "macos"), pulse(health.PulseBad, "go: unsupported GOOS/GOARCH pair macos/amd64")),
			TargetInvalid, GoplsLoadFailed, "target-invalid"},
		{"bad value and nothing loads", do(exported("GOEXPERIMENT", "x"), goFails(health.GoExit, 1, "go: unknown GOEXPERIMENT x"), pulse(health.PulseBad, "go: unknown GOEXPERIMENT x")),
			EnvValueInvalid, GoplsLoadFailed, "env-value-invalid:GOEXPERIMENT"},
		{"bad toolchain and nothing loads", do(exported("GOTOOLCHAIN", "latest"), pulse(health.PulseBad, `go: invalid GOTOOLCHAIN "latest"`)),
			GotoolchainInvalid, GoplsLoadFailed, "gotoolchain-invalid"},
		{"-mod in a workspace and nothing loads", do(inWork, exported("GOFLAGS", "-mod=mod"), pulse(health.PulseBad, "go: -mod may only be set to readonly or vendor when in workspace mode")),
			GoflagsMod, GoplsLoadFailed, "goflags-mod"},
		{"a path that is passed over and no debugger", do(launchConfig(nil), dlv("", ""),
			pathSetting(health.ScopeUser, "go.alternateTools", "dlv", "/gone/dlv", health.WantsExecutable, health.CandidateMissing)), SettingPathUnusable, DlvMissing, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := healthy("linux")
			tc.change(s)
			found, _ := Examine(s, []*Check{tc.cause, tc.own}, func() float64 { return 0 })
			if len(found) != 2 || found[0].Check != tc.cause.ID || found[1].Check != tc.own.ID {
				t.Fatalf("%+v", found)
			}
			if found[0].Because != "" || found[1].Because != tc.because {
				t.Errorf("%s because %q, %s because %q, want %q", found[0].ID(), found[0].Because, found[1].ID(), found[1].Because, tc.because)
			}
		})
	}
}
