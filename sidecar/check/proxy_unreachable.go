package check

import (
	"slices"
	"strconv"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const proxyUnreachable texts = "proxy-unreachable"

// ProxyUnreachable reports that the way on which go fetches modules leads nowhere.
var ProxyUnreachable = &Check{
	ID:       health.CheckID(proxyUnreachable),
	Severity: health.Error,
	Doc: `the module proxy does not answer

go fetches modules, releases of Go and tools through the servers that GOPROXY names, through the HTTP proxies that HTTPS_PROXY and HTTP_PROXY name. When one of them is dead, gopls and go wait or say that a package is not provided by any module, and not a word about the network.

In tier deep, and only there, we ask the servers that this machine is told to use, in their order, and nobody else: one small file, without credentials, with a deadline of a few seconds, timing name, connection, TLS and answer. A comma in GOPROXY hands over to the next entry only when a module is not found, a bar after every error; so a dead proxy before ",direct" stops go. "Not found", "forbidden", and a question for credentials are answers. It is an error only if a module or release is missing here and go would give up. With everything in the module cache it is a warning where somebody chose that proxy, and a note on a machine without network or with the defaults. Hosts that go asks itself (direct, GOPRIVATE) are never an error, because git may reach them by SSH, and are not mentioned while nothing is missing. A proxy of one's own is never a finding by itself.

The fix is to look at the connection, the named variable or the certificates; we propose neither another proxy, which would learn the names of your modules, nor to switch verification off. It does not explain modules that a reachable proxy does not have.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeToolEnv, health.ProbeGoEnv, health.ProbeModuleCache, health.ProbeProxies},
	After: []health.CheckID{"proxy-config"},
	ExplainedBy: func(_ *health.Snapshot, cause, own health.Finding) bool {
		return sameFolder(cause, own) && explainsDownload(cause)
	},
	Messages: map[string]health.Template{
		"no-such-host":      {Title: "{server} cannot be found: nobody knows its name", Detail: unreachedDetail},
		"unreachable":       {Title: "{server} cannot be reached: there is no network to it", Detail: unreachedDetail},
		"refused":           {Title: "{server} refuses connections", Detail: unreachedDetail},
		"timeout":           {Title: "{server} does not answer in time", Detail: unreachedDetail},
		"unknown-authority": {Title: "The certificate of {server} is signed by an authority that this machine does not know", Detail: "Usually a company's proxy opens the connection with a certificate of its own. " + unreachedDetail},
		"tls":               {Title: "No safe connection to {server} comes about", Detail: unreachedDetail},
		"closed":            {Title: "{server} closes the connection without an answer", Detail: unreachedDetail},
		"garbage":           {Title: "{server} does not answer as a module proxy does", Detail: "A login page of the network may stand before it. " + unreachedDetail},
		"server-error":      {Title: "{server} answers with an internal error", Detail: unreachedDetail},
		"http-proxy":        {Title: "The HTTP proxy lets nothing through to {server}", Detail: unreachedDetail},
		"missing":           {Title: "The module directory {server} is not there", Detail: unreachedDetail},
		"other":             {Title: "{server} cannot be asked for modules", Detail: unreachedDetail},
		"sums":              {Title: "The checksum database {server} cannot be asked", Detail: "go refuses new modules that it cannot verify. Those that go.sum names still work."},
		"answer":            {Title: "answer of {server}"},
		"answer-via":        {Title: "answer of {server} through {via}"},
		"phases":            {Title: "milliseconds for {server}: name, connection, TLS, answer"},
		"wants":             {Title: "a list of versions, or \"not found\""},
		"needed":            {Title: "{module} {version}"},
		"look":              {Title: "Make the server answer"},
		"by-network":        {Title: "open {server} in a browser on this machine; check the connection, the company's network (VPN), HTTPS_PROXY and NO_PROXY, then GOPROXY"},
		"by-via":            {Title: "check the HTTP proxy {via}: it comes from HTTPS_PROXY or HTTP_PROXY; hosts that need none go into NO_PROXY"},
		"by-tls":            {Title: "add your company's certificate authority to the system's trusted ones (on Linux SSL_CERT_FILE may name it), then start the editor anew; do not switch the verification off"},
		"by-bar":            {Title: "if the next entry of GOPROXY may stand in for {server}, write a bar (|) between them instead of the comma: it hands over after every error"},
	},
	Applies: func(s *health.Snapshot) bool { return len(s.ProxyChains) > 0 },
	Run: func(s *health.Snapshot) []health.Finding {
		return eachFolder(s, func(f health.Folder) []verdict { return append(unreachedChain(s, f), unreachedSums(s, f)...) })
	},
}

const unreachedDetail = "go cannot fetch modules, releases of Go or tools on this way. What is in the module cache works."

func unreachedChain(s *health.Snapshot, f health.Folder) []verdict {
	chain, ok := s.ProxyChain(f.Path)
	if !ok || len(chain.Entries) == 0 {
		return nil
	}
	broken, ownHosts := chain.Broken(), false
	missing := lacks(s, f)
	if len(broken) == 0 && missing {
		broken, ownHosts = failedHosts(s, f, chain), true
	}
	if len(broken) == 0 {
		return nil
	}
	last := chain.Entries[len(chain.Entries)-1]
	if last.Kind == health.ProxyDirect && len(last.Contacts) > 0 && slices.Contains(broken, last.Contacts[0]) {
		ownHosts = true
	}
	if ownHosts && !missing {
		return nil
	}
	severity := unreachedSeverity(s, f, broken)
	if missing && ownHosts {
		severity = health.Warning
	} else if missing {
		severity = health.Error
	}
	c := proxyUnreachable
	worst := broken[0]
	out := health.Finding{Severity: severity, Message: c.say(string(worst.Failure), health.Args{"server": health.V(culpritOf(worst))})}
	out.Evidence = contactsSeen(broken)
	for _, m := range missingOf(s, f) {
		if len(out.Evidence) < mostContradictions && m.Needed {
			out.Evidence = append(out.Evidence, health.Evidence{What: c.say("needed", health.Args{"module": health.V(m.Path), "version": health.V(m.Version)}),
				Observed: saying("absent"), Source: health.Source{Kind: health.FromFile, File: m.GoMod}})
		}
	}
	proxies, _, _ := toGopls(s, f.Path, "GOPROXY")
	out.Evidence = append(out.Evidence, wayChosen(s, f)...)
	out.Fixes = []health.Fix{oneFix("look", health.RiskManual, c.say("look", nil), unreachedSteps(chain, worst)...)}
	return found(strings.Join([]string{"chain", proxies.Value.Text, string(worst.URL), string(worst.Failure), string(severity)}, " "), out)
}

// lacks reports that something has to be fetched before the folder works: modules, or a release of Go.
func lacks(s *health.Snapshot, f health.Folder) bool {
	g := s.GoEnv(f.Path)
	return awaitsModules(s, f) || g.Failure == health.GoExit && switchFailed.MatchString(string(g.Error))
}

// failedHosts are those of private modules that are missing and whose host does not answer.
func failedHosts(s *health.Snapshot, f health.Folder, chain health.ProxyChain) []health.Contact {
	var out []health.Contact
	for _, c := range chain.Private {
		if c.Failure != "" && slices.ContainsFunc(missingOf(s, f), func(m health.MissingModule) bool {
			return strings.HasPrefix(string(c.URL), "https://"+strings.SplitN(string(m.Path), "/", 2)[0]+"/")
		}) {
			out = append(out, c)
		}
	}
	return out
}

// unreachedSeverity is that of a way which nobody needs right now.
func unreachedSeverity(s *health.Snapshot, f health.Folder, failed []health.Contact) health.Severity {
	if !slices.ContainsFunc(failed, func(c health.Contact) bool { return !c.Offline() }) {
		return health.Info
	}
	if len(wayChosen(s, f)) == 0 {
		return health.Info
	}
	return health.Warning
}

// wayChosen is who chose the way: the variables that somebody set.
func wayChosen(s *health.Snapshot, f health.Folder) []health.Evidence {
	var out []health.Evidence
	for _, name := range []health.Public{"GOPROXY", "GOSUMDB", "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
		if v, _, ok := toGopls(s, f.Path, name); ok && chosen(v) {
			out = append(out, variableSeen(v, health.Value{}))
		}
	}
	return out
}

// culpritOf is the server that failed: the HTTP proxy between, as long as it was not passed.
func culpritOf(c health.Contact) health.URL {
	if c.Via != "" && (c.Phase == health.PhaseName || c.Phase == health.PhaseConnect) {
		return c.Via
	}
	return c.URL
}

func contactsSeen(contacts []health.Contact) []health.Evidence {
	c := proxyUnreachable
	var out []health.Evidence
	for _, x := range contacts[:min(len(contacts), mostContradictions)] {
		name, args := "answer", health.Args{"server": health.V(x.URL), "via": health.V(x.Via)}
		if x.Via != "" {
			name = "answer-via"
		}
		source := health.Source{Kind: health.FromSystem, Name: "network"}
		out = append(out, health.Evidence{What: c.say(name, args), Observed: health.V(x.Error), Expected: c.value("wants"), Source: source})
		var times []string
		for _, ms := range []int64{x.NameMs, x.ConnectMs, x.TLSMs, x.AnswerMs} {
			times = append(times, strconv.FormatInt(ms, 10))
		}
		out = append(out, health.Evidence{What: c.say("phases", args), Observed: health.V(health.Public(strings.Join(times, ", "))), Source: source})
	}
	return out
}

func unreachedSteps(chain health.ProxyChain, worst health.Contact) []health.Step {
	c, name := proxyUnreachable, "by-network"
	switch {
	case worst.Failure == health.FaultAuthority:
		name = "by-tls"
	case worst.Failure == health.FaultVia, worst.Via != "" && culpritOf(worst) == worst.Via:
		name = "by-via"
	}
	args := health.Args{"server": health.V(worst.URL), "via": health.V(worst.Via)}
	steps := []health.Step{manual(c.say(name, args), health.EffectRestartServer)}
	for i, e := range chain.Entries[:max(0, len(chain.Entries)-1)] {
		if len(e.Contacts) > 0 && e.Contacts[0] == worst && !e.AnyError && !worst.Offline() && chain.Entries[i+1].Kind != health.ProxyOff {
			steps = append(steps, manual(c.say("by-bar", args), health.EffectReloadWindow))
		}
	}
	return steps
}

func unreachedSums(s *health.Snapshot, f health.Folder) []verdict {
	chain, ok := s.ProxyChain(f.Path)
	if !ok || chain.Sums == nil || chain.Sums.Failure == "" {
		return nil
	}
	c, worst := proxyUnreachable, *chain.Sums
	out := health.Finding{Severity: unreachedSeverity(s, f, []health.Contact{worst}), Subject: health.V(health.Public("checksum-database")),
		Message: c.say("sums", health.Args{"server": health.V(worst.URL)})}
	out.Evidence = append(contactsSeen([]health.Contact{worst}), wayChosen(s, f)...)
	out.Fixes = []health.Fix{oneFix("look", health.RiskManual, c.say("look", nil), unreachedSteps(health.ProxyChain{}, worst)...)}
	return found(strings.Join([]string{"sums", string(worst.URL), string(worst.Failure), string(out.Severity)}, " "), out)
}
