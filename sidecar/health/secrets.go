package health

import (
	"net/url"
	"regexp"
	"strings"
)

// Variables is the allow-list of environment variables that may enter a snapshot, with the class of their values.
// Every name that is not here is counted and forgotten. Sources: `go help environment`, gopls's documentation,
// golang.go's toolExecutionEnvironment, reference os-facts §9.
var Variables = map[Public]Class{
	"GOROOT": ClassPath, "GOPATH": ClassPath, "GOBIN": ClassPath, "GOCACHE": ClassPath, "GOMODCACHE": ClassPath,
	"GOTMPDIR": ClassPath, "GOENV": ClassPath, "GOMOD": ClassPath, "GOWORK": ClassPath, "GOTOOLDIR": ClassPath,
	"GOPLSCACHE": ClassPath, "GOTELEMETRYDIR": ClassPath, "GOCOVERDIR": ClassPath,
	"PATH": ClassPath, "HOME": ClassPath, "USERPROFILE": ClassPath, "LOCALAPPDATA": ClassPath, "APPDATA": ClassPath,
	"TMPDIR": ClassPath, "TMP": ClassPath, "TEMP": ClassPath, "SHELL": ClassPath, "PWD": ClassPath,
	"XDG_CONFIG_HOME": ClassPath, "XDG_CACHE_HOME": ClassPath, "XDG_STATE_HOME": ClassPath,
	"GOPACKAGESDRIVER": ClassPath, "ASDF_DIR": ClassPath, "GOENV_ROOT": ClassPath, "GVM_ROOT": ClassPath,
	"GOFLAGS": ClassText, "GOPROXY": ClassURL, "GOSUMDB": ClassURL, "GOVCS": ClassModule,
	"GOPRIVATE": ClassModule, "GONOPROXY": ClassModule, "GONOSUMDB": ClassModule, "GOINSECURE": ClassModule,
	"HTTP_PROXY": ClassURL, "HTTPS_PROXY": ClassURL, "NO_PROXY": ClassHost,
	"http_proxy": ClassURL, "https_proxy": ClassURL, "no_proxy": ClassHost, "ALL_PROXY": ClassURL, "all_proxy": ClassURL,
	"GO111MODULE": ClassPublic, "GOOS": ClassPublic, "GOARCH": ClassPublic, "GOHOSTOS": ClassPublic, "GOHOSTARCH": ClassPublic,
	"GOTOOLCHAIN": ClassPublic, "GOVERSION": ClassPublic, "GOEXPERIMENT": ClassPublic, "GODEBUG": ClassPublic,
	"GOAMD64": ClassPublic, "GOARM": ClassPublic, "GOARM64": ClassPublic, "GO386": ClassPublic, "GOMIPS": ClassPublic,
	"GOMIPS64": ClassPublic, "GOPPC64": ClassPublic, "GORISCV64": ClassPublic, "GOWASM": ClassPublic, "GOFIPS140": ClassPublic,
	"CGO_ENABLED": ClassPublic, "GOMAXPROCS": ClassPublic, "GOMEMLIMIT": ClassPublic, "GOGC": ClassPublic, "GOTELEMETRY": ClassPublic,
	"GOEXE": ClassPublic, "CC": ClassText, "CXX": ClassText, "PKG_CONFIG": ClassText,
	"LANG": ClassPublic, "LC_ALL": ClassPublic, "TERM_PROGRAM": ClassPublic,
	"VSCODE_CLI": ClassPublic, "WSL_DISTRO_NAME": ClassPublic,
	"RUSTUP_HOME": ClassPath, "CARGO_HOME": ClassPath, "RUSTUP_TOOLCHAIN": ClassPublic, "RUST_SRC_PATH": ClassPath,
}

// secretHidden stands where a secret stood.
const secretHidden = "(hidden)"

// MakeVariable makes the entry of an environment variable; ok is false if the name is not on the list. User
// information is taken out of URLs, values of flags that may hold secrets out of flags, and lists are split.
// system is a GOOS value: it decides how PATH is split.
func MakeVariable(system, name, value string, source Source) (v Variable, ok bool) {
	class, ok := Variables[Public(name)]
	if !ok {
		return Variable{}, false
	}
	return Variable{Name: Public(name), Value: CleanValue(system, name, class, value), Source: source}, true
}

// CleanValue makes the value of an allowed variable, without secrets.
func CleanValue(system, name string, class Class, value string) Value {
	switch {
	case name == "GOFLAGS":
		return Value{Class: class, Text: CleanFlags(value)}
	case name == "PATH" && value != "":
		return Value{Class: class, Items: SplitList(system, value)}
	case class == ClassURL:
		return Value{Class: class, Text: CleanURLs(value)}
	}
	return Value{Class: class, Text: CleanText(value)}
}

var userInformation = regexp.MustCompile(`(?i)\b([a-z][a-z0-9+.-]*://)[^/\s,|@"']*(?:@[^/\s,|@"']*)*@`)

// CleanText takes the user information out of every URL in a text, and what looks like a credential beside a
// telling name (token=…, Authorization: …).
func CleanText(text string) string {
	text = userInformation.ReplaceAllString(text, "${1}")
	return credential.ReplaceAllString(text, "${1}"+secretHidden)
}

var credential = regexp.MustCompile(`(?i)\b((?:[a-z0-9_-]*(?:token|password|passwd|secret|api[_-]?key|private[_-]?key)["']?\s*[=:]\s*)|(?:authorization["']?\s*[=:]\s*(?:basic|bearer)?\s*)|(?:bearer\s+))["']?[^\s"',;&|]+`)

// CleanURLs cleans a list of URLs as GOPROXY has it, separated by commas or bars: no user information, no query.
func CleanURLs(list string) string {
	var out strings.Builder
	for rest := list; rest != ""; {
		cut := strings.IndexAny(rest, ",|")
		item, separator := rest, ""
		if cut >= 0 {
			item, separator, rest = rest[:cut], rest[cut:cut+1], rest[cut+1:]
		} else {
			rest = ""
		}
		out.WriteString(cleanURL(item) + separator)
	}
	return out.String()
}

func cleanURL(item string) string {
	item = userInformation.ReplaceAllString(item, "${1}")
	if !strings.Contains(item, "://") {
		if at := strings.LastIndexByte(item, '@'); at >= 0 {
			return item[at+1:] // user:password@host without a scheme
		}
		return item
	}
	u, err := url.Parse(item)
	if err != nil {
		return secretHidden // what cannot be read may hide a secret
	}
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	return u.String()
}

// openFlags are the flags of the go command and of gopls whose values cannot be secrets. Others keep their names only.
var openFlags = map[string]bool{
	"mod": true, "modfile": true, "tags": true, "buildvcs": true, "trimpath": true, "race": true, "msan": true, "asan": true,
	"cover": true, "covermode": true, "p": true, "v": true, "x": true, "n": true, "a": true, "work": true, "compiler": true,
	"buildmode": true, "installsuffix": true, "linkshared": true, "modcacherw": true, "overlay": true, "pgo": true, "pkgdir": true,
	"json": true, "count": true, "short": true, "timeout": true, "parallel": true, "vet": true, "C": true, "e": true, "deps": true,
	"remote": true, "listen": true, "logfile": true, "debug": true, "port": true, "rpc.trace": true, "mode": true, "vv": true, "remote.listen.timeout": true,
	"listen.timeout": true, "remote.debug": true, "remote.logfile": true, "otel": true, "mcp.listen": true, "profile.cpu": true, "profile.mem": true,
}

// CleanFlags cleans a list of flags as GOFLAGS has it.
func CleanFlags(flags string) string {
	fields := strings.Fields(flags)
	for i, f := range fields {
		fields[i] = CleanFlag(f)
	}
	return strings.Join(fields, " ")
}

// CleanFlag keeps a flag's name, and its value only where that cannot be a secret. -ldflags keeps -s and -w, which a
// check needs.
func CleanFlag(flag string) string {
	if !strings.HasPrefix(strings.TrimLeft(flag, `"'`), "-") {
		return CleanText(flag)
	}
	name, value, found := strings.Cut(flag, "=")
	bare := strings.TrimLeft(name, `-"'`)
	switch {
	case !found:
		return CleanText(flag)
	case openFlags[bare]:
		return name + "=" + CleanText(value)
	case bare == "ldflags":
		var kept []string
		for _, f := range strings.Fields(strings.Trim(value, `"'`)) {
			if f == "-s" || f == "-w" {
				kept = append(kept, f)
			}
		}
		return name + "=" + strings.Join(append(kept, secretHidden), " ")
	}
	return name + "=" + secretHidden
}
