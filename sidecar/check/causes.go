package check

import (
	"regexp"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// Cause is a known reason why the go command or gopls fails, told by its words. gopls rewrites the go command's errors
// (its "no required module provides package" alone stands for nine reasons), so the go command's own words rank first:
// reference broken-states §2.
type Cause struct {
	Code  health.Public  // kebab-case
	Check health.CheckID // the check that speaks of it
	words *regexp.Regexp
}

// causes is the message map. The first row that matches a line names its cause, so a special text stands before the
// general one that it contains.
var causes = []Cause{
	reason("goroot-missing", "goroot-invalid", `cannot find GOROOT directory`),
	reason("goroot-tools", "goroot-invalid", `no such tool "`),
	reason("goroot-gopath", "goroot-invalid", `both GOPATH and GOROOT are the same directory`),
	reason("not-in-std", "goroot-invalid", `package (\S+) is not in std\b`),
	reason("goroot-version-mismatch", "goroot-mismatch", `does not match go tool version`),
	reason("goroot-overlay", "goroot-overlay", `redeclared in this block`),
	reason("go-missing", "go-missing", `exec: "go(?:\.exe)?": executable file not found|go command required, not found`),
	reason("wrong-arch", "go-unrunnable", `exec format error|bad CPU type in executable|not a valid Win32 application`),
	reason("go-noise", "go-noisy", `unmarshaling JSON from 'go env'`),
	reason("goflags", "goflags-invalid", `parsing \$GOFLAGS|go list -f cannot be used with -json`),
	reason("gotoolchain", "gotoolchain-invalid", `invalid GOTOOLCHAIN`),
	reason("toolchain-missing", "go-version-required", `download go1\.|toolchain not available`),
	reason("go-too-old", "go-version-required", `requires go >= \S+ \(running go`),
	reason("gowork-version", "go-work-version", `requires go >= \S+, but go\.work (?:lists|implicitly requires)`),
	reason("gowork-omits", "go-work-omits", `not contain modules listed in go\.work|not one of the workspace modules`),
	reason("gowork-dangling", "go-work-dangling", `cannot load module .* listed in go\.work|appears multiple times in workspace`),
	reason("gowork-modflag", "goflags-mod", `-mod may only be set to readonly or vendor`),
	reason("gowork-variable", "env-value-invalid", `invalid GOWORK|reading go\.work: open`),
	reason("gowork-syntax", "go-work-invalid", `errors? parsing \S*go\.work|go\.work:\d+`),
	reason("replace-dangling", "replace-dangling", `replacement directory .* does not exist|\(replaced by [^)]*\): reading`),
	reason("vendor-incomplete", "vendor-inconsistent", `import lookup disabled by -mod=vendor`),
	reason("vendor-inconsistent", "vendor-inconsistent", `(?i)inconsistent vendoring`),
	reason("checksum", "checksum-mismatch", `checksum mismatch`),
	reason("gosum-missing", "gosum-incomplete", `missing go\.sum entry|go\.sum is out of sync`),
	reason("private-module", "module-download-failed", `(?:410 Gone|404 Not Found).*sum\.golang\.org|terminal prompts disabled|could not read Username`),
	reason("tls-interception", "module-download-failed", `x509: `),
	reason("network", "module-download-failed", `dial tcp|connection refused|i/o timeout|no such host|proxyconnect|TLS handshake`),
	reason("proxy-empty", "proxy-config", `GOPROXY list is not the empty string, but contains no entries`),
	reason("proxy-url", "proxy-config", `invalid (?:file:// )?proxy URL`),
	reason("descriptors", "fd-limit", `too many open files`),
	reason("proxy-off", "module-download-failed", `module lookup disabled by GOPROXY=off`),
	reason("no-gomod", "module-missing", `go\.mod file not found in current directory or any parent|cannot find main module|not contain main module`),
	reason("outside-modules", "module-missing", `cannot find package ".*" in (?:GOROOT|any of)|cannot be used with GO111MODULE=off`),
	reason("require-missing", "dependency-missing", `no required module provides package ([^\s;:,"]+)|cannot find module providing package ([^\s;:,"]+)`),
	reason("gomod-untidy", "dependency-missing", `updates to go\.mod needed`),
	reason("gomod-syntax", "go-mod-invalid", `errors? parsing \S*go\.mod|missing module declaration|no module path for|go\.mod:\d+(?::\d+)?: `),
	reason("gocache", "cache-unusable", `build cache is (?:disabled|required)|failed to initialize build cache|GOCACHE is not an absolute path|neither \$XDG_CACHE_HOME nor \$HOME are defined`),
	reason("modcache", "cache-unusable", `could not create module cache|GOMODCACHE entry is relative|module cache not found`),
	reason("gopls-cache", "cache-unusable", `cannot access its persistent index`),
	reason("tmpdir", "tmpdir-unusable", `creating work dir`),
	reason("cgo-compiler", "cgo-unavailable", `C compiler "[^"]*" not found|failure to perform cgo processing`),
	reason("target", "target-invalid", `unsupported GOOS/GOARCH pair`),
	reason("package-dir", "package-dir-invalid", `malformed import path`),
	reason("build-flag", "gopls-setting-invalid", `flag provided but not defined`),
	reason("packages-driver", "gopackagesdriver", `gopackagesdriver|no packages returned`),
	reason("path-spelling", "workspace-alias", `is listed by (?:macOS|Windows) as`),
	reason("permission", "", `(?i)(?:permission denied|operation not permitted|access is denied)`),
	reason("file-gone", "", `(?:open|stat) .+: (?:no such file or directory|The system cannot find)`),
}

func reason(code health.Public, check health.CheckID, words string) Cause {
	return Cause{Code: code, Check: check, words: regexp.MustCompile(words)}
}

// longestLine bounds what is quoted of a program's words.
const longestLine = 300

// CausesOf returns the causes that a program's words name, in the order of its lines and each once, without looking at
// the machine. Causes that depend on where a path lies have no check yet.
func CausesOf(words health.Text) []Cause {
	var out []Cause
	seen := map[health.Public]bool{}
	for line := range strings.Lines(string(words)) {
		if c, ok := causeOfLine(line); ok && !seen[c.Code] {
			seen[c.Code] = true
			out = append(out, c)
		}
	}
	return out
}

func causeOfLine(line string) (Cause, bool) {
	for _, c := range causes {
		if c.words.MatchString(line) {
			return c, true
		}
	}
	return Cause{}, false
}

// named is a cause with the line that names it, and who said it.
type named struct {
	Cause
	line   health.Text
	source health.Source
}

// namedIn reads a program's words about a folder, with the machine's facts where a text alone is not enough.
func namedIn(s *health.Snapshot, folder health.Path, words health.Text, source health.Source) []named {
	var out []named
	for line := range strings.Lines(string(words)) {
		line = strings.TrimSpace(line)
		c, ok := causeOfLine(line)
		if !ok {
			continue
		}
		if c, ok = refine(s, folder, c, line); !ok {
			continue
		}
		if len(line) > longestLine {
			line = strings.ToValidUTF8(line[:longestLine], "") + "…"
		}
		out = append(out, named{Cause: c, line: health.Text(line), source: source})
	}
	return out
}

// refine tells apart the causes that share a text. ok is false for a line that names none after all.
func refine(s *health.Snapshot, folder health.Path, c Cause, line string) (Cause, bool) {
	goroot := s.GoEnv(folder).Get("GOROOT")
	switch c.Code {
	case "proxy-off":
		if !proxyIsOff(s, folder) {
			c.Code, c.Check = "not-downloaded", "modules-not-downloaded"
		}
	case "not-in-std":
		if !standardPackage(c.match(line)) {
			c.Code, c.Check = "import-unknown", "dependency-missing"
		}
	case "require-missing":
		if _, cut := cutBy(s, folder, c.match(line)); cut {
			c.Code, c.Check = "gomod-nested", "module-stray"
		}
	case "outside-modules":
		if modulesAreOff(s, folder) {
			c.Code, c.Check = "modules-off", "go111module-off"
		}
	case "goroot-overlay":
		return c, goroot != "" && strings.Contains(line, goroot)
	case "permission", "file-gone":
		return byPlace(s, folder, c, line)
	}
	return c, true
}

// match is the first group of the row's pattern that holds something.
func (c Cause) match(line string) string {
	groups := c.words.FindStringSubmatch(line)
	for _, g := range groups[min(1, len(groups)):] {
		if g != "" {
			return g
		}
	}
	return ""
}

// byPlace names the cause of a refused or missing file by the tree that it lies in.
func byPlace(s *health.Snapshot, folder health.Path, c Cause, line string) (Cause, bool) {
	holds := func(dir string) bool { return dir != "" && strings.Contains(line, dir) }
	modules := s.GoEnv(folder).Get("GOMODCACHE")
	if c.Code == "file-gone" {
		c.Code, c.Check = "modcache-damaged", "module-cache-damaged"
		return c, holds(modules)
	}
	switch {
	case holds(modules):
		c.Code, c.Check = "modcache-permission", "cache-unusable"
	case holds(s.GoEnv(folder).Get("GOCACHE")):
		c.Code, c.Check = "gocache-permission", "cache-unusable"
	case holds(string(folder)):
		c.Code, c.Check = "workspace-permission", "workspace-unreadable"
	default:
		return c, false
	}
	return c, true
}
