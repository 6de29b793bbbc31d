package health

import "strings"

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
	"LANG": ClassPublic, "LC_ALL": ClassPublic, "SHLVL": ClassPublic, "TERM_PROGRAM": ClassPublic,
	"VSCODE_CLI": ClassPublic, "WSL_DISTRO_NAME": ClassPublic,
	"GOCACHEPROG": ClassText, "GOLSP_CPU_AFFINITY": ClassPublic, "GO_SDK_OVERRIDE": ClassPath, "GO_SDK_AUTO_DETECT": ClassPublic,
	"RUSTUP_HOME": ClassPath, "CARGO_HOME": ClassPath, "RUSTUP_TOOLCHAIN": ClassPublic, "RUST_SRC_PATH": ClassPath,
}

// secretHidden stands where a secret stood.
const secretHidden = "(hidden)"

// Redacted reports that a secret was taken out of a value, which therefore cannot be written back anywhere.
func (v Value) Redacted() bool {
	for _, item := range v.Items {
		if strings.Contains(item, secretHidden) {
			return true
		}
	}
	return strings.Contains(v.Text, secretHidden)
}

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
		return Value{Class: class, Items: SplitList(system, CleanText(value))}
	case class == ClassURL:
		return Value{Class: class, Text: CleanURLs(value)}
	}
	return Value{Class: class, Text: CleanText(value)}
}
