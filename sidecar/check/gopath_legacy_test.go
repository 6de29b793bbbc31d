package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGopathLegacy(t *testing.T) {
	below := func(path string) func(*health.Snapshot) { return do(at(path), noModules) }
	runCases(t, GopathLegacy, around([]testCase{
		{name: "module"},
		{name: "s11", change: below("/home/ada/go/src/app"), want: []health.FindingID{"gopath-legacy"}},
		{name: "s11b-modules-off", change: do(below("/home/ada/go/src/app"), exported("GO111MODULE", "off")), want: []health.FindingID{"gopath-legacy"}},
		{name: "s11-windows", system: "windows", change: below(`C:\Users\ada\go\src\app`), want: []health.FindingID{"gopath-legacy"}},
		{name: "s11-darwin", system: "darwin", change: below("/Users/ada/go/src/app"), want: []health.FindingID{"gopath-legacy"}},
		{name: "loose-files-elsewhere", change: noModules},
		{name: "module-in-gopath", change: at("/home/ada/go/src/app")},
		{name: "infer", change: editorSetting(health.ScopeUser, "go.inferGopath", "true"), want: []health.FindingID{"gopath-legacy:go.inferGopath"}},
		{name: "infer-off", change: editorSetting(health.ScopeUser, "go.inferGopath", "false")},
		{name: "gopath-elsewhere", change: exported("GOPATH", "/data/go")},
	}))
}
