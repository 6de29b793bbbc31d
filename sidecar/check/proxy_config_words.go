package check

import (
	"net/url"
	"path"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// proxyEntries splits a GOPROXY. stop is the word at which go stops reading, rest what stands behind it.
func proxyEntries(list string) (entries []string, stop, rest string) {
	for list != "" {
		entry := list
		if i := strings.IndexAny(list, ",|"); i >= 0 {
			entry, list = list[:i], list[i+1:]
		} else {
			list = ""
		}
		switch entry = strings.TrimSpace(entry); entry {
		case "":
		case "direct", "off":
			return entries, entry, strings.Trim(list, ",| ")
		default:
			entries = append(entries, entry)
		}
	}
	return entries, "", ""
}

// badProxy says why go refuses an entry: what has no scheme and no dot, colon or slash is no host; a scheme must be one of three.
func badProxy(entry string) string {
	if strings.ContainsAny(entry, ".:/") && !strings.Contains(entry, ":/") && !path.IsAbs(entry) {
		entry = "https://" + entry
	}
	u, err := url.Parse(entry)
	switch {
	case err != nil:
		return "not a URL"
	case u.Scheme == "http" || u.Scheme == "https":
		return ""
	case u.Scheme == "file" && u.Host == "" && u.RawQuery == "" && u.Fragment == "":
		return ""
	}
	return "scheme"
}

// matchable reports a pattern that some module path can match. An empty one is skipped by go, as after a last comma. Module paths
// hold neither blanks nor colons nor semicolons, and a bad bracket expression matches nothing.
func matchable(pattern string) bool {
	if pattern == "" || pattern == "none" || pattern == "off" {
		return true
	}
	_, err := path.Match(pattern, "")
	return err == nil && !strings.ContainsAny(pattern, " \t;\\") && !strings.Contains(pattern, "://")
}

// corrected are the patterns that somebody meant: without scheme, split at blanks and semicolons too.
func corrected(entry string) []string {
	var out []string
	for _, one := range strings.FieldsFunc(entry, func(r rune) bool { return r == ' ' || r == '\t' || r == ';' }) {
		if _, rest, found := strings.Cut(one, "://"); found {
			one = rest
		}
		if one = strings.TrimSuffix(one, "/"); one != "" && matchable(one) {
			out = append(out, one)
		}
	}
	return out
}

// httpProxies compares the proxies that go's own downloads take with each other and with the editor's.
func httpProxies(s *health.Snapshot, f health.Folder) []verdict {
	var out []verdict
	for _, pair := range [][2]health.Public{{"HTTPS_PROXY", "https_proxy"}, {"HTTP_PROXY", "http_proxy"}} {
		v, ok := s.ToolVariable(f.Path, pair[0])
		if !ok || v.Value.Empty() {
			v, ok = s.ToolVariable(f.Path, pair[1])
		}
		if !ok || v.Value.Empty() || v.Value.Redacted() {
			continue
		}
		if !httpProxy(v.Value.Text) {
			out = append(out, verdict{"http " + string(v.Name) + v.Value.Text, health.Finding{Severity: stumbled(s, f, "invalid proxy address", "proxyconnect"), Subject: health.V(v.Name),
				Message:  proxyConfig.say("http", health.Args{"name": health.V(v.Name), "value": v.Value}),
				Evidence: []health.Evidence{variableSeen(v, proxyConfig.value("a-proxy"))}, Fixes: clearFixes(s, f.Path, v)}})
			continue
		}
		out = append(out, twoProxies(s, f, pair)...)
	}
	return out
}

// httpProxy reports a URL with a host, or a host that go puts behind http://. Schemes are left to whoever connects.
func httpProxy(value string) bool {
	if !strings.Contains(value, "://") {
		value = "http://" + value
	}
	u, err := url.Parse(value)
	return err == nil && u.Host != ""
}

// twoProxies notes values of one proxy that contradict each other.
func twoProxies(s *health.Snapshot, f health.Folder, pair [2]health.Public) []verdict {
	c := proxyConfig
	upper, _ := s.ToolVariable(f.Path, pair[0])
	lower, _ := s.ToolVariable(f.Path, pair[1])
	args := health.Args{"upper": health.V(pair[0]), "lower": health.V(pair[1]), "name": health.V(pair[0])}
	fix := []health.Fix{oneFix("one-proxy", health.RiskManual, c.say("set-one", nil), manual(c.say("by-hand", args), health.EffectRestartEditor))}
	note := func(name string, seen ...health.Evidence) []verdict {
		return found(name+string(pair[0]), health.Finding{Severity: health.Info, Subject: health.V(pair[0]), Message: c.say(name, args), Evidence: seen, Fixes: fix})
	}
	if !upper.Value.Empty() && !lower.Value.Empty() && !sameProxy(upper.Value.Text, lower.Value.Text) && !health.Windows(string(s.System.OS)) {
		return note("spelling", variableSeen(upper, c.value("one")), variableSeen(lower, c.value("one")))
	}
	own, ok := health.Find(s.Process.Variables, pair[0])
	if !ok || own.Value.Empty() {
		own, ok = health.Find(s.Process.Variables, pair[1])
	}
	if ok && !own.Value.Empty() && upper.Source.Kind == health.FromSetting && upper.Source.Name == "http.proxy" && !sameProxy(own.Value.Text, upper.Value.Text) {
		args["name"], args["value"], args["editor"] = health.V(own.Name), own.Value, upper.Value
		return note("editor", variableSeen(upper, c.value("one")), variableSeen(own, c.value("one")))
	}
	return nil
}

func sameProxy(a, b string) bool {
	trim := func(s string) string {
		return strings.TrimSuffix(strings.TrimPrefix(strings.ToLower(s), "http://"), "/")
	}
	return trim(a) == trim(b)
}
