package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoModInvalid(t *testing.T) {
	invalid := func(line int, words health.Text) func(*health.GoMod) {
		return func(m *health.GoMod) {
			m.State, m.Problems = health.FileInvalid, []health.Problem{{Line: line, Message: words}}
		}
	}
	runCases(t, GoModInvalid, []testCase{
		{name: "valid"},
		{name: "newer-than-this-go", change: goMod(func(m *health.GoMod) { m.Go = "1.99" })},
		{name: "s25-unknown-directive", change: goMod(invalid(5, "unknown directive: requir")), want: []health.FindingID{"go-mod-invalid"}},
		{name: "s25-unknown-directive-windows", system: "windows", change: goMod(invalid(5, "unknown directive: requir")), want: []health.FindingID{"go-mod-invalid"}},
		{name: "s25d-merge-markers", change: goMod(func(m *health.GoMod) { invalid(2, "unknown directive: <<<<<<<")(m); m.Markers = 2 }), want: []health.FindingID{"go-mod-invalid"}},
		{name: "s20d-version-with-x", change: goMod(invalid(3, "invalid go version '1.26.x': must match format 1.23.0")), want: []health.FindingID{"go-mod-invalid"}},
		{name: "version-with-go-in-front", change: goMod(invalid(3, "invalid go version 'go1.26': must match format 1.23.0")), want: []health.FindingID{"go-mod-invalid"}},
		{name: "version-beyond-repair", change: goMod(invalid(3, "invalid go version 'latest': must match format 1.23.0")), want: []health.FindingID{"go-mod-invalid"}},
		{name: "s64-empty", change: goMod(func(m *health.GoMod) { m.Path, m.Go = "", "" }), want: []health.FindingID{"go-mod-invalid"}},
		{name: "several-mistakes", change: goMod(func(m *health.GoMod) {
			invalid(5, "unknown directive: requir")(m)
			m.Problems = append(m.Problems, health.Problem{Line: 9, Message: "usage: require module/path v1.2.3"})
		}), want: []health.FindingID{"go-mod-invalid"}},
		{name: "deeper-module-is-a-warning", change: module("examples/a", invalid(1, "unknown directive: modul")), want: []health.FindingID{"go-mod-invalid:/home/ada/src/app/examples/a"}},
		{name: "deeper-module-where-all-fails", change: do(module("svc", invalid(1, "unknown directive: modul")), goWork("1.26.0", "svc"), loadFails("errors parsing svc/go.mod:")),
			want: []health.FindingID{"go-mod-invalid:/home/ada/src/app/svc"}},
		{name: "above-the-folder", change: func(s *health.Snapshot) {
			m := s.Folders[0].Modules[0]
			m.File, m.Dir, m.State, m.Markers = "/home/ada/src/go.mod", "/home/ada/src", health.FileInvalid, 4
			s.Folders[0].Above, s.Folders[0].Modules = &m, nil
		}, want: []health.FindingID{"go-mod-invalid"}},
		{name: "one-file-above-two-folders", change: do(secondFolder, func(s *health.Snapshot) {
			m := s.Folders[0].Modules[0]
			m.File, m.Dir, m.State, m.Markers = "/home/ada/src/go.mod", "/home/ada/src", health.FileInvalid, 4
			for i := range s.Folders {
				s.Folders[i].Above, s.Folders[i].Modules = &m, nil
			}
		}), want: []health.FindingID{"go-mod-invalid:/home/ada/src"}},
		{name: "s27q-unreadable", change: goMod(func(m *health.GoMod) { m.State = health.FileUnreadable }), state: health.StateInconclusive},
	})
}
