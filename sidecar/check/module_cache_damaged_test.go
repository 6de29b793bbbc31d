package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestModuleCacheDamaged(t *testing.T) {
	module := func(state health.ModuleFilesState, zip bool, changed ...health.ChangedFile) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			system := string(s.System.OS)
			cache := s.GoEnvs[0].Get("GOMODCACHE")
			s.ModuleFiles = append(s.ModuleFiles, health.ModuleFiles{Path: "rsc.io/quote", Version: "v1.5.2", State: state, HasZip: zip, Changed: changed,
				Dir:  health.Path(health.Join(system, cache, "rsc.io/quote@v1.5.2")),
				Mark: health.Path(health.Join(system, cache, "cache/download/rsc.io/quote/@v/v1.5.2.partial"))})
		}
	}
	gone := module(health.ModuleDamaged, true, health.ChangedFile{File: "quote.go", How: health.FileGone})
	fails := do(answersTo("", "", func(a *health.Answer) {
		a.Error, a.Where = "stat /home/ada/go/pkg/mod/rsc.io/quote@v1.5.2/quote.go: no such file or directory", nil
	}), lists([3]string{"rsc.io/quote", "open /home/ada/go/pkg/mod/rsc.io/quote@v1.5.2/quote.go: no such file or directory", "main.go:6:2"}))
	runCases(t, ModuleCacheDamaged, around([]testCase{
		{name: "nothing-checked"},
		{name: "unchecked", change: module(health.ModuleUnchecked, false)},
		{name: "s27c", change: do(gone, fails), want: []health.FindingID{"module-cache-damaged:rsc.io/quote"}},
		{name: "s27c-windows", system: "windows", change: gone, want: []health.FindingID{"module-cache-damaged:rsc.io/quote"}},
		{name: "s27e", change: module(health.ModuleDamaged, true, health.ChangedFile{File: "quote.go", How: health.FileAltered}), want: []health.FindingID{"module-cache-damaged:rsc.io/quote"}},
		{name: "without-zip", change: module(health.ModuleDamaged, false), want: []health.FindingID{"module-cache-damaged:rsc.io/quote"}},
		{name: "two-folders", change: do(secondFolder, gone), want: []health.FindingID{"module-cache-damaged:rsc.io/quote"}},
	}))
}
