package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestWorkspaceUnreadable(t *testing.T) {
	refuses := func(name string, why health.RefusalWhy, words health.Text) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			s.Sources[0].Unreadable = append(s.Sources[0].Unreadable, health.Refusal{Path: inFolder(s, name), Directory: true, Why: why, Owner: 0, Error: words})
		}
	}
	folder := func(words health.Text) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			s.Folders[0] = health.Folder{Path: s.Folders[0].Path, State: health.FolderUnreadable, Error: words}
		}
	}
	denied := refuses("internal", health.RefusedByMode, "open internal: permission denied")
	runCases(t, WorkspaceUnreadable, around([]testCase{
		{name: "readable"},
		{name: "s27o", change: do(denied, loadFails("x"), listFails("pattern ./...: open /home/ada/src/app/internal: permission denied")), want: []health.FindingID{"workspace-unreadable"}},
		{name: "s27o-and-all-works", change: denied, want: []health.FindingID{"workspace-unreadable"}},
		{name: "s27o-of-a-package-that-is-imported", change: do(denied, lists([3]string{"example.com/app/internal/util", "open /home/ada/src/app/internal/util: permission denied", "main.go:7:2"},
			[3]string{"./...", "pattern ./...: open internal: permission denied", ""})), want: []health.FindingID{"workspace-unreadable"}},
		{name: "s27o-of-a-package-that-is-imported-darwin", system: "darwin", change: do(refuses("internal", health.RefusedByPrivacy, "open internal: operation not permitted"),
			lists([3]string{"example.com/app/internal/util", "open /Users/ada/src/app/internal/util: operation not permitted", "main.go:7:2"})), want: []health.FindingID{"workspace-unreadable"}},
		{name: "s27o-that-go-meets-on-its-way", change: do(denied, lists([3]string{"./...", "pattern ./...: open /home/ada/src/app/internal: permission denied", ""})),
			want: []health.FindingID{"workspace-unreadable"}},
		{name: "several", change: do(denied, refuses("cmd", health.RefusedByMode, "open cmd: permission denied")), want: []health.FindingID{"workspace-unreadable"}},
		{name: "privacy-darwin", system: "darwin", change: refuses("internal", health.RefusedByPrivacy, "open internal: operation not permitted"), want: []health.FindingID{"workspace-unreadable"}},
		{name: "windows", system: "windows", change: refuses("internal", health.RefusedByMode, "open internal: Access is denied."), want: []health.FindingID{"workspace-unreadable"}},
		{name: "whole-folder", change: folder("open /home/ada/src/app: permission denied"), want: []health.FindingID{"workspace-unreadable"}},
		{name: "whole-folder-privacy", system: "darwin", change: folder("open /Users/ada/src/app: operation not permitted"), want: []health.FindingID{"workspace-unreadable"}},
		{name: "in-the-cloud", system: "darwin", change: sources(func(t *health.SourceTree) { t.Dataless = 7 }), want: []health.FindingID{"workspace-unreadable:dataless"}},
		{name: "folder-without-go", change: do(denied, func(s *health.Snapshot) { s.Folders[0].GoFiles, s.Folders[0].Modules = 0, nil })},
	}))
}
