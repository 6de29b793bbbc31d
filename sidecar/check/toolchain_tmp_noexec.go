package check

import "github.com/govitals/govitals/sidecar/health"

const toolchainTmpNoexec texts = "toolchain-tmp-noexec"

// ToolchainTmpNoexec reports a temporary directory from which the system starts no program.
var ToolchainTmpNoexec = &Check{
	ID:       health.CheckID(toolchainTmpNoexec),
	Severity: health.Warning,
	Doc: `no program may be started from the temporary directory

go test builds a program in GOTMPDIR, or in the system's temporary directory, and starts it there; go run and the debugger do the same. On a file system that is mounted with noexec every one of them ends with "fork/exec …: permission denied", although building works. Completion, navigation and go vet are not affected.

We read the options with which the file system of the directory that go takes is mounted. A GOTMPDIR on another file system makes up for a temporary directory of that kind, and nothing is said.

The fix gives go a directory of its own for this, with GOTMPDIR: in your home directory, if programs may be started there.

It does not explain a security program that forbids single programs to start.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeToolEnv, health.ProbeDirectories, health.ProbeExecPlaces},
	After: []health.CheckID{"tmpdir-unusable"},
	ExplainedBy: func(_ *health.Snapshot, cause, own health.Finding) bool { // of two directories each has a fault of its own
		return sameFolder(cause, own) && cause.Subject.Text == own.Subject.Text
	},
	Platforms: []health.Public{"linux", "darwin"},
	Messages: map[string]health.Template{
		"noexec":  {Title: "Tests cannot start: {path} is mounted so that no program runs from it", Detail: "go test, go run and the debugger start what they built there and end with \"permission denied\"."},
		"options": {Title: "mount options of {role}"},
		"seen":    {Title: "noexec"},
		"wanted":  {Title: "a file system from which programs may be started"},
		"another": {Title: "Let go build in {dir}"},
		"make":    {Title: "create {dir}"},
	},
	Applies: hasGoFolders,
	Run: func(s *health.Snapshot) []health.Finding {
		return eachFolder(s, func(f health.Folder) []verdict { return startsNothing(s, f) })
	},
}

func startsNothing(s *health.Snapshot, f health.Folder) []verdict {
	var taken health.ExecPlace
	for _, p := range s.ExecPlaces {
		if (p.Folder == "" || p.Folder == f.Path) && (p.Role == "GOTMPDIR" || taken.Role == "") {
			taken = p
		}
	}
	if _, set := directory(s, f, "GOTMPDIR"); set && taken.Role != "GOTMPDIR" || !taken.NoExec {
		return nil // what go takes could not be looked at, or is well
	}
	c := toolchainTmpNoexec
	dir := health.Path(health.Join(string(s.System.OS), string(s.System.Cache), "go-tmp"))
	args := health.Args{"path": health.V(taken.Path), "role": health.V(taken.Role), "dir": health.V(dir)}
	source := taken.Source
	if !authored(source) {
		source = health.Source{Kind: health.FromSystem, File: taken.Path}
	}
	out := health.Finding{Severity: health.Warning, Subject: health.V(taken.Role), Message: c.say("noexec", args),
		Evidence: []health.Evidence{{What: c.say("options", args), Observed: c.value("seen"), Expected: c.value("wanted"), Source: source}}}
	v, known := s.Origin(f.Path, "GOTMPDIR")
	if !known || v.Value.Empty() {
		v = health.Variable{Name: "GOTMPDIR", Source: health.Source{Kind: health.FromDefault}}
	}
	if fix, ok := setVariable(s, f.Path, v, string(dir), c.say("another", args)); ok && !health.Within(string(s.System.OS), string(dir), string(taken.Path)) {
		fix.Steps = append([]health.Step{manual(c.say("make", args), health.EffectNone)}, fix.Steps...)
		fix.Risk = health.RiskConfirm
		out.Fixes = append(out.Fixes, fix)
	}
	if taken.Role == "GOTMPDIR" && authored(taken.Source) && v.Name == "GOTMPDIR" {
		out.Fixes = append(out.Fixes, clearFixes(s, f.Path, v)...)
	}
	return found(string(taken.Role)+string(taken.Path), out)
}
