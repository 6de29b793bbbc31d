package probe

import (
	"context"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// raw is a server that does as it likes with a connection; it lives as long as the test.
func raw(t *testing.T, handle func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go handle(c)
		}
	}()
	return "http://" + l.Addr().String()
}

// says is a server with one answer.
func says(t *testing.T, status int, body string) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" || r.Header.Get("Proxy-Authorization") != "" || r.Header.Get("Cookie") != "" {
			t.Errorf("credentials were sent: %v", r.Header)
		}
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return "http://" + l.Addr().String()
}

func contacting(t *testing.T, q asked, deadline time.Duration) health.Contact {
	t.Helper()
	return ask(context.Background(), &Examination{System: newFake(t, "linux", "")}, q, deadline)
}

func TestAsk(t *testing.T) {
	stalled := make(chan struct{})
	t.Cleanup(func() { close(stalled) })
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(secure.Close)
	secure.Config.ErrorLog = nil
	loop := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/again"+r.URL.Path, http.StatusFound)
	}))
	t.Cleanup(loop.Close)
	flood := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for range 1000 {
			fmt.Fprint(w, strings.Repeat("v1.2.3\n", 1000))
		}
	}))
	t.Cleanup(flood.Close)
	for _, tc := range []struct {
		name, url string
		fault     health.ContactFault
		phase     health.ContactPhase
		status    int
		deadline  time.Duration
	}{
		{name: "versions", url: says(t, 200, "v0.1.0\nv0.2.0 2020-01-02T03:04:05Z\n"), status: 200},
		{name: "no versions", url: says(t, 200, ""), status: 200},
		{name: "not found", url: says(t, 404, "<html>not here</html>"), status: 404},
		{name: "gone", url: says(t, 410, ""), status: 410},
		{name: "asks who", url: says(t, 401, ""), status: 401},
		{name: "forbidden", url: says(t, 403, "blocked by policy"), status: 403},
		{name: "too many", url: says(t, 429, ""), status: 429},
		{name: "without end", url: flood.URL, status: 200},
		{name: "redirects for ever", url: loop.URL, status: 302},
		{name: "internal error", url: says(t, 500, "oops"), fault: health.FaultServer, phase: health.PhaseAnswer, status: 500},
		{name: "login page", url: says(t, 200, "<html>Welcome to the hotel</html>"), fault: health.FaultGarbage, phase: health.PhaseAnswer, status: 200},
		{name: "not HTTP", url: raw(t, func(c net.Conn) { fmt.Fprint(c, "SSH-2.0-OpenSSH_9.9\r\n\r\n"); c.Close() }), fault: health.FaultGarbage, phase: health.PhaseAnswer},
		{name: "refuses", url: closedPort(t), fault: health.FaultRefused, phase: health.PhaseConnect},
		{name: "closes at once", url: raw(t, func(c net.Conn) { c.Close() }), fault: health.FaultClosed, phase: health.PhaseAnswer},
		{name: "stalls", url: raw(t, func(c net.Conn) { <-stalled; c.Close() }), fault: health.FaultTimeout, phase: health.PhaseAnswer, deadline: 200 * time.Millisecond},
		{name: "stalls in TLS", url: "https" + strings.TrimPrefix(raw(t, func(c net.Conn) { <-stalled; c.Close() }), "http"), fault: health.FaultTimeout,
			phase: health.PhaseTLS, deadline: 200 * time.Millisecond},
		{name: "unknown authority", url: secure.URL, fault: health.FaultAuthority, phase: health.PhaseTLS},
		{name: "no TLS there", url: "https" + strings.TrimPrefix(says(t, 200, ""), "http"), fault: health.FaultTLS, phase: health.PhaseTLS},
		{name: "no URL", url: "http://", fault: health.FaultOther},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if tc.deadline == 0 {
				tc.deadline = 30 * time.Second
			}
			c := contacting(t, asked{url: tc.url, expects: isVersionList}, tc.deadline)
			if c.Failure != tc.fault || c.Phase != tc.phase || c.Status != tc.status {
				t.Errorf("%+v, want %q in %q, status %d", c, tc.fault, tc.phase, tc.status)
			}
			if (c.Error != "") != (tc.fault != "") {
				t.Errorf("words %q for fault %q", c.Error, tc.fault)
			}
		})
	}
}

// What only other systems or other networks say.
func TestContactFault(t *testing.T) {
	for _, tc := range []struct {
		name  string
		err   error
		phase health.ContactPhase
		want  health.ContactFault
	}{
		{"no such host", &url.Error{Op: "Get", Err: &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "x", IsNotFound: true}}}, health.PhaseName, health.FaultName},
		{"no resolver", &net.DNSError{Err: "dial udp 127.0.0.53:53: connect: connection refused", Name: "x"}, health.PhaseName, health.FaultName},
		{"silent resolver", &net.DNSError{Err: "i/o timeout", Name: "x", IsTimeout: true}, health.PhaseName, health.FaultTimeout},
		{"no network", errors.New("dial tcp 203.0.113.1:443: connect: network is unreachable"), health.PhaseConnect, health.FaultUnreachable},
		{"refused on Windows", errors.New("dial tcp 127.0.0.1:9: connectex: No connection could be made because the target machine actively refused it."), health.PhaseConnect, health.FaultRefused},
		{"reset on Windows", errors.New("wsarecv: An existing connection was forcibly closed by the remote host."), health.PhaseAnswer, health.FaultClosed},
		{"authority on macOS", errors.New("tls: failed to verify certificate: x509: “corp” certificate is not trusted"), health.PhaseTLS, health.FaultAuthority},
		{"name of a certificate", errors.New("tls: failed to verify certificate: x509: certificate is valid for a, not b"), health.PhaseTLS, health.FaultTLS},
		{"something else", errors.New("no idea"), health.PhaseAnswer, health.FaultOther},
	} {
		if got := contactFault(tc.err, tc.phase); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
}

// A machine that is told of its company's authority trusts its servers, although this process was not told.
func TestAskHeedsCertificateFile(t *testing.T) {
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(secure.Close)
	m := newFake(t, "linux", "")
	m.write("/etc/company.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secure.Certificate().Raw})))
	for name, want := range map[string]health.ContactFault{"/etc/company.pem": "", "/etc/gone.pem": health.FaultAuthority} {
		c := ask(context.Background(), &Examination{System: m}, asked{url: secure.URL, env: []string{"SSL_CERT_FILE=" + name}}, 30*time.Second)
		if c.Failure != want {
			t.Errorf("%s: %+v, want %q", name, c, want)
		}
	}
	if c := contacting(t, asked{url: secure.URL, insecure: true}, 30*time.Second); c.Failure != "" {
		t.Errorf("GOINSECURE: %+v", c)
	}
}

// Credentials in a URL are the user's: they are neither sent nor kept, not to an HTTP proxy either.
func TestAskSendsNoCredentials(t *testing.T) {
	server := says(t, 200, "v1.0.0\n")
	c := contacting(t, asked{url: strings.Replace(server, "http://", "http://ada:canary1@", 1) + "/x?key=canary2", expects: isVersionList}, 30*time.Second)
	if c.Failure != "" || strings.Contains(fmt.Sprint(c), "canary") {
		t.Errorf("%+v", c)
	}
	via := strings.Replace(says(t, http.StatusProxyAuthRequired, ""), "http://", "http://ada:canary3@", 1)
	for _, target := range []string{"http://modules.test", "https://modules.test"} {
		c := contacting(t, asked{url: target, env: []string{"HTTPS_PROXY=" + via, "HTTP_PROXY=" + via}}, 30*time.Second)
		if c.Failure != "" || c.Status != http.StatusProxyAuthRequired || c.Via == "" || strings.Contains(fmt.Sprint(c), "canary") {
			t.Errorf("%s: %+v", target, c)
		}
	}
}

func TestAskThroughHTTPProxy(t *testing.T) {
	dead := closedPort(t)
	for _, tc := range []struct {
		name, url, via string
		fault          health.ContactFault
	}{
		{"answers for another", "http://modules.test", says(t, 200, "v1.0.0\n"), ""},
		{"does not let through", "https://modules.test", says(t, 403, ""), health.FaultVia},
		{"cannot reach it", "https://modules.test", says(t, 502, ""), health.FaultVia},
		{"is dead", "https://modules.test", dead, health.FaultRefused},
		{"dead but not needed here", says(t, 200, ""), dead, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := contacting(t, asked{url: tc.url, env: []string{"http_proxy=" + tc.via, "https_proxy=" + tc.via}, expects: isVersionList}, 30*time.Second)
			if c.Failure != tc.fault {
				t.Errorf("%+v, want %q", c, tc.fault)
			}
		})
	}
}

func TestThroughProxy(t *testing.T) {
	for _, tc := range []struct {
		target, exceptions string
		want               bool
	}{
		{"https://proxy.example.net", "", true},
		{"https://proxy.example.net", "*", false},
		{"https://proxy.example.net", "example.net", false},
		{"https://example.net", "example.net", false},
		{"https://example.net", ".example.net", true},
		{"https://proxy.example.net", "*.example.net", false},
		{"https://myexample.net", "example.net", true},
		{"https://Proxy.Example.net", " corp, EXAMPLE.NET ", false},
		{"https://proxy.example.net", "example.net:8443", true},
		{"https://proxy.example.net:8443", "example.net:8443", false},
		{"http://10.1.2.3", "10.0.0.0/8", false},
		{"http://11.1.2.3", "10.0.0.0/8", true},
		{"http://10.1.2.3", "10.1.2.3", false},
		{"http://[fd00::1]:80", "[fd00::1]", false},
		{"http://localhost:3000", "", false},
		{"http://127.0.0.2:3000", "", false},
	} {
		u, err := url.Parse(tc.target)
		if err != nil {
			t.Fatal(err)
		}
		if got := throughProxy(u, tc.exceptions); got != tc.want {
			t.Errorf("%s with NO_PROXY=%q: %v", tc.target, tc.exceptions, got)
		}
	}
}
