package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// killed has the system kill the private gopls without a word.
var killed = do(notStarted(""), func(s *health.Snapshot) {
	for i := range s.Ladders {
		r := &s.Ladders[i].Rungs[0]
		r.FailedStage, r.Signal = health.StageInitialize, "SIGKILL"
	}
})

func signed(path health.Path, state health.SignatureState, bad int) func(*health.Snapshot) {
	return image(path, func(i *health.Image) {
		for n := range i.Slices {
			i.Slices[n].Signature = health.Signature{State: state, Pages: 900, BadPages: bad}
		}
	})
}

func TestSignatureInvalid(t *testing.T) {
	want := []health.FindingID{"signature-invalid:gopls"}
	mac := func(changes ...func(*health.Snapshot)) func(*health.Snapshot) { return do(apple, do(changes...)) }
	runCases(t, SignatureInvalid, around([]testCase{
		{name: "linux", change: window, state: health.StateNotApplicable},
		{name: "windows", system: "windows", change: window, state: health.StateNotApplicable},
		{name: "intel-mac", system: "darwin", change: do(window, killed), state: health.StateNotApplicable},
		{name: "whole", system: "darwin", change: apple},
		{name: "none", system: "darwin", change: mac(signed(macGopls, health.SignatureNone, 0), killed), want: want},
		{name: "one-page-differs", system: "darwin", change: mac(signed(macGopls, health.SignatureBroken, 1), killed), want: want},
		{name: "cut-off", system: "darwin", change: mac(signed(macGopls, health.SignatureBroken, 0), killed), want: want},
		{name: "not-tried", system: "darwin", change: mac(signed(macGopls, health.SignatureNone, 0), notStarted(""), pulse(health.PulseNotTaken)), want: want},
		{name: "kind-that-nobody-knows", system: "darwin", change: mac(signed(macGopls, health.SignatureUnknown, 0), killed)},
		{name: "intel-code-needs-none", system: "darwin", change: mac(built(macGopls, "amd64"), signed(macGopls, health.SignatureNone, 0), killed)},
		{name: "native-half-of-a-universal-one", system: "darwin", change: mac(built(macGopls, "amd64", "arm64"), signed(macGopls, health.SignatureNone, 0), killed), want: want},
		{name: "it-runs", system: "darwin", change: mac(signed(macGopls, health.SignatureBroken, 3))},
		{name: "go-that-is-killed", system: "darwin", change: mac(signed(theGo, health.SignatureBroken, 3), goFails(health.GoExit, -1, "")), want: []health.FindingID{"signature-invalid:go"}},
		{name: "debugger", system: "darwin", change: mac(dlv("v1.26.0", "go1.26.8"), func(s *health.Snapshot) {
			s.Images = append(s.Images, health.Image{Path: "/Users/ada/go/bin/dlv", Slices: []health.Slice{{Architecture: "arm64", Signature: health.Signature{State: health.SignatureNone}}}})
		}), want: []health.FindingID{"signature-invalid:dlv"}},
	}))
}
