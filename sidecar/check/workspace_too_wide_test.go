package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestWorkspaceTooWide(t *testing.T) {
	wide := func(path string) func(*health.Snapshot) {
		return do(at(path), func(s *health.Snapshot) {
			m := s.Folders[0].Modules
			m[0].Dir = health.Path(health.Join(string(s.System.OS), path, "x"))
			m[0].File = health.Path(health.Join(string(s.System.OS), path, "x", "go.mod"))
		})
	}
	runCases(t, WorkspaceTooWide, around([]testCase{
		{name: "project"},
		{name: "home", change: wide("/home/ada"), want: []health.FindingID{"workspace-too-wide"}},
		{name: "home-in-the-editor", change: do(wide("/home/ada"), inEditor), want: []health.FindingID{"workspace-too-wide"}},
		{name: "home-darwin-other-case", system: "darwin", change: wide("/users/Ada"), want: []health.FindingID{"workspace-too-wide"}},
		{name: "home-windows", system: "windows", change: wide(`C:\Users\ada`), want: []health.FindingID{"workspace-too-wide"}},
		{name: "above-home", change: wide("/home"), want: []health.FindingID{"workspace-too-wide"}},
		{name: "root", change: wide("/"), want: []health.FindingID{"workspace-too-wide"}},
		{name: "drive-windows", system: "windows", change: wide(`D:\`), want: []health.FindingID{"workspace-too-wide"}},
		{name: "gopath", change: wide("/home/ada/go"), want: []health.FindingID{"workspace-too-wide"}},
		{name: "gopath-without-modules", change: do(wide("/home/ada/go"), exported("GO111MODULE", "off"))},
		{name: "home-is-the-project", change: at("/home/ada")},
		{name: "home-with-a-workspace", change: do(wide("/home/ada"), goWork("1.26.0", "x"))},
		{name: "directory-of-projects", change: wide("/home/ada/src")},
	}))
}
