package check

import (
	"math"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestFdLimit(t *testing.T) {
	limits := func(hard, perProcess, system, used int) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			s.Descriptors = health.Descriptors{Hard: hard, PerProcess: perProcess, System: system, Used: used,
				Source: health.Source{Kind: health.FromSystem, File: "/proc/7/limits", PID: 7}}
		}
	}
	watcher := func(value string) func(*health.Snapshot) { return gopls(health.ScopeUser, "build.fileWatcher", value) }
	many := sources(func(t *health.SourceTree) { t.Directories = 12_000 })
	words := "fork/exec /usr/local/go/bin/go: too many open files"
	hit := []health.FindingID{"fd-limit"}
	runCases(t, FdLimit, around([]testCase{
		{name: "gopls-said-so", change: do(limits(20, 0, 0, 0), pulse(health.PulseBad, health.Text(words))), want: hit},
		{name: "go-list-said-so-and-gopls-works", change: do(limits(1024, 0, 0, 0), lists([3]string{"fmt", "open /usr/local/go/src/fmt: too many open files", ""})), want: hit},
		{name: "hard-limit-of-twenty", change: limits(20, 0, 0, 0), want: hit},
		{name: "own-watcher-on-darwin", system: "darwin", change: do(inEditor, limits(0, 10240, 245760, 9000), watcher(`"fsnotify"`), many), want: hit},
		{name: "own-watcher-and-a-low-hard-limit", system: "darwin", change: do(inEditor, limits(4096, 10240, 245760, 9000), watcher(`"fsnotify"`), sources(func(t *health.SourceTree) { t.Directories = 5000 })), want: hit},
		{name: "system-full", system: "darwin", change: limits(0, 10240, 245760, 245000), want: []health.FindingID{"fd-limit:system"}},
		{name: "system-full-linux", change: limits(4096, 0, 9000, 8990), want: []health.FindingID{"fd-limit:system"}},

		{name: "nothing-known"},
		{name: "usual-linux", change: limits(524288, 0, math.MaxInt64, 2000)},
		{name: "soft-limit-of-launchd", system: "darwin", change: do(limits(0, 10240, 245760, 9000), many)},
		{name: "own-watcher-in-a-small-folder", system: "darwin", change: do(inEditor, limits(0, 10240, 245760, 9000), watcher(`"fsnotify"`))},
		{name: "polling-watcher", system: "darwin", change: do(inEditor, limits(0, 10240, 245760, 9000), watcher(`"poll"`), many)},
		{name: "own-watcher-on-linux-takes-inotify", change: do(inEditor, limits(4096, 0, math.MaxInt64, 2000), watcher(`"fsnotify"`), many)},
		{name: "limit-that-is-enough", change: limits(64, 0, 0, 0)},
		{name: "windows-has-none", system: "windows", change: limits(20, 0, 0, 0), state: health.StateNotApplicable},
		{name: "no-go", change: do(limits(20, 0, 0, 0), noGo), state: health.StateNotApplicable},
	}))
}
