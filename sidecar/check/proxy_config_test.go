package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestProxyConfig(t *testing.T) {
	// editorProxy is http.proxy, which the Go extension lays over the environment in four spellings.
	editorProxy := func(value string) func(*health.Snapshot) {
		return do(inEditor, func(s *health.Snapshot) {
			set := setting(s, health.ScopeUser, "http.proxy", "", health.DataOf(value))
			for _, name := range []string{"http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"} {
				v, _ := health.MakeVariable(string(s.System.OS), name, value, set.Source())
				for i := range s.ToolEnvs {
					s.ToolEnvs[i].Variables = put(s.ToolEnvs[i].Variables, v)
				}
			}
		})
	}
	proxy := []health.FindingID{"proxy-config:GOPROXY"}
	runCases(t, ProxyConfig, []testCase{
		{name: "s22c-no-entries", change: exported("GOPROXY", ","), want: proxy},
		{name: "s22c-and-go-stumbled", change: do(exported("GOPROXY", " , |"), lists([3]string{"rsc.io/quote", "GOPROXY list is not the empty string, but contains no entries", ""})), want: proxy},
		{name: "a-word", change: written("GOPROXY", "goproxy,direct"), want: proxy},
		{name: "a-scheme-with-a-slip", change: toolVar(health.ScopeUser, "GOPROXY", "htps://proxy.example"), want: proxy},
		{name: "a-port-that-is-none", change: exported("GOPROXY", "proxy.example:c"), want: proxy},
		{name: "file-on-another-host", change: exported("GOPROXY", "file://host/mirror"), want: proxy},
		{name: "behind-direct", change: exported("GOPROXY", "direct,https://goproxy.corp.example"), want: proxy},
		{name: "windows", system: "windows", change: exported("GOPROXY", "goproxy"), want: proxy},
		{name: "pattern-with-a-scheme", change: written("GOPRIVATE", "https://git.corp.example/team/,git.other.example"), want: []health.FindingID{"proxy-config:GOPRIVATE"}},
		{name: "patterns-joined-by-blanks", change: exported("GONOSUMDB", "git.corp.example, git.other.example"), want: []health.FindingID{"proxy-config:GONOSUMDB"}},
		{name: "bad-brackets", change: exported("GONOPROXY", "git.corp.example/[a"), want: []health.FindingID{"proxy-config:GONOPROXY"}},
		{name: "http-proxy-that-is-no-url", change: exported("HTTPS_PROXY", "http://"), want: []health.FindingID{"proxy-config:HTTPS_PROXY"}},
		{name: "two-spellings", change: do(exported("HTTPS_PROXY", "http://a.example:3128"), exported("https_proxy", "http://b.example:3128")), want: []health.FindingID{"proxy-config:HTTPS_PROXY"}},
		{name: "the-editor-overrules", change: do(exported("HTTPS_PROXY", "http://a.example:3128"), editorProxy("http://b.example:8080")), want: []health.FindingID{"proxy-config:HTTPS_PROXY"}},
		{name: "two-folders", change: do(secondFolder, exported("GOPROXY", ",")), want: proxy},

		{name: "nothing-set"},
		{name: "company-proxy", change: do(exported("GOPROXY", "https://goproxy.corp.example,direct"), exported("GOPRIVATE", "*.corp.example"), exported("GONOPROXY", "none"))},
		{name: "off", change: exported("GOPROXY", "off")},
		{name: "direct", change: exported("GOPROXY", "direct")},
		{name: "a-host-without-scheme", change: exported("GOPROXY", "goproxy.corp.example:8081,direct")},
		{name: "two-with-a-bar", change: exported("GOPROXY", "https://a.example | https://b.example , direct ,")},
		{name: "a-mirror-on-disk", change: exported("GOPROXY", "file:///srv/mirror")},
		{name: "windows-mirror-on-disk", system: "windows", change: exported("GOPROXY", "file:///C:/mirror")},
		{name: "set-to-nothing", change: do(exported("GOPROXY", ""), exported("HTTPS_PROXY", ""), exported("GOPRIVATE", ""))},
		{name: "a-comma-too-many", change: exported("GOPRIVATE", "git.corp.example/,*.other.example,")},
		{name: "http-proxies-as-people-have-them", change: do(exported("HTTPS_PROXY", "proxy.corp.example:3128"), exported("https_proxy", "http://proxy.corp.example:3128/"), exported("HTTP_PROXY", "socks5://127.0.0.1:1080"),
			exported("NO_PROXY", "localhost,.corp.example"))},
		{name: "one-proxy-for-both", change: do(exported("https_proxy", "http://a.example:3128"), editorProxy("http://a.example:3128"))},
		{name: "only-the-editor-has-one", change: editorProxy("http://b.example:8080")},
		{name: "no-go", change: do(exported("GOPROXY", ","), noGo), state: health.StateNotApplicable},
	})
}
