package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestHomebrewIntel(t *testing.T) {
	cellar := func(path string, arch health.Public) func(*health.Snapshot) {
		return do(header(path, func(b *health.Binary) { b.Real = "/usr/local/Cellar/go/1.26.8/libexec/bin/go" }), built(health.Path(path), arch))
	}
	want := []health.FindingID{"homebrew-intel:go"}
	runCases(t, HomebrewIntel, around([]testCase{
		{name: "linux", change: window, state: health.StateNotApplicable},
		{name: "intel-mac", system: "darwin", change: do(window, cellar(theGo, "amd64")), state: health.StateNotApplicable},
		{name: "go-of-go.dev", system: "darwin", change: apple},
		{name: "native-homebrew", system: "darwin", change: do(apple, header(theGo, func(b *health.Binary) { b.Real = "/opt/homebrew/Cellar/go/1.26.8/libexec/bin/go" }))},
		{name: "intel-homebrew", system: "darwin", change: do(apple, cellar(theGo, "amd64")), want: want},
		{name: "with-a-native-one-beside", system: "darwin", change: do(apple, cellar(theGo, "amd64"), func(s *health.Snapshot) {
			for i := range s.Lookups {
				s.Lookups[i].Elsewhere = []health.Path{"/usr/local/go/bin/go", "/opt/homebrew/bin/go"}
			}
		}), want: want},
	}))
}
