package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestProxyUnreachable(t *testing.T) {
	const corp, public = health.URL("https://goproxy.corp.example"), health.URL("https://modules.example.net")
	dead, good := server(corp, health.FaultRefused, health.PhaseConnect), server(public, "", "")
	company := written("GOPROXY", "https://goproxy.corp.example,direct")
	needed := do(notDownloaded, lostDependency, func(s *health.Snapshot) {
		for i := range s.Missing {
			s.Missing[i].Needed = true
		}
	})
	unreached := []health.FindingID{"proxy-unreachable"}
	via := func(e health.ProxyEntry) health.ProxyEntry {
		e.Contacts[0].Via = "http://proxy.corp.example:3128"
		return e
	}
	private := func(s *health.Snapshot) {
		s.ProxyChains[0].Private = []health.Contact{contact("https://rsc.io/", health.FaultTimeout, health.PhaseConnect)}
	}
	sums := func(fault health.ContactFault, phase health.ContactPhase) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			c := contact("https://sums.example.net", fault, phase)
			s.ProxyChains[0].Sums = &c
		}
	}
	runCases(t, ProxyUnreachable, []testCase{
		{name: "not-asked", state: health.StateNotApplicable},
		{name: "answers", change: proxies(good, direct())},
		{name: "custom-proxy-answers", change: do(company, proxies(server(corp, "", ""), direct()))},
		{name: "off", change: do(written("GOPROXY", "off"), needed, proxies(health.ProxyEntry{Kind: health.ProxyOff}))},
		{name: "dead-and-needed", change: do(company, needed, proxies(dead, direct())), want: unreached},
		{name: "dead-and-needed-windows", system: "windows", change: do(company, needed, proxies(dead, direct())), want: unreached},
		{name: "dead-and-needed-darwin", system: "darwin", change: do(company, needed, proxies(dead, direct())), want: unreached},
		{name: "dead-and-a-release-needed", change: do(company, goFails(health.GoExit, 1, "go: download go1.27.0 for linux/amd64: toolchain not available"), proxies(dead)), want: unreached},
		{name: "dead-and-nothing-needed", change: do(company, proxies(dead, direct())), want: unreached},
		{name: "dead-and-a-bar-hands-over", change: do(company, needed, proxies(anyError(dead), good))},
		{name: "login-page", change: do(company, proxies(server(corp, health.FaultGarbage, health.PhaseAnswer))), want: unreached},
		{name: "unknown-authority", change: do(exported("HTTPS_PROXY", "http://proxy.corp.example:3128"), needed, proxies(via(server(public, health.FaultAuthority, health.PhaseTLS)))), want: unreached},
		{name: "http-proxy-is-dead", change: do(exported("HTTPS_PROXY", "http://proxy.corp.example:3128"), proxies(via(server(public, health.FaultRefused, health.PhaseConnect)))), want: unreached},
		{name: "http-proxy-refuses", change: do(exported("HTTPS_PROXY", "http://proxy.corp.example:3128"), proxies(via(server(public, health.FaultVia, health.PhaseAnswer)))), want: unreached},
		{name: "no-network", change: proxies(server(public, health.FaultName, health.PhaseName), direct()), want: unreached},
		{name: "away-from-the-company", change: do(company, proxies(server(corp, health.FaultName, health.PhaseName), direct())), want: unreached},
		{name: "direct-host-dead-and-nothing-needed", change: do(written("GOPROXY", "direct"), proxies(direct(contact("https://github.com/", health.FaultTimeout, health.PhaseConnect))))},
		{name: "direct-host-dead-and-needed", change: do(written("GOPROXY", "direct"), needed, proxies(direct(contact("https://rsc.io/", health.FaultTimeout, health.PhaseConnect)))), want: unreached},
		{name: "private-host-dead-and-nothing-needed", change: do(proxies(good), private)},
		{name: "private-host-dead-and-needed", change: do(needed, proxies(good), private), want: unreached},
		{name: "checksum-database-dead", change: do(company, proxies(server(corp, "", "")), sums(health.FaultTimeout, health.PhaseConnect)), want: []health.FindingID{"proxy-unreachable:checksum-database"}},
		{name: "checksum-database-answers", change: do(company, proxies(server(corp, "", "")), sums("", ""))},
		{name: "not-looked", change: func(s *health.Snapshot) {
			for i := range s.Probes {
				if s.Probes[i].ID == health.ProbeProxies {
					s.Probes[i].State = health.ProbeLate
				}
			}
		}, state: health.StateInconclusive},
	})
}

// Severity is the point of this check: an environment that works gets no error, one without network not even a warning.
func TestProxyUnreachableSeverity(t *testing.T) {
	corp := health.URL("https://goproxy.corp.example")
	company := written("GOPROXY", "https://goproxy.corp.example")
	needed := do(notDownloaded, lostDependency)
	for _, tc := range []struct {
		name   string
		change func(*health.Snapshot)
		want   health.Severity
	}{
		{"needed", do(company, needed, proxies(server(corp, health.FaultRefused, health.PhaseConnect))), health.Error},
		{"needed and offline", do(company, needed, proxies(server(corp, health.FaultName, health.PhaseName))), health.Error},
		{"chosen", do(company, proxies(server(corp, health.FaultRefused, health.PhaseConnect))), health.Warning},
		{"chosen and offline", do(company, proxies(server(corp, health.FaultTimeout, health.PhaseName))), health.Info},
		{"by default", proxies(server("https://modules.example.net", health.FaultTimeout, health.PhaseConnect)), health.Info},
		{"needed from a host that git may reach by SSH", do(needed, proxies(direct(contact("https://rsc.io/", health.FaultTimeout, health.PhaseConnect)))), health.Warning},
	} {
		s := healthy("linux")
		tc.change(s)
		found, _ := Examine(s, []*Check{ProxyUnreachable}, func() float64 { return 0 })
		if len(found) != 1 || found[0].Severity != tc.want {
			t.Errorf("%s: %+v, want %s", tc.name, found, tc.want)
		}
	}
}

// A contradiction in the values is the cause of a proxy that does not answer; a broken go.mod beside it is not.
func TestProxyUnreachableFolds(t *testing.T) {
	s := healthy("linux")
	do(written("GOPROXY", "https://goproxy.corp.example"), proxies(server("https://goproxy.corp.example", health.FaultRefused, health.PhaseConnect)))(s)
	other := func(id health.CheckID) *Check {
		return &Check{ID: id, Run: func(*health.Snapshot) []health.Finding { return []health.Finding{{Severity: health.Warning}} }}
	}
	found, _ := Examine(s, []*Check{other("proxy-config"), other("go-mod-invalid"), ProxyUnreachable}, func() float64 { return 0 })
	if len(found) != 3 || found[2].Because != "proxy-config" {
		t.Errorf("%+v", found)
	}
	found, _ = Examine(s, []*Check{other("go-mod-invalid"), ProxyUnreachable}, func() float64 { return 0 })
	if len(found) != 2 || found[1].Because != "" {
		t.Errorf("%+v", found)
	}
}
