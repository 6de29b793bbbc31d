package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// asks sets the go line and the toolchain line of the folder's go.mod.
func asks(goLine, toolchain health.Public) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		m := &s.Folders[0].Modules[0]
		m.Go, m.Toolchain = goLine, toolchain
	}
}

// nested adds a module in a directory of the folder.
func nested(dir string, goLine health.Public, files int) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		d := health.Path(health.Join(string(s.System.OS), string(s.Folders[0].Path), dir))
		s.Folders[0].Modules = append(s.Folders[0].Modules, health.GoMod{File: d + "/go.mod", Dir: d, State: health.FileOK, Go: goLine, GoLine: 3, GoFiles: files})
	}
}

func work(goLine health.Public, off bool) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		s.Folders[0].Work = &health.Workspace{File: s.Folders[0].Path + "/go.work", State: health.FileOK, Go: goLine, GoLine: 1, Off: off}
	}
}

func TestGoVersionRequired(t *testing.T) {
	want := []health.FindingID{"go-version-required"}
	gone := func(version string) func(*health.Snapshot) {
		return goFails(health.GoExit, 1, health.Text("go: downloading go"+version+" (linux/amd64)\ngo: download go"+version+" for linux/amd64: toolchain not available"))
	}
	bad := pulse(health.PulseBad)
	runCases(t, GoVersionRequired, []testCase{
		{name: "healthy"},
		{name: "s19-local-in-the-environment", want: want, change: do(inEditor, asks("1.27.0", ""), exported("GOTOOLCHAIN", "local"))},
		{name: "s19-local-in-the-goenv-file", want: want, change: do(asks("1.27.0", ""), written("GOTOOLCHAIN", "local"))},
		{name: "s19-local-by-the-distribution", want: want, change: do(asks("1.27.0", ""), func(s *health.Snapshot) {
			for i := range s.GoEnvs {
				s.GoEnvs[i].Values = put(s.GoEnvs[i].Values, health.Variable{Name: "GOTOOLCHAIN", Value: health.V(health.Public("local")),
					Source: health.Source{Kind: health.FromGoEnvFile, Name: "GOTOOLCHAIN", File: "/usr/local/go/go.env"}})
			}
		})},
		{name: "s19-windows", system: "windows", want: want, change: do(asks("1.27.0", ""), exported("GOTOOLCHAIN", "go1.26.8"))},
		{name: "s19-work", want: want, change: do(work("1.27", false), exported("GOTOOLCHAIN", "local"))},
		{name: "work-switched-off", change: do(work("1.27", true), exported("GOTOOLCHAIN", "local"))},
		{name: "s20-toolchain-to-come", want: want, change: do(asks("1.27.0", ""), gone("1.27.0"), bad)},
		{name: "s20-go-line-without-patch", want: want, change: do(asks("1.27", ""), gone("1.27.0"), bad)},
		{name: "s20b-toolchain-line-to-come", want: want, change: do(asks("1.24", "go1.27.1"), gone("1.27.1"), bad)},
		{name: "s20a-proxy-off", want: want, change: do(asks("1.27.0", ""), exported("GOPROXY", "off"), gone("1.27.0"), bad)},
		{name: "extension-could-not-fetch-it", want: want, change: do(inEditor, asks("1.27.0", ""), gone("1.27.0"), bad, func(s *health.Snapshot) {
			s.Editor.Extensions = []health.Extension{{ID: "golang.go", Version: "0.56.0", Active: true}}
		})},
		{name: "only-toolchains-on-path", want: want, change: do(asks("1.27.0", ""), exported("GOTOOLCHAIN", "path"), goFails(health.GoExit, 1, `go: cannot find "go1.27.0" in PATH`), bad)},
		{name: "gotoolchain-itself-asks", want: want, change: do(exported("GOTOOLCHAIN", "go1.27.2+auto"), gone("1.27.2"), bad)},
		{name: "shim-of-unknown-version", want: want, change: do(asks("1.27.0", ""), allFind("/home/ada/.asdf/shims/go", ""), gone("1.27.0"), bad)},
		{name: "nested-module", want: []health.FindingID{"go-version-required:/home/ada/src/app/tools/go.mod"},
			change: do(nested("tools", "1.27.0", 2), nested("more", "1.26.9", 2), exported("GOTOOLCHAIN", "local"))},
		{name: "nested-module-without-files", change: do(nested("tools", "1.27.0", 0), exported("GOTOOLCHAIN", "local"))},
		{name: "nested-module-that-switches", change: nested("tools", "1.27.0", 2)},
		{name: "s20c-toolchain-line-under-local", change: do(asks("1.24", "go1.27.0"), exported("GOTOOLCHAIN", "local"))},
		{name: "toolchain-switch-done", change: do(asks("1.27.0", ""), answers("GOVERSION", "go1.27.0"))},
		{name: "release-candidate-is-older", want: want, change: do(asks("1.27.0", ""), answers("GOVERSION", "go1.27rc1"), exported("GOTOOLCHAIN", "local"))},
		{name: "development-build", change: do(asks("1.99", ""), answers("GOVERSION", "devel go1.27-abcdef"), exported("GOTOOLCHAIN", "local"))},
		{name: "no-go-line", state: health.StateNotApplicable, change: do(asks("", ""), exported("GOTOOLCHAIN", "local"))},
		{name: "go-silent", state: health.StateInconclusive, change: goFails(health.GoExit, 2, noRoot+"/x")},
	})
}
