package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestReplaceDangling(t *testing.T) {
	quote := replaced("rsc.io/quote", "/home/ada/src/nowhere", false)
	words := [3]string{"rsc.io/quote", "rsc.io/quote@v1.5.2: replacement directory ../nowhere does not exist", "main.go:6:2"}
	runCases(t, ReplaceDangling, []testCase{
		{name: "none", state: health.StateNotApplicable},
		{name: "there", change: replaced("rsc.io/quote", "/home/ada/src/quote", true)},
		{name: "s25b-imported", change: do(quote, lostDependency, lists(words)), want: []health.FindingID{"replace-dangling:rsc.io/quote"}},
		{name: "s25b-imported-windows", system: "windows", change: do(replaced("rsc.io/quote", `C:\Users\ada\src\nowhere`, false), lostDependency), want: []health.FindingID{"replace-dangling:rsc.io/quote"}},
		{name: "required-and-nobody-asked", change: quote, want: []health.FindingID{"replace-dangling:rsc.io/quote"}},
		{name: "required-indirectly-and-nobody-asked", change: do(quote, goMod(func(m *health.GoMod) { m.Requires[0].Indirect = true })), want: []health.FindingID{"replace-dangling:rsc.io/quote"}},
		{name: "not-required", change: replaced("rsc.io/unused", "/home/ada/src/nowhere", false)},
		{name: "another-version-is-replaced", change: goMod(func(m *health.GoMod) {
			m.Replaces = []health.Replace{{Old: "rsc.io/quote", OldVersion: "v1.0.0", Local: "/home/ada/src/nowhere", Line: 7}}
		})},
		{name: "vendored", change: do(quote, vendored)},
		{name: "member-of-the-workspace", change: do(quote, module("quote", func(m *health.GoMod) { m.Path = "rsc.io/quote" }), goWork("1.26.0", "", "quote"))},
		{name: "no-module-there", change: do(replaced("rsc.io/quote", "/home/ada/src/docs", true), lostDependency,
			lists([3]string{"rsc.io/quote", "rsc.io/quote@v1.5.2 (replaced by ../docs): reading ../docs/go.mod: open /home/ada/src/docs/go.mod: no such file or directory", ""})),
			want: []health.FindingID{"replace-dangling:rsc.io/quote"}},
		{name: "in-go-work", change: func(s *health.Snapshot) {
			goWork("1.26.0", "")(s)
			s.Folders[0].Work.Replaces = []health.Replace{{Old: "rsc.io/quote", OldVersion: "v1.5.2", Local: "/home/ada/src/nowhere", Line: 6}}
			lostDependency(s)
		}, want: []health.FindingID{"replace-dangling:rsc.io/quote"}},
	})
}
