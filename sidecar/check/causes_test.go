package check

import (
	"slices"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// The texts are those that go 1.24 to 1.26 and gopls 0.18 to 0.23 really say.
func TestCausesOf(t *testing.T) {
	for _, tc := range []struct {
		name, words string
		want        health.CheckID
	}{
		{"s01", "go: cannot find GOROOT directory: /nonexistent", "goroot-invalid"},
		{"s02", "package fmt is not in std (/tmp/empty/src/fmt)", "goroot-invalid"},
		{"s02-tool", `go: no such tool "compile"`, "goroot-invalid"},
		{"s04", `compile: version "go1.24.13" does not match go tool version "go1.26.8"`, "goroot-mismatch"},
		{"s07", `go command required, not found: exec: "go": executable file not found in $PATH`, "go-missing"},
		{"s07b", "fork/exec /opt/go/bin/go: exec format error", "go-unrunnable"},
		{"s07d", "internal error unmarshaling JSON from 'go env': invalid character 'U' looking for beginning of value", "go-noisy"},
		{"s12", "go: inconsistent vendoring in /home/ada/src/app:\n\trsc.io/quote@v1.5.2: is explicitly required in go.mod, but not marked as explicit in vendor/modules.txt", "vendor-inconsistent"},
		{"s12-gopls", `Inconsistent vendoring detected. Please re-run "go mod vendor".`, "vendor-inconsistent"},
		{"s14", "cannot find module providing package rsc.io/quote: import lookup disabled by -mod=vendor\n\t(Go version in go.mod is at least 1.14 and vendor directory exists.)", "vendor-inconsistent"},
		{"s16", "pattern ./...: directory prefix . does not contain modules listed in go.work or their selected dependencies", "go-work-omits"},
		{"s17", "go: module . listed in go.work file requires go >= 1.24, but go.work lists go 1.20; to update it:\n\tgo work use", "go-work-version"},
		{"s18g", "go: module . listed in go.work file requires go >= 1.24, but go.work implicitly requires go 1.18; to update it:\n\tgo work use", "go-work-version"},
		{"s18", "go: cannot load module ../b listed in go.work file: open ../b/go.mod: no such file or directory", "go-work-dangling"},
		{"s18-twice", "go: module example.com/a appears multiple times in workspace", "go-work-dangling"},
		{"s18d", "go: reading go.work: open /nonexistent: no such file or directory", "env-value-invalid"},
		{"s18e", "go: invalid GOWORK: not an absolute path", "env-value-invalid"},
		{"go-work-syntax", "go: errors parsing go.work:\n../go.work:4: unknown directive: foo", "go-work-invalid"},
		{"s61", `go: -mod may only be set to readonly or vendor when in workspace mode, but it is set to "mod"`, "goflags-mod"},
		{"s19", "go: go.mod requires go >= 1.99 (running go 1.26.8; GOTOOLCHAIN=local)", "go-version-required"},
		{"s20", "go: download go1.99.0 for linux/amd64: toolchain not available", "go-version-required"},
		{"s20-proxy", "go: download go1.27.0: dial tcp 127.0.0.1:9: connect: connection refused", "go-version-required"},
		{"gotoolchain", `go: invalid GOTOOLCHAIN "bla"`, "gotoolchain-invalid"},
		{"s21", `rsc.io/quote@v1.5.2: Get "http://127.0.0.1:9/rsc.io/quote/@v/v1.5.2.zip": dial tcp 127.0.0.1:9: connect: connection refused`, "module-download-failed"},
		{"s22", "module lookup disabled by GOPROXY=off", "module-download-failed"},
		{"s22c", "GOPROXY list is not the empty string, but contains no entries", "proxy-config"},
		{"tls", `Get "https://proxy.example/x": tls: failed to verify certificate: x509: certificate signed by unknown authority`, "module-download-failed"},
		{"private", "fatal: could not read Username for 'https://git.example': terminal prompts disabled", "module-download-failed"},
		{"s23", "missing go.sum entry for module providing package rsc.io/quote (imported by example.com/app); to add:\n\tgo get example.com/app", "gosum-incomplete"},
		{"s23c", "verifying rsc.io/quote@v1.5.2: checksum mismatch", "checksum-mismatch"},
		{"s24", "no required module provides package rsc.io/quote; to add it:\n\tgo get rsc.io/quote", "dependency-missing"},
		{"untidy", "go: updates to go.mod needed; to update it:\n\tgo mod tidy", "dependency-missing"},
		{"s25", "go: errors parsing go.mod:\ngo.mod:2: unknown directive: <<<<<<<", "go-mod-invalid"},
		{"s25b", "rsc.io/quote@v1.5.2: replacement directory ../nowhere does not exist", "replace-dangling"},
		{"s25b-no-module", "rsc.io/quote@v1.5.2 (replaced by ../nomod): reading ../nomod/go.mod: open /tmp/nomod/go.mod: no such file or directory", "replace-dangling"},
		{"s26", "failed to initialize build cache at /home/ada/.cache/go-build: mkdir /home/ada/.cache/go-build/00: permission denied", "cache-unusable"},
		{"s26b", "build cache is disabled by GOCACHE=off, but required as of Go 1.12", "cache-unusable"},
		{"s26d", "build cache is required, but could not be located: GOCACHE is not defined and neither $XDG_CACHE_HOME nor $HOME are defined", "cache-unusable"},
		{"s27k", "could not create module cache: mkdir /proc/x: no such file or directory", "cache-unusable"},
		{"s28d", "go: unsupported GOOS/GOARCH pair linux/aarch64", "target-invalid"},
		{"s29b", `cgo: C compiler "gcc" not found: exec: "gcc": executable file not found in $PATH`, "cgo-unavailable"},
		{"s31g", "flag provided but not defined: -nosuchflag", "gopls-setting-invalid"},
		{"s35dir", `malformed import path "example.com/app/a b": invalid char ' '`, "package-dir-invalid"},
		{"s42", "fork/exec /nonexistent/gopackagesdriver: no such file or directory", "gopackagesdriver"},
		{"s60", "go: creating work dir: stat /nonexistent: no such file or directory", "tmpdir-unusable"},
		{"s60g", "go: parsing $GOFLAGS: unknown flag -foo", "goflags-invalid"},
		{"s64", "go: error reading go.mod: missing module declaration. To specify the module path:\n\tgo mod edit -module=example.com/mod", "go-mod-invalid"},
		{"s08", "pattern ./...: directory prefix . does not contain main module or its selected dependencies", "module-missing"},
		{"s10", `cannot find package "rsc.io/quote" in any of:`, "module-missing"},
		{"mac-spelling", `invalid path "/Users/ada/Src": component "Src" is listed by macOS as "src"`, "workspace-alias"},
		{"windows-lines", "go: downloading x v1\r\ngo: cannot find GOROOT directory: C:\\gone\r\n", "goroot-invalid"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := CausesOf(health.Text(tc.words))
			if len(got) != 1 || got[0].Check != tc.want {
				t.Errorf("%q names %v, want %s", tc.words, got, tc.want)
			}
		})
	}
}

// These are symptoms or no complaints at all: a cause that they named would be wrong.
func TestNoCause(t *testing.T) {
	for _, words := range []string{
		"", "no views", "no package metadata for file file:///home/ada/src/app/main.go", "No packages found for open file /home/ada/main.go.",
		`could not import fmt (missing metadata for import of "fmt")`, "go: downloading rsc.io/quote v1.5.2", "Finished loading packages.",
		"undefined: helper", `go: warning: "./..." matched no packages`, `exec: "gcc": executable file not found in $PATH`,
	} {
		if got := CausesOf(health.Text(words)); len(got) != 0 {
			t.Errorf("%q names %s", words, got[0].Code)
		}
	}
}

// What the same words mean depends on the machine.
func TestRefinedCauses(t *testing.T) {
	for _, tc := range []struct {
		name, words string
		change      func(*health.Snapshot)
		want        health.CheckID // "" names nothing
	}{
		{name: "our-own-proxy-off", words: "module lookup disabled by GOPROXY=off", want: "modules-not-downloaded"},
		{name: "the-users-proxy-off", words: "module lookup disabled by GOPROXY=off", change: written("GOPROXY", "off"), want: "module-download-failed"},
		{name: "standard-package-gone", words: "package net/http is not in std (/usr/local/go/src/net/http)", want: "goroot-invalid"},
		{name: "misspelt-package", words: "package strngs is not in std (/usr/local/go/src/strngs)", want: "dependency-missing"},
		{name: "own-package-cut-off", words: "no required module provides package example.com/app/internal/util; to add it:", change: module("internal", nil), want: "module-stray"},
		{name: "own-package-that-does-not-exist", words: "no required module provides package example.com/app/internal/util; to add it:", want: "dependency-missing"},
		{name: "other-package", words: "no required module provides package example.com/apple; to add it:", want: "dependency-missing"},
		{name: "modules-off", words: `cannot find package "rsc.io/quote" in any of:`, change: exported("GO111MODULE", "off"), want: "go111module-off"},
		{name: "module-cache-refused", words: "open /home/ada/go/pkg/mod/rsc.io/quote@v1.5.2: permission denied", want: "cache-unusable"},
		{name: "workspace-refused", words: "pattern ./...: open /home/ada/src/app/internal: permission denied", want: "workspace-unreadable"},
		{name: "elsewhere-refused", words: "open /etc/shadow: permission denied"},
		{name: "module-damaged", words: "open /home/ada/go/pkg/mod/rsc.io/quote@v1.5.2/quote.go: no such file or directory", want: "module-cache-damaged"},
		{name: "own-file-gone", words: "open /home/ada/src/app/gone.go: no such file or directory"},
		{name: "redeclared-in-goroot", words: "/usr/local/go/src/internal/abi/map_swiss.go:12: x redeclared in this block", want: "goroot-overlay"},
		{name: "redeclared-at-home", words: "./main.go:12:6: main redeclared in this block"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := healthy("linux")
			if tc.change != nil {
				tc.change(s)
			}
			got := namedIn(s, s.Folders[0].Path, health.Text(tc.words), health.Source{})
			switch {
			case tc.want == "" && len(got) > 0:
				t.Errorf("names %s", got[0].Check)
			case tc.want != "" && (len(got) != 1 || got[0].Check != tc.want):
				t.Errorf("names %+v, want %s", got, tc.want)
			}
		})
	}
}

// go's words outrank those of gopls, which puts one sentence for nine causes.
func TestGoSpeaksFirst(t *testing.T) {
	s := healthy("linux")
	do(loadFails(`no required module provides package "rsc.io/quote"`), lists([3]string{"rsc.io/quote", "missing go.sum entry for module providing package rsc.io/quote", "main.go:6:2"}))(s)
	got := namedCauses(s, s.Folders[0].Path)
	if len(got) == 0 || got[0].Check != "gosum-incomplete" || got[0].source.Kind != health.FromCommand {
		t.Errorf("the first cause is %+v", got)
	}
}

func TestEveryCauseHasItsCheck(t *testing.T) {
	known := pulseCauses("go-work-omits")
	for _, c := range causes {
		if c.Check == "" && !slices.Contains([]health.Public{"permission", "file-gone"}, c.Code) {
			t.Errorf("%s has no check", c.Code)
		}
		if c.Check != "" && !slices.Contains(known, c.Check) {
			t.Errorf("%s explains no bad pulse, although its words name it", c.Check)
		}
	}
}

// Whatever a program says, reading it never panics, and what is quoted of it stands in it and is short.
func FuzzCauses(f *testing.F) {
	for _, words := range []string{"go: cannot find GOROOT directory: /x", "a\nb\r\nmissing go.sum entry", "package \x00 is not in std",
		strings.Repeat("ä", 400) + "permission denied /home/ada/src/app", "module lookup disabled by GOPROXY=off\xff"} {
		f.Add(words)
	}
	s := healthy("linux")
	f.Fuzz(func(t *testing.T, words string) {
		for _, c := range CausesOf(health.Text(words)) {
			if c.Code == "" {
				t.Errorf("%q names a cause without a code", words)
			}
		}
		for _, n := range namedIn(s, s.Folders[0].Path, health.Text(words), health.Source{}) {
			line := strings.TrimSuffix(string(n.line), "…")
			if n.Check == "" || len(line) > longestLine || !strings.Contains(strings.ToValidUTF8(words, ""), strings.ToValidUTF8(line, "")) {
				t.Errorf("%q: quoted %q for %q", words, n.line, n.Check)
			}
		}
	})
}
