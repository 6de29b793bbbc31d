package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestWatchLimit(t *testing.T) {
	limits := func(w health.WatchLimits) func(*health.Snapshot) {
		return do(inEditor, func(s *health.Snapshot) { s.Watch = w })
	}
	excludes := func(value string) func(*health.Snapshot) {
		return do(inEditor, editorSetting(health.ScopeUser, "files.watcherExclude", value))
	}
	runCases(t, WatchLimit, around([]testCase{
		{name: "command-line", state: health.StateNotApplicable},
		{name: "plenty", change: limits(health.WatchLimits{Watches: 65536, Instances: 128, UsedWatches: 900, UsedInstances: 9})},
		{name: "too-few", change: do(limits(health.WatchLimits{Watches: 8192}), sources(func(t *health.SourceTree) { t.Directories = 12_000 })), want: []health.FindingID{"watch-limit:fs.inotify.max_user_watches"}},
		{name: "used-up", change: limits(health.WatchLimits{Watches: 8192, UsedWatches: 8192}), want: []health.FindingID{"watch-limit:fs.inotify.max_user_watches"}},
		{name: "instances", change: limits(health.WatchLimits{Watches: 8192, Instances: 128, UsedInstances: 128}), want: []health.FindingID{"watch-limit:fs.inotify.max_user_instances"}},
		{name: "unknown", change: limits(health.WatchLimits{UsedInstances: 3})},
		{name: "darwin-has-none", system: "darwin", change: do(inEditor, sources(func(t *health.SourceTree) { t.Directories = 12_000 }))},
		{name: "excludes-others", change: do(excludes(`{"**/.git/objects/**":true,"**/node_modules/**":true,"**/testdata":true}`), opens("main.go", nil))},
		{name: "excludes-all", change: excludes(`{"**":true}`), want: []health.FindingID{"watch-limit:files.watcherExclude"}},
		{name: "excludes-the-open-file", change: do(excludes(`{"**/gen/**":true,"**/dist/**":true}`), opens("svc/gen/api.go", nil)), want: []health.FindingID{"watch-limit:files.watcherExclude"}},
		{name: "excludes-windows", system: "windows", change: do(excludes(`{"**/*.{go,mod}":true}`)), want: []health.FindingID{"watch-limit:files.watcherExclude"}},
		{name: "switched-off-pattern", change: excludes(`{"**":false}`)},
		{name: "absolute-pattern", change: excludes(`{"/home/ada/src/app/**":true}`), want: []health.FindingID{"watch-limit:files.watcherExclude"}},
	}))
}

func TestGlobMatches(t *testing.T) {
	for _, tc := range []struct {
		pattern, below string
		want           bool
	}{
		{"**/gen", "svc/gen/api.go", true}, {"**/gen", "gen/api.go", true}, {"gen", "svc/gen/api.go", false}, {"svc/*", "svc/gen/api.go", true},
		{"*.go", "main.go", true}, {"*.go", "svc/main.go", false}, {"**/*.go", "svc/main.go", true}, {"**/ge?", "svc/gen/api.go", true},
		{"**/{gen,dist}/**", "svc/dist/x.go", true}, {"**/größe/**", "svc/größe/x.go", true}, {"**/[", "x", false}, {"**/g", "svc/gen/api.go", false},
	} {
		if got := globMatches(tc.pattern, tc.below, "/w/"+tc.below); got != tc.want {
			t.Errorf("%s on %s: %v", tc.pattern, tc.below, got)
		}
	}
}
