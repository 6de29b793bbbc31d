package probe

import (
	"maps"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// surroundings are what go and a private gopls run in for a folder: the user's, less what would download or write to
// something of the user's (DESIGN §1).
type surroundings struct {
	system     string
	folder     health.Path
	env        []string          // of gopls's process
	server     map[string]string // what the gopls setting "env" lays over it for go commands
	values     map[string]string // go's answers
	deviations []health.Deviation
	// private stands in for the module cache where that would be written to; empty if it is safe.
	private  string
	standIns map[string]string // private paths and what they stand for
	owned    *belongings       // shared by all that is made of these surroundings
}

// surroundingsOf prepares a folder's surroundings. The module cache and go.work are still the user's.
func surroundingsOf(ex *Examination, folder health.Path) *surroundings {
	s := &surroundings{
		system: ex.System.OS(), folder: folder, env: toolEnviron(ex, folder), server: serverEnviron(ex, folder),
		values: ex.Private.GoValues[folder], standIns: map[string]string{}, owned: &belongings{},
	}
	for _, v := range offlineValues {
		s.change(ex, v.name, v.value, whyNoDownload)
	}
	if flags, changed := readOnlyFlags(s.own(ex, "GOFLAGS")); changed && !s.workspace() {
		// In a workspace go refuses -mod=mod before it writes anything, and that refusal must be seen.
		s.change(ex, "GOFLAGS", flags, whyReadOnly)
	}
	return s
}

// release removes everything private.
func (s *surroundings) release() { s.owned.release() }

// belongings are private directories.
type belongings struct{ remove []func() }

func (b *belongings) release() {
	for _, remove := range b.remove {
		remove()
	}
}

// directory makes a private directory that lives as long as the surroundings.
func (b *belongings) directory(purpose string) (string, error) {
	dir, remove, err := scratch(purpose)
	if err == nil {
		b.remove = append(b.remove, remove)
	}
	return dir, err
}

// withPrivateTemp gives the server a temporary directory of its own, because a gopls that has to be ended leaves what it had
// there. A temporary directory that cannot be used stays: it may be what breaks the user's gopls.
func (s *surroundings) withPrivateTemp(ex *Examination) {
	names := []string{"TMPDIR"}
	if health.Windows(s.system) {
		names = []string{"TMP", "TEMP"}
	}
	for _, name := range names {
		if place, _ := getenv(s.system, s.env, name); place != "" {
			if ok, err := ex.System.Writable(place); err != nil || !ok {
				return
			}
		}
	}
	dir, err := s.owned.directory("tmp")
	if err != nil {
		return
	}
	for _, name := range names {
		before, _ := getenv(s.system, s.env, name)
		s.env = setenv(s.system, s.env, name, dir)
		s.deviations = append(s.deviations, deviation(name, before, dir, whyPrivateTemp))
	}
	s.standIns[dir] = "(private)"
}

// workspace reports that a go.work is in force.
func (s *surroundings) workspace() bool {
	work := s.values["GOWORK"]
	return work != "" && work != "off" && s.values["GO111MODULE"] != "off"
}

// own is the value that a go command of gopls would have of a variable.
func (s *surroundings) own(ex *Examination, name string) string {
	if value := s.server[name]; value != "" {
		return value
	}
	if value := ownValue(ex, s.env, name); value != "" {
		if complete := s.values[name]; complete != "" && !inEnv(s.system, s.env, name) {
			return complete // the snapshot's GOENV file lacks what may be a secret
		}
		return value
	}
	return s.values[name]
}

func inEnv(system string, env []string, name string) bool {
	value, _ := getenv(system, env, name)
	return value != ""
}

// change deviates: the variable is set for the process and, where the gopls setting "env" has it, there too.
func (s *surroundings) change(ex *Examination, name, value string, why health.MessageID) {
	before := s.own(ex, name)
	if before == value && inEnv(s.system, s.env, name) {
		return
	}
	s.env = setenv(s.system, s.env, name, value)
	if _, ok := s.server[name]; ok {
		s.server = maps.Clone(s.server)
		s.server[name] = value
	}
	if before == value {
		return
	}
	d := deviation(name, before, value, why)
	if i := slices.IndexFunc(s.deviations, func(old health.Deviation) bool { return string(old.Name) == name }); i >= 0 {
		d.Before = s.deviations[i].Before
		s.deviations[i] = d
		return
	}
	s.deviations = append(s.deviations, d)
}

// goEnviron is the environment of the go commands that gopls runs.
func (s *surroundings) goEnviron() []string {
	env := s.env
	for _, name := range slices.Sorted(maps.Keys(s.server)) {
		env = setenv(s.system, env, name, s.server[name])
	}
	return env
}

// changed reports whether we set a variable.
func (s *surroundings) changed(name string) bool {
	return slices.ContainsFunc(s.deviations, func(d health.Deviation) bool { return string(d.Name) == name })
}

// readOnlyFlags turns -mod=mod in GOFLAGS into -mod=readonly: under mod, a fresh gopls edits the user's go.mod.
func readOnlyFlags(flags string) (string, bool) {
	if effectiveMod(flags) != "mod" {
		return flags, false
	}
	fields := splitFlags(flags)
	for i, field := range fields {
		fields[i] = readOnlyFlag(field)
	}
	return joinFlags(fields), true
}

func readOnlyFlag(flag string) string {
	if flag == "-mod=mod" || flag == "--mod=mod" {
		return "-mod=readonly"
	}
	return flag
}

// serverEnviron is the gopls setting "env" in force, complete.
func serverEnviron(ex *Examination, folder health.Path) map[string]string {
	out := map[string]string{}
	for _, s := range effectiveFor(ex, folder).sortedMembers("gopls") {
		values, ok := s.Raw.(map[string]any)
		if !ok || lastElement(string(s.Member)) != "env" {
			continue
		}
		for name, value := range values {
			if text, ok := value.(string); ok {
				out[name] = text
			}
		}
	}
	return out
}

// lastElement is what gopls heeds of a setting's name: build.env and env are one.
func lastElement(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }
