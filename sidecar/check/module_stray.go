package check

import (
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const moduleStray texts = "module-stray"

// ModuleStray reports go.mod files at places where they take over, or cut up, other people's modules.
var ModuleStray = &Check{
	ID:       health.CheckID(moduleStray),
	Severity: health.Error,
	Doc: `a go.mod where none should be

A go.mod in the home directory or in GOPATH rules every project below it that has none of its own: their imports are looked up in a list of requirements that nobody keeps. One that was made by accident in a subdirectory cuts that directory out of its module: the module's own packages there are "not provided by any required module".

The first: the go.mod in force for the folder lies in the home directory, in GOPATH, at the root of a file system, or in the temporary directory, where go ignores it. A go.mod in any other directory above is normal and not mentioned, however far above, and where everything is answered this is information only. The second: the go command misses a package of the module itself, and a go.mod lies between the two; it is an error where a real gopls was asked and could not answer. Modules inside others that nobody imports that way, or that a requirement, a replace or a go.work supplies, are normal and not mentioned.

There is no fix by a click: whether such a file may go is yours to know, and two modules that are meant to be two want a go.work or a replace. It does not explain packages of your own module that do not exist at all.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeMachine, health.ProbeToolEnv, health.ProbeGOENV, health.ProbeGoEnv},
	After: []health.CheckID{"go-mod-invalid", "go-work-omits"},
	Messages: map[string]health.Template{
		"above":   {Title: "The go.mod in {dir} rules this folder", Detail: "Go takes the folder for a part of that module, so its imports are looked up in that file's requirements."},
		"ignored": {Title: "go ignores the go.mod in {dir}", Detail: "Go never uses a go.mod in the temporary directory itself, so the folder belongs to no module."},
		"cuts":    {Title: "The go.mod in {dir} cuts {package} out of its module", Detail: "The directory is a module of its own, so the module around it cannot import its packages, and Go to Definition into them does nothing."},
		"project": {Title: "a go.mod in the project's own directory"},
		"whole":   {Title: "no go.mod between a module and its packages"},
		"module":  {Title: "a module of the folder's own"},
		"own":     {Title: "run go mod init in {folder}, or move the project away from {dir}; if the go.mod in {dir} was made by accident, delete it"},
		"join":    {Title: "Join the two"},
		"by-hand": {Title: "if {file} was made by accident, delete it (and its go.sum); if it is meant to be a module of its own, list both in a go.work: go work init, go work use"},
	},
	Applies: hasGoFolders,
	Run: func(s *health.Snapshot) []health.Finding {
		return perFolder(s, func(f health.Folder) []health.Finding { return append(strayAbove(s, f), cuts(s, f)...) })
	},
}

func strayAbove(s *health.Snapshot, f health.Folder) []health.Finding {
	if f.Above == nil || f.Above.GoFiles == 0 || modulesAreOff(s, f.Path) {
		return nil
	}
	if w, ok := inForce(f); ok && uses(string(s.System.OS), w, f.Above.Dir) {
		return nil
	}
	expected, ignored, ok := strayPlace(s, f)
	if !ok {
		return nil
	}
	c := moduleStray
	args := health.Args{"dir": health.V(f.Above.Dir), "folder": health.V(f.Path)}
	finding := health.Finding{Severity: health.Info, Message: c.say("above", args),
		Evidence: []health.Evidence{fileSeen(f.Above.File, 0, health.V(f.Above.Path), c.value(expected))}}
	if ignored {
		finding.Message = c.say("ignored", args)
	}
	broken := pulseIsBad(s, f.Path)
	for _, id := range []health.CheckID{"dependency-missing", "module-missing"} {
		if said, ok := saidOf(s, f.Path, id); ok {
			finding.Evidence, broken = append(finding.Evidence, wordsSeen(said)), true
		}
	}
	if broken {
		finding.Severity = health.Warning
	}
	finding.Fixes = []health.Fix{oneFix("own-module", health.RiskManual, c.say("module", nil), manual(c.say("own", args), health.EffectRestartServer))}
	return []health.Finding{finding}
}

// strayPlace reports that the go.mod above a folder lies where no project lives.
func strayPlace(s *health.Snapshot, f health.Folder) (expected string, ignored, ok bool) {
	system, dir := string(s.System.OS), string(f.Above.Dir)
	is := func(place string) bool { return place != "" && health.Same(system, place, dir) }
	if temp := string(s.System.Temp); is(temp) || system == "darwin" && is("/private"+temp) {
		return "project", true, true
	}
	if is(string(s.System.Home)) || health.Dir(system, dir) == health.Clean(system, dir) {
		return "project", false, true
	}
	gopath, _ := s.Origin(f.Path, "GOPATH")
	for _, entry := range health.SplitList(system, gopath.Value.Text) {
		if entry != "" && (is(entry) || is(health.Join(system, entry, "src"))) {
			return "project", false, true
		}
	}
	return "", false, false
}

// cuts are the nested go.mod files that hide packages which the module around them imports.
func cuts(s *health.Snapshot, f health.Folder) []health.Finding {
	c, severity := moduleStray, health.Warning
	if pulseIsBad(s, f.Path) {
		severity = health.Error
	}
	var out []health.Finding
	seen := map[health.Path]bool{}
	for _, id := range []health.CheckID{"module-stray", "dependency-missing"} {
		for _, m := range missedPackages(s, f.Path, id) {
			inner, ok := cutBy(s, f.Path, string(m.pkg))
			if !ok || seen[inner.File] {
				continue
			}
			seen[inner.File] = true
			args := health.Args{"dir": health.V(inner.Dir), "file": health.V(inner.File), "package": health.V(m.pkg)}
			finding := health.Finding{Severity: severity, Subject: health.V(inner.Dir), Message: c.say("cuts", args),
				Evidence: append(missedSeen([]missed{m}, saying("no-complaint")), fileSeen(inner.File, 0, health.V(inner.Path), c.value("whole"))),
				Fixes:    []health.Fix{oneFix("join", health.RiskManual, c.say("join", nil), manual(c.say("by-hand", args), health.EffectRestartServer))}}
			out = append(out, finding)
		}
	}
	return out
}

// cutBy is the go.mod that lies between a module of the folder and the directory of a package that its path says is in it.
func cutBy(s *health.Snapshot, folder health.Path, pkg string) (health.GoMod, bool) {
	f, _ := s.Folder(folder)
	system := string(s.System.OS)
	for _, outer := range goMods(f) {
		rest, ok := strings.CutPrefix(pkg, string(outer.Path)+"/")
		if outer.Path == "" || !ok {
			continue
		}
		dir := health.Join(system, string(outer.Dir), rest)
		for _, inner := range f.Modules {
			if inner.Dir != outer.Dir && health.Within(system, string(inner.Dir), string(outer.Dir)) && health.Within(system, dir, string(inner.Dir)) {
				return inner, true
			}
		}
	}
	return health.GoMod{}, false
}
