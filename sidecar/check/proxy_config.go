package check

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const proxyConfig texts = "proxy-config"

// ProxyConfig reports values for module proxies and HTTP proxies that cannot work or that contradict each other.
var ProxyConfig = &Check{
	ID:       health.CheckID(proxyConfig),
	Severity: health.Error,
	Doc: `a proxy is configured in a way that cannot work

go asks GOPROXY for modules that it does not have yet, and reaches it through HTTP_PROXY and HTTPS_PROXY. A list without entries, a proxy without a scheme, or a pattern for private modules that can never match goes unnoticed as long as all modules are there; then one import stays red, or the name of a private module goes to a public server.

We read the values as go does, and report only what it refuses or never uses: a GOPROXY with no entry or with one that is no URL, a pattern in GOPRIVATE, GONOPROXY, GONOSUMDB or GOINSECURE with a scheme, blanks, semicolons or bad brackets, an HTTP proxy that is no URL. It is an error where go or gopls stumbled over it here, else a warning. Entries behind direct or off, two spellings of a proxy with two values, and an http.proxy of the editor that overrules another proxy of the environment are only notes. A proxy of your own, off, or direct is never a finding, and nobody is asked whether a proxy answers.

The fix removes the value where it was set; a pattern is corrected.

It does not explain a proxy that is well configured and down.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeSettings, health.ProbeToolEnv, health.ProbeGOENV, health.ProbeGoEnv},
	Messages: map[string]health.Template{
		"empty":    {Title: "GOPROXY is {value}, a list without entries", Detail: "go downloads no module: it refuses the list as soon as one is missing."},
		"url":      {Title: "GOPROXY holds {entry}, which is no URL of a proxy", Detail: "go refuses the whole list as soon as a module is missing, so it downloads none."},
		"pattern":  {Title: "{name} holds {entry}, which matches no module", Detail: "The modules that it should name are asked for at the public proxy and checksum database: they are not found there, and their names become known."},
		"http":     {Title: "{name} is {value}, which is no URL of a proxy", Detail: "go downloads nothing as long as it is set."},
		"behind":   {Title: "GOPROXY goes on behind {entry}, where go stops reading", Detail: "What follows ({rest}) is never asked."},
		"spelling": {Title: "{upper} and {lower} name two proxies", Detail: "go takes {upper}; git, which fetches modules for go, and many other tools take {lower}."},
		"editor":   {Title: "http.proxy of the editor overrules {name} for the Go tools", Detail: "In the editor they use {editor}, in a terminal {value}."},
		"proxies":  {Title: "URLs or host names, joined by commas or bars, direct, or off"},
		"patterns": {Title: "module path prefixes such as git.example.com/team, joined by commas"},
		"a-proxy":  {Title: "http://host:port"},
		"last":     {Title: "nothing behind it"},
		"one":      {Title: "one value"},
		"correct":  {Title: "Correct {name}"},
		"set-one":  {Title: "Use one proxy for both"},
		"by-hand":  {Title: "give {upper} and {lower} one value, or http.proxy and {upper}, whichever is right, and start the editor anew"},
	},
	Applies: hasGoFolders,
	Run: func(s *health.Snapshot) []health.Finding {
		return eachFolder(s, func(f health.Folder) []verdict {
			out := append(moduleProxies(s, f), privatePatterns(s, f)...)
			return append(out, httpProxies(s, f)...)
		})
	},
}

// moduleProxies reads GOPROXY as go does: entries joined by commas and bars, blanks around them cut, and nothing read behind
// direct or off. Measured with Go 1.26.
func moduleProxies(s *health.Snapshot, f health.Folder) []verdict {
	v, _, ok := toGopls(s, f.Path, "GOPROXY")
	if !ok || !chosen(v) || v.Value.Redacted() {
		return nil
	}
	c, text := proxyConfig, v.Value.Text
	finding := func(name string, severity health.Severity, expected health.Value, args health.Args) []verdict {
		return found(name+text+sourceKey(v.Source), health.Finding{Severity: severity, Subject: health.V(v.Name), Message: c.say(name, args),
			Evidence: []health.Evidence{variableSeen(v, expected)}, Fixes: clearFixes(s, f.Path, v)})
	}
	entries, stop, rest := proxyEntries(text)
	if len(entries) == 0 && stop == "" {
		return finding("empty", stumbled(s, f, "contains no entries"), c.value("proxies"), health.Args{"value": health.V(health.Text("\"" + text + "\""))})
	}
	for _, entry := range entries {
		if why := badProxy(entry); why != "" {
			return finding("url", stumbled(s, f, "invalid proxy URL", "invalid file:// proxy URL", entry), c.value("proxies"), health.Args{"entry": health.Value{Class: health.ClassURL, Text: entry}})
		}
	}
	if rest != "" {
		return finding("behind", health.Info, c.value("last"), health.Args{"entry": health.V(health.Public(stop)), "rest": health.Value{Class: health.ClassURL, Text: rest}})
	}
	return nil
}

// stumbled is an error where the words of go or gopls about the folder hold one of these, else a warning.
func stumbled(s *health.Snapshot, f health.Folder, words ...string) health.Severity {
	all := spoken(s, f)
	for _, l := range s.Lists {
		for _, e := range l.Errors {
			if l.Folder == f.Path {
				all += "\n" + string(e.Message)
			}
		}
	}
	for _, w := range words {
		if strings.Contains(all, w) {
			return health.Error
		}
	}
	return health.Warning
}

// explainsDownload reports that a finding of this check may be why nothing can be fetched: a note about values that go does not
// heed is none, and which modules are private brings no server down.
func explainsDownload(cause health.Finding) bool {
	return cause.Severity != health.Info && !ofPrivate(cause)
}

// ofPrivate reports a finding about the variables that say which modules are private.
func ofPrivate(f health.Finding) bool {
	return slices.Contains(privateNames, health.Public(f.Subject.Text))
}

var privateNames = []health.Public{"GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOINSECURE"}

// privatePatterns are prefixes of module paths, joined by commas alone; what can match no path does nothing, silently.
func privatePatterns(s *health.Snapshot, f health.Folder) []verdict {
	var out []verdict
	for _, name := range privateNames {
		v, _, ok := toGopls(s, f.Path, name)
		if !ok || !chosen(v) || v.Value.Redacted() {
			continue
		}
		bad := ""
		var good []string
		for _, entry := range strings.Split(v.Value.Text, ",") {
			if bad == "" && !matchable(entry) {
				bad = entry
			}
			good = append(good, corrected(entry)...)
		}
		if bad == "" {
			continue
		}
		c, args := proxyConfig, health.Args{"name": health.V(name), "entry": health.V(health.Module("\"" + bad + "\""))}
		severity := stumbled(s, f, "410 Gone", "404 Not Found", "terminal prompts disabled", "could not read Username")
		finding := health.Finding{Severity: severity, Subject: health.V(name), Message: c.say("pattern", args),
			Evidence: []health.Evidence{variableSeen(v, c.value("patterns"))}}
		if fix, ok := setVariable(s, f.Path, v, strings.Join(good, ","), c.say("correct", args)); ok && len(good) > 0 {
			finding.Fixes = []health.Fix{fix}
		} else {
			finding.Fixes = clearFixes(s, f.Path, v)
		}
		out = append(out, verdict{string(name) + v.Value.Text + sourceKey(v.Source), finding})
	}
	return out
}
