package check

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// proxyIsOff reports that the user's own GOPROXY forbids downloads. Our runs set it too (DESIGN §1), so go's words about
// it say nothing unless this holds.
func proxyIsOff(s *health.Snapshot, folder health.Path) bool {
	v, _ := s.Origin(folder, "GOPROXY")
	return v.Value.Text == "off"
}

// modulesAreOff reports GO111MODULE=off.
func modulesAreOff(s *health.Snapshot, folder health.Path) bool {
	v, _ := s.Origin(folder, "GO111MODULE")
	return v.Value.Text == "off"
}

// goMods are the go.mod files that rule something in a folder: the one above and those inside.
func goMods(f health.Folder) []health.GoMod {
	if f.Above == nil {
		return f.Modules
	}
	return append([]health.GoMod{*f.Above}, f.Modules...)
}

// inForce returns the go.work that rules a folder.
func inForce(f health.Folder) (health.Workspace, bool) {
	if f.Work == nil || f.Work.Off {
		return health.Workspace{}, false
	}
	return *f.Work, true
}

// uses reports that a go.work lists the directory of a module.
func uses(system string, w health.Workspace, dir health.Path) bool {
	return slices.ContainsFunc(w.Uses, func(u health.Use) bool { return health.Same(system, string(u.Dir), string(dir)) })
}

// governs reports that a module is what the folder is about: the one at its root or above it, or a member of the go.work
// in force. A module in a deeper directory may be an example or a fixture that nobody builds.
func governs(s *health.Snapshot, f health.Folder, m health.GoMod) bool {
	system := string(s.System.OS)
	if w, ok := inForce(f); ok {
		return uses(system, w, m.Dir)
	}
	return health.Within(system, string(f.Path), string(m.Dir))
}

// faultIn is error for a fault in the module that the folder is about, or where the pulse of the folder is bad; else
// warning.
func faultIn(s *health.Snapshot, f health.Folder, m health.GoMod) health.Severity {
	if governs(s, f, m) || pulseIsBad(s, f.Path) {
		return health.Error
	}
	return health.Warning
}

// standardPackage reports an import path that every Go release has, by its first element.
func standardPackage(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return slices.Contains(standardRoots, first)
}

var standardRoots = []string{"archive", "bufio", "builtin", "bytes", "cmd", "cmp", "compress", "container", "context", "crypto", "database",
	"debug", "embed", "encoding", "errors", "expvar", "flag", "fmt", "go", "hash", "html", "image", "index", "internal", "io", "iter", "log",
	"maps", "math", "mime", "net", "os", "path", "plugin", "reflect", "regexp", "runtime", "slices", "sort", "strconv", "strings",
	"structs", "sync", "syscall", "testing", "text", "time", "unicode", "unique", "unsafe", "vendor", "weak"}

// modFlag is the last -mod among flags; "" if there is none.
func modFlag(flags []string) string {
	mode := ""
	for i, f := range flags {
		name, value, found := strings.Cut(strings.Trim(f, `"'`), "=")
		if name != "-mod" && name != "--mod" {
			continue
		}
		if !found && i+1 < len(flags) {
			value = flags[i+1]
		}
		mode = value
	}
	return mode
}

// force is a -mod that somebody told go commands to use.
type force struct {
	mode     string
	setting  *health.Setting // the build flags that hold it, or else
	variable health.Variable // GOFLAGS
}

// forcedMod is the -mod that gopls's go commands are told: build flags go before GOFLAGS, as on a command line. ok is
// false where go decides by itself.
func forcedMod(s *health.Snapshot, folder health.Path) (force, bool) {
	if set, found := buildFlags(s, folder); found {
		flags, _ := set.Value.Strings()
		if mode := modFlag(flags); mode != "" {
			return force{mode: mode, setting: &set}, true
		}
	}
	if v, _, found := toGopls(s, folder, "GOFLAGS"); found {
		if mode := modFlag(strings.Fields(v.Value.Text)); mode != "" {
			return force{mode: mode, variable: v}, true
		}
	}
	return force{}, false
}

// seen is evidence of who forces it.
func (f force) seen(expected health.Value) health.Evidence {
	if f.setting != nil {
		return settingSeen(*f.setting, expected)
	}
	return variableSeen(f.variable, expected)
}

// drop are the ways to take the flag away and to leave the others.
func (f force) drop(s *health.Snapshot, folder health.Path, title health.Message) []health.Fix {
	if f.setting != nil {
		return []health.Fix{withoutFlag(*f.setting, "-mod", title)}
	}
	var rest []string
	for _, flag := range strings.Fields(f.variable.Value.Text) {
		if !sameFlag(strings.Trim(flag, `"'`), "-mod") {
			rest = append(rest, flag)
		}
	}
	text := strings.Join(rest, " ")
	if text == "" {
		return clearFixes(s, folder, f.variable)
	}
	if fix, ok := setVariable(s, folder, f.variable, text, title); ok && !health.Data(text).Hidden() {
		return []health.Fix{fix}
	}
	return []health.Fix{removeByHand(s, f.variable, title)}
}

// buildFlags is the setting whose flags gopls gives to go: its own, else go.buildFlags, which golang.go hands over only
// if the spelling build.buildFlags is absent (go-editor-facts §1.11).
func buildFlags(s *health.Snapshot, folder health.Path) (health.Setting, bool) {
	for _, key := range [][2]health.Public{{"gopls", "build.buildFlags"}, {"go.buildFlags", ""}, {"gopls", "buildFlags"}} {
		if set, ok := s.Setting(folder, key[0], key[1]); ok {
			return set, true
		}
	}
	return health.Setting{}, false
}

// eachModule judges every module of the Go folders, each file once however many folders it rules. The folder's own
// module needs no subject; others are told apart by their directory.
func eachModule(s *health.Snapshot, judge func(health.Folder, health.GoMod) (health.Finding, bool)) []health.Finding {
	var out []health.Finding
	seen := map[health.Path]bool{}
	folders := goFolders(s)
	for _, f := range folders {
		for _, m := range goMods(f) {
			if seen[m.File] {
				continue
			}
			seen[m.File] = true
			finding, ok := judge(f, m)
			if !ok {
				continue
			}
			finding.Folder = onlyFolder(folders, f, func(o health.Folder) bool { return hasGoMod(o, m.File) })
			if own := health.Within(string(s.System.OS), string(f.Path), string(m.Dir)); finding.Subject.Empty() && (len(folders) > 1 || !own) {
				finding.Subject = health.V(m.Dir)
			}
			out = append(out, finding)
		}
	}
	return out
}

// eachWorkspace judges every go.work in force, each file once.
func eachWorkspace(s *health.Snapshot, judge func(health.Folder, health.Workspace) []health.Finding) []health.Finding {
	var out []health.Finding
	seen := map[health.Path]bool{}
	folders := goFolders(s)
	for _, f := range folders {
		w, ok := inForce(f)
		if !ok || seen[w.File] {
			continue
		}
		seen[w.File] = true
		for _, finding := range judge(f, w) {
			finding.Folder = onlyFolder(folders, f, func(o health.Folder) bool { return o.Work != nil && o.Work.File == w.File })
			out = append(out, finding)
		}
	}
	return out
}

func hasGoMod(f health.Folder, file health.Path) bool {
	return slices.ContainsFunc(goMods(f), func(m health.GoMod) bool { return m.File == file })
}

// onlyFolder is the folder that a file rules, and none if it rules several: what it causes may then show in all of them.
func onlyFolder(folders []health.Folder, f health.Folder, ruled func(health.Folder) bool) health.Path {
	for _, other := range folders {
		if other.Path != f.Path && ruled(other) {
			return ""
		}
	}
	return f.Path
}
