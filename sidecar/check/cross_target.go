package check

import "github.com/govitals/govitals/sidecar/health"

const crossTarget texts = "cross-target"

// CrossTarget reports GOOS or GOARCH that are set for good to another system than this one.
var CrossTarget = &Check{
	ID:       health.CheckID(crossTarget),
	Severity: health.Warning,
	Doc: `Go builds for another system

A GOOS or GOARCH that was set for good, as with go env -w GOARCH=arm64, makes every build one for that system: the editor looks well, go build succeeds, and go test, go run and the debugger stop with "exec format error". cgo is switched off silently, and Go to Definition leads into the files of the other system.

We compare GOOS and GOARCH, as go reports them in each folder, with those of the machine, and say who set them. A target in the settings of one workspace is a choice (a browser program, a firmware) and only a note, and so is 386 on amd64, which runs. A target for gopls alone in one workspace is nothing to report.

The fix removes the value where it was set. To build once for another system, set the variables for that one command.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeToolEnv, health.ProbeGOENV, health.ProbeGoEnv},
	After: []health.CheckID{"target-invalid"},
	ExplainedBy: func(_ *health.Snapshot, cause, own health.Finding) bool { // a value of another variable, or by another author, is another fault
		return sameFolder(cause, own) && sameAuthor(cause, own)
	},
	Messages: map[string]health.Template{
		"foreign": {Title: "Go builds for {target}, this machine is {host}", Detail: "Programs and tests that are built here cannot run here (\"exec format error\"), cgo is off, and Go to Definition leads into the files of {target}."},
		"runs":    {Title: "Go builds for {target}, this machine is {host}", Detail: "What is built runs here, but cgo is off, and Go to Definition leads into the files of {target}."},
		"project": {Title: "This workspace builds for {target}, this machine is {host}", Detail: "Tests and programs that are built here do not run here. That is as it should be if the project is for {target}."},
	},
	Applies: hasGoFolders,
	Run: func(s *health.Snapshot) []health.Finding {
		return eachFolder(s, func(f health.Folder) []verdict { return crossed(s, f) })
	},
}

func crossed(s *health.Snapshot, f health.Folder) []verdict {
	g := s.GoEnv(f.Path)
	if g.Failure != "" {
		return open(f, goSilent(g))
	}
	os, arch := target(s, f, "GOOS"), target(s, f, "GOARCH")
	hostOS, hostArch := g.Get("GOHOSTOS"), g.Get("GOHOSTARCH")
	if hostOS == "" || hostArch == "" {
		return open(f, goSilent(g))
	}
	var culprits []health.Variable
	key := ""
	for _, v := range []struct {
		variable health.Variable
		host     string
	}{{os, hostOS}, {arch, hostArch}} {
		if chosen(v.variable) && v.variable.Value.Text != v.host {
			culprits = append(culprits, v.variable)
			key += string(v.variable.Name) + "=" + v.variable.Value.Text + " " + sourceKey(v.variable.Source) + " "
		}
	}
	if len(culprits) == 0 {
		return nil
	}
	return found(key, crossFinding(s, f, culprits, os.Value.Text+"/"+arch.Value.Text, hostOS+"/"+hostArch))
}

// target is GOOS or GOARCH as all tools see it. What gopls alone is told in one workspace is a view of the code that
// somebody asked for, and changes no build.
func target(s *health.Snapshot, f health.Folder, name health.Public) health.Variable {
	v, alone, _ := toGopls(s, f.Path, name)
	if alone && (v.Source.Scope == health.ScopeWorkspace || v.Source.Scope == health.ScopeFolder) {
		v, _ = s.Origin(f.Path, name)
	}
	return v
}

func crossFinding(s *health.Snapshot, f health.Folder, culprits []health.Variable, target, host string) health.Finding {
	name, severity := "foreign", health.Warning
	switch {
	case ofWorkspace(culprits):
		name, severity = "project", health.Info
	case target == "linux/386" && host == "linux/amd64", target == "windows/386" && host == "windows/amd64":
		name, severity = "runs", health.Info
	}
	out := health.Finding{Severity: severity, Message: crossTarget.say(name,
		health.Args{"target": health.V(health.Public(target)), "host": health.V(health.Public(host))})}
	for _, v := range culprits {
		out.Evidence = append(out.Evidence, variableSeen(v, saying("unset")))
		fixes := clearFixes(s, f.Path, v)
		if out.Fixes == nil {
			out.Fixes = fixes
			continue
		}
		out.Fixes = both(out.Fixes, fixes)
	}
	return out
}

// both joins the plans for two variables that have one author each: the fault is gone only when both are.
func both(first, second []health.Fix) []health.Fix {
	var out []health.Fix
	for i := range min(len(first), len(second)) {
		fix := first[i]
		if fix.ID != second[i].ID {
			fix.Risk = health.RiskConfirm
			if first[i].Risk == health.RiskManual || second[i].Risk == health.RiskManual {
				fix.Risk = health.RiskManual
			}
		}
		fix.Steps = append(append([]health.Step{}, fix.Steps...), second[i].Steps...)
		fix.Title = message("fix-both", health.Args{"first": stepName(first[i]), "second": stepName(second[i])})
		out = append(out, fix)
	}
	return out
}

func stepName(fix health.Fix) health.Value { return fix.Title.Args["name"] }

func ofWorkspace(culprits []health.Variable) bool {
	for _, v := range culprits {
		if v.Source.Scope != health.ScopeWorkspace && v.Source.Scope != health.ScopeFolder {
			return false
		}
	}
	return true
}
