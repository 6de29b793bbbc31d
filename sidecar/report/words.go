package report

import (
	"net"
	"regexp"
	"strings"
	"sync"
)

// A needle is a known name that is searched for in words, and what takes its place. It must stand alone by its edges.
type needle struct {
	text, lower, with string
	edges             edges
}

// edges says between which characters a name counts as itself and not as part of another word.
type edges int

const (
	wordEdges   edges = iota // a user, a host: no letter, digit or _ beside it
	pathEdges                // a home directory: no other path goes on right before or after it
	moduleEdges              // a module: what follows as a path belongs to it and is replaced with it
)

func (k *names) needle(text, with string, e edges) {
	if len(text) < 2 {
		return
	}
	lower := strings.ToLower(text)
	for _, n := range k.needles[lower[0]] {
		if n.text == text {
			return
		}
	}
	k.needles[lower[0]] = append(k.needles[lower[0]], needle{text, lower, with, e})
}

// text redacts words: first the known names, then what looks like a name.
func (k *names) text(s string) string {
	s = k.known(s)
	s = mailPattern().ReplaceAllStringFunc(s, func(m string) string {
		if strings.HasPrefix(m, "git@") {
			return m // the user of every git URL; the host is looked at below
		}
		return k.token("user", m)
	})
	s = urlPattern().ReplaceAllStringFunc(s, k.url)
	s = sharePattern().ReplaceAllStringFunc(s, func(m string) string {
		parts := sharePattern().FindStringSubmatch(m)
		return parts[1] + parts[2] + k.host(parts[3])
	})
	s = hostPattern().ReplaceAllStringFunc(s, func(m string) string {
		parts := hostPattern().FindStringSubmatch(m)
		if parts[1] == "/" || parts[1] == `\` { // an element of a longer path, which keeps its structure
			return parts[1] + k.host(parts[2]) + parts[3]
		}
		return parts[1] + k.hostAndPath(parts[2], parts[3])
	})
	s = importPattern().ReplaceAllStringFunc(s, func(m string) string {
		parts := importPattern().FindStringSubmatch(m)
		if fileEndings[parts[3]] {
			return m
		}
		return parts[1] + k.module(parts[2]+parts[4])
	})
	return addressPattern().ReplaceAllStringFunc(s, func(m string) string {
		if publicHost(m) || net.ParseIP(m) == nil {
			return m
		}
		return k.token("host", m)
	})
}

// compiled compiles a pattern when it is first used. Those below take as long to compile as everything else before main, and
// most runs (version, help, serve, full privacy) need none of them.
func compiled(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}

// The characters < and > never match, so no later pattern touches a token of an earlier one.
var (
	mailPattern = compiled(`[\pL\pN._%+-]+@[\pL\pN-]+(?:\.[\pL\pN-]+)*\.[\pL]{2,}\b`)
	urlPattern  = compiled(`\b([a-zA-Z][a-zA-Z0-9+.-]*://)([^/\s,|"'<>\\()]*)([^\s,|"'<>\\()]*)`)
	// sharePattern is a Windows share: \\server\share, also as JSON writes it.
	sharePattern = compiled(`(^|[\s"'=;,(])(\\\\(?:\\\\)?)([\pL\pN][\pL\pN._-]*)`)
	// homesPattern finds other people's home directories, by the places where systems keep them.
	homesPattern = compiled(`(?i)(?:^|[\s"'=:;,(]|//|/mnt/[a-z]|/[a-z]|/var|/private|/Data)[/\\]{1,2}(?:home|users)[/\\]{1,2}([\pL\pN][\pL\pN._-]*)`)
	// hostPattern is a host's name with an ending that only hosts have, and the path behind it.
	hostPattern = compiled(`(^|[^\pL\pN_.@<>-])((?:[\pL\pN](?:[\pL\pN-]*[\pL\pN])?\.)+(?:com|net|org|io|dev|cloud|internal|intern|intranet|corp|lan|local|example|de|uk|fr|nl|ch|at|jp|cn|ru|br|se|es|eu|ca|au))((?:/[\pL\pN._~!-]+)*)\b`)
	// importPattern is what stands where an import path may stand: a host of any ending with a path behind it.
	importPattern = compiled(`(^|[\s"'=(,:])((?:[\pL\pN](?:[\pL\pN-]*[\pL\pN])?\.)+([a-z]{2,}))((?:/[\pL\pN._~!-]+)+)`)
	// addressPattern is an IPv4 address. A version has three numbers, or letters beside it.
	addressPattern = compiled(`\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b`)
)

// fileEndings are endings of names that are files and no hosts.
var fileEndings = setOf("go mod sum work json so exe dll md txt yaml yml toml js ts py sh bat app dylib git zip env log")

// splitURLs splits a list as GOPROXY has it.
func splitURLs(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == '|' || r == ' ' })
}

// hostOfURL is the host of a URL or of what a proxy variable may hold instead: host:port.
func hostOfURL(u string) string {
	if parts := urlPattern().FindStringSubmatch(u); parts != nil {
		return hostOf(parts[2])
	}
	name, _, _ := strings.Cut(u, "/")
	name, _, _ = strings.Cut(name, "+") // the key of a checksum database
	return hostOf(name)
}

// urlOrHost redacts an item of a list of URLs.
func (k *names) urlOrHost(item string) string {
	if strings.Contains(item, "://") {
		return k.text(item)
	}
	host := hostOfURL(item)
	if host == "" || publicHost(host) {
		return item
	}
	token := k.token("host", host)
	if item == host && strings.Contains(host, ".") {
		token += "/" // go takes a dot or a slash for the sign of a host: without either the copy would look wrong
	}
	return strings.Replace(item, host, token, 1)
}

// url redacts one URL: a private host, and with it the path, which may name a project.
func (k *names) url(u string) string {
	parts := urlPattern().FindStringSubmatch(u)
	scheme, host, path := parts[1], parts[2], parts[3]
	if scheme == "file://" || host == "" || publicHost(hostOf(host)) {
		return u
	}
	name := hostOf(host)
	out := scheme + strings.Replace(host, name, k.token("host", name), 1)
	if strings.Trim(path, "/") != "" {
		out += "/" + k.token("path", path)
	}
	return out
}

// hostAndPath redacts a host's name in words; with a path behind it, it is an import path.
func (k *names) hostAndPath(host, path string) string {
	if path != "" && path != "/" {
		return k.module(host + path)
	}
	if k.publicModule(host) {
		return host + path
	}
	return k.host(host) + path
}

// hostOf is the name in host:port, also for [IPv6]:port.
func hostOf(hostport string) string {
	if host, _, err := net.SplitHostPort(hostport); err == nil {
		return host
	}
	return strings.Trim(hostport, "[]")
}

// known replaces the needles in one pass from left to right, so that nothing is replaced twice.
func (k *names) known(s string) string {
	lower := strings.ToLower(s)
	if len(lower) != len(s) { // a letter whose case changes its length
		lower = lowerASCII(s)
	}
	var out strings.Builder
	done := 0
	for i := 0; i < len(s); {
		n, end := k.at(s, lower, i)
		if end == i {
			n, end = k.subdomain(s, lower, i)
		}
		if end == i {
			i++
			continue
		}
		out.WriteString(s[done:i])
		out.WriteString(n)
		i, done = end, end
	}
	out.WriteString(s[done:])
	return out.String()
}

func lowerASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// at returns what takes the place of the name that starts at i, and where it ends; end is i if none starts there.
func (k *names) at(s, lower string, i int) (with string, end int) {
	for _, n := range k.needles[lower[i]] {
		end := i + len(n.text)
		if !strings.HasPrefix(lower[i:], n.lower) || !n.edges.before(s, i) || !n.edges.after(s, end) {
			continue
		}
		switch {
		case n.edges == wordEdges && strings.Contains(n.text, "."):
			return k.withPath(s, i, end, n.with)
		case n.edges != moduleEdges:
			return n.with, end
		case s[i:end] != n.text: // module paths are case-sensitive
			continue
		}
		return k.withPath(s, i, end, n.with)
	}
	return "", i
}

// withPath goes on behind a private module or host that stands at s[i:end]: the path there is private as well, unless all
// of it is an element of a longer path, which keeps its structure.
func (k *names) withPath(s string, i, end int, with string) (string, int) {
	inPath := i > 0 && (s[i-1] == '/' || s[i-1] == '\\') && !(i > 1 && s[i-2] == '/')
	parts := tailPattern.FindStringSubmatch(s[end:])
	if inPath || parts == nil {
		return with, end
	}
	port, tail := parts[1], strings.TrimRight(parts[2], "./")
	if tail == "" {
		return with, end
	}
	return k.packageToken(with+port, tail), end + len(port) + len(tail)
}

var tailPattern = regexp.MustCompile(`^(:\d+)?([./][\pL\pN._~/@-]*)`)

// subdomain finds a host below a private one: if hush.example is private, so is build.hush.example.
func (k *names) subdomain(s, lower string, i int) (with string, end int) {
	if len(k.domains) == 0 || !wordByte(s[i]) || i > 0 && (wordByte(s[i-1]) || s[i-1] == '.' || s[i-1] == '-') {
		return "", i
	}
	run := strings.TrimRight(hostRun.FindString(lower[i:]), ".-")
	for _, d := range k.domains {
		if strings.HasSuffix(run, "."+d) {
			return k.withPath(s, i, i+len(run), k.token("host", run))
		}
	}
	return "", i
}

var hostRun = regexp.MustCompile(`^[\pL\pN.-]+`)

func (e edges) before(s string, i int) bool {
	if i == 0 {
		return true
	}
	b := s[i-1]
	if e == wordEdges || e == moduleEdges {
		return !wordByte(b) && !(e == moduleEdges && (b == '.' || b == '-'))
	}
	return !wordByte(b) && b != '.' && b != '-'
}

func (e edges) after(s string, i int) bool {
	if i == len(s) {
		return true
	}
	b := s[i]
	switch e {
	case pathEdges, moduleEdges:
		return !wordByte(b) && b != '-'
	}
	return !wordByte(b)
}

// wordByte is a letter, a digit, an underscore or part of a letter beyond ASCII.
func wordByte(b byte) bool {
	return b == '_' || '0' <= b && b <= '9' || 'a' <= b|0x20 && b|0x20 <= 'z' || b >= 0x80
}
