package probe

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

// environmentParts are the variables that the tool environment of a folder has otherwise than the bare environment.
type environmentParts struct {
	ex     *Examination
	tool   *toolEnv
	bare   []string
	values map[string]string // go's answers
	// private are the roles of caches that are private in the bare environment.
	private []string
	mix     pathMix
	out     []part
	index   map[string]int // in out, by the setting that set several variables at once
}

// notParts are variables that are ours in every private server: what keeps it from the network, and what names files that get
// private copies or are parts themselves.
var notParts = []string{"GOPROXY", "GONOPROXY", "GOVCS", "GOENV"}

// ownInWorkspace are variables whose bare value does not hold in the user's workspace, so that the user's is a part although it
// may be the same.
var ownInWorkspace = []string{"GOTOOLCHAIN", "GOWORK"}

// cachePlaces are the variables without which a workspace has no modules.
var cachePlaces = []string{"GOPATH", "GOMODCACHE", "GOCACHE"}

func environmentPartsOf(ex *Examination, folder health.Path, bare []string, changed []health.Deviation) ([]part, pathMix) {
	e := environmentParts{ex: ex, tool: buildToolEnv(ex, folder), bare: bare, values: ex.Private.GoValues[folder], index: map[string]int{}}
	e.tool.activate(ex)
	for _, d := range changed {
		e.private = append(e.private, string(d.Name))
	}
	seen := map[string]bool{}
	env := slices.Clone(e.tool.env)
	slices.Sort(env)
	for _, entry := range env {
		name, value, ok := splitEntry(entry)
		if name = listedName(e.tool.system, name); ok && !seen[name] {
			seen[name] = true
			e.variable(name, value)
		}
	}
	for _, entry := range bare {
		if name, _, ok := splitEntry(entry); ok && !seen[name] {
			e.absent(name)
		}
	}
	return e.out, e.mix
}

// variable makes the parts of one variable.
func (e *environmentParts) variable(name, value string) {
	system := e.tool.system
	before, there := getenv(system, e.bare, name)
	switch {
	case slices.Contains(notParts, name), e.usableTemp(name, value), name == "GOWORK" && health.IsAbs(system, value):
	case name == "PATH":
		e.paths(value)
	case name == "GOFLAGS":
		for _, flag := range splitFlags(value) {
			e.add(name, health.Value{Class: health.ClassText, Text: health.CleanFlags(joinFlags([]string{flag}))}, func(s *start) { s.goflags = append(s.goflags, flag) })
		}
	case there && before == value && !slices.Contains(ownInWorkspace, name):
	default:
		e.add(name, cleanedValue(system, name, value), func(s *start) { s.set(name, value) })
	}
}

// usableTemp reports a temporary directory that can be used: a private server has its own instead.
func (e *environmentParts) usableTemp(name, value string) bool {
	if !slices.Contains([]string{"TMPDIR", "TMP", "TEMP"}, name) {
		return false
	}
	ok, err := e.ex.System.Writable(value)
	return value == "" || err == nil && ok
}

// paths makes a part of each entry that the bare PATH lacks, and one of all that is otherwise: the order, and what is missing.
func (e *environmentParts) paths(value string) {
	system := e.tool.system
	bare, _ := getenv(system, e.bare, "PATH")
	e.mix = pathMix{user: health.SplitList(system, value), bare: health.SplitList(system, bare)}
	item := func(dirs ...string) health.Value {
		v := health.Value{Class: health.ClassPath}
		for _, dir := range dirs {
			v.Items = append(v.Items, health.CleanText(dir))
		}
		return v
	}
	for _, i := range e.mix.foreign() {
		e.add("PATH", item(e.mix.user[i]), func(s *start) { s.path.kept[i] = true })
	}
	if e.mix.differs() {
		e.add("PATH", item(e.mix.user...), func(s *start) { s.path.own = true })
	}
}

// absent makes a part of a variable that the user has not: that it is not set may be what breaks it.
func (e *environmentParts) absent(name string) {
	switch name {
	case "HOME", "USERPROFILE", "SystemRoot", "LOCALAPPDATA", "GOPATH":
	case "GOCACHE", "GOPLSCACHE":
		if !slices.Contains(e.private, name) {
			return // the bare environment names the default
		}
	case "PATH":
		e.paths("")
		return
	case "GOPACKAGESDRIVER":
		e.driver()
		return
	default:
		return
	}
	e.add(name, cleanedValue(e.tool.system, name, e.values[name]), func(s *start) { s.unset(name) })
	e.out[len(e.out)-1].culprit.Source = health.Source{Kind: health.FromDefault, Name: health.Public(name)}
}

// driver lets gopls find the packages driver that lies on PATH, which the bare environment switches off. A system directory is
// in every PATH, so there the driver itself is the part.
func (e *environmentParts) driver() {
	system := e.tool.system
	bare, _ := getenv(system, e.bare, "PATH")
	for _, dir := range health.SplitList(system, bare) {
		file := health.Join(system, dir, "gopackagesdriver"+suffix(system))
		if ok, err := e.ex.System.Executable(file); err == nil && ok {
			e.add("PATH", health.V(health.Path(file)), func(s *start) { s.unset("GOPACKAGESDRIVER") })
			return
		}
	}
	for i := range e.out { // a kept entry of PATH brings its driver with it
		if p := &e.out[i]; p.rank == rankPath {
			keep := p.keep
			p.keep = func(s *start) {
				keep(s)
				s.unset("GOPACKAGESDRIVER")
			}
		}
	}
}

// add makes a part of a variable. Several that one setting sets, as http.proxy does, are one part.
func (e *environmentParts) add(name string, value health.Value, keep func(*start)) {
	source := e.tool.source(name)
	p := part{
		culprit: health.Culprit{Kind: health.CulpritVariable, Name: health.Text(name), Value: value, Source: source},
		class:   classEnvironment, rank: suspicion(name), places: slices.Contains(cachePlaces, name), keep: keep,
	}
	switch source.Kind {
	case health.FromSetting:
		p.culprit.Kind, p.culprit.Name = health.CulpritSetting, health.Text(source.Name)
		if source.Name == "http.proxy" {
			if i, ok := e.index["http.proxy"]; ok {
				first := e.out[i].keep
				e.out[i].keep = func(s *start) { first(s); keep(s) }
				return
			}
			e.index["http.proxy"] = len(e.out)
		}
	case health.FromGOENV:
		p.culprit.Kind = health.CulpritGOENV
	}
	e.out = append(e.out, p)
}
