package probe

import (
	"fmt"
	"go/version"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// release is what a go command does about Go releases in a directory, computed as the go command does it (cmd/go's
// toolchain selection, https://go.dev/doc/toolchain#select) but without asking it: asking for a release that is not there
// downloads it or leaves a lock file in the module cache.
type release struct {
	Want     string // the release to run, as go1.27.0; empty: the one that was asked runs
	PathOnly bool   // it is looked for on PATH alone
	Invalid  string // why the go command refuses to select
}

// selectRelease takes GOTOOLCHAIN, the version of the go that is asked, and the go and toolchain lines of the go.work or
// go.mod in force (empty if there is none).
func selectRelease(gotoolchain, local, goLine, toolchainLine string) release {
	if gotoolchain == "" || !version.IsValid(local) || version.Compare(local, "go1.21") < 0 {
		return release{} // before Go 1.21 nothing is selected
	}
	least, mode := local, gotoolchain
	if gotoolchain != "auto" && gotoolchain != "path" {
		name, suffix, plus := strings.Cut(gotoolchain, "+")
		if name != "local" {
			if !version.IsValid(versionOf(name)) {
				return release{Invalid: fmt.Sprintf("invalid GOTOOLCHAIN %q", gotoolchain)}
			}
			least = name
		}
		if plus && suffix != "auto" && suffix != "path" {
			return release{Invalid: fmt.Sprintf("invalid GOTOOLCHAIN %q", gotoolchain)}
		}
		mode = suffix
	}
	want := least
	if (mode == "auto" || mode == "path") && toolchainLine != "default" {
		if toolchainLine != "" && version.Compare(versionOf(toolchainLine), versionOf(want)) > 0 {
			want = toolchainLine
		}
		if goLine != "" && version.Compare("go"+goLine, versionOf(want)) > 0 {
			want = "go" + goLine
			if version.Lang(want) == want && version.Compare(want, "go1.21") >= 0 {
				want += ".0"
			}
		}
	}
	if want == local {
		return release{}
	}
	return release{Want: want, PathOnly: mode == "path"}
}

// versionOf is the Go version in a toolchain's name: go1.21.3-custom and custom-go1.21.3 are both go1.21.3.
func versionOf(name string) string {
	if at := strings.Index(name, "-go"); at >= 0 && !strings.HasPrefix(name, "go") {
		name = name[at+1:]
	}
	name, _, _ = strings.Cut(name, "-")
	return name
}

// releaseLines reads the go and toolchain lines of the go.work or go.mod that rules: go reads the go.work alone if there is
// one. Empty if there is none or it cannot be read.
func releaseLines(system System, gowork, gomod string) (goLine, toolchainLine string) {
	file := gowork
	if file == "" || file == "off" {
		file = gomod
	}
	if file == "" || isNullDevice(file) {
		return "", ""
	}
	b, err := system.ReadFile(file, modFileLimit)
	if err != nil {
		return "", ""
	}
	return firstLine(string(b), "go"), firstLine(string(b), "toolchain")
}

// firstLine finds a directive's value by reading line by line, as the go command does at this early moment: a file with a
// syntax error elsewhere still selects a release.
func firstLine(text, key string) string {
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "//")
		fields := strings.Fields(line)
		if len(fields) == 2 && fields[0] == key {
			return strings.Trim(fields[1], "\"`")
		}
	}
	return ""
}

// isNullDevice recognises go's way to say "no go.mod", of any system.
func isNullDevice(path string) bool { return path == "/dev/null" || strings.EqualFold(path, "NUL") }

const modFileLimit = 4 << 20

// releaseAt says where a wanted release is on this machine: an executable on PATH, or a tree in the module cache. Empty: it
// would have to be downloaded.
func releaseAt(system System, r release, path, modcache, hostOS, hostArch string) string {
	for _, dir := range health.SplitList(system.OS(), path) {
		candidate := health.Join(system.OS(), dir, r.Want+suffix(system.OS()))
		if ok, _ := system.Executable(candidate); ok && health.IsAbs(system.OS(), candidate) {
			return candidate
		}
	}
	if r.PathOnly || modcache == "" {
		return ""
	}
	name := "v0.0.1-" + r.Want + "." + hostOS + "-" + hostArch
	if cachedModule(system, modcache, "golang.org/toolchain", name) == moduleExtracted {
		return health.Join(system.OS(), modcache, "golang.org", "toolchain@"+name)
	}
	return ""
}
