package probe

import (
	"net"
	"net/netip"
	"net/url"
	"strings"
)

// httpProxy is the HTTP proxy that an environment puts between the go command and a server: HTTPS_PROXY or HTTP_PROXY by the
// scheme, in capitals or not, unless NO_PROXY names the host. The rules are those of golang.org/x/net/http/httpproxy, which
// reads its own process's environment where net/http uses it. nil is none. User information is dropped: no password of the
// user's is ever sent.
func httpProxy(system string, env []string, target *url.URL) *url.URL {
	names := []string{"HTTP_PROXY", "http_proxy"}
	if target.Scheme == "https" {
		names = []string{"HTTPS_PROXY", "https_proxy"}
	}
	value := firstValue(system, env, names...)
	if value == "" || !throughProxy(target, firstValue(system, env, "NO_PROXY", "no_proxy")) {
		return nil
	}
	proxy, err := url.Parse(value)
	if err != nil || proxy.Scheme == "" || proxy.Host == "" {
		proxy, err = url.Parse("http://" + value) // host:port alone is legal
	}
	if err != nil || proxy.Host == "" {
		return nil
	}
	return &url.URL{Scheme: proxy.Scheme, Host: proxy.Host}
}

func firstValue(system string, env []string, names ...string) string {
	for _, name := range names {
		if value, _ := getenv(system, env, name); value != "" {
			return value
		}
	}
	return ""
}

// throughProxy reports that a server is asked through the HTTP proxy: it is not this machine, and NO_PROXY does not name it.
func throughProxy(target *url.URL, exceptions string) bool {
	host, port := strings.TrimSuffix(strings.ToLower(target.Hostname()), "."), target.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[target.Scheme]
	}
	address, err := netip.ParseAddr(host)
	if host == "localhost" || err == nil && address.IsLoopback() {
		return false
	}
	for _, item := range strings.Split(exceptions, ",") {
		if item = strings.ToLower(strings.TrimSpace(item)); item != "" && excepted(item, host, port, address) {
			return false
		}
	}
	return true
}

// excepted reports that one item of NO_PROXY names a host: *, an address, a network, or a domain with all below it; a leading
// dot leaves the domain itself out.
func excepted(item, host, port string, address netip.Addr) bool {
	if item == "*" {
		return true
	}
	if network, err := netip.ParsePrefix(item); err == nil {
		return address.IsValid() && network.Contains(address)
	}
	if h, p, err := net.SplitHostPort(item); err == nil {
		if p != "" && p != port {
			return false
		}
		item = h
	}
	item = strings.Trim(item, "[]")
	if other, err := netip.ParseAddr(item); err == nil {
		return other == address
	}
	item = strings.TrimPrefix(item, "*")
	if strings.HasPrefix(item, ".") {
		return strings.HasSuffix(host, item)
	}
	return item != "" && (host == item || strings.HasSuffix(host, "."+item))
}
