package check

import (
	"go/version"
	"regexp"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const goVersionRequired texts = "go-version-required"

// GoVersionRequired reports a go.mod or go.work that asks for a newer Go than may run.
var GoVersionRequired = &Check{
	ID:       health.CheckID(goVersionRequired),
	Severity: health.Error,
	Doc: `the project needs a newer Go than may run

The go line of a go.mod or go.work is a minimum. An older go fetches the newer toolchain by itself unless GOTOOLCHAIN forbids it (some distributions do) or no download is possible; then go list fails, gopls loads nothing, and hover and Go to Definition return errors.

We compare the go lines of the folder with the version that runs there, and read go's own words. Our own go calls never download, so a toolchain that is merely not here yet is told apart from one that cannot come: the first is a note, because the next go command fetches it. A toolchain line alone is no minimum and never a finding. In a folder of several modules a nested one that asks for more is a warning.

The fix allows the switch (GOTOOLCHAIN=auto) where it was forbidden, or tells which Go to install.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeToolEnv, health.ProbeGOENV, health.ProbeGoEnv, health.ProbeBinaries},
	Messages: map[string]health.Template{
		"forbidden":   {Title: "{file} needs Go {wants}, but Go {has} runs and may not switch", Detail: "GOTOOLCHAIN={toolchain} forbids go to use another version than its own, so go list fails and gopls cannot load the module."},
		"unreachable": {Title: "{file} needs Go {wants}, which cannot be downloaded", Detail: "Go {has} is here and has to fetch the newer toolchain, but {obstacle}: every go command in the folder fails, and so does gopls."},
		"to-come":     {Title: "Go {wants} is not on this machine yet", Detail: "{file} asks for it, Go {has} is here: the next go command in the folder downloads the toolchain, and until it is here gopls waits."},
		"proxy-off":   {Title: "GOPROXY is off"},
		"not-on-path": {Title: "GOTOOLCHAIN allows only toolchains on PATH"},
		"failed":      {Title: "the download failed"},
		"a-proxy":     {Title: "a module proxy that answers"},
		"runs":        {Title: "Go that runs in the folder"},
		"not-known":   {Title: "whether the toolchain for {file} is here is not known"},
		"allow":       {Title: "Let go switch to the version a project needs"},
		"install":     {Title: "Install Go {wants} or newer"},
		"by-hand":     {Title: "install Go {wants} or newer from https://go.dev/dl/ or with your package manager, then reload the window"},
		"fetch":       {Title: "Download the toolchain now"},
	},
	Applies: func(s *health.Snapshot) bool {
		for _, f := range goFolders(s) {
			if len(needs(f, true)) > 0 || s.GoEnv(f.Path).Failure != "" {
				return true
			}
		}
		return false
	},
	Run: func(s *health.Snapshot) []health.Finding {
		return perFolder(s, func(f health.Folder) []health.Finding { return judgeVersion(s, f) })
	},
}

// need is what a go.mod or go.work asks for. The one that rules the folder's root decides whether anything works there.
type need struct {
	file    health.Path
	line    int
	version string // without "go"
	root    bool
}

// needs lists what the files of a folder ask for: the go.work and the go.mod of the root first, then modules with Go
// files. A toolchain line counts only where go may switch: otherwise it is advice that nobody follows.
func needs(f health.Folder, switching bool) []need {
	var out []need
	add := func(file health.Path, line int, version, toolchain health.Public, root bool) {
		if named := strings.TrimPrefix(string(toolchain), "go"); switching && newer(named, string(version)) {
			version = health.Public(named)
		}
		if version != "" {
			out = append(out, need{file, line, string(version), root})
		}
	}
	if w := f.Work; w != nil && !w.Off {
		add(w.File, w.GoLine, w.Go, "", true)
	}
	mods := f.Modules
	if f.Above != nil {
		mods = append([]health.GoMod{*f.Above}, mods...)
	}
	for i, m := range mods {
		root := i == 0 && (f.Above != nil || m.Dir == f.Path) || len(mods) == 1
		if root || m.GoFiles > 0 {
			add(m.File, m.GoLine, m.Go, m.Toolchain, root)
		}
	}
	return out
}

// newer compares versions without "go". What is no version, such as that of a development build, is never older or newer.
func newer(a, b string) bool {
	return version.IsValid("go"+a) && (b == "" || version.IsValid("go"+b) && version.Compare("go"+a, "go"+b) > 0)
}

// toolchainOf is GOTOOLCHAIN in a folder, with who set it; its default is auto.
func toolchainOf(s *health.Snapshot, f health.Folder) health.Variable {
	if v, _, ok := toGopls(s, f.Path, "GOTOOLCHAIN"); ok && !v.Value.Empty() {
		return v
	}
	return health.Variable{Name: "GOTOOLCHAIN", Value: health.V(health.Public("auto")), Source: health.Source{Kind: health.FromDefault}}
}

// frozen reports a GOTOOLCHAIN that forbids every switch to what a go.mod asks for: local, or one version.
func frozen(toolchain health.Variable) bool {
	v := toolchain.Value.Text
	return v != "auto" && v != "path" && !strings.HasSuffix(v, "+auto") && !strings.HasSuffix(v, "+path")
}

func judgeVersion(s *health.Snapshot, f health.Folder) []health.Finding {
	g := s.GoEnv(f.Path)
	toolchain := toolchainOf(s, f)
	has := strings.TrimPrefix(runningVersion(s, g), "go")
	if g.Failure != "" {
		if words := switchFailed.FindStringSubmatch(string(g.Error)); words != nil && g.Failure == health.GoExit {
			return []health.Finding{versionFinding(s, f, asker(f, words), obstacle(s, f, toolchain), has, toolchain, g)}
		}
		if len(needs(f, false)) == 0 {
			return nil
		}
		return []health.Finding{Open(f.Path, goSilent(g))}
	}
	var worst need
	for _, n := range needs(f, !frozen(toolchain)) {
		if newer(n.version, has) && has != "" && (worst.version == "" || n.root && !worst.root || n.root == worst.root && newer(n.version, worst.version)) {
			worst = n
		}
	}
	switch {
	case worst.version == "":
		return nil
	case frozen(toolchain):
		return []health.Finding{versionFinding(s, f, worst, "forbidden", has, toolchain, g)}
	case pulseOf(s, f.Path) == health.PulseGood || !worst.root:
		return nil // go switches in that module's own directory, to a toolchain that may well be in the cache
	}
	return []health.Finding{Open(f.Path, goVersionRequired.say("not-known", health.Args{"file": health.V(worst.file)}))}
}

// switchFailed is go's words for a toolchain that it could not get, with its version.
var switchFailed = regexp.MustCompile(`download go(1[.0-9a-z]+) for|cannot find "go(1[^"]*)" in PATH`)

// asker finds the file that asks for the version that go named. If none does, GOTOOLCHAIN itself asks.
func asker(f health.Folder, words []string) need {
	wants := words[1] + words[2]
	for _, n := range needs(f, true) {
		if !newer(n.version, wants) && !newer(wants, n.version) || strings.HasPrefix(wants, n.version+".") {
			return n
		}
	}
	return need{version: wants, root: true}
}

// runningVersion is the version that a folder's go commands have: go's answer, or that of the binary where go refused.
func runningVersion(s *health.Snapshot, g health.GoEnv) string {
	if v := firstField(g.Get("GOVERSION")); v != "" {
		return v
	}
	return builtWith(s, g.Go)
}

// obstacle says why a newer toolchain did not come. Our own calls are never allowed to download: their failure means
// only that the toolchain is not here, unless the user's own settings forbid the download too or the Go extension, which
// may download, failed to start.
func obstacle(s *health.Snapshot, f health.Folder, toolchain health.Variable) string {
	proxy, _, _ := toGopls(s, f.Path, "GOPROXY")
	switch {
	case toolchain.Value.Text == "path" || strings.HasSuffix(toolchain.Value.Text, "+path"):
		return "not-on-path"
	case proxy.Value.Text == "off":
		return "proxy-off"
	}
	for _, e := range s.Editor.Extensions {
		if e.ID == "golang.go" && e.Active && !e.Exports {
			return "failed"
		}
	}
	return "to-come"
}

func versionFinding(s *health.Snapshot, f health.Folder, n need, why, has string, toolchain health.Variable, g health.GoEnv) health.Finding {
	running := health.V(health.Public(has))
	if has == "" {
		running = saying("unknown")
	}
	args := health.Args{"file": health.V(n.file), "wants": health.V(health.Public(n.version)), "has": running, "toolchain": toolchain.Value, "obstacle": saying("unknown")}
	if n.file == "" {
		args["file"] = health.V(health.Public("GOTOOLCHAIN"))
	}
	name, severity := why, health.Error
	switch {
	case why == "to-come":
		severity = health.Info
	case why != "forbidden":
		name = "unreachable"
		args["obstacle"] = goVersionRequired.value(why)
	}
	out := health.Finding{Severity: severity, Message: goVersionRequired.say(name, args)}
	if !n.root {
		out.Subject = health.V(n.file)
		out.Severity = health.Warning // the root of the folder works
	}
	if n.file != "" {
		out.Evidence = append(out.Evidence, fileSeen(n.file, n.line, args["wants"], health.Value{}))
	}
	out.Evidence = append(out.Evidence, health.Evidence{What: goVersionRequired.say("runs", nil), Observed: running, Expected: args["wants"],
		Source: health.Source{Kind: health.FromCommand, Name: "go env GOVERSION", File: g.Go}},
		variableSeen(toolchain, health.V(health.Public("auto"))))
	if toolchain.Value.Text == "auto" {
		out.Evidence[len(out.Evidence)-1].Expected = health.Value{}
	}
	if proxy, _, ok := toGopls(s, f.Path, "GOPROXY"); ok && why == "proxy-off" {
		out.Evidence = append(out.Evidence, variableSeen(proxy, goVersionRequired.value("a-proxy")))
	}
	if g.Error != "" && g.Failure != "" {
		out.Evidence = append(out.Evidence, answerSeen("go env", g.Error, health.Value{}))
	}
	out.Fixes = versionFixes(s, f, g.Go, why, toolchain, args)
	return out
}

func versionFixes(s *health.Snapshot, f health.Folder, program health.Path, why string, toolchain health.Variable, args health.Args) []health.Fix {
	var out []health.Fix
	if why == "forbidden" || why == "not-on-path" {
		if fix, ok := setVariable(s, f.Path, toolchain, "auto", goVersionRequired.say("allow", nil)); ok {
			// Fetched first: where that fails nothing was changed, and without it the next look finds the release still missing.
			fetch := fetchRelease(f, program)
			fetch.Env = []health.Variable{{Name: "GOTOOLCHAIN", Value: health.V(health.Public("auto"))}}
			fix.Risk, fix.Steps = health.RiskConfirm, append([]health.Step{fetch}, fix.Steps...)
			out = append(out, fix)
		}
	}
	if toolchain.Source.Kind == health.FromEnvironment && len(out) == 0 && (why == "forbidden" || why == "not-on-path") {
		out = append(out, removeByHand(s, toolchain, goVersionRequired.say("allow", nil)))
	}
	if why == "to-come" {
		out = append(out, oneFix("fetch", health.RiskConfirm, goVersionRequired.say("fetch", nil), fetchRelease(f, program)))
	}
	out = append(out, health.Fix{ID: "install", Title: goVersionRequired.say("install", args), Risk: health.RiskManual,
		Steps: []health.Step{manual(goVersionRequired.say("by-hand", args), health.EffectReloadWindow)}})
	if proxy, _, ok := toGopls(s, f.Path, "GOPROXY"); ok && why == "proxy-off" && chosen(proxy) {
		out = append(out, clearFixes(s, f.Path, proxy)...) // second, because somebody may have switched downloads off on purpose
	}
	return out
}

// fetchRelease runs go where the module is: it fetches the release that the module wants before it answers.
func fetchRelease(f health.Folder, program health.Path) health.Step {
	return runCommand(f.Path, health.EffectReloadWindow, health.V(program), health.V(health.Public("version")))
}
