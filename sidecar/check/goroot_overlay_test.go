package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGorootOverlay(t *testing.T) {
	said := func(words health.Text) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			s.Lists = []health.GoList{{Folder: s.Folders[0].Path, Exit: 1, Stderr: words}}
		}
	}
	runCases(t, GorootOverlay, []testCase{
		{name: "one-release", change: func(s *health.Snapshot) { s.Overlays = []health.Overlay{{Root: "/usr/local/go", Files: 387}} }},
		{name: "s06d-two-releases", change: overlay, want: []health.FindingID{"goroot-overlay"}},
		{name: "in-the-words-of-go", change: said("# internal/abi\n/usr/local/go/src/internal/abi/map_swiss.go:25:2: ctrlEmpty redeclared in this block\n"),
			want: []health.FindingID{"goroot-overlay"}},
		{name: "own-code-declares-twice", change: said("./main.go:25:2: helper redeclared in this block\n")},
		{name: "another-release-not-in-use", change: func(s *health.Snapshot) {
			overlay(s)
			s.Overlays[0].Root = "/opt/go1.25"
		}},
		{name: "of-a-package-manager", change: do(answers("GOROOT", "/usr/lib/go-1.26"), func(s *health.Snapshot) {
			overlay(s)
			s.Overlays[0].Root = "/usr/lib/go-1.26"
		}), want: []health.FindingID{"goroot-overlay"}},
		{name: "go-is-silent", change: do(overlay, goFails(health.GoHangs, -1, ""))},
		{name: "two-folders-one-fault", change: do(secondFolder, overlay), want: []health.FindingID{"goroot-overlay"}},
	})
}
