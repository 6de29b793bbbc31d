package report

import (
	"path"
	"strings"

	"golang.org/x/mod/module"

	"github.com/govitals/govitals/sidecar/health"
)

// publicHosts serve code that everybody may see, and belong to nobody who looks for help here. Everything else may be a
// company's own, and a short list errs on the safe side.
var publicHosts = []string{
	"github.com", "githubusercontent.com", "gitlab.com", "bitbucket.org", "codeberg.org", "sr.ht",
	"golang.org", "go.dev", "go.googlesource.com", "gopkg.in", "google.golang.org", "cloud.google.com", "k8s.io", "rsc.io",
	"go.uber.org", "honnef.co", "go.opentelemetry.io", "go.etcd.io", "gorm.io", "entgo.io", "mvdan.cc", "filippo.io",
	"modernc.org", "gonum.org", "gotest.tools", "go4.org", "gocloud.dev", "cuelang.org", "buf.build", "connectrpc.com",
	"go.mongodb.org", "dario.cat", "howett.net", "mellium.im", "pgregory.net", "lukechampine.com", "tailscale.com",
	"visualstudio.com", "vscode.dev", "marketplace.visualstudio.com",
	"localhost", "127.0.0.1", "::1", "0.0.0.0", "off", "direct",
}

func publicHost(host string) bool {
	host = strings.ToLower(strings.TrimPrefix(host, "git@"))
	for _, p := range publicHosts {
		if host == p || strings.HasSuffix(host, "."+p) {
			return true
		}
	}
	return false
}

// standardTop are the first elements of the standard library's import paths, the names the go command uses beside, and
// those that the language declares itself.
var standardTop = setOf(`archive bufio builtin bytes cmp compress container context crypto database debug embed encoding errors expvar
	flag fmt go hash html image index internal io iter log maps math mime net os path plugin reflect regexp runtime slices sort
	strconv strings structs sync syscall testing text time unicode unique unsafe vendor weak cmd std main C command-line-arguments toolchain
	any append bool byte cap clear close comparable complex complex128 complex64 copy delete error false float32 float64 imag int int16
	int32 int64 int8 iota len make max min new nil panic print println real recover rune string true uint uint16 uint32 uint64 uint8 uintptr`)

// sayNothing are names of users, hosts and modules so common that they name nobody; as words they stand in every text.
var sayNothing = setOf(`root user users admin administrator go golang gopls vscode code runner ubuntu debian fedora node test tests dev
	developer docker app main module modules package example examples hello demo foo bar baz tmp temp tools cmd server client api
	web www host home local localhost guest public default shared build builder ci jenkins vagrant ec2-user codespace coder gitpod
	nobody system service work src bin lib usr opt var mnt etc net run mod pkg path file folder workspace editor setting environment
	command error warning info ok linux darwin windows all linuxbrew standard text none off direct me private`)

func setOf(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// privatePatterns are the user's own words about what is private.
func privatePatterns(s *health.Snapshot) string {
	var lists []string
	add := func(vars []health.Variable) {
		for _, name := range []health.Public{"GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOINSECURE"} {
			if v, ok := health.Find(vars, name); ok && v.Value.Text != "" && v.Value.Text != "none" && v.Value.Text != "*" {
				lists = append(lists, v.Value.Text)
			}
		}
	}
	add(s.Process.Variables)
	add(s.GOENV.Variables)
	for _, e := range s.ToolEnvs {
		add(e.Variables)
	}
	for _, e := range s.GoEnvs {
		add(e.Values)
	}
	return strings.Join(lists, ",")
}

// patternHead reports that a path is what stands before the wildcard of a pattern of GOPRIVATE: github.com/corp of github.com/corp/*.
// The pattern does not match it, and it names the corp.
func (k *names) patternHead(name string) bool {
	for pattern := range strings.SplitSeq(k.patterns, ",") {
		head := strings.TrimSpace(pattern)
		if i := strings.IndexAny(head, "*?["); i >= 0 {
			head = strings.TrimRight(head[:i], "/")
			if head == name && strings.Contains(head, "/") {
				return true
			}
		}
	}
	return false
}

// publicModule reports that an import path, or a symbol such as fmt.Println, tells nothing of anybody.
func (k *names) publicModule(name string) bool {
	name, _, _ = strings.Cut(name, "@")
	if k.patterns != "" && (module.MatchPrefixPatterns(k.patterns, name) || k.patternHead(strings.TrimRight(name, "/*"))) {
		return false
	}
	first, _, deeper := strings.Cut(name, "/")
	head, symbol, dotted := strings.Cut(first, ".")
	switch {
	case !dotted:
		return standardTop[first] || sayNothing[strings.ToLower(first)] && !deeper || first == "." || first == ".."
	case publicHost(first):
		return true
	case !deeper && head == "builtin":
		return standardTop[symbol]
	case !deeper && standardTop[head]:
		return symbol != "" && 'A' <= symbol[0] && symbol[0] <= 'Z' || path.Ext(first) == ".go"
	}
	return false
}
