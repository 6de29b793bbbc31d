package probe

import (
	"slices"
	"strings"

	"golang.org/x/mod/module"

	"github.com/govitals/govitals/sidecar/health"
)

// part is one thing in which the user's surroundings differ from the bare ones of rung 3, and that can be taken away by itself.
type part struct {
	culprit health.Culprit // what it is called if it is one; without a group
	class   partClass
	rank    int
	// places marks what says where the module cache and the build cache are: a workspace cannot do without its modules, so
	// these are taken away last.
	places bool
	keep   func(*start)
	drop   func(*start) // what it means to take it away, if that is more than not to keep it; may be nil
}

// partClass groups the parts that are taken away together where not all can be.
type partClass int

const (
	classEnvironment partClass = iota
	classSettings
	classFlags
	classProject
)

// start is what a private server is started with: the bare surroundings and the parts that were kept.
type start struct {
	system string
	env    []string
	bare   map[string]bool // variables of env that stand there only for want of the user's
	path   pathMix
	// goflags and goenvFlags are the flags of GOFLAGS, in the environment and in the GOENV file; goenv are its other lines.
	goflags, goenvFlags []string
	goenv               []goenvLine
	goenvFile           string // the user's own file, where its lines are not known
	settings            map[string]any
	flags               []string
	noWork, noVendor    bool
	hidden              []string         // go.mod files that go is not to see
	fresh               []module.Version // modules that are to be extracted anew
}

// compose starts from the bare environment and keeps what is wanted.
func compose(system string, bare []string, mix pathMix, parts []part, kept func(int) bool) *start {
	s := &start{system: system, env: slices.Clone(bare), bare: map[string]bool{}, path: mix, settings: map[string]any{}}
	s.path.kept = map[int]bool{}
	for _, entry := range bare {
		if name, _, ok := splitEntry(entry); ok {
			s.bare[listedName(system, name)] = true
		}
	}
	for i, p := range parts {
		switch {
		case kept(i):
			p.keep(s)
		case p.drop != nil:
			p.drop(s)
		}
	}
	s.env = setenv(system, s.env, "PATH", joinList(system, s.path.list()))
	if len(s.goflags) > 0 {
		s.set("GOFLAGS", joinFlags(s.goflags))
	}
	return s
}

// set lays a variable of the user's over the bare environment.
func (s *start) set(name, value string) {
	s.env = setenv(s.system, s.env, name, value)
	delete(s.bare, listedName(s.system, name))
}

func (s *start) unset(name string) {
	s.env = slices.DeleteFunc(slices.Clone(s.env), func(entry string) bool { return named(s.system, entry, name) })
}

// unmask takes a variable of the bare environment away that would hide a line of the GOENV file.
func (s *start) unmask(name string) {
	if s.bare[name] {
		s.unset(name)
	}
}

// servers are the gopls settings that lay variables over the environment of go commands, in the order in which they count.
func (s *start) servers() []map[string]any {
	var out []map[string]any
	for _, key := range sortedKeys(s.settings) {
		if values, ok := s.settings[key].(map[string]any); ok && lastElement(key) == "env" {
			out = append(out, values)
		}
	}
	return out
}

// value is what a go command of the server would have of a variable, unless by default.
func (s *start) value(name string) string {
	for _, server := range slices.Backward(s.servers()) {
		if text, _ := server[name].(string); text != "" {
			return text
		}
	}
	if text, _ := getenv(s.system, s.env, name); text != "" {
		return text
	}
	if name == "GOFLAGS" {
		return joinFlags(s.goenvFlags)
	}
	for _, line := range s.goenv {
		if line.name == name {
			return line.value
		}
	}
	return ""
}

// force sets a variable so that nothing of the user's overrules it.
func (s *start) force(name, value string) {
	s.set(name, value)
	for _, server := range s.servers() {
		if _, ok := server[name]; ok {
			server[name] = value
		}
	}
}

// cleanedValue is the value of a variable as it may be shown; what may be a secret is hidden.
func cleanedValue(system, name, value string) health.Value {
	if v, ok := health.MakeVariable(system, listedName(system, name), value, health.Source{}); ok {
		return v.Value
	}
	if value == "" {
		return health.Value{Class: health.ClassText}
	}
	return health.Value{Class: health.ClassText, Text: hiddenText}
}

// The order of suspicion.
const (
	rankProject = iota
	rankGo
	rankPath
	rankTemp
	rankCompiler
	rankHome
	rankOther
)

// suspicion ranks a variable by what go and gopls make of it.
func suspicion(name string) int {
	name = strings.ToUpper(name)
	begins := func(prefixes ...string) bool {
		return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(name, p) })
	}
	switch {
	case begins("GO"):
		return rankGo
	case name == "PATH":
		return rankPath
	case begins("TMP", "TEMP"):
		return rankTemp
	case begins("CGO_", "CC", "CXX", "AR", "LD", "PKG_CONFIG", "DYLD_"):
		return rankCompiler
	case begins("XDG_", "HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA", "SYSTEMROOT"):
		return rankHome
	}
	return rankOther
}

// bySuspicion sorts parts, the most suspected first. Equals stay in their order, which matters for flags and PATH.
func bySuspicion(parts []part) []part {
	slices.SortStableFunc(parts, func(a, b part) int { return a.rank - b.rank })
	return parts
}
