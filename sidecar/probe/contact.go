package probe

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

const (
	contactDeadline = 4 * time.Second
	contactBody     = 64 << 10
	mostRedirects   = 5
	contactWords    = 500
)

// asked is one question to a server.
type asked struct {
	url      string
	env      []string // whose HTTP proxies and certificate authorities count
	insecure bool     // GOINSECURE names the host
	expects  func(body string) bool
}

// ask puts a plain GET without credentials, as go would without netrc and GOAUTH, and times its phases. An answer that refuses
// the module or asks who we are is an answer.
func ask(ctx context.Context, ex *Examination, q asked, deadline time.Duration) health.Contact {
	out := health.Contact{URL: health.URL(health.CleanURLs(q.url))}
	u, err := url.Parse(q.url)
	if err != nil || u.Host == "" {
		out.Failure, out.Error = health.FaultOther, "this is no URL"
		return out
	}
	u.User = nil
	system := ex.System.OS()
	if via := httpProxy(system, q.env, u); via != nil {
		out.Via = health.URL(health.CleanURLs(via.String()))
	}
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	t := &phases{now: ex.System.Now, phase: health.PhaseConnect}
	client := newClient(ex, q, t)
	defer client.CloseIdleConnections()
	req, err := http.NewRequestWithContext(httptrace.WithClientTrace(ctx, t.trace()), http.MethodGet, u.String(), nil)
	if err != nil {
		out.Failure, out.Error = health.FaultOther, health.Words(err.Error(), contactWords)
		return out
	}
	t.begin()
	res, err := client.Do(req)
	body := ""
	if err == nil {
		defer res.Body.Close()
		out.Status = res.StatusCode
		var data []byte
		data, err = io.ReadAll(io.LimitReader(res.Body, contactBody))
		body = string(data)
	}
	phase, tunnel := t.end(&out)
	if out.Failure = faultOf(&out, phase, tunnel, err, body, q.expects); out.Failure != "" {
		out.Phase, out.Error = phase, contactError(out, err, body)
	}
	return out
}

func newClient(ex *Examination, q asked, t *phases) *http.Client {
	transport := &http.Transport{
		Proxy:             func(r *http.Request) (*url.URL, error) { return httpProxy(ex.System.OS(), q.env, r.URL), nil },
		DialContext:       (&net.Dialer{}).DialContext,
		TLSClientConfig:   &tls.Config{InsecureSkipVerify: q.insecure, RootCAs: authorities(ex, q.env), MinVersion: tls.VersionTLS12},
		ForceAttemptHTTP2: true,
		DisableKeepAlives: true,
		OnProxyConnectResponse: func(_ context.Context, _ *url.URL, _ *http.Request, res *http.Response) error {
			t.connected(res.StatusCode)
			return nil
		},
		MaxResponseHeaderBytes: contactBody,
	}
	return &http.Client{Transport: transport, CheckRedirect: func(_ *http.Request, via []*http.Request) error {
		if len(via) >= mostRedirects {
			return http.ErrUseLastResponse
		}
		return nil
	}}
}

// authorities are the certificates of the file that SSL_CERT_FILE names for tools, which our own process may not have; nil is
// the system's own. macOS and Windows do not heed the variable.
func authorities(ex *Examination, env []string) *x509.CertPool {
	system := ex.System.OS()
	file, _ := getenv(system, env, "SSL_CERT_FILE")
	if file == "" || system == "darwin" || health.Windows(system) {
		return nil
	}
	data, err := ex.System.ReadFile(file, 4<<20)
	pool := x509.NewCertPool()
	if err != nil || !pool.AppendCertsFromPEM(data) {
		return nil
	}
	return pool
}

// faultOf is empty if the server answered.
func faultOf(out *health.Contact, phase health.ContactPhase, tunnel int, err error, body string, expects func(string) bool) health.ContactFault {
	switch {
	case tunnel == http.StatusProxyAuthRequired: // go has the user's credentials, we have none
		out.Status = tunnel
	case tunnel != 0 && tunnel != http.StatusOK:
		out.Status = tunnel
		return health.FaultVia
	case err != nil:
		return contactFault(err, phase)
	case out.Status >= http.StatusInternalServerError:
		return health.FaultServer
	case out.Status == http.StatusOK && expects != nil && !expects(body):
		return health.FaultGarbage
	}
	return ""
}

func contactError(out health.Contact, err error, body string) health.Text {
	var inner *url.Error
	switch {
	case errors.As(err, &inner):
		return health.Words(inner.Err.Error(), contactWords)
	case err != nil:
		return health.Words(err.Error(), contactWords)
	case out.Failure == health.FaultGarbage:
		return health.Words("it answered: "+body[:min(len(body), 100)], contactWords)
	}
	return health.Text("HTTP status " + strconv.Itoa(out.Status))
}

// contactFault classes an error. What the system says of a refused or impossible connection is known by its words, because
// Windows has other numbers for it.
func contactFault(err error, phase health.ContactPhase) health.ContactFault {
	var name *net.DNSError
	var late net.Error
	var unknown x509.UnknownAuthorityError
	words := strings.ToLower(err.Error())
	has := func(part string) bool { return strings.Contains(words, part) }
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &late) && late.Timeout():
		return health.FaultTimeout
	case errors.As(err, &name):
		return health.FaultName
	case errors.As(err, &unknown), has("not trusted"), has("unknown authority"):
		return health.FaultAuthority
	case has("refused"):
		return health.FaultRefused
	case has("unreachable"), has("no route to host"):
		return health.FaultUnreachable
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), has("reset"), has("closed"), has("aborted"):
		return health.FaultClosed
	case phase == health.PhaseTLS:
		return health.FaultTLS
	case has("malformed"), has("readlooppeekfail"), has("server response headers exceeded"), has("server gave http response"):
		return health.FaultGarbage
	}
	return health.FaultOther
}
