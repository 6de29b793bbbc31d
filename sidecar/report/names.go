package report

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// names is what one report knows of private names, and the tokens that stand for them.
type names struct {
	system   string
	patterns string // GOPRIVATE and its kin, joined
	tokens   map[string]string
	counts   map[string]int
	needles  map[byte][]needle // by lower-case first byte, longest first
	roots    []string          // private modules that no other known one contains, longest first
	modules  map[string]bool   // all private modules met
	order    []string          // of modules, as met
	domains  []string          // private hosts with a dot: what ends in one is private too
	paths    map[string]bool   // paths of the snapshot
	own      []ownModule       // modules of the workspace
	shown    map[string]string // see showOwn
}

// What stands for the home directory, and for another one that a variable names.
const (
	homeToken      = "<home>"
	otherHomeToken = "<home-2>"
)

func newNames(system string) *names {
	return &names{system: system, tokens: map[string]string{}, counts: map[string]int{}, needles: map[byte][]needle{}, modules: map[string]bool{},
		paths: map[string]bool{}, shown: map[string]string{}}
}

// token returns what stands for a name of a kind: user, host, module, package.
func (k *names) token(kind, name string) string {
	key := kind + " " + name
	if kind == "user" || kind == "host" {
		key = strings.ToLower(key)
	}
	if t, ok := k.tokens[key]; ok {
		return t
	}
	k.counts[kind]++
	t := fmt.Sprintf("<%s-%d>", kind, k.counts[kind])
	k.tokens[key] = t
	return t
}

// learnMachine learns who and where this machine is.
func (k *names) learnMachine(s *health.Snapshot) {
	home := string(s.System.Home)
	k.learnHome(home, homeToken)
	k.meet(health.ClassUser, string(s.System.User), true)
	k.meet(health.ClassUser, health.Base(k.system, home), true)
	k.meet(health.ClassHost, string(s.System.Host), true)
	if short, _, ok := strings.Cut(string(s.System.Host), "."); ok && len(short) > 2 && !sayNothing[strings.ToLower(short)] {
		k.needle(short, k.token("host", string(s.System.Host)), wordEdges)
	}
	for _, name := range []health.Public{"HOME", "USERPROFILE"} {
		if v, ok := health.Find(s.Process.Variables, name); ok && !health.Same(k.system, v.Value.Text, home) {
			k.learnHome(v.Value.Text, otherHomeToken)
		}
	}
}

// learnHome replaces a home directory by a directory at the root of the same volume, in every spelling that paths,
// JSON and URIs have: the copy's paths stay absolute and keep their structure below it.
func (k *names) learnHome(home, token string) {
	home = health.Clean(k.system, home)
	if home == "" || !health.IsAbs(k.system, home) || health.Dir(k.system, home) == home {
		return
	}
	volume, rest := "", home
	if health.Windows(k.system) {
		if len(home) < 4 || home[1] != ':' {
			return // a share: its server is learned as a host, the user by his name
		}
		volume, rest = home[:2], home[2:]
	}
	slashed := strings.ReplaceAll(rest, `\`, "/")
	k.needle(volume+rest, volume+rest[:1]+token, pathEdges)
	k.needle(volume+slashed, volume+"/"+token, pathEdges)
	k.needle(volume+strings.ReplaceAll(rest, `\`, `\\`), volume+strings.ReplaceAll(rest[:1], `\`, `\\`)+token, pathEdges)
	escaped := (&url.URL{Path: slashed}).EscapedPath()
	for _, v := range []string{volume, strings.ReplaceAll(volume, ":", "%3A")} {
		k.needle(v+escaped, v+"/"+token, pathEdges)
	}
}

// meet learns from one string of a class. declared says that its field holds nothing but whole module paths: a bare word
// elsewhere may be a symbol's name, and as such a common word of all texts.
func (k *names) meet(class health.Class, text string, declared bool) {
	switch class {
	case health.ClassUser:
		k.meetUser(text)
	case health.ClassHost:
		for _, h := range strings.Split(text, ",") {
			k.meetHost(strings.TrimSpace(h))
		}
	case health.ClassURL:
		for _, u := range splitURLs(text) {
			k.meetHost(hostOfURL(u))
		}
	case health.ClassModule:
		for _, m := range strings.Split(text, ",") {
			k.meetModule(strings.TrimSpace(m), declared)
		}
	}
	if class == health.ClassPublic {
		return
	}
	for _, m := range homesPattern().FindAllStringSubmatch(text, -1) {
		k.meetUser(m[1])
	}
}

func (k *names) meetUser(name string) {
	if domain, user, ok := strings.Cut(name, `\`); ok { // DOMAIN\user on Windows
		k.meetHost(domain)
		name = user
	}
	if len(name) > 1 && !sayNothing[strings.ToLower(name)] {
		k.needle(name, k.token("user", name), wordEdges)
	}
}

func (k *names) meetHost(name string) {
	_, name, _ = cutLast(name, "+") // ssh-remote+name, as the editor writes a remote
	name = strings.Trim(name, ".*[] ")
	if len(name) < 2 || publicHost(name) || sayNothing[strings.ToLower(name)] {
		return
	}
	k.needle(name, k.token("host", name), wordEdges)
	if name = strings.ToLower(name); strings.Contains(name, ".") && !slices.Contains(k.domains, name) {
		k.domains = append(k.domains, name)
	}
}

func (k *names) meetModule(name string, declared bool) {
	if strings.Contains(name, "://") { // a mistake of many who fill GOPRIVATE
		k.meetHost(hostOfURL(strings.Trim(name, `"'`)))
		return
	}
	name, _, _ = strings.Cut(name, ":")
	name, _, _ = strings.Cut(name, "@") // the version is public
	name = strings.Trim(name, "*/.")
	if name == "" || k.publicModule(name) || k.patternHead(name) || k.modules[name] {
		return
	}
	if bareHost(name) { // a pattern of GOPRIVATE
		k.meetHost(name)
		return
	}
	if !declared && !strings.Contains(name, "/") {
		return
	}
	k.modules[name] = true
	k.order = append(k.order, name)
}

// ready prepares the search after all names are known.
func (k *names) ready() {
	for _, m := range k.order {
		if !slices.ContainsFunc(k.order, func(other string) bool { return other != m && below(m, other) }) {
			k.roots = append(k.roots, m)
			k.needle(m, k.token("module", m), moduleEdges)
			if escaped := escapeCase(m); escaped != m { // as the module cache spells it
				k.needle(escaped, k.token("module", m), moduleEdges)
			}
			if backslashed := strings.ReplaceAll(m, "/", `\`); health.Windows(k.system) && backslashed != m {
				k.needle(backslashed, k.token("module", m), moduleEdges)
			}
		}
		if first, _, _ := strings.Cut(m, "/"); strings.Contains(first, ".") {
			k.meetHost(first)
		}
	}
	slices.SortFunc(k.roots, func(a, b string) int { return len(b) - len(a) })
	k.showOwn()
	for _, list := range k.needles {
		slices.SortStableFunc(list, func(a, b needle) int { return len(b.text) - len(a.text) })
	}
}

// bareHost is a host where a module path could stand: GOPRIVATE names hosts too.
func bareHost(name string) bool {
	m := hostPattern().FindString(name)
	return m == name && !strings.Contains(name, "/")
}

// below reports that an import path lies below a module, or names a symbol of it.
func below(path, module string) bool {
	return len(path) > len(module) && strings.HasPrefix(path, module) && (path[len(module)] == '/' || path[len(module)] == '.')
}

// user, host and module redact a string that is nothing but such a name.
func (k *names) user(name string) string { return k.token("user", name) }

func (k *names) host(name string) string {
	bare := strings.Trim(name, ".*[]")
	if bare == "" || publicHost(bare) {
		return name
	}
	_, bare, _ = cutLast(bare, "+")
	return strings.Replace(name, bare, k.token("host", bare), 1)
}

func (k *names) module(name string) string {
	if strings.Contains(name, "://") {
		return k.text(name)
	}
	bare, _, _ := strings.Cut(name, ":") // GOVCS has the allowed systems behind it
	bare, _, _ = strings.Cut(bare, "@")
	bare = strings.Trim(bare, "*/.")
	if bare == "" || k.publicModule(bare) {
		return name
	}
	if bareHost(bare) {
		return strings.Replace(name, bare, k.token("host", bare), 1)
	}
	return strings.Replace(name, bare, k.moduleToken(bare), 1)
}

// moduleToken stands for a private import path: its module's token, and one for what lies below it.
func (k *names) moduleToken(path string) string {
	for _, root := range k.roots {
		if path == root {
			return k.token("module", root)
		}
		if below(path, root) {
			return k.packageToken(k.token("module", root), path[len(root):])
		}
	}
	if !strings.Contains(path, "/") {
		return k.token("name", path)
	}
	return k.token("module", path)
}

// packageToken stands for what lies below a module; tail begins with a slash, or with the dot of a symbol.
func (k *names) packageToken(module, tail string) string {
	if dir, ok := k.shown[module+tail]; ok {
		return module + strings.TrimPrefix(k.text(dir+tail), k.text(dir))
	}
	return module + tail[:1] + k.token("package", module+tail)
}

func cutLast(s, separator string) (before, after string, found bool) {
	i := strings.LastIndex(s, separator)
	if i < 0 {
		return "", s, false
	}
	return s[:i], s[i+len(separator):], true
}

// escapeCase writes a module path as the module cache does: an upper-case letter is "!" and its lower-case form.
func escapeCase(path string) string {
	var out strings.Builder
	for _, r := range path {
		if 'A' <= r && r <= 'Z' {
			out.WriteByte('!')
			r += 'a' - 'A'
		}
		out.WriteRune(r)
	}
	return out.String()
}
