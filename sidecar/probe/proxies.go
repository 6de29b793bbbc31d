package probe

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	"github.com/govitals/govitals/sidecar/health"
)

// proxiesProbe fills ProxyChains: it asks the servers that this machine is told to fetch modules from, and nobody else. It is
// the only probe that uses the network, it runs in tier deep alone, and it sends no credentials.
var proxiesProbe = &Probe{
	ID:       health.ProbeProxies,
	Needs:    []health.ProbeID{health.ProbeFolders, health.ProbeToolEnv, health.ProbeGoEnv, health.ProbeModuleCache, health.ProbeGOENV, health.ProbeSettings},
	Tier:     health.TierDeep,
	Deadline: 30 * time.Second,
	Run: func(ctx context.Context, ex *Examination) (Facts, error) {
		if ex.Request.Untrusted {
			return nil, errors.New("an untrusted folder does not say whom to ask")
		}
		asker := &asker{ex: ex, deadline: contactDeadline, known: map[string]health.Contact{}}
		var seen []health.ProxyChain
		for _, f := range ex.Snapshot.Folders {
			if f.State == health.FolderOK && f.HasGo() && len(seen) < chainsKept {
				seen = append(seen, asker.chain(ctx, f))
			}
		}
		return func(s *health.Snapshot, _ *Private) { s.ProxyChains = seen }, nil
	},
}

const (
	chainsKept    = 20
	entriesKept   = 8
	hostsKept     = 3
	parallelAsked = 4
	mostContacts  = 24 // of a whole run
	// tinyList is a small answer that every public proxy has; one that has it not says so.
	tinyList = "/golang.org/x/mod/@v/list"
)

// asker puts each question once, however many folders lead to it.
type asker struct {
	ex       *Examination
	deadline time.Duration

	mu    sync.Mutex
	known map[string]health.Contact
}

// all puts questions, some at a time.
func (a *asker) all(ctx context.Context, questions []asked) []health.Contact {
	out := make([]health.Contact, len(questions))
	each(len(questions), parallelAsked, func(i int) { out[i] = a.once(ctx, questions[i]) })
	return out
}

func (a *asker) once(ctx context.Context, q asked) health.Contact {
	system := a.ex.System.OS()
	key := strings.Join([]string{q.url, firstValue(system, q.env, "HTTPS_PROXY", "https_proxy"), firstValue(system, q.env, "HTTP_PROXY", "http_proxy"),
		firstValue(system, q.env, "NO_PROXY", "no_proxy"), firstValue(system, q.env, "SSL_CERT_FILE")}, "\n")
	a.mu.Lock()
	known, ok := a.known[key]
	full := len(a.known) >= mostContacts
	a.mu.Unlock()
	switch {
	case ok:
		return known
	case full:
		return health.Contact{URL: health.URL(health.CleanURLs(q.url)), Failure: health.FaultOther, Error: "not asked: there are too many servers"}
	}
	a.ex.Progress("asking " + health.CleanURLs(q.url))
	c := ask(ctx, a.ex, q, a.deadline)
	a.mu.Lock()
	defer a.mu.Unlock()
	a.known[key] = c
	return c
}

// way is what decides how go fetches modules for a folder.
type way struct {
	env                            []string
	proxies, noproxy, nosums, sums string
	insecure                       string
	modules                        []string // those that are missing, else those that are required
}

func wayOf(ex *Examination, f health.Folder) way {
	w := way{env: toolEnviron(ex, f.Path)}
	server := serverEnviron(ex, f.Path)
	for name, value := range server {
		w.env = setenv(ex.System.OS(), w.env, name, value)
	}
	value := func(name string) string {
		if v := server[name]; v != "" {
			return v
		}
		if v := ex.Private.GoValues[f.Path][name]; v != "" {
			return v
		}
		return ownValue(ex, w.env, name)
	}
	w.proxies, w.noproxy, w.nosums, w.sums, w.insecure = value("GOPROXY"), value("GONOPROXY"), value("GONOSUMDB"), value("GOSUMDB"), value("GOINSECURE")
	private := value("GOPRIVATE")
	if w.noproxy == "" {
		w.noproxy = private
	}
	if w.nosums == "" {
		w.nosums = private
	}
	w.modules = modulesOfFolder(ex, f)
	return w
}

// modulesOfFolder are the modules that are missing, else those that are required.
func modulesOfFolder(ex *Examination, f health.Folder) []string {
	var missing, required []string
	for _, m := range f.Modules {
		for _, x := range ex.Snapshot.Missing {
			if x.GoMod == m.File && !slices.Contains(missing, string(x.Path)) {
				missing = append(missing, string(x.Path))
			}
		}
		for _, r := range m.Requires {
			if !slices.Contains(required, string(r.Path)) {
				required = append(required, string(r.Path))
			}
		}
	}
	if len(missing) > 0 {
		return missing
	}
	return required
}

// chain asks along the way of one folder: servers and private hosts at once, then what go would come to only after them.
func (a *asker) chain(ctx context.Context, f health.Folder) health.ProxyChain {
	w := wayOf(a.ex, f)
	out := health.ProxyChain{Folder: f.Path}
	entries, urls := parseProxies(w.proxies)
	if len(entries) == 0 {
		return out // go refuses such a list, or did not tell what it would use
	}
	if len(entries) > entriesKept {
		out.Cut = len(entries) - entriesKept
		entries, urls = entries[:entriesKept], urls[:entriesKept]
	}
	out.Entries = entries
	if entries[0].Kind != health.ProxyOff {
		out.Private = a.all(ctx, w.hosts(true))
	}
	var servers []int
	var questions []asked
	for i, e := range entries {
		switch e.Kind {
		case health.ProxyServer:
			servers = append(servers, i)
			questions = append(questions, asked{url: urls[i] + tinyList, env: w.env, expects: isVersionList})
		case health.ProxyFiles:
			entries[i].Contacts = []health.Contact{a.files(urls[i])}
		case health.ProxyOff, health.ProxyInvalid, health.ProxyDirect:
		}
	}
	for i, c := range a.all(ctx, questions) {
		c.URL = health.URL(health.CleanURLs(urls[servers[i]]))
		entries[servers[i]].Contacts = []health.Contact{c}
	}
	for i, e := range entries {
		reached := i == 0 || len(health.ProxyChain{Entries: entries[:i]}.Broken()) > 0
		if e.Kind == health.ProxyDirect && reached {
			entries[i].Contacts = a.all(ctx, w.hosts(false))
		}
	}
	out.Sums = a.sums(ctx, w, entries, urls)
	return out
}

// hosts are questions to the servers of modules that go fetches without a proxy because it is told to (private), or would.
func (w way) hosts(private bool) []asked {
	var seen []string
	var out []asked
	for _, path := range w.modules {
		host, _, _ := strings.Cut(path, "/")
		if module.MatchPrefixPatterns(w.noproxy, path) != private || !strings.Contains(host, ".") || slices.Contains(seen, host) || len(seen) == hostsKept {
			continue
		}
		seen = append(seen, host)
		out = append(out, asked{url: "https://" + host + "/", env: w.env, insecure: module.MatchPrefixPatterns(w.insecure, path)})
	}
	return out
}

// isVersionList reports what a proxy answers: versions, one a line, or nothing.
func isVersionList(body string) bool {
	lines := strings.Split(body, "\n")
	if len(body) >= contactBody {
		lines = lines[:len(lines)-1] // cut off
	}
	return !slices.ContainsFunc(lines, func(line string) bool {
		fields := strings.Fields(line) // some proxies add a time
		return len(fields) > 0 && !semver.IsValid(fields[0])
	})
}
