package probe

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// maxElsewhere bounds the tools told of that a search does not reach.
const maxElsewhere = 20

// elsewhere finds usable tools at well-known places that no step of the search looks at. The search of an editor that was
// started from a desktop misses them, because they stand on the PATH of the login shell alone.
func elsewhere(ex *Examination, tool string, steps []searchStep, found health.Lookup) []health.Path {
	system := ex.System.OS()
	reached := map[string]bool{string(found.Path): true}
	for _, p := range steps {
		for _, file := range p.filesFor(system, tool) {
			reached[file] = true
		}
	}
	var out []health.Path
	for _, dir := range wellKnown(ex.System, string(ex.Snapshot.System.Home)) {
		file := health.Join(system, dir, executableName(system, tool))
		if reached[file] || len(out) == maxElsewhere {
			continue
		}
		reached[file] = true
		if candidateState(ex.System, file) == health.CandidateUsable {
			out = append(out, health.Path(file))
		}
	}
	return out
}

// wellKnown are directories in which installers, package managers and version managers put go and its tools. A star is
// one directory of any name.
func wellKnown(system System, home string) []string {
	name := system.OS()
	patterns := []string{
		"/usr/local/go/bin", "/usr/lib/go/bin", "/usr/lib/golang/bin", "/usr/local/bin", "/usr/bin", "/opt/go/bin",
		"/snap/go/current/bin", "/opt/homebrew/bin", "/opt/homebrew/opt/go/libexec/bin", "/usr/local/opt/go/libexec/bin",
		"/home/linuxbrew/.linuxbrew/bin", "/run/current-system/sw/bin", "/usr/lib/go-*/bin",
		"~/go/bin", "~/.local/bin", "~/.asdf/shims", "~/.local/share/mise/shims", "~/.goenv/shims", "~/.nix-profile/bin",
		"~/.g/go/bin", "~/.gobrew/current/bin", "~/sdk/*/bin", "~/.gvm/gos/*/bin",
	}
	if health.Windows(name) {
		patterns = []string{`C:\Program Files\Go\bin`, `C:\Program Files (x86)\Go\bin`, `C:\Go\bin`, `C:\ProgramData\chocolatey\bin`,
			`~\go\bin`, `~\scoop\apps\go\current\bin`, `~\scoop\shims`, `~\sdk\*\bin`}
	}
	var out []string
	for _, pattern := range patterns {
		rest, inHome := strings.CutPrefix(pattern, "~")
		switch {
		case inHome && home == "":
			continue
		case inHome:
			pattern = health.Join(name, home, rest)
		}
		out = append(out, expand(system, pattern)...)
	}
	return out
}

// expand replaces the star of a pattern by the directories there, newest name first.
func expand(system System, pattern string) []string {
	before, after, ok := strings.Cut(pattern, "*")
	if !ok {
		return []string{pattern}
	}
	name := system.OS()
	parent, prefix := health.Dir(name, before+"x"), strings.TrimSuffix(health.Base(name, before+"x"), "x")
	entries, err := system.ReadDir(parent, 200)
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range slices.Backward(entries) {
		if strings.HasPrefix(e.Name(), prefix) {
			out = append(out, health.Join(name, parent, e.Name(), after))
		}
	}
	return out
}
