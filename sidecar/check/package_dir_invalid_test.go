package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestPackageDirInvalid(t *testing.T) {
	bad := func(dir, problem string) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			s.Sources[0].BadNames = append(s.Sources[0].BadNames, health.BadName{Dir: inFolder(s, dir), GoMod: s.Folders[0].Modules[0].File,
				Problem: health.Text(problem), Import: health.Module("example.com/app/" + dir)})
		}
	}
	said := lists([3]string{"example.com/app/a b", `malformed import path "example.com/app/a b": invalid char ' '`, ""})
	runCases(t, PackageDirInvalid, around([]testCase{
		{name: "healthy"},
		{name: "s35dir-space", change: do(bad("a b", "invalid char ' '"), said), want: []health.FindingID{"package-dir-invalid:/home/ada/src/app/a b"}},
		{name: "s35dir-and-the-pulse-is-bad", change: do(bad("a b", "invalid char ' '"), said, answersTo(health.TargetSamePackage, "", isEmpty)), want: []health.FindingID{"package-dir-invalid:/home/ada/src/app/a b"}},
		{name: "not-ascii", change: bad("größe", "invalid char 'ö'"), want: []health.FindingID{"package-dir-invalid:/home/ada/src/app/größe"}},
		{name: "windows", system: "windows", change: bad("x#y", "invalid char '#'"), want: []health.FindingID{`package-dir-invalid:C:\Users\ada\src\app\x#y`}},
		{name: "go-listed-it-all", change: do(bad("a b", "invalid char ' '"), lists())},
		{name: "module-that-nobody-builds", change: do(bad("old/a b", "invalid char ' '"), module("old", nil), func(s *health.Snapshot) { s.Sources[0].BadNames[0].GoMod = s.Folders[0].Modules[1].File })},
	}))
}
