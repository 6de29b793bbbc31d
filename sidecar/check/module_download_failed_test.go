package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestModuleDownloadFailed(t *testing.T) {
	needed := do(notDownloaded, func(s *health.Snapshot) {
		for i := range s.Missing {
			s.Missing[i].Needed = true
		}
	})
	words := func(text string) func(*health.Snapshot) {
		return do(lostDependency, lists([3]string{"rsc.io/quote", text, "main.go:6:2"}))
	}
	own := func(text health.Text) func(*health.Snapshot) {
		return do(stillLoading, ownServer(func(r *health.Rung) { r.Load.Messages = []health.Text{text} }))
	}
	runCases(t, ModuleDownloadFailed, []testCase{
		{name: "all-here"},
		{name: "fresh-clone", change: do(needed, words("module lookup disabled by GOPROXY=off"))},
		{name: "s22-off", change: do(needed, written("GOPROXY", "off"), words("module lookup disabled by GOPROXY=off")), want: []health.FindingID{"module-download-failed:proxy-off"}},
		{name: "s22-off-without-words", change: do(needed, exported("GOPROXY", "off"), lists()), want: []health.FindingID{"module-download-failed:proxy-off"}},
		{name: "off-and-nothing-needed", change: do(notDownloaded, exported("GOPROXY", "off"), lists())},
		{name: "off-and-all-here", change: exported("GOPROXY", "off")},
		{name: "s21-network", change: own(`rsc.io/quote@v1.5.2: Get "http://127.0.0.1:9/rsc.io/quote/@v/v1.5.2.zip": dial tcp 127.0.0.1:9: connect: connection refused`), want: []health.FindingID{"module-download-failed:network"}},
		{name: "certificate", change: do(needed, own(`Get "https://proxy.example/x": tls: failed to verify certificate: x509: certificate signed by unknown authority`)), want: []health.FindingID{"module-download-failed:tls-interception"}},
		{name: "private", change: words("fatal: could not read Username for 'https://git.example': terminal prompts disabled"), want: []health.FindingID{"module-download-failed:private-module"}},
		{name: "off-windows", system: "windows", change: do(needed, exported("GOPROXY", "off"), lists()), want: []health.FindingID{"module-download-failed:proxy-off"}},
		{name: "toolchain-is-another-finding", change: listFails("go: download go1.27.0: dial tcp 127.0.0.1:9: connect: connection refused")},
	})
}
