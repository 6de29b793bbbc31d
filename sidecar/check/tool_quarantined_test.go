package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func marked(path health.Path, approved bool) func(*health.Snapshot) {
	return image(path, func(i *health.Image) {
		i.Quarantine = &health.Quarantine{Flags: 0x83, At: "2026-11-20T08:00:00Z", Agent: "Safari.app", Approved: approved, Raw: "0083;6ab61995;Safari.app;9CE7"}
	})
}

func TestToolQuarantined(t *testing.T) {
	want := []health.FindingID{"tool-quarantined:gopls"}
	untried := do(notStarted(""), pulse(health.PulseNotTaken))
	runCases(t, ToolQuarantined, around([]testCase{
		{name: "linux", change: do(window, marked(theGopls, false)), state: health.StateNotApplicable},
		{name: "no-mark", system: "darwin", change: apple},
		{name: "marked", system: "darwin", change: do(apple, marked(macGopls, false), untried), want: want},
		{name: "marked-on-intel", system: "darwin", change: do(window, untried, func(s *health.Snapshot) {
			s.Images = []health.Image{{Path: macGopls, Slices: []health.Slice{{Architecture: "amd64", Signature: health.Signature{State: health.SignatureNone}}}}}
		}, marked(macGopls, false)), want: want},
		{name: "attribute-that-nobody-understands", system: "darwin", change: do(apple, marked(macGopls, false), untried, image(macGopls, func(i *health.Image) {
			i.Quarantine = &health.Quarantine{Flags: -1, Raw: "q/odd"}
		})), want: want},
		{name: "approved", system: "darwin", change: do(apple, marked(macGopls, true), untried)},
		{name: "killed", system: "darwin", change: do(apple, marked(macGopls, false), killed), want: want},
		{name: "go-waits-for-an-answer", system: "darwin", change: do(apple, marked(theGo, false), goFails(health.GoHangs, -1, "")), want: []health.FindingID{"tool-quarantined:go"}},
		{name: "runs-all-the-same", system: "darwin", change: do(apple, marked(macGopls, false)), want: want},
		{name: "signed-by-its-authors", system: "darwin", change: do(apple, marked(theGo, false), goFails(health.GoNotAsked, 0, ""), image(theGo, func(i *health.Image) {
			i.Slices[0].Signature = health.Signature{State: health.SignatureWhole, Team: "EQHXZ8M8AV", Pages: 900}
		})), want: []health.FindingID{"tool-quarantined:go"}},
		{name: "changed-since", system: "darwin", change: do(apple, marked(macGopls, false), signed(macGopls, health.SignatureBroken, 2), untried), want: want},
		{name: "wrapper", system: "darwin", change: do(apple, untried, image(macGopls, func(i *health.Image) {
			i.Chain = []health.Hop{{Path: macGopls, How: health.HopScript}, {Path: "/opt/gopls", How: health.HopProgram}}
		}), func(s *health.Snapshot) {
			s.Images = append(s.Images, health.Image{Path: "/opt/gopls", Slices: []health.Slice{wholeSlice("arm64")}})
		}, marked("/opt/gopls", false)), want: want},
	}))
}
