package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

const goenvOverride texts = "goenv-override"

// GoenvOverride reports what go env -w once wrote and what is easily forgotten.
var GoenvOverride = &Check{
	ID:       health.CheckID(goenvOverride),
	Severity: health.Info,
	Doc: `go env -w once wrote values that still count

go env -w writes to a file in your home directory that holds for every project and every terminal, for ever, and that nobody looks at again. A value there explains why go behaves differently here than elsewhere. One that the environment overrules does nothing, although go env -w said nothing about it then.

We read the file itself and compare it with the environment that the editor starts its tools with. Proxies, private modules and checksums (GOPROXY, GOPRIVATE, GONOSUMDB and their like) belong into this file and are reported only where the environment overrules them; so are paths of your own (GOPATH, GOBIN, caches). GOROOT, GOOS and GOARCH have checks of their own.

The fix takes a value out with go env -u. Leave it where you want it so: this is only a note, and it says nothing about what is wrong.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeEnvironment, health.ProbeToolEnv, health.ProbeGOENV, health.ProbeGoEnv},
	Messages: map[string]health.Template{
		"counts":    {Title: "{name}={value} was set for all projects with go env -w", Detail: "It holds in every project and terminal of this user, until go env -u {name}."},
		"overruled": {Title: "{name} in the go env file is overruled by the environment", Detail: "go env -w wrote {value}, but the environment says {other}, and it wins: what go env -w sets has no effect."},
		"frozen":    {Title: "{name} was changed with go env -w, and this window does not know yet", Detail: "The Go extension copied {other} when it started. Until the window is reloaded, the editor works with it and a terminal with {value}."},
		"unset":     {Title: "Take {name} out of the go env file"},
		"reload":    {Title: "Reload the window"},
		"one-place": {Title: "set in one place"},
	},
	Applies: func(s *health.Snapshot) bool {
		return s.GOENV.State == health.FileOK && len(s.GOENV.Variables) > 0 && hasGoFolders(s)
	},
	Run: forgotten,
}

// steering are the variables that change what is built or which Go runs. Others in the file are configuration that belongs
// there.
var steering = []health.Public{"GO111MODULE", "GOFLAGS", "GOTOOLCHAIN", "CGO_ENABLED", "GOEXPERIMENT", "GODEBUG", "GOWORK", "CC", "CXX"}

// ownChecks speak of these.
var ownChecks = []health.Public{"GOROOT", "GOOS", "GOARCH"}

// copiedAtStart are what golang.go copies out of go env into the editor's environment when it starts, for good
// (go-editor-facts §1.2).
var copiedAtStart = []health.Public{"GOPATH", "GOPROXY", "GOBIN", "GOMODCACHE"}

func forgotten(s *health.Snapshot) []health.Finding {
	if slices.ContainsFunc(goFolders(s), func(f health.Folder) bool { return s.GoEnv(f.Path).Failure != "" || pulseIsBad(s, f.Path) }) {
		return nil // what is broken comes first, and names its own author
	}
	var out []health.Finding
	for _, v := range s.GOENV.Variables {
		if v.Value.Empty() || slices.Contains(ownChecks, v.Name) {
			continue
		}
		now, overruled := health.Find(s.Process.Variables, v.Name)
		overruled = overruled && !now.Value.Empty() && now.Value.Text != v.Value.Text
		switch {
		case overruled:
			out = append(out, overruledBy(s, v, now))
		case slices.Contains(steering, v.Name) && !unremarkable(v):
			out = append(out, note("counts", v, health.Value{}))
		}
	}
	return out
}

// unremarkable are values that say what go does anyway.
func unremarkable(v health.Variable) bool {
	switch v.Name {
	case "GO111MODULE":
		return v.Value.Text == "on" || v.Value.Text == "auto" || v.Value.Text == "off" // off has a check of its own
	case "GOTOOLCHAIN":
		return v.Value.Text == "auto"
	case "GOFLAGS":
		return v.Value.Text == "-buildvcs=false" || v.Value.Text == "-buildvcs=auto"
	}
	return false
}

func overruledBy(s *health.Snapshot, v, now health.Variable) health.Finding {
	_, before := health.Find(s.Process.AtActivation, v.Name)
	if len(s.Process.AtActivation) > 0 && !before && slices.Contains(copiedAtStart, v.Name) {
		f := note("frozen", v, now.Value)
		f.Evidence = append(f.Evidence, variableSeen(now, v.Value))
		f.Fixes = []health.Fix{oneFix("reload", health.RiskSafe, goenvOverride.say("reload", nil), reloadWindow())}
		return f
	}
	f := note("overruled", v, now.Value)
	f.Evidence = append(f.Evidence, variableSeen(now, goenvOverride.value("one-place")))
	return f
}

func note(name string, v health.Variable, other health.Value) health.Finding {
	c := goenvOverride
	args := health.Args{"name": health.V(v.Name), "value": v.Value, "other": other}
	title := c.say("unset", args)
	expected := saying("unset")
	if !other.Empty() {
		expected = c.value("one-place")
	}
	return health.Finding{Severity: health.Info, Subject: health.V(v.Name), Message: c.say(name, args),
		Evidence: []health.Evidence{variableSeen(v, expected)},
		Fixes:    []health.Fix{oneFix("go-env-unset", health.RiskConfirm, title, unsetGoEnv(v))}}
}

// reloadWindow is the intent to have the editor load its window anew, with the environment of its start.
func reloadWindow() health.Step {
	return health.Step{Kind: health.StepEditor, Title: message("step-reload", nil),
		Target: health.Target{Key: "workbench.action.reloadWindow"}, Effect: health.EffectReloadWindow}
}
