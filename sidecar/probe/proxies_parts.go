package probe

import (
	"context"
	"net/url"
	"strings"

	"golang.org/x/mod/module"

	"github.com/govitals/govitals/sidecar/health"
)

// parseProxies splits a GOPROXY as go does: a comma hands over after "not found" alone, a bar after any error; nothing after
// off or direct counts; an entry without a scheme is https. urls are those of the entries, empty where an entry has none.
func parseProxies(list string) (entries []health.ProxyEntry, urls []string) {
	for list != "" {
		item, anyError := list, false
		if i := strings.IndexAny(list, ",|"); i >= 0 {
			item, anyError, list = list[:i], list[i] == '|', list[i+1:]
		} else {
			list = ""
		}
		item = strings.TrimSpace(item)
		e, at := health.ProxyEntry{AnyError: anyError}, ""
		switch item {
		case "":
			continue
		case "off":
			e.Kind = health.ProxyOff
		case "direct", "noproxy":
			e.Kind = health.ProxyDirect
		default:
			e.Kind, at = proxyAddress(item)
		}
		entries, urls = append(entries, e), append(urls, at)
		if e.Kind == health.ProxyOff || e.Kind == health.ProxyDirect {
			break
		}
	}
	return entries, urls
}

func proxyAddress(item string) (health.ProxyKind, string) {
	if strings.ContainsAny(item, ".:/") && !strings.Contains(item, ":/") && !strings.HasPrefix(item, "/") && !strings.HasPrefix(item, `\`) {
		item = "https://" + item
	}
	u, err := url.Parse(item)
	switch {
	case err != nil:
		return health.ProxyInvalid, ""
	case u.Scheme == "file":
		return health.ProxyFiles, u.String()
	case u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return health.ProxyInvalid, ""
	}
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	return health.ProxyServer, strings.TrimSuffix(u.String(), "/")
}

// files looks for the directory of a proxy that lies on disk.
func (a *asker) files(address string) health.Contact {
	out := health.Contact{URL: health.URL(health.CleanURLs(address))}
	u, err := url.Parse(address)
	if err != nil {
		return out
	}
	path := u.Path
	if health.Windows(a.ex.System.OS()) {
		path = strings.TrimPrefix(path, "/") // file:///C:/x
	}
	if info, err := a.ex.System.Stat(path); err != nil || !info.IsDir() {
		out.Failure, out.Phase = health.FaultMissing, health.PhaseConnect
		if err != nil {
			out.Error = health.Words(err.Error(), contactWords)
		}
	}
	return out
}

// sums asks for the checksum database as go does: through the first proxy that has it, else itself. nil where go would not
// ask, or where it could not come so far because no proxy answers.
func (a *asker) sums(ctx context.Context, w way, entries []health.ProxyEntry, urls []string) *health.Contact {
	name, address := w.sums, ""
	if fields := strings.Fields(name); len(fields) > 1 {
		name, address = fields[0], fields[1]
	}
	name, _, _ = strings.Cut(name, "+")
	every := len(w.modules) > 0
	for _, path := range w.modules {
		every = every && module.MatchPrefixPatterns(w.nosums, path)
	}
	chain := health.ProxyChain{Entries: entries}
	if name == "" || name == "off" || strings.TrimSpace(w.nosums) == "*" || every || entries[0].Kind == health.ProxyOff || len(chain.Broken()) > 0 {
		return nil
	}
	for i, e := range entries {
		if e.Kind != health.ProxyServer || len(e.Contacts) == 0 || e.Contacts[0].Failure != "" {
			continue
		}
		c := a.once(ctx, asked{url: urls[i] + "/sumdb/" + name + "/supported", env: w.env})
		switch {
		case c.Failure == "" && c.Status == 200:
			return &c
		case c.Failure == "" && c.Status < 400, c.Status == 404, c.Status == 410:
			continue // go asks the next one
		}
		return &c
	}
	if address == "" {
		address = name
	}
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	address = strings.TrimSuffix(address, "/")
	c := a.once(ctx, asked{url: address + "/latest", env: w.env,
		expects: func(body string) bool { return strings.HasPrefix(body, "go.sum database tree\n") }})
	c.URL = health.URL(health.CleanURLs(address))
	return &c
}
